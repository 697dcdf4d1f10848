"""연간 일정: a year's projects as a picture and as a list of months, one month as a calendar, what clashes, who has too much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.actions.journey import house_country
from madang.actions.project_templates import house_calendar
from madang.actions.schedule import (
    BUSY_WEEK,
    Choice,
    Clash,
    clashes,
    holders,
    loads,
    names_of,
    of_person,
    open_rows,
    progress_of,
    projects_of,
    runs_of,
)
from madang.people.rights import may
from madang.plans.models import Plan, Project, Todo
from madang.web.ui import project_words, words

from .door import requires
from .months import Entry, days_of, holiday_names, month_key, month_name, month_of, weekdays, weeks_of
from .page import address, chips, paged, render
from .plan_frame import find_year, plan_tabs
from .projects import chosen, team, today
from .schedule_picture import Year, bar, load_line, months_told

CLASHES, LOADS = 30, 20  # shown of a kind, and of people; the numbers count all
ORDER = {stage: place for place, stage in enumerate(Project.STAGES)}


@requires("plan.read")
@require_safe
def staff_plan_schedule(request: HttpRequest, year: int) -> HttpResponse:
    """The year (default) or, with ``view=month``, a month (``month=2027-03``) of it; as chosen by stage, role, person."""
    plan = find_year(year)
    choice, filters = chosen(request, team())
    view = "month" if request.GET.get("view") == "month" else ""
    found = list(projects_of(plan, choice))
    context = {
        "plan": plan, "tabs": plan_tabs(request, plan), "year": year, "filters": filters, "view": view, "any": bool(found),
        "views": chips(request, "view", view, [("", _("한 해"), None), ("month", _("한 달"), None)]),
        "writes": may(request.user, "project.write"),
    }  # fmt: skip
    if view:
        return render(request, "schedule_month", {**context, **_month(request, found, choice, year)})
    return render(request, "schedule", {**context, **_year(request, plan, found)})


def _year(request: HttpRequest, plan: Plan, found: list[Project]) -> dict[str, Any]:
    day, year = today(), Year(plan.year)
    shown, following = paged(request, sorted(found, key=lambda one: (ORDER[one.stage], one.starts, one.pk)))
    far = progress_of(shown, day)
    hrefs = {one.pk: reverse("staff_project", args=[plan.year, one.key]) for one in shown}
    return {
        "months": year.months(),
        "today": year.middle(day) if year.has(day) else None,
        "groups": [
            {
                "stage": stage,
                "name": project_words.stage(stage),
                "rows": [
                    {
                        "name": one.name,
                        "href": hrefs[one.pk],
                        "times": project_words.run_times(one, far[one.pk].held),
                        "span": project_words.span(one.starts, one.ends),
                        "bar": bar(one, far[one.pk], year, day),
                    }
                    for one in shown
                    if one.stage == stage
                ],
            }
            for stage in Project.STAGES
            if any(one.stage == stage for one in shown)
        ],
        "told": months_told(shown, far, year, day, hrefs),
        "more": following,
        **_judged(plan, found, day, year),
    }


def _judged(plan: Plan, found: Sequence[Project], day: date, year: Year) -> dict[str, Any]:
    """What clashes among the chosen projects, and whose weeks are too full (of everything, also outside projects)."""
    rows, held = open_rows(plan.year), holders()
    names = names_of(rows, held)
    holidays = holiday_names(year.first, year.last, house_country())
    seen = clashes(found, runs_of(found), rows, held, holidays, day, names)
    busy = loads(rows, held, names, day)
    return {
        "clashes": list(_kinds(seen, plan.year)),
        "loads": [load_line(one, year) for one in busy[:LOADS]],
        "overloaded": sum(bool(one.over) for one in busy),
        "limit": BUSY_WEEK,
    }


def _kinds(found: Iterable[Clash], year: int) -> Iterator[dict[str, Any]]:
    by_kind: dict[str, list[Clash]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    for kind, (shape, tone) in project_words.CLASHES.items():
        if known := by_kind.get(kind):
            yield {
                "name": project_words.clash_kind(kind), "shape": shape, "tone": tone, "count": len(known),
                "rest": max(0, len(known) - CLASHES),
                "lines": [{"text": project_words.clash(one), "href": _where(one, year)} for one in known[:CLASHES]],
            }  # fmt: skip


def _where(one: Clash, year: int) -> str:
    project = one.project or (one.run.project if one.run is not None else None)
    return reverse("staff_project", args=[year, project.key]) if project is not None else ""


# ── one month ──


def _month(request: HttpRequest, found: Sequence[Project], choice: Choice, year: int) -> dict[str, Any]:
    day = today()
    first = month_of(request.GET.get("month", ""), day if day.year == year else date(year, 1, 1))
    first = first if first.year == year else date(year, 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    entries = sorted(_entries(found, choice, first, last, day), key=lambda one: (one["day"], one["order"]))
    named = holiday_names(first, last, house_country())
    return {
        "title": month_name(first),
        "before": address(request, month=month_key(first - timedelta(days=1))) if first.month > 1 else "",
        "after": address(request, month=month_key(last + timedelta(days=1))) if first.month < 12 else "",
        "weeks": weeks_of(first, last, day, entries, named, house_calendar()),
        "days": days_of(entries, first, last, day, named),
        "weekdays": weekdays(),
        "entries": len(entries),
    }


def _entries(found: Sequence[Project], choice: Choice, first: date, last: date, day: date) -> Iterator[Entry]:
    """Runs and todos of the chosen projects in the month; of todos only those of the chosen role and person."""
    hrefs = {one.pk: reverse("staff_project", args=[first.year, one.key]) for one in found}
    for run in runs_of(found):
        if first <= run.on <= last:
            state = project_words.run_state(run, day)
            yield {
                "day": run.on, "order": 0, "what": _("운영 회차"), "title": f"{run.project.name} {project_words.run_name(run)}",
                "who": run.place, "word": state["word"], "shape": "flag" if state["tone"] == "info" else state["shape"],
                "tone": state["tone"], "href": f"{hrefs[run.project_id]}#runs",
            }  # fmt: skip
    mine = Todo.objects.filter(project__in=list(hrefs), dropped_at=None, due__gte=first, due__lte=last)
    if choice.role:
        mine = mine.filter(role=choice.role)
    if choice.person is not None:
        mine = mine.filter(of_person(choice.person))
    for todo in mine.select_related("person", "project").order_by("due", "pk"):
        state = project_words.todo_state(todo, day)
        assert todo.project is not None
        yield {
            "day": todo.due, "order": 1, "what": todo.project.name, "title": todo.title,
            "who": str(todo.person) if todo.person else words.role(todo.role), "word": state["word"],
            "shape": state["shape"], "tone": state["tone"], "href": f"{hrefs[todo.project.pk]}#checklist",
        }  # fmt: skip
