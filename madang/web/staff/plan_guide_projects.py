"""Step 4 of the guide: the year's first projects from the usual ones; and, last of all, what has been set up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from madang.actions.plans import publish_plan
from madang.actions.project_templates import TEMPLATES, start_from_template
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Invitation, Membership
from madang.people.rights import may
from madang.plans.models import Goal, Plan, Project, Todo
from madang.web.ui import words
from madang.web.ui.plan_page import rules_of, stage_name
from madang.web.ui.refusals import said

from .door import who
from .page import done, refuse
from .plan_frame import days_left

if TYPE_CHECKING:
    from .plan_guide import Turn

SUGGESTED = ("proposal-workshop", "online-forum", "promotion", "results-report")
MOST_RUNS = 60


def choose(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Which of the usual projects, how often, from when to when."""
    rows, dates = _rows(turn.plan, request), _dates(turn.plan, request)
    if request.method == "POST" and not dates["error"] and not any(row["error"] for row in rows):
        try:
            made = _begin(request, turn.plan, rows, dates)
            if made:
                text = ngettext("사업 %(count)s개를 계획했습니다.", "사업 %(count)s개를 계획했습니다.", made)
                done(request, text % {"count": made})
            return turn.onward(request)
        except Refused as refused:
            dates["error"] = said(refused)
    wrong = bool(dates["error"]) or any(row["error"] for row in rows)
    return turn.show(request, "choose", {"rows": rows, "dates": dates}, 422 if wrong else 200)


def _rows(plan: Plan, request: HttpRequest) -> list[dict[str, Any]]:
    begun = list(Project.objects.filter(plan=plan, dropped_at=None).values_list("template", flat=True))
    posted, rows = request.method == "POST", []
    first, last = days_left(plan)
    share = ((last - first).days + 1) / 365  # of a year: a plan begun in autumn has fewer runs left
    for key, one in TEMPLATES.items():
        on = request.POST.get(f"on_{key}") == "yes" if posted else not begun and key in SUGGESTED
        typed = (
            request.POST.get(f"runs_{key}", "")[:6] if posted else str(max(min(one.runs, 1), round(one.runs * share)))
        )
        runs = int(typed) if typed.isascii() and typed.isdigit() else -1
        error = (
            _("운영 횟수를 0부터 %(most)s까지의 수로 적어 주십시오.") % {"most": MOST_RUNS}
            if on and not 0 <= runs <= MOST_RUNS
            else ""
        )
        rows.append(
            {
                "key": key, "name": gettext(one.name), "purpose": gettext(one.purpose), "stage": stage_name(one.stage),
                "steps": len(one.steps), "on": on, "runs": typed, "number": runs, "error": error, "begun": begun.count(key),
            }
        )  # fmt: skip
    return rows


def _dates(plan: Plan, request: HttpRequest) -> dict[str, Any]:
    start, last = days_left(plan)
    found: dict[str, Any] = {"starts": start.isoformat(), "ends": last.isoformat(), "error": ""}
    days = {"starts": start, "ends": last}
    if request.method == "POST":
        for name in days:
            found[name] = request.POST.get(name, "")[:20]
            try:
                days[name] = date.fromisoformat(found[name])
            except ValueError:
                found["error"] = _("날짜를 2026-03-31처럼 적어 주십시오.")
    return found | {"days": days}


@transaction.atomic
def _begin(request: HttpRequest, plan: Plan, rows: list[dict[str, Any]], dates: dict[str, Any]) -> int:
    at, actor = clock.now(), who(request)
    chosen = [row for row in rows if row["on"]]
    there = Project.objects.filter(plan=plan).count()
    for order, row in enumerate(chosen):
        start_from_template(
            plan=plan, template=row["key"], starts=dates["days"]["starts"], ends=dates["days"]["ends"],
            runs=row["number"], order=there + order, at=at, actor=actor,
        )  # fmt: skip
    return len(chosen)


# ── what has been set up ──


def finish(request: HttpRequest, turn: Turn) -> HttpResponse:
    """What stands now; POST ends the guide, and publishes the plan with ``do=publish``."""
    plan, publishes = turn.plan, may(request.user, "plan.publish")
    if request.method == "POST":
        if request.POST.get("do") == "publish" and publishes and plan.published_at is None:
            try:
                publish_plan(plan=plan, at=clock.now(), actor=who(request))
                done(request, _("운영 계획을 공개했습니다. 누구나 읽을 수 있습니다."))
            except Refused as refused:
                refuse(request, refused)
        return turn.onward(request)
    _document, version = rules_of(plan, draft=False)
    people = Membership.objects.filter(person__is_active=True).values("person").distinct().count()
    asked = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).count()
    goals = Goal.objects.filter(plan=plan, dropped_at=None).count()
    projects = Project.objects.filter(plan=plan, dropped_at=None)
    todos = Todo.objects.filter(project__in=projects, dropped_at=None).count()
    lines = [
        ("goals", bool(goals), ngettext("목표 %(num)s개", "목표 %(num)s개", goals) % {"num": goals}),
        ("criteria", version is not None, _("시민이 제안할 수 있는 절차") if version else _("아직 기준을 공개하지 않아 시민이 제안할 수 없습니다")),
        ("projects", projects.exists(), _("사업 %(projects)s개와 할 일 %(todos)s개") % {"projects": projects.count(), "todos": words.number(todos)}),
        ("people", people + asked > 1, _("함께하는 사람 %(people)s명, 초대한 사람 %(asked)s명") % {"people": people, "asked": asked}),
    ]  # fmt: skip
    return turn.show(request, "finish", {"lines": lines, "publishes": publishes, "version": version})
