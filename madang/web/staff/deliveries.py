"""실행 기록: what is being carried out, the report that is due first on top."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.deliveries.models import Delivery
from madang.deliveries.queries import DeliveryQuerySet
from madang.people.rights import may
from madang.web.ui import carried
from madang.web.ui.answer_letter import department_name

from .door import only_own_departments, requires
from .page import chips, paged, render

SEEN = ("delivery.write", "case.assign", "audit.read")  # who may look at all of it, or at their department's


def mine(request: HttpRequest) -> DeliveryQuerySet:
    """Everything that is carried out, or what this person's departments carry out."""
    own = only_own_departments(request.user)
    found = Delivery.objects.all()
    return found if own is None else found.of_departments(own)


@requires(*SEEN)
@require_safe
def staff_deliveries(request: HttpRequest) -> HttpResponse:
    """The desk's list; ``state``: late, unplanned, done, else everything under way."""
    now = clock.now()
    found = mine(request)
    lists = {
        "": found.running(),
        "late": found.late(now),
        "unplanned": found.running().filter(planned_at=None),
        "done": found.finished(),
    }
    state = request.GET.get("state", "")
    state = state if state in lists else ""
    chosen = lists[state].latest_finished_first() if state == "done" else lists[state].by_report()
    rows, following = paged(request, chosen.with_case().with_reports())
    labels = {"": _("실행 중"), "late": _("보고 늦음"), "unplanned": _("추진 개요 없음"), "done": _("마침")}
    context = {
        "rows": [_row(request, one, now) for one in rows],
        "following": following,
        "state": state,
        "states": chips(request, "state", state, [(key, label, lists[key].count()) for key, label in labels.items()]),
    }
    return render(request, "deliveries", context)


def _row(request: HttpRequest, one: Any, now: Any) -> dict[str, Any]:
    case, owed = one.case, one.visit.owed_reports
    writes = may(request.user, "delivery.write", department=case.department)
    unassigned = case.department is None
    href = reverse("staff_delivery", args=[one.key]) if writes else reverse("delivery", args=[one.key])
    action = _("보기")
    if unassigned and may(request.user, "case.assign"):
        href, action = f"{reverse('staff_case', args=[case.key])}#assign", _("부서 정하기")
    elif writes and one.visit.left is None:
        action = _("추진 개요 쓰기") if one.planned_at is None else _("현황 쓰기")
    return {
        "href": href,
        "title": case.proposal.title,
        "what": carried.next_report(case.rules.document, one, owed),
        "owner": department_name(case.department) or _("부서 없음"),
        "unassigned": unassigned,
        "status": carried.status(one, owed, now),
        "percent": one.percent,
        "finished_at": one.finished_at,
        "action": action,
    }
