"""진술, to read: the one whose turn it is, all of them, and what I have said of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from madang.actions import statements as actions
from madang.base import clock
from madang.base.text import opaque_key
from madang.forums.models import Forum, Participant, Statement, StatementVote
from madang.forums.turns import in_turn
from madang.moderation.reasons import REASONS
from madang.people.models import Person
from madang.web.ui import kept

from . import forums
from .pages import address, after_moment, chosen, cursor, page, viewer

PAGE = 20


def section(request: HttpRequest, forum: Forum, now: datetime, *, form: dict[str, Any] | None = None) -> dict[str, Any]:
    """What ``statements/_section.html`` needs: the statement whose turn it is, how far I am, and the form."""
    person = viewer(request)
    return {
        **card(request, forum, now),
        "key": forum.key,
        "form": form or _form(request, forum, person),
        "action": reverse("statements", args=[forum.key]),
    }


def card(request: HttpRequest, forum: Forum, now: datetime) -> dict[str, Any]:
    """What ``statements/_card.html`` needs: the next statement and how many are left."""
    person = viewer(request)
    rows = Statement.objects.filter(forum=forum, state="shown").order_by()
    shown = {key: sum(cast) for key, *cast in rows.values_list("key", "agree", "disagree", "passed")}
    done = _voted(forum, person)
    waiting = [(key, votes) for key, votes in shown.items() if key not in done]
    order = in_turn(person.key if person is not None else f"{now:%Y-%m-%d %H}", waiting)
    following = Statement.objects.filter(key=order[0]).first() if order else None
    return {
        "key": forum.key,
        "next": {"key": following.key, "text": following.text} if following is not None else None,
        "total": len(shown),
        "done": len(shown) - len(waiting),
        "all": reverse("statements", args=[forum.key]),
        "closed": not forum.is_open(now),
        "person": person,
        "votes": votes(),
    }


def _voted(forum: Forum, person: Person | None) -> dict[str, int]:
    if person is None:
        return {}
    own = StatementVote.objects.filter(person=person, statement__forum=forum)
    return dict(own.values_list("statement__key", "vote"))


def _form(request: HttpRequest, forum: Forum, person: Person | None) -> dict[str, Any]:
    where = reverse("statements", args=[forum.key])
    back = kept.take(request, where, person) if person is not None else None
    joined = Participant.objects.filter(forum=forum, person=person).first() if person is not None else None
    return {
        **empty_form(person),
        "text": (back or {}).get("text", ""),
        "key": (back or {}).get("key") or opaque_key(),
        "consent": bool((back or {}).get("consent")) or (joined is not None and joined.consent),
        "brought_back": back is not None,
    }


def empty_form(person: Person | None) -> dict[str, Any]:
    """The form without a text."""
    return {
        "text": "", "key": opaque_key(), "who": kept.mark_of(person) if person is not None else "", "error": "",
        "limit": actions.LIMIT, "brought_back": False, "consent": False,
    }  # fmt: skip


def listed(request: HttpRequest, forum: Forum, form: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """Every statement, the newest first, with what I have said of each, and (of those) what others have."""
    now, person, here = clock.now(), viewer(request), reverse("statements", args=[forum.key])
    found = Statement.objects.filter(forum=forum).select_related("author").order_by("-at", "-pk")
    after = after_moment(chosen(request, "after"))
    if after is not None:
        last = Statement.objects.filter(key=after[1]).values("pk")[:1]
        found = found.filter(Q(at__lt=after[0]) | Q(at=after[0], pk__lt=last), at__lte=after[0])
    rows = list(found[: PAGE + 1])
    following = cursor(rows[PAGE - 1].at, rows[PAGE - 1].key) if len(rows) > PAGE else ""
    rows = rows[:PAGE]
    done, ended = _voted(forum, person), not forum.is_open(now)
    context = {
        "forum": forum,
        "key": forum.key,
        "statements": section(request, forum, now, form=form),
        "rows": [line(one, person, done.get(one.key), ended) for one in rows],
        "next": address(here, {"after": following}) if following else "",
        "closed": ended,
        "person": person,
    }
    response = page(request, "statements/list.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def line(one: Statement, person: Person | None, vote: int | None, ended: bool = False) -> dict[str, Any]:
    """A statement as the pages show it; how others voted is told once one has voted, so that nobody follows the crowd."""
    mine = person is not None and one.author_id == person.pk
    readable = one.state == "shown" or (one.state == "hidden" and mine)
    return {
        "key": one.key,
        "state": one.state,
        "text": one.text if readable else "",
        "mine": mine,
        "vote": {1: "agree", 0: "pass", -1: "disagree"}[vote] if vote is not None else "",
        "counts": [
            {"label": votes()["agree"], "count": one.agree},
            {"label": votes()["disagree"], "count": one.disagree},
            {"label": votes()["pass"], "count": one.passed},
        ]
        if vote is not None or ended
        else [],
        "subject": one.subject,
        "reason": gettext(REASONS[one.hidden_code][0]) if one.hidden_code in REASONS else "",
        "at": one.at,
        "gone_at": one.gone_at,
    }


def votes() -> dict[str, str]:
    """What one can say of a statement."""
    return {"agree": gettext("동의해요"), "disagree": gettext("동의하지 않아요"), "pass": gettext("잘 모르겠어요")}


def find(request: HttpRequest, key: str) -> tuple[Statement, Forum]:
    """The statement of that key and its forum, if the reader may see that; else 404."""
    if "\x00" in key:
        raise Http404
    found = get_object_or_404(Statement.objects.select_related("forum", "author"), key=key)
    return found, forums.find(request, found.forum.key)
