"""The public deadlines and the ends of discussions as one calendar (iCalendar). Only what is in lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import icalendar
from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.base.text import clean_line
from madang.forums.models import Forum
from madang.notices.channels import sender_domain
from madang.people.models import Department
from madang.procedures.models import Duty
from madang.web.ui import places, standing, words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.context import institution_name

from .matter import owner_name
from .pages import chosen

KEPT_SHOWN = timedelta(days=60)  # how long a deadline that is over stays in the calendar


def _here(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """The institution's public deadlines and the ends of discussions; ``department`` in the address: one department's."""
    now, key = clock.now(), chosen(request, "department")
    department = get_object_or_404(Department, key=key) if key else None
    name = gettext("%(institution)s 마당: 약속한 마감") % {"institution": institution_name()}
    if department is not None:
        name = f"{name} · {department_name(department)}"
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Madang//madang//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", "PT6H")
    for duty in _duties(department, now):
        calendar.add_component(_event(duty, now))
    for forum in _forums(department, now):
        calendar.add_component(_end_of(forum))
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def _duties(department: Department | None, now: datetime) -> Iterable[Any]:
    found = Duty.objects.filter(case__proposal__visibility="public", due_now__gt=now - KEPT_SHOWN)
    found = found | Duty.objects.open().filter(case__proposal__visibility="public")
    if department is not None:
        found = found.filter(department=department)
    found = found.annotate(postponed=Count("extensions")).select_related(
        "department", "visit", "case__proposal", "case__rules"
    )
    return found.defer("case__proposal__body", "case__rules__data", "case__rules__note").order_by("due_now", "pk")[
        :2000
    ]


def _event(duty: Any, now: datetime) -> icalendar.Event:
    """All day, on the last day; its name stays when it is postponed, its SEQUENCE grows."""
    who = owner_name(duty.owner, duty.department)
    what = standing.owed(duty.case.rules.document, duty.visit.stage, duty.visit.kind, duty.round)
    last: Any = words.last_day(duty.due_now)
    event = icalendar.Event()
    event.add("uid", f"duty-{duty.pk}@{sender_domain()}")
    event.add("dtstamp", duty.kept_at or duty.released_at or duty.since)
    event.add("dtstart", last)
    event.add("dtend", last + timedelta(days=1))
    event.add("sequence", duty.postponed + 2 * bool(duty.kept_at or duty.released_at))
    done = gettext("(지킴)") if duty.kept_at else gettext("(풀림)") if duty.released_at else ""
    event.add("summary", " ".join(filter(None, (done, f"{who}: {what}", "·", clean_line(duty.case.proposal.title)))))
    event.add("url", _here(reverse("proposal", args=[duty.case.key])))
    event.add("transp", "TRANSPARENT")
    if duty.released_at and not duty.kept_at:
        event.add("status", "CANCELLED")
    return event


def _forums(department: Department | None, now: datetime) -> Iterable[Forum]:
    """Discussions with an end, of which people may still know."""
    found = Forum.objects.opened().filter(long_running=False, visit__due__gt=now - KEPT_SHOWN)
    if department is not None:
        found = found.filter(case__department=department)
    return found.select_related("visit", "case").defer("body").order_by("visit__due", "pk")[:1000]


def _end_of(forum: Forum) -> icalendar.Event:
    """All day, on the last day on which one can take part."""
    last: Any = words.last_day(forum.visit.due)
    event = icalendar.Event()
    event.add("uid", f"forum-{forum.pk}@{sender_domain()}")
    event.add("dtstamp", forum.opened_at)
    event.add("dtstart", last)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", gettext("토론 마지막 날: %(question)s") % {"question": clean_line(forum.question)})
    event.add("url", _here(places.forum(forum.key)))
    event.add("transp", "TRANSPARENT")
    return event
