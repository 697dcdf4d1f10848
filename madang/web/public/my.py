"""내 활동: what I proposed, supported, said and am still writing, and where it stands."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.comments.models import Comment
from madang.people import keeping
from madang.people.models import Person
from madang.procedures.models import Case
from madang.proposals.models import Draft, Proposal, Support
from madang.web.ui import words

from .pages import address, after_moment, chosen, cursor, page
from .rows import lines, versions

PAGE = 20


def tabs(current: str) -> list[dict[str, Any]]:
    """The parts of one's own page as links; those that this house does not have are left out."""
    labels = {
        "my": gettext("내 제안"),
        "my_supports": gettext("공감한 제안"),
        "my_comments": gettext("내 의견"),
        "my_forums": gettext("참여한 공론장"),
        "my_drafts": gettext("쓰던 글"),
        "my_sessions": gettext("현장 토론"),
        "my_follows": gettext("받는 소식"),
        "my_notices": gettext("알림 고르기"),
        "account_home": gettext("내 계정"),
        "my_data": gettext("내 자료와 탈퇴"),
    }
    found = []
    for name, label in labels.items():
        try:
            found.append({"label": label, "href": reverse(name), "current": name == current})
        except NoReverseMatch:
            continue
    return found


def me(request: HttpRequest) -> Person:
    """Who is signed in, behind a door."""
    assert isinstance(request.user, Person)
    return request.user


@login_required
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """My proposals, the newest hundred."""
    person, now = me(request), clock.now()
    mine = list(Proposal.objects.filter(author=person).newest_first().rows()[:100])
    context = {"person": person, "mine": lines(mine, versions(), now), "tabs": tabs("my")}
    return page(request, "my/proposals.html", context)


@login_required
@require_safe
def my_supports(request: HttpRequest) -> HttpResponse:
    """What I supported, page by page."""
    person, now = me(request), clock.now()
    supported, after = _supported(person, chosen(request, "after"))
    context = {
        "person": person,
        "supported": lines(supported, versions(), now),
        "next": address(reverse("my_supports"), {"after": after}) if after else "",
        "tabs": tabs("my_supports"),
    }
    return page(request, "my/supports.html", context)


def _supported(person: Person, word: str) -> tuple[list[Any], str]:
    """What the person supported, the latest support first. A proposal that has become private is left out."""
    own = Support.objects.filter(person=person, proposal=OuterRef("pk")).values("at")
    found = Proposal.objects.filter(supports__person=person).exclude(visibility__in=("private", "hidden"))
    found = found.annotate(supported_at=Subquery(own)).order_by("-supported_at", "-pk")
    after = after_moment(word)
    if after is not None:
        last = Case.objects.filter(key=after[1]).values("pk")[:1]
        found = found.filter(Q(supported_at__lt=after[0]) | Q(supported_at=after[0], pk__lt=Subquery(last)))
    rows = list(found.rows("supported_at")[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    return rows[:PAGE], cursor(rows[PAGE - 1].supported_at, rows[PAGE - 1].case__key)


@login_required
@require_safe
def my_comments(request: HttpRequest) -> HttpResponse:
    """What I said, the latest first, page by page; what was hidden is still mine to read."""
    person = me(request)
    found = (
        Comment.objects.filter(author=person)
        .exclude(state="deleted")
        .newest_first(after_moment(chosen(request, "after")))
    )
    rows = list(found.select_related("case__proposal")[: PAGE + 1])
    following = cursor(rows[PAGE - 1].at, rows[PAGE - 1].key) if len(rows) > PAGE else ""
    context = {
        "person": person,
        "comments": [_said(comment) for comment in rows[:PAGE]],
        "next": address(reverse("my_comments"), {"after": following}) if following else "",
        "tabs": tabs("my_comments"),
    }
    return page(request, "my/comments.html", context)


def _said(comment: Comment) -> dict[str, Any]:
    return {
        "title": comment.case.proposal.title,
        "href": f"{reverse('proposal', args=[comment.case.key])}#comment-{comment.key}",
        "text": comment.text if len(comment.text) <= 200 else comment.text[:200] + "…",
        "at": comment.at,
        "supports": comment.supports,
        "hidden": comment.state == "hidden",
    }


@login_required
@never_cache
@require_safe
def my_drafts(request: HttpRequest) -> HttpResponse:
    """What I am still writing, the last touched first, and until when it is kept."""
    person = me(request)
    drafts = [
        {
            "title": str(draft.data.get("title") or "").strip() or gettext("제목 없는 글"),
            "category": words.category(str(draft.data.get("category") or "")),
            "href": address(reverse("propose"), {"draft": draft.key}),
            "at": draft.saved_at,
            "until": draft.saved_at + keeping.period("drafts"),
        }
        for draft in Draft.objects.filter(person=person).order_by("-saved_at", "-pk")[:100]
    ]
    return page(request, "my/drafts.html", {"person": person, "drafts": drafts, "tabs": tabs("my_drafts")})
