"""공론장 책상: what is being prepared, what runs, and what has ended and waits for its report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.base import clock
from madang.forums.models import Forum
from madang.forums.queries import ForumQuerySet
from madang.people.models import Person
from madang.people.queries import department_ids_of
from madang.people.rights import may
from madang.procedures.models import StageVisit
from madang.web.ui.answer_letter import department_name
from madang.web.ui.forum_materials import form_name

from .door import holds, requires
from .page import chips, days, end_of, paged, render, saved_filters
from .sheets import sheet_links, sheet_response, wanted

STATES = ("running", "long", "ended", "all")


def my_forums(person: Any) -> ForumQuerySet:
    """The forums this person prepares: the team's are all of them, a department's its own questions."""
    found = Forum.objects.all()
    if may(person, "forum.prepare"):
        return found
    own = department_ids_of(person) if isinstance(person, Person) and holds(person, "forum.prepare") else []
    return found.filter(case__origin="institution", case__department__in=own)


def of_state(found: ForumQuerySet, state: str, at: datetime) -> ForumQuerySet:
    """``""``: being prepared, the longest waiting first; ``running`` the soonest end first; ``long``; ``ended``: has
    ended and its result waits to be delivered; ``all``: the newest first."""
    if state == "running":
        return found.open_at(at).filter(visit__due__isnull=False).order_by("visit__due", "pk")
    if state == "long":
        return found.open_at(at).filter(visit__due=None).order_by("opened_at", "pk")
    if state == "ended":
        return found.closed_at(at).filter(Exists(_own_tasks()), ~Exists(_later_ones())).order_by("visit__left", "pk")
    if state == "all":
        return found.order_by("-visit__entered", "-pk")
    return found.prepared().order_by("visit__entered", "pk")


def _own_tasks() -> QuerySet[StageVisit]:
    """Open tasks on the way that a forum itself is on, since it ended."""
    after = StageVisit.objects.filter(case=OuterRef("case"), track=OuterRef("visit__track"), kind="task", left=None)
    return after.filter(entered__gte=OuterRef("visit__left"))


def _later_ones() -> ForumQuerySet:
    """Discussions of the same matter on the same way that ended after a forum did: what is to be done now is theirs."""
    same = Forum.objects.filter(case=OuterRef("case"), visit__track=OuterRef("visit__track"), pk__gt=OuterRef("pk"))
    return same.filter(visit__left__isnull=False, opened_at__isnull=False)


@requires("forum.prepare")
def staff_forums(request: HttpRequest) -> HttpResponseBase:
    """The list by state."""
    at = clock.now()
    found = my_forums(request.user)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    if query:
        found = found.filter(Q(question__icontains=query) | Q(key=query))
    state = request.GET.get("state", "")
    chosen = of_state(found, state, at).with_case().with_participants()
    if wanted(request):
        return sheet_response(request, "forums", _columns(), _lines(request, chosen, at))
    rows, following = paged(request, chosen)
    labels = (
        ("", _("준비 중")), ("running", _("진행 중")), ("long", _("이어 가는 토론")),
        ("ended", _("끝나고 결과를 기다림")), ("all", _("모두")),
    )  # fmt: skip
    context = {
        "rows": [forum_row(request, one, at) for one in rows],
        "following": following,
        "state": state if state in STATES else "",
        "query": query,
        "filters": saved_filters(request),
        "sheets": sheet_links(request),
        "may_ask": True,
        "states": chips(
            request,
            "state",
            state if state in STATES else "",
            [(key, label, None if key == "all" else of_state(found, key, at).count()) for key, label in labels],
        ),
    }
    return render(request, "forums", context)


def forum_row(request: HttpRequest, one: Forum, at: datetime) -> dict[str, Any]:
    """One line: what is asked, how far, since or until when, and the one thing to do."""
    href = reverse("staff_forum", kwargs={"key": one.key})
    institution = one.case.origin == "institution"
    row = {
        "key": one.key,
        "href": href,
        "title": one.question,
        "form": form_name(one.form),
        "origin": _("기관제안") if institution else _("시민제안"),
        "owner": department_name(one.case.department) or "—",
        "due": one.visit.due if one.opened_at else end_of(one.opens_on) if one.opens_on else None,
        "since": one.visit.entered,
        "participants": getattr(one, "participant_count", None) or 0,
        "state": state_of(one, at),
        "action": _("보기"),
    }
    if one.visit.left is not None or (one.visit.due is not None and one.visit.due <= at):
        row["href"] = reverse("staff_case", kwargs={"key": one.case.key})
        row["action"] = _("결과 살피기")
        return row
    if one.opened_at is None:
        row["action"] = _("합의 살피기") if institution and one.agreed_edition != one.edition else _("준비하기")
    elif one.visit.due is None:
        row["action"] = _("이어 가기")
    return row


def state_of(one: Forum, at: datetime) -> dict[str, str]:
    """{word, shape, tone, note}."""
    if one.opened_at is None and one.visit.left is not None:
        return {"word": _("열지 않고 끝남"), "shape": "stop", "tone": "quiet", "note": ""}
    if one.opened_at is None:
        waited = (timezone.localtime(at).date() - timezone.localtime(one.visit.entered).date()).days
        note = _("%(days)s째 준비") % {"days": days(waited)} if waited > 0 else _("오늘 시작")
        if one.case.origin == "institution" and one.agreed_edition != one.edition:
            word = _("합의 기다림")
            if one.department_agreed_at is not None:
                word = _("운영팀의 합의 기다림")
            elif one.team_agreed_at is not None:
                word = _("부서의 합의 기다림")
            return {"word": word, "shape": "half", "tone": "wait", "note": note}
        return {"word": _("준비 중"), "shape": "ring", "tone": "wait", "note": note}
    if not one.is_open(at):
        return {"word": _("끝남"), "shape": "check", "tone": "quiet", "note": ""}
    word = _("이어 가는 중") if one.visit.due is None else _("진행 중")
    return {"word": word, "shape": "bubble", "tone": "open", "note": ""}


def _columns() -> list[str]:
    return [
        _("공론장"), _("질문"), _("방식"), _("누가 물었나"), _("부서"), _("상태"), _("준비를 시작한 때"), _("열려는 날"), _("연 때"),
        _("끝나는 때"), _("참여한 사람"),
    ]  # fmt: skip


def _lines(request: HttpRequest, found: Iterable[Forum], at: datetime) -> Iterator[tuple[Any, ...]]:
    for one in found:
        row = forum_row(request, one, at)
        yield (
            row["key"], row["title"], row["form"], row["origin"], row["owner"], row["state"]["word"], row["since"],
            one.opens_on, one.opened_at, one.visit.due, row["participants"],
        )  # fmt: skip
