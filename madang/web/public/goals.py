"""목표: what the institution wants to reach with its citizens this year, and where it stands, if it shows that."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from madang.actions.metrics_sources import ZONE
from madang.base import clock
from madang.plans.models import Plan
from madang.web.ui.goal_sections import goals_section, phase_rows

from .pages import address, chosen, page


@require_safe
def goals_page(request: HttpRequest) -> HttpResponse:
    """The goals of this year (``year``: of another that is shown); 404 where the institution shows none."""
    now = clock.now()
    shown = list(Plan.objects.filter(goals_public=True).order_by("-year"))
    plan = _wanted(shown, chosen(request, "year"), now.astimezone(ZONE).year)
    if plan is None:
        raise Http404
    context = {
        "plan": plan,
        **goals_section(plan, now),
        "phases": phase_rows(now),
        "years": [
            {"label": str(one.year), "href": address(request.path, {"year": str(one.year)}), "current": one == plan}
            for one in shown
        ],
        "now": now,
    }
    return page(request, "goals/goals.html", context)


def _wanted(shown: list[Plan], asked: str, this_year: int) -> Plan | None:
    """The plan of the year that was asked for; else this year's, else the latest there is."""
    if asked:
        return next((plan for plan in shown if str(plan.year) == asked), None)
    past = (plan for plan in shown if plan.year <= this_year)
    return next(past, shown[-1] if shown else None)
