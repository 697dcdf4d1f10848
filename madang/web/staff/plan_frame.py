"""What the pages of one year's operations plan share: finding it, and the tabs above them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from madang.base import clock
from madang.plans.models import Plan


def find_year(year: int) -> Plan:
    """The plan of that year; else 404."""
    found = Plan.objects.select_related("copied_from").filter(year=year).first()
    if found is None:
        raise Http404
    return found


def days_left(plan: Plan) -> tuple[date, date]:
    """What is left of the plan's year, both days included: of a year under way, from today; of one that is over, its last day."""
    today = timezone.localtime(clock.now()).date()
    last = date(plan.year, 12, 31)
    return min(max(date(plan.year, 1, 1), today), last), last


def plan_tabs(request: HttpRequest, plan: Plan) -> list[dict[str, Any]]:
    """The pages of a plan, for ``staff/_plan_tabs.html``; ``current`` is the one that is open."""
    tabs = (
        (pgettext("운영 계획의 갈래", "계획"), "staff_plan"),
        (pgettext("운영 계획의 갈래", "목표"), "staff_plan_goals"),
        (pgettext("운영 계획의 갈래", "사업"), "staff_plan_projects"),
        (pgettext("운영 계획의 갈래", "일정"), "staff_plan_schedule"),
        (pgettext("운영 계획의 갈래", "역할"), "staff_plan_roles"),
    )
    found = []
    for label, name in tabs:
        href = reverse(name, kwargs={"year": plan.year})
        own = request.path == href or (name != "staff_plan" and request.path.startswith(f"{href}/"))
        found.append({"label": label, "href": href, "current": own})
    return found
