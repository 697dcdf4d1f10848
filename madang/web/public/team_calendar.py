"""The team's dates at a secret address: todos and runs as a calendar app reads them (iCalendar), without a session."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from madang.actions.calendar_links import find_link
from madang.actions.schedule import of_person
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.notices.channels import sender_domain
from madang.people import limits
from madang.people.models import Person
from madang.plans.models import Run, Todo
from madang.web.ui import project_words, words
from madang.web.ui.context import institution_name

PAST, MOST = timedelta(days=90), 4000  # days that are over stay so long; entries of a kind


@never_cache
@require_safe
def team_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """What the address stands for; 404 for one that leads nowhere, whoever asks. Too often: 429, with when to come again."""
    now, link = clock.now(), find_link(token)
    try:
        if link is None:
            limits.spend("calendar", address=limits.address_of(request, at=now), at=now)
        else:
            limits.spend("calendar", person=link.made_by, at=now)
    except Refused:
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    if link is None:
        raise Http404
    with translation.override(link.made_by.language or settings.LANGUAGE_CODE):
        body = _calendar(link.person, timezone.localtime(now).date())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _calendar(person: Person | None, day: date) -> bytes:
    whose = gettext("내 일정") if person is not None else gettext("팀 전체의 일정")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Madang//madang//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{institution_name()} {gettext('마당')}: {whose}")
    calendar.add("x-published-ttl", "PT6H")
    for run in _runs(person, day):
        calendar.add_component(_run(run))
    for todo in _todos(person, day):
        calendar.add_component(_todo(todo, person is not None))
    return bytes(calendar.to_ical())


def _todos(person: Person | None, day: date) -> Iterable[Todo]:
    """What is due from three months ago on; of the team, what belongs to a project."""
    found = Todo.objects.filter(due__gte=day - PAST, dropped_at=None)
    found = found.filter(of_person(person)) if person is not None else found.filter(project__isnull=False)
    rows = found.select_related("project__plan", "run")
    return rows.order_by("due", "pk")[:MOST]


def _runs(person: Person | None, day: date) -> Iterable[Run]:
    found = Run.objects.filter(on__gte=day - PAST, project__dropped_at=None)
    if person is not None:
        mine = Todo.objects.filter(of_person(person), run=OuterRef("pk"))
        found = found.filter(Exists(mine))
    return found.select_related("project__plan").order_by("on", "pk")[:MOST]


def _event(name: str, first: date, last: date, edition: int, at: datetime, path: str) -> icalendar.Event:
    """All day, from the first to the last day; the name stays whatever changes, SEQUENCE grows."""
    event = icalendar.Event()
    event.add("uid", f"{name}@{sender_domain()}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("sequence", edition)
    event.add("transp", "TRANSPARENT")
    event.add("url", f"{settings.SITE_URL}{path}")
    return event


def _run(run: Run) -> icalendar.Event:
    project = run.project
    path = reverse("staff_project", args=[project.plan.year, project.key]) + "#runs"
    event = _event(f"run-{run.key}", run.on, run.until or run.on, run.edition, clock.now(), path)
    event.add("summary", f"{clean_line(project.name)} {project_words.run_name(run)}")
    if run.place:
        event.add("location", clean_line(run.place))
    event.add("status", "CANCELLED" if run.cancelled_at else "CONFIRMED")
    return event


def _todo(todo: Any, mine: bool) -> icalendar.Event:
    project = todo.project
    path = (
        reverse("staff_home")
        if project is None
        else reverse("staff_project", args=[project.plan.year, project.key]) + "#checklist"
    )
    event = _event(f"todo-{todo.key}", todo.due, todo.due, todo.edition, todo.done_at or todo.at, path)
    done = f"{gettext('(마침)')} " if todo.done_at else ""
    event.add("summary", f"{done}{gettext('할 일')}: {clean_line(todo.title)}")
    texts = [clean_line(project.name) if project is not None else "", "" if mine else words.role(todo.role)]
    event.add("description", " · ".join(filter(None, texts)))
    return event
