"""The sessions of a forum as a part of its page, and one session as every list shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext

from madang.actions.registrations import Place, place_of
from madang.forums.models import Forum, ForumSession, Registration
from madang.people.models import Person
from madang.web.ui import places, session_words


def section(forum: Forum, person: Person | None, now: datetime) -> dict[str, Any]:
    """What ``forums/_sessions.html`` needs: the coming sessions, the next first, those that are over, and what staff have
    recorded: summaries of a forum of long duration, the newest first, and records of places that were no session.
    """
    notes = [
        {"text": note.text, "at": note.at, "people": note.count, "kind": note.kind}
        for note in forum.notes.filter(session=None).order_by("-at", "-pk")
    ]
    found = list(ForumSession.objects.filter(forum=forum).with_counts())
    lines = rows(found, person, now)
    return {
        "sessions": {
            "coming": [one for one in lines if not one["over"]],
            "over": [one for one in reversed(lines) if one["over"]],
            "summaries": [one for one in notes if one["kind"] == "summary"],
            "records": [one for one in notes if one["kind"] == "offline"],
            "here": places.forum(forum.key),
        }
    }


def rows(sessions: Iterable[Any], person: Person | None, now: datetime) -> list[dict[str, Any]]:
    """Sessions (``with_counts()``) as lines; ``person``'s own place in each."""
    sessions = list(sessions)
    mine = {}
    if person is not None and sessions:
        registered = Registration.objects.filter(session__in=[one.pk for one in sessions], person=person)
        mine = {one.session_id: one for one in registered}
    return [row(one, mine.get(one.pk), now) for one in sessions]


def row(session: Any, mine: Registration | None, now: datetime) -> dict[str, Any]:
    """One session for people: when and where, how it stands, and what they can do about it."""
    start = timezone.localtime(session.starts_at)
    coming = session.cancelled_at is None and session.starts_at > now
    place = place_of(mine) if mine is not None else Place("left")
    return {
        "key": session.key,
        "href": reverse("session", args=[session.key]),
        "calendar": reverse("session_ics", args=[session.key]),
        "title": session.title,
        "kind": session_words.kind(session.kind),
        "month": format_date(start, "M"),
        "day": start.day,
        "starts_at": session.starts_at,
        "when": session_words.span(session),
        "place": session.place,
        "access": session.access,
        "contact": session.contact,
        "capacity": session.capacity,
        "status": session_words.standing(session, now),
        "cancelled": session.cancelled_why if session.cancelled_at else "",
        "over": session.ends_at <= now or session.cancelled_at is not None,
        "coming": coming,
        "full": session.seated >= session.capacity,
        "mine": _mine(place, mine, coming),
        "registered": place.state != "left",
        "came": session.came,
    }


def _mine(place: Place, mine: Registration | None, coming: bool) -> dict[str, str] | None:
    """{word, shape, tone}: where I stand in it; None when I have nothing to do with it."""
    if mine is not None and mine.came:
        return {"word": gettext("내가 참여했어요"), "shape": "check", "tone": "ok"}
    if place.state == "seated" and coming:
        return {"word": gettext("내 자리가 있어요"), "shape": "check", "tone": "ok"}
    if place.state == "waiting" and coming:
        word = gettext("대기 %(turn)s번째") % {"turn": place.turn}
        return {"word": word, "shape": "clock", "tone": "wait"}
    return None
