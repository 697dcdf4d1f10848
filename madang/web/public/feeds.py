"""Feeds: new proposals, answers and one matter as Atom; the public deadlines as a calendar. Only what is in lists."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import icalendar
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from madang.answers.models import AnswerVersion
from madang.base import clock
from madang.base.text import clean_line, clean_text
from madang.notices.channels import sender_domain
from madang.people.models import Department
from madang.procedures.models import Duty
from madang.proposals.models import Proposal
from madang.web.ui import standing, words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.context import institution_name

from .course import course
from .listing import Listing
from .matter import Matter, find, name_of, owner_name
from .pages import chosen

NEWEST = 50
KEPT_SHOWN = timedelta(days=60)  # how long a deadline that is over stays in the calendar


def _here(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


class _Atom(Feed, ABC):
    """What ours have in common: Atom, in the reader's language, with addresses as everyone knows them."""

    feed_type = Atom1Feed

    def feed_guid(self, obj: Any) -> str:
        return self.link(obj)

    @abstractmethod
    def link(self, obj: Any) -> str:
        """The page that the feed tells of."""


class Proposals(_Atom):
    """New proposals, with the same choices in the address as the list."""

    def get_object(self, request: HttpRequest) -> Listing:
        return Listing.read(request.GET)

    def title(self, obj: Listing) -> str:
        return gettext("%(institution)s 마당: 새 제안") % {"institution": institution_name()}

    def link(self, obj: Listing) -> str:
        return _here(obj.href(reverse("proposals")))

    def items(self, obj: Listing) -> Iterable[Proposal]:
        found = obj.matching(clock.now()).newest_first()
        return found.select_related("case", "author")[:NEWEST]

    def item_title(self, item: Proposal) -> str:
        return clean_line(item.title)

    def item_description(self, item: Proposal) -> str:
        return clean_text(item.body)[:500]

    def item_link(self, item: Proposal) -> str:
        return _here(reverse("proposal", args=[item.case.key]))

    def item_author_name(self, item: Proposal) -> str:
        return name_of(item.author, item.case.origin)

    def item_pubdate(self, item: Proposal) -> datetime:
        return item.submitted_at

    def item_updateddate(self, item: Proposal) -> datetime:
        return item.submitted_at

    def item_categories(self, item: Proposal) -> list[str]:
        return [name for name in (item.category, item.area) if name]


class Answers(_Atom):
    """The newest official answers; a correction is an entry of its own."""

    def title(self, obj: None = None) -> str:
        return gettext("%(institution)s 마당: 공식 답변") % {"institution": institution_name()}

    def link(self, obj: None = None) -> str:
        return _here(reverse("proposals") + "?answer=yes")

    def items(self, obj: None = None) -> Iterable[AnswerVersion]:
        found = AnswerVersion.objects.filter(request__case__proposal__visibility="public")
        found = found.select_related("request__case__proposal", "department").order_by("-published_at", "-pk")
        return found[:NEWEST]

    def item_title(self, item: AnswerVersion) -> str:
        verdict = words.decision("answer", item.decision)["word"]
        return f"{verdict}: {clean_line(item.request.case.proposal.title)}"

    def item_description(self, item: AnswerVersion) -> str:
        return clean_text(item.text)[:1000]

    def item_link(self, item: AnswerVersion) -> str:
        return _here(reverse("proposal", args=[item.request.case.key]) + "#answer")

    def item_guid(self, item: AnswerVersion) -> str:
        return f"{_here(reverse('proposal', args=[item.request.case.key]))}#answer-{item.request_id}-{item.number}"

    def item_author_name(self, item: AnswerVersion) -> str:
        return department_name(item.department) if item.department else words.owner("representative")

    def item_pubdate(self, item: AnswerVersion) -> datetime:
        return item.published_at

    def item_updateddate(self, item: AnswerVersion) -> datetime:
        return item.published_at


class MatterFeed(_Atom):
    """What happens to one matter."""

    def get_object(self, request: HttpRequest, key: str) -> Matter:
        found = find(request, key)
        if found.visibility != "public":
            raise Http404
        return Matter(found, clock.now())

    def title(self, obj: Matter) -> str:
        return clean_line(obj.proposal.title)

    def link(self, obj: Matter) -> str:
        return _here(reverse("proposal", args=[obj.case.key]))

    def items(self, obj: Matter) -> Iterable[dict[str, Any]]:
        steps = course(obj)
        for place, step in enumerate(steps):
            step["guid"] = f"{self.link(obj)}#step-{len(steps) - place}"
            step["link"] = self.link(obj)
        return steps[:NEWEST]

    def item_title(self, item: dict[str, Any]) -> str:
        return clean_line(str(item["title"]))

    def item_description(self, item: dict[str, Any]) -> str:
        return clean_text(str(item["text"] or ""))

    def item_link(self, item: dict[str, Any]) -> str:
        return str(item["link"])

    def item_guid(self, item: dict[str, Any]) -> str:
        return str(item["guid"])

    def item_pubdate(self, item: dict[str, Any]) -> datetime:
        return item["at"]

    def item_updateddate(self, item: dict[str, Any]) -> datetime:
        return item["at"]


# ── the calendar ──


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """The institution's public deadlines; ``department`` in the address: one department's."""
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
