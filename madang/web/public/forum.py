"""A forum's own page, and its JSON twin."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.forums.models import Forum, ForumNote, Opinion, Statement
from madang.procedures.record import moment

from . import forum_results, forum_sessions, forums, opinions, statements
from .forum_materials import section
from .matter import name_of
from .pages import address, after_moment, chosen, cursor, page, viewer

AT_ONCE = 100  # opinions on a page of the JSON twin


@require_safe
def forum(request: HttpRequest, key: str) -> HttpResponse:
    """공론장 하나."""
    return show(request, forums.find(request, key))


def show(
    request: HttpRequest,
    found: Forum,
    *,
    form: dict[str, Any] | None = None,
    statement_form: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; ``form`` and ``statement_form``: what was typed when it could not be done."""
    now, person = clock.now(), viewer(request)
    proposal = found.case.proposal
    context = {
        "forum": found,
        "key": found.key,
        "line": forums.line(found, now),
        "origin": {"title": proposal.title, "href": reverse("proposal", args=[found.case.key])},
        "author": name_of(proposal.author, found.case.origin),
        "offline": _offline(found),
        "closed": not found.is_open(now),
        "opinions": opinions.section(request, found, now, form=form),
        "statements": statements.section(request, found, now, form=statement_form) if found.form == "open" else None,
        "results": forum_results.section(found, now),
        "materials": section(found),
        **forum_sessions.section(found, person, now),
    }
    response = page(request, "forums/forum.html", context, status=status)
    if proposal.visibility != "public":
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _offline(found: Forum) -> int:
    """How many people were counted in places without a name."""
    return ForumNote.objects.filter(forum=found).aggregate(count=Sum("count"))["count"] or 0


@require_safe
def forum_json(request: HttpRequest, key: str) -> JsonResponse:
    """What everyone may read of it as data: a page of its opinions, the newest first, and where the next page is."""
    found, now = forums.find(request, key), clock.now()
    rows = (
        Opinion.objects.filter(forum=found)
        .newest_first(after_moment(chosen(request, "after")))
        .select_related("parent", "department")[: AT_ONCE + 1]
    )
    said = list(rows)
    following = ""
    if len(said) > AT_ONCE:
        said = said[:AT_ONCE]
        following = address(reverse("forum_json", args=[key]), {"after": cursor(said[-1].at, said[-1].key)})
    record = {
        "forum": found.key,
        "case": found.case.key,
        "origin": found.case.origin,
        "department": found.case.department.key if found.case.department else None,
        "form": found.form,
        "question": found.question,
        "body": found.body,
        "opened": moment(found.opened_at),
        "due": moment(found.visit.due),
        "ended": moment(forums.ended_at(found, now)),
        "participants": getattr(found, "participant_count", None) or 0,
        "positions": Opinion.objects.positions(found.pk) if found.form == "pro_con" else {},
        "opinions": [_opinion(one) for one in said],
        "statements": [] if following or chosen(request, "after") else _statements(found),
        "next": following or None,
    }
    return JsonResponse(record, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _opinion(one: Opinion) -> dict[str, Any]:
    shown = one.state == "shown"
    return {
        "opinion": one.key,
        "reply_to": one.parent.key if one.parent else None,
        "position": one.position if one.state != "deleted" else "",
        "text": one.text if shown else None,
        "state": one.state,
        "at": moment(one.at),
        "changed": moment(one.changed_at),
        "channel": one.channel,
        "official": one.official,
        "department": one.department.key if one.department else None,
        "supports": one.supports,
        "replies": one.replies,
    }


def _statements(found: Forum) -> list[dict[str, Any]]:
    return [
        {
            "statement": one.key, "text": one.text if one.state == "shown" else None, "state": one.state,
            "at": moment(one.at), "agree": one.agree, "disagree": one.disagree, "pass": one.passed,
        }
        for one in Statement.objects.filter(forum=found)
    ]  # fmt: skip
