"""오늘 할 일: a phase of the plan whose conditions are met waits for someone to begin the next."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.people.rights import may
from madang.plans.models import Plan

from .goals import proposed
from .todo import Work


def next_phase(request: HttpRequest, now: datetime) -> Work:
    """One line, for whoever may begin it."""
    if not may(request.user, "plan.write"):
        return Work()
    phase = proposed()
    plan = Plan.objects.order_by("-year").first() if phase is not None else None
    if phase is None or plan is None:
        return Work()
    row = {
        "href": f"{reverse('staff_plan_goals', args=[plan.year])}#phases",
        "title": _("국면 %(number)s, %(name)s") % {"number": phase.number, "name": phase.name},
        "todo": _("다음 국면 시작할지 정하기"),
        "shape": "flag",
        "tone": "ok",
        "note": _("조건을 모두 이루었습니다"),
        "due": None,
        "owner": _("담당자, 운영 PM·PL"),
        "unassigned": False,
        "action": _("보기"),
    }
    return Work([], [row])
