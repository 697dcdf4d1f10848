"""의견: the comments below a proposal, a comment's own page, and writing, supporting and deleting them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions import comments as actions
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import opaque_key
from madang.comments.models import Comment, CommentSupport, Thread
from madang.comments.queries import CommentQuerySet
from madang.moderation.reasons import REASONS
from madang.people import limits
from madang.people.models import Person
from madang.proposals.models import Proposal
from madang.web.ui import kept
from madang.web.ui.answer_letter import department_name
from madang.web.ui.partial import htmx
from madang.web.ui.refusals import said

from .matter import find
from .pages import address, after_moment, after_number, chosen, cursor, page, viewer

PAGE, REPLIES = 20, 3


def sorts() -> dict[str, str]:
    """In which orders they can be read; the first unless another is asked for."""
    return {"": gettext("최신순"), "supports": gettext("공감순"), "oldest": gettext("오래된 순")}


# ── reading ──


def section(request: HttpRequest, proposal: Proposal, *, form: dict[str, Any] | None = None) -> dict[str, Any]:
    """What ``comments/_section.html`` needs: one page of comments with their first replies, and the form."""
    key, person = proposal.case.key, viewer(request)
    sort = chosen(request, "sort")
    sort = sort if sort in sorts() else ""
    rows, following = _page(Comment.objects.of(proposal.pk), sort, chosen(request, "after"))
    replies = list(Comment.objects.first_replies([row.pk for row in rows if row.replies], REPLIES)) if rows else []
    seen = _supported(person, [*rows, *replies])
    below: dict[int, list[dict[str, Any]]] = {}
    for reply in replies:
        below.setdefault(reply.parent_id or 0, []).append(line(reply, person, seen))
    here = reverse("comments", args=[key])
    shown = Thread.objects.filter(case=proposal.pk).values_list("shown", flat=True).first() or 0
    return {
        "key": key,
        "count": shown,
        "lines": [line(row, person, seen, below.get(row.pk, [])) for row in rows],
        "sorts": [
            {"label": label, "href": f"{address(here, {'sort': one})}#comments", "current": one == sort}
            for one, label in sorts().items()
        ],
        "following": address(here, {"sort": sort, "after": following}) if following else "",
        "first": not chosen(request, "after"),
        "action": here,
        "closed": actions.closed_to_comments(proposal),
        "form": form or _form(request, here, person),
        "person": person,
        "sign_in": f"{reverse('account_login')}?next={here}",
    }


def _page(found: CommentQuerySet, sort: str, after: str) -> tuple[list[Comment], str]:
    """One page in that order, and the word for where the next begins ("" when this is the last)."""
    if sort == "supports":
        rows = list(found.most_supported_first(after_number(after))[: PAGE + 1])
    else:
        ordered = found.oldest_first if sort == "oldest" else found.newest_first
        rows = list(ordered(after_moment(after))[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    last = rows[PAGE - 1]
    return rows[:PAGE], cursor(last.supports if sort == "supports" else last.at, last.key)


def _supported(person: Person | None, rows: Sequence[Comment]) -> set[int]:
    if person is None or not rows:
        return set()
    own = CommentSupport.objects.filter(person=person, comment__in=[row.pk for row in rows])
    return set(own.values_list("comment_id", flat=True))


def line(
    comment: Comment, person: Person | None, seen: set[int], replies: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """A comment as the pages show it. What is gone has no text here, so that no template can show it by mistake."""
    mine = person is not None and comment.author_id == person.pk
    readable = comment.state == "shown" or (comment.state == "hidden" and mine)
    return {
        "key": comment.key,
        "state": comment.state,
        "text": comment.text if readable else "",
        "author": (str(comment.author) if comment.author and comment.author.name else "")
        or gettext("이름을 밝히지 않은 시민"),
        "official": (department_name(comment.department) or gettext("운영팀")) if comment.official else "",
        "at": comment.at,
        "gone_at": comment.gone_at,
        "reason": gettext(REASONS[comment.hidden_code][0]) if comment.hidden_code in REASONS else "",
        "supports": comment.supports,
        "supported": comment.pk in seen,
        "mine": mine,
        "subject": f"comment:{comment.key}",
        "replies": replies,
        "count": comment.replies,
        "more": max(0, comment.replies - len(replies)),
        "is_reply": comment.parent_id is not None,
    }


def _form(request: HttpRequest, where: str, person: Person | None) -> dict[str, Any]:
    """The empty form, or what was typed into it when the session had ended."""
    back = kept.take(request, where, person) if person is not None else None
    return {
        "text": (back or {}).get("text", ""),
        "key": (back or {}).get("key") or opaque_key(),
        "who": kept.mark_of(person) if person is not None else "",
        "error": "",
        "limit": actions.TEXT_LIMIT,
        "brought_back": back is not None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, key: str) -> HttpResponse:
    """의견 모두: a page of them in one of three orders; POST writes one."""
    proposal = find(request, key)
    if request.method == "POST":
        return _write(request, proposal, None)
    return _list(request, proposal)


def _list(
    request: HttpRequest, proposal: Proposal, form: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    context = {"p": proposal, "key": proposal.case.key, "comments": section(request, proposal, form=form)}
    if htmx(request) and request.method == "GET":
        return page(request, "comments/_lines.html", context)
    return page(request, "comments/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, key: str) -> HttpResponse:
    """One comment with its replies, at an address that stays; POST answers it."""
    found, proposal = find_comment(request, key)
    if request.method == "POST":
        return _write(request, proposal, found)
    return _one(request, found, proposal)


def _one(
    request: HttpRequest,
    found: Comment,
    proposal: Proposal,
    form: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    top, person = found.parent or found, viewer(request)
    rows, following = _page(Comment.objects.of(proposal.pk, top), "oldest", chosen(request, "after"))
    if found.parent is not None and found.pk not in {row.pk for row in rows} and not chosen(request, "after"):
        rows = [found, *rows]  # the one that was asked for, wherever it stands
    seen = _supported(person, [top, *rows])
    here = reverse("comment", args=[found.key])
    context = {
        "p": proposal,
        "key": proposal.case.key,
        "top": line(top, person, seen),
        "lines": [line(row, person, seen) for row in rows],
        "asked": found.key,
        "following": address(here, {"after": following}) if following else "",
        "action": here,
        "form": form or _form(request, here, person),
        "person": person,
        "closed": actions.closed_to_comments(proposal) or found.state != "shown" or top.state != "shown",
        "sign_in": f"{reverse('account_login')}?next={here}",
    }
    response = page(request, "comments/comment.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"  # it stands on its proposal's page too
    return response


def find_comment(request: HttpRequest, key: str) -> tuple[Comment, Proposal]:
    """The comment of that key and its proposal, if the viewer may see that; else 404."""
    if "\x00" in key:
        raise Http404
    rows = Comment.objects.select_related("case", "author", "department", "parent__author", "parent__department")
    found = get_object_or_404(rows, key=key)
    return found, find(request, found.case.key)


# ── writing ──


def _write(request: HttpRequest, proposal: Proposal, answered: Comment | None) -> HttpResponse:
    person, now = viewer(request), clock.now()
    where = reverse("comment", args=[answered.key]) if answered else reverse("comments", args=[proposal.case.key])
    text, key = request.POST.get("text", "").replace("\x00", ""), request.POST.get("key", "")
    if person is None:
        kept.keep(request, where, {"text": text, "key": key})
        return redirect_to_login(where)
    key = key if key.isascii() and key.isalnum() and 8 <= len(key) <= 32 else opaque_key()
    try:
        if not Comment.objects.filter(key=key, author=person).exists():
            limits.spend("comment", person=person, address=limits.address_of(request, at=now), at=now)
            actions.write_comment(
                case_key=proposal.case.key,
                text=text,
                author=person,
                reply_to=answered.key if answered else None,
                key=key,
                at=now,
                actor=person,
            )
    except Refused as refused:
        form = {**_form(request, where, person), "text": text, "key": key, "error": said(refused)}
        if answered is not None:
            return _one(request, answered, proposal, form, status=422)
        return _list(request, proposal, form, status=422)
    messages.success(request, gettext("답글을 올렸어요.") if answered else gettext("의견을 올렸어요."))
    return HttpResponseRedirect(f"{reverse('comment', args=[key])}#c-{key}")


@require_POST
def support(request: HttpRequest, key: str) -> HttpResponse:
    """의견에 공감하기."""
    return _press(request, key, back=False)


@require_POST
def unsupport(request: HttpRequest, key: str) -> HttpResponse:
    """의견에 한 공감 거두기."""
    return _press(request, key, back=True)


def _press(request: HttpRequest, key: str, *, back: bool) -> HttpResponse:
    found, _ = find_comment(request, key)
    person, now = viewer(request), clock.now()
    home = f"{reverse('comment', args=[key])}#c-{key}"
    if person is None:
        answer = redirect_to_login(home)
        if htmx(request):
            return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
        return answer
    refused = ""
    try:
        if back:
            actions.unsupport_comment(comment=found, person=person, at=now)
        else:
            limits.spend("support", person=person, at=now)
            actions.support_comment(comment=found, person=person, at=now)
    except Refused as error:
        refused = said(error)
    if not htmx(request):
        if refused:
            messages.error(request, refused)
        return HttpResponseRedirect(home)
    found.refresh_from_db(fields=["supports"])
    context = {"one": line(found, person, _supported(person, [found])), "refused": refused, "pressed": True}
    return page(request, "comments/_support.html", context)


@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """내 의견 지우기; 남의 것은 없는 것과 같다."""
    found, _ = find_comment(request, key)
    person = viewer(request)
    if person is None:
        return redirect_to_login(reverse("comment", args=[key]))
    if found.author_id != person.pk:
        raise Http404
    try:
        if actions.delete_comment(comment=found, at=clock.now(), actor=person):
            messages.success(request, gettext("의견을 지웠어요."))
    except Refused as refused:
        messages.error(request, said(refused))
    return HttpResponseRedirect(f"{reverse('comment', args=[key])}")
