"""What the desks put on 오늘 할 일: contributions to write, drafts to approve, matters to give to a department."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.actions.answers import needs_second_person
from madang.answers.models import AnswerRequest
from madang.people.rights import may
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name

from .contributions import contribution_row
from .door import holds, rights_level, who
from .page import my_answers, my_contributions

Row = dict[str, Any]


def contribution_rows(request: HttpRequest, limit: int) -> Iterator[Row]:
    """What my departments were asked for, the soonest first."""
    if not holds(request.user, "answer.contribute"):
        return
    for one in my_contributions(request).waiting().with_matter().soonest_first()[:limit]:
        row = contribution_row(request, one)
        yield {
            **row,
            "todo": _("부서 의견"),
            "shape": row["state"]["shape"],
            "tone": row["state"]["tone"],
            "note": row["state"]["word"],
            "due": end_of(one.wanted_by) if one.wanted_by else row["due"],
            "owner": row["who"],
            "unassigned": False,
        }


def end_of(day: Any) -> datetime:
    """The first instant after ``day``, as a due date is kept."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(settings.TIME_ZONE))


def waiting_for_me(request: HttpRequest) -> list[AnswerRequest]:
    """Drafts that wait for another person's eyes, and this person may be that person."""
    if not needs_second_person() or not holds(request.user, "answer.approve"):
        return []
    me = who(request)
    found = my_answers(request).waiting().exclude(asked_at=None).filter(approved_at=None)
    found = found.exclude(draft_by=me).exclude(asked_by=me).with_matter().soonest_first()
    return [
        one
        for one in found[:50]
        if may(me, "answer.approve", department=one.case.department, level=rights_level(one.level))
    ]


def approval_rows(found: list[AnswerRequest]) -> Iterator[Row]:
    """Those drafts as rows."""
    for one in found:
        stage = one.case.rules.document.stage(one.visit.stage)
        address = reverse("staff_answer_publish", kwargs={"key": one.case.key})
        yield {
            "href": f"{address}?stage={stage.key}",
            "title": one.case.proposal.title,
            "todo": _("승인"),
            "shape": "people",
            "tone": "wait",
            "note": words.in_language(stage.name),
            "due": one.duty.due_now,
            "owner": department_name(one.case.department),
            "unassigned": False,
            "action": _("살펴보고 승인하기"),
        }
