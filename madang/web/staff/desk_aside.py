"""What lies beside an answer's draft: colleagues' contributions, templates, and putting either into the text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.actions.templates import filled
from madang.answers.models import AnswerRequest, AnswerTemplate, Contribution
from madang.base import clock
from madang.people.models import Department
from madang.people.queries import department_ids_of
from madang.people.rights import may
from madang.web.ui.answer_letter import department_name

from .desk_forms import ContributeForm
from .door import only_own_departments, who


def contribution_state(one: Contribution, now: datetime) -> dict[str, Any]:
    """{word, shape, tone, note, late}: how far a contribution is, and how many days late."""
    today = timezone.localtime(now).date()
    if one.given_at is not None:
        return {"word": _("의견 보냄"), "shape": "check", "tone": "ok", "note": "", "late": 0}
    if one.declined_at is not None:
        return {"word": _("사양함"), "shape": "stop", "tone": "quiet", "note": "", "late": 0}
    late = max(0, (today - one.wanted_by).days) if one.wanted_by else 0
    if late:
        return {
            "word": _("늦음"),
            "shape": "late",
            "tone": "bad",
            "note": _("%(days)s일") % {"days": late},
            "late": late,
        }
    word = _("쓰는 중") if one.text else _("기다리는 중")
    return {"word": word, "shape": "half" if one.text else "clock", "tone": "wait", "note": "", "late": 0}


def contributions_of(one: AnswerRequest, now: datetime) -> list[dict[str, Any]]:
    """What each department was asked for, and what it gave."""
    found = one.contributions.select_related("department", "written_by").order_by("asked_at", "pk")
    return [
        {
            "pk": each.pk,
            "who": department_name(each.department),
            "department": each.department_id,
            "note": each.note,
            "wanted_by": each.wanted_by,
            "state": contribution_state(each, now),
            "text": each.text if each.given_at else "",
            "reason": each.reason,
            "by": str(each.written_by or ""),
            "given_at": each.given_at,
        }
        for each in found
    ]


def my_templates(request: HttpRequest) -> QuerySet[AnswerTemplate]:
    """Everyone's templates, and those of this person's departments (every department's for those who see all)."""
    found = AnswerTemplate.objects.select_related("department", "changed_by").order_by("department", "name", "pk")
    if only_own_departments(request.user) is None:
        return found
    return found.filter(Q(department=None) | Q(department__in=department_ids_of(who(request))))


def with_inserted(request: HttpRequest, one: AnswerRequest, text: str) -> str:
    """``text`` with what the pressed button names (``insert``) put at its end; unchanged when that is gone."""
    kind, _colon, number = request.POST.get("insert", "").partition(":")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else 0
    more = ""
    if kind == "contribution":
        found = one.contributions.given().filter(pk=pk).select_related("department").first()
        more = found.text if found else ""
    elif kind == "template":
        kept = my_templates(request).filter(pk=pk).first()
        department = department_name(one.case.department)
        day = timezone.localtime(clock.now()).date()
        more = filled(kept.text, title=one.case.proposal.title, department=department, day=day) if kept else ""
    return "\n\n".join(part for part in (text.rstrip(), more) if part)


def ask_form(request: HttpRequest, one: AnswerRequest, failed: ContributeForm | None) -> ContributeForm | None:
    """The form that asks another department; None for who may not ask."""
    if not (may(request.user, "case.assign") or may(request.user, "answer.draft", department=one.case.department)):
        return None
    asked = one.contributions.filter(declined_at=None).values_list("department", flat=True)
    without = [*asked, *([one.case.department.pk] if one.case.department else [])]
    if not Department.objects.exclude(pk__in=without).exists():
        return None
    return failed or ContributeForm(auto_id="id_ask_%s", without=without)
