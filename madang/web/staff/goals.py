"""목표: the goals of a plan with where they stand, the phases of the years, figures counted by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.actions import phases
from madang.actions.goals import enter_metric
from madang.actions.metrics import METRICS
from madang.actions.metrics_sources import ZONE
from madang.base import clock
from madang.base.errors import Refused
from madang.people.rights import may
from madang.plans.models import Evidence, HandCount, Phase, Plan
from madang.web.ui import goal_words
from madang.web.ui.goal_sections import goals_section, phase_rows
from madang.web.ui.refusals import said

from .delivery_forms import rows_sent
from .door import requires, who
from .goal_forms import FigureForm, PhaseForm, metric_choices
from .page import done, paged, refuse, render
from .plan_frame import find_year, plan_tabs

EMPTY_CONDITIONS = 2  # rows to write in, besides those there are


@requires("plan.read")
@require_safe
def staff_plan_goals(request: HttpRequest, year: int) -> HttpResponse:
    """Every goal with its figure, and the phases."""
    plan, now = find_year(year), clock.now()
    evidence = Evidence.objects.filter(gone_at=None)
    kept = plan.goals.select_related("owner").prefetch_related(Prefetch("evidence", evidence, to_attr="shown"))
    goals = list(kept)
    standing = [goal for goal in goals if goal.dropped_at is None]
    section = goals_section(standing, now)
    shown = _phases(request, plan, now)
    context = {
        "plan": plan,
        **section,
        "phases": shown,
        "startable": next((row["number"] for row in shown if not row["begun"]), None),
        "dropped": [goal for goal in goals if goal.dropped_at is not None],
        "next_phase": proposed(),
        "free_number": _free_number(),
        "writes": may(request.user, "plan.write"),
        "tabs": plan_tabs(request, plan),
    }
    return render(request, "goals", context)


def proposed() -> Phase | None:
    """The phase that may begin now: the conditions of the one under way are met."""
    now = phases.under_way()
    return phases.next_of(now) if now is not None and now.met_at is not None else None


def _free_number() -> int | None:
    taken = set(Phase.objects.values_list("number", flat=True))
    return next((number for number in range(1, phases.MOST + 1) if number not in taken), None)


def _phases(request: HttpRequest, plan: Plan, now: datetime) -> list[dict[str, Any]]:
    writes = may(request.user, "plan.write")
    found = phase_rows(now)
    for row in found:
        if writes and row["editable"]:
            row["href"] = reverse("staff_phase", args=[plan.year, row["number"]])
    return found


@requires("plan.read")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_goal_figures(request: HttpRequest, year: int) -> HttpResponse:
    """What the team counts itself, and the table of all metrics; POST enters a figure."""
    plan, now = find_year(year), clock.now()
    writes = may(request.user, "plan.write")
    if request.method == "POST" and not writes:
        raise Http404
    start = {"on": now.astimezone(ZONE).date(), "metric": request.GET.get("metric", "")}
    form = FigureForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            enter_metric(**form.cleaned_data, at=now, actor=who(request))
        except Refused as refused:
            form.add_error("on" if refused.code == "day-in-future" else "value", said(refused))
        else:
            done(request, _("수를 적었습니다."))
            return HttpResponseRedirect(reverse("staff_goal_figures", args=[plan.year]))
    rows, following = paged(request, HandCount.objects.select_related("by").order_by("-on", "-pk"))
    entries = [{"row": row, "metric": goal_words.label_of(row.metric)} for row in rows]
    context = {
        "plan": plan, "form": form, "writes": writes, "entries": entries, "following": following,
        "metrics": [
            {"name": goal_words.label(one), "unit": one.unit_word, "text": one.definition, "less": one.better == "less"}
            for one in METRICS.values()
        ],
    }  # fmt: skip
    return render(request, "goal_figures", context, status=422 if form.errors else 200)


# ── the years ──


@requires("plan.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_phase(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Describe a phase and the conditions of the next. A number that is free begins a new one."""
    plan, now = find_year(year), clock.now()
    if not 1 <= number <= phases.MOST:
        raise Http404
    phase = Phase.objects.filter(number=number).first()
    rows = [[one["metric"], one["least"], str(one["days"])] for one in (phase.conditions if phase else [])]
    start = {"name": phase.name, "aim": phase.aim, "edition": phase.edition} if phase else {}
    form = PhaseForm(request.POST if request.method == "POST" else None, initial=start)
    status, conflict = 200, False
    if request.method == "POST":
        rows = rows_sent(request.POST, "metric", "least", "days")
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            filled = [dict(zip(("metric", "least", "days"), row, strict=True)) for row in rows if row[0] or row[1]]
            try:
                phases.set_phase(
                    number=number, name=data["name"], aim=data["aim"], conditions=filled, after=data["edition"], at=now,
                    actor=who(request),
                )  # fmt: skip
            except Refused as refused:
                form.add_error(None, said(refused))
                if conflict := refused.code == "changed-meanwhile":
                    status = 409
                    form.data = {**request.POST.dict(), "edition": phase.edition if phase else ""}
            else:
                done(request, _("국면을 적었습니다."))
                return HttpResponseRedirect(f"{reverse('staff_plan_goals', args=[plan.year])}#phases")
    rows = [row for row in rows if any(row)]
    context = {
        "plan": plan, "phase": phase, "number": number, "form": form, "metrics": metric_choices(), "conflict": conflict,
        "rows": rows + [["", "", "90"]] * EMPTY_CONDITIONS,
    }  # fmt: skip
    return render(request, "phase", context, status=status)


@requires("plan.write")
@require_POST
def staff_phase_begin(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """People begin a phase."""
    plan = find_year(year)
    phase = get_object_or_404(Phase, number=number)
    try:
        phases.begin_phase(phase=phase, at=clock.now(), actor=who(request))
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("새 국면을 시작했습니다."))
    return HttpResponseRedirect(f"{reverse('staff_plan_goals', args=[plan.year])}#phases")
