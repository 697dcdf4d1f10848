"""Sessions as a calendar: one of them, or all of the house's, with their changes and cancellations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import icalendar
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.base.text import clean_line, clean_text
from madang.forums.models import ForumSession
from madang.notices.channels import sender_domain
from madang.web.ui import session_words
from madang.web.ui.context import institution_name

from .feed_calendar import KEPT_SHOWN
from .sessions import find

MOST = 2000


@require_safe
def session_ics(request: HttpRequest, key: str) -> HttpResponse:
    """One session."""
    found = find(key)
    return _calendar(clean_line(found.title), [found])


@require_safe
def sessions_ics(request: HttpRequest) -> HttpResponse:
    """All that are coming, and those of the last weeks: whoever subscribes sees what has been changed or cancelled."""
    since = clock.now() - KEPT_SHOWN
    found = ForumSession.objects.public().with_forum().filter(ends_at__gt=since).order_by("starts_at", "pk")[:MOST]
    return _calendar(gettext("%(institution)s 마당: 현장 토론") % {"institution": institution_name()}, found)


def _calendar(name: str, sessions: Iterable[ForumSession]) -> HttpResponse:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Madang//madang//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", "PT6H")
    for each in sessions:
        calendar.add_component(_event(each))
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def _event(session: ForumSession) -> icalendar.Event:
    """Its name stays whatever changes, and its SEQUENCE grows."""
    event = icalendar.Event()
    event.add("uid", f"session-{session.key}@{sender_domain()}")
    event.add("dtstamp", _utc(session.cancelled_at or session.changed_at or session.planned_at or session.starts_at))
    event.add("dtstart", _utc(session.starts_at))
    event.add("dtend", _utc(session.ends_at))
    event.add("sequence", session.edition)
    event.add("summary", f"{session_words.kind(session.kind)}: {clean_line(session.title)}")
    event.add("location", clean_line(session.place))
    why = gettext("취소: %(reason)s") % {"reason": clean_text(session.cancelled_why)} if session.cancelled_at else ""
    texts = (why, clean_line(session.forum.question), clean_text(session.access), clean_line(session.contact))
    event.add("description", "\n\n".join(filter(None, texts)))
    event.add("url", f"{settings.SITE_URL}{reverse('session', args=[session.key])}")
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    return event


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
