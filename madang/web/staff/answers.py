"""답변 대기함: what has to be answered, the soonest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.actions.answers import needs_second_person
from madang.answers.models import AnswerRequest
from madang.base import clock
from madang.people.queries import department_ids_of
from madang.people.rights import may
from madang.web.ui import words

from .door import only_own_departments, requires, rights_level, who
from .page import chips, my_answers, paged, render, saved_filters
from .sheets import sheet_links, sheet_response, wanted


@requires("answer.draft", "case.assign", "audit.read")
def staff_answers(request: HttpRequest) -> HttpResponseBase:
    """The queue; published answers newest first."""
    at = clock.now()
    state = request.GET.get("state", "")
    mine = request.GET.get("mine", "")
    found = my_answers(request)
    own = department_ids_of(who(request))
    everything = only_own_departments(request.user) is None
    if mine and own and everything:
        found = found.for_departments(own)
    query = request.GET.get("q", "").strip()[:100]
    if query:
        found = found.filter(Q(case__proposal__title__icontains=query) | Q(case__key=query))
    counts = found.summary(at)
    chosen = {
        "late": found.late(at).soonest_first(),
        "drafted": found.drafted().soonest_first(),
        "published": found.published().latest_first(),
        "approval": found.waiting().exclude(asked_at=None).filter(approved_at=None).soonest_first(),
    }.get(state, found.waiting().soonest_first())
    if wanted(request):
        return sheet_response(request, "answers", _columns(), _lines(request, chosen.with_matter()))
    rows, following = paged(request, chosen.with_matter())
    context = {
        "rows": [answer_row(request, one) for one in rows],
        "following": following,
        "filters": saved_filters(request),
        "sheets": sheet_links(request),
        "query": query,
        "state": state,
        "mine": chips(request, "mine", mine, [("", _("모든 부서"), None), ("1", _("우리 부서"), None)])
        if own and everything
        else [],
        "states": chips(
            request,
            "state",
            state if state in ("late", "drafted", "published", "approval") else "",
            [
                ("", _("답변 대기"), counts["waiting"]),
                ("late", _("늦음"), counts["late"]),
                ("drafted", _("초안 있음"), counts["drafted"]),
                *([("approval", _("승인 기다림"), None)] if needs_second_person() else []),
                ("published", _("공개함"), counts["published"]),
            ],
        ),
    }
    return render(request, "answers", context)


def _columns() -> list[str]:
    return [_("건"), _("제목"), _("단계"), _("부서"), _("마감"), _("연장"), _("상태"), _("답한 때")]


def _lines(request: HttpRequest, found: Iterable[AnswerRequest]) -> Iterator[tuple[Any, ...]]:
    for one in found:
        row = answer_row(request, one)
        yield (
            row["key"], row["title"], row["stage"], row["owner"], words.last_day(row["due"]), row["extended"],
            row["state"]["word"], row["kept_at"],
        )  # fmt: skip


def answer_row(request: HttpRequest, one: AnswerRequest) -> dict[str, Any]:
    """One line of the queue: what, whose, by when, how far, and the one thing to do."""
    case, duty = one.case, one.duty
    stage = case.rules.document.stage(one.visit.stage)
    mine = may(request.user, "answer.draft", department=case.department, level=rights_level(one.level))
    href = (
        reverse("staff_answer", kwargs={"key": case.key}) if mine else reverse("staff_case", kwargs={"key": case.key})
    )
    return {
        "key": case.key,
        "href": f"{href}?stage={stage.key}" if mine else href,
        "title": case.proposal.title,
        "stage": words.in_language(stage.name),
        "due": duty.due_now,
        "extended": duty.extended_to is not None,
        "kept_at": duty.kept_at,
        "owner": department_name(duty.department) if duty.department else owner_name(duty.owner),
        "unassigned": duty.owner == "department" and duty.department is None,
        "state": draft_state(one),
        "action": action_for(one, mine),
    }


def department_name(department: Any) -> str:
    """A department in the reader's language."""
    return words.in_language({"ko": department.name, "en": department.name_en or department.name})


def owner_name(owner: str) -> str:
    """Who owes, where it is no department with a name."""
    return _("부서를 정해야 함") if owner == "department" else words.owner(owner)


def draft_state(one: AnswerRequest) -> dict[str, str]:
    """{word, shape, tone, note} of how far an answer is."""
    if one.duty.kept_at is not None:
        return {"word": _("공개함"), "shape": "check", "tone": "ok", "note": ""}
    note = str(one.draft_by or "")
    if one.approved_edition is not None and one.approved_edition == one.edition:
        return {"word": _("승인함"), "shape": "half", "tone": "ok", "note": note}
    if one.asked_at is not None:
        return {"word": _("승인 기다림"), "shape": "half", "tone": "wait", "note": note}
    if one.draft_at is not None:
        return {"word": _("초안 있음"), "shape": "half", "tone": "wait", "note": note}
    return {"word": _("시작 전"), "shape": "ring", "tone": "quiet", "note": ""}


def action_for(one: AnswerRequest, mine: bool) -> str:
    """The row's button."""
    if not mine:
        return _("보기")
    if one.duty.kept_at is not None:
        return _("답변 보기")
    return _("이어 쓰기") if one.draft_at is not None else _("답변 쓰기")
