"""The later stages on the staff's page about a matter: where each of them is worked on, and bringing it before the panel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from madang.agenda.models import AgendaItem
from madang.deliveries.models import Delivery
from madang.forums.models import Forum
from madang.people.rights import may
from madang.procedures.models import Case, StageVisit
from madang.web.ui import places, words

from .case_hands import Failed
from .forms import PickUpForm

Link = dict[str, Any]


def road_box(
    request: HttpRequest, case: Case, visits: Sequence[StageVisit], now: datetime, failed: Failed
) -> dict[str, Any]:
    """For ``staff/_case_road.html``: the desks of its discussions and of what is carried out, and the form to pick it up."""
    kinds = {visit.kind for visit in visits}
    links: list[Link] = []
    if "forum" in kinds:
        links += [_forum(forum, now) for forum in case.forums.select_related("visit").order_by("visit__entered", "pk")]
    if "execute" in kinds:
        links += [_delivery(one) for one in case.deliveries.select_related("visit").order_by("visit__entered", "pk")]
    item = None
    if "agenda" in kinds:
        item = case.agenda_items.select_related("lead__case__proposal").defer("lead__case__proposal__body").last()
    return {"road": links, "candidate": _candidate(item), "pick_up": pick_up_form(request, case, failed)}


def _forum(forum: Forum, now: datetime) -> Link:
    if forum.opened_at is None:
        status, action = {"word": _("토론 준비 중"), "shape": "half", "tone": "wait"}, _("준비하고 열기")
    elif forum.is_open(now):
        status, action = {"word": _("토론 중"), "shape": "bubble", "tone": "open"}, _("토론 살피기")
    else:
        status, action = {"word": _("끝난 토론"), "shape": "check", "tone": "quiet"}, _("토론 결과")
    return {
        "what": forum.question,
        "note": words.form(forum.form),
        "status": status,
        "due": forum.visit.due if forum.opened_at is not None and forum.visit.left is None else None,
        "href": places.staff_forum(forum.key),
        "action": action,
        "public": places.forum(forum.key) if forum.opened_at is not None else "",
    }


def _delivery(delivery: Delivery) -> Link:
    going_on = delivery.visit.left is None
    word = _("실행 중") if going_on else _("실행을 마침")
    if delivery.planned_at is None:
        action, note = _("추진 개요 쓰기"), _("아직 추진 개요가 없습니다.")
    else:
        action = _("추진 현황 쓰기") if going_on else _("실행 보기")
        note = _("%(percent)s%% 진행") % {"percent": delivery.percent} if delivery.percent is not None else ""
    return {
        "what": delivery.plan[:120] or _("실행"),
        "note": note,
        "status": {"word": word, "shape": "play" if going_on else "check", "tone": "ok"},
        "due": None,
        "href": places.staff_delivery(delivery.key),
        "action": action,
        "public": "",
    }


def _candidate(item: AgendaItem | None) -> dict[str, Any] | None:
    """What is to be known of a candidate: that staff brought it, and why; what it was bundled into."""
    if item is None or not (item.picked_up or item.lead):
        return None
    lead = item.lead.case if item.lead is not None else None
    return {"reason": item.reason if item.picked_up else "", "lead": lead}


def pick_up_form(request: HttpRequest, case: Case, failed: Failed) -> Any | None:
    """Where this person may bring it before the panel; None when it has been there, or cannot come there."""
    if "pick_up" in failed:
        return failed["pick_up"]
    if not may(request.user, "agenda.decide"):
        return None
    proposal, document = case.proposal, case.rules.document
    starts = [
        start
        for stage in document.stages.values()
        for start in stage.starts
        if document.stages[start.stage].kind == "agenda"
    ]
    if not starts or proposal.retired_at is not None or proposal.visibility != "public":
        return None
    if case.origin == "institution" or case.marks.filter(key=starts[0].key).exists():
        return None
    return PickUpForm(auto_id="id_pick_up_%s")
