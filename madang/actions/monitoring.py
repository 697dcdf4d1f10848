"""제안 모니터링: what is worth knowing about a day, and what the team notes about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.comments.models import Comment
from madang.forums.models import Participant
from madang.monitoring.models import Note
from madang.people.models import Person
from madang.procedures.models import Case, Duty, Mark
from madang.proposals.models import Proposal, Support
from madang.proposals.patterns import Finding

from . import integrity

SHOWN = 10  # of each sort
FAST = 10  # supports in a day, from which on a proposal is worth a line
TALKED = 10  # comments in a day
SOON = timedelta(days=3)
TEXT_LIMIT = 2_000


@dataclass(frozen=True)
class Notable:
    """A matter of the day. ``sort``: fast, first, tier, near, talked, joined, due, late; ``number``: how many, or the count
    to come."""

    sort: str
    case: int
    number: int = 0
    mark: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Day:
    """A day as the desk shows it. ``proposals`` by case id."""

    day: date
    notable: list[Notable]
    anomalies: list[tuple[int, Finding]]
    notes: list[Note]
    proposals: dict[int, Proposal]


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first instant of the day, and the first after it, in the institution's time."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(day, time.min, zone), datetime.combine(day + timedelta(days=1), time.min, zone)


def look_at(day: date, *, now: datetime, anomalies: bool) -> Day:
    """What was notable on that day, as far as it has gone by; ``anomalies``: with the patterns in supports (dearer)."""
    since, end = bounds(day)
    until = min(end, max(now, since))
    found = [*_fast(since, until), *_tiers(since, until), *_talked(since, until), *_joined(since, until)]
    found += [*_due(until), *_late(since, until)]
    if since <= now < end:
        found += _near(now)
    seen: list[tuple[int, Finding]] = []
    known: dict[int, Proposal] = {}
    if anomalies:
        for proposal, patterns in integrity.watch(at=until):
            of_the_day = [one for one in patterns if since <= one.until < until]
            seen += [(proposal.pk, one) for one in of_the_day]
    notes = list(Note.objects.filter(day=day).select_related("case__proposal", "by").defer("case__proposal__body"))
    wanted = {one.case for one in found} | {pk for pk, _ in seen} | {one.case_id for one in notes if one.case_id}
    known = Proposal.objects.select_related("case__rules").defer("body", "case__rules__data").in_bulk(wanted)
    return Day(day, [one for one in found if one.case in known], seen, notes, known)


def _fast(since: datetime, until: datetime) -> list[Notable]:
    """The most supported of the day; those submitted on that very day are told as such."""
    counted = Support.objects.filter(at__gte=since, at__lt=until).values("proposal_id", "proposal__submitted_at")
    rows = counted.annotate(n=Count("person_id")).filter(n__gte=FAST).order_by("-n", "proposal_id")[:SHOWN]
    return [
        Notable("first" if since <= row["proposal__submitted_at"] < until else "fast", row["proposal_id"], row["n"])
        for row in rows
    ]


def _tiers(since: datetime, until: datetime) -> list[Notable]:
    marks = Mark.objects.filter(at__gte=since, at__lt=until).order_by("at", "pk")[:SHOWN]
    return [Notable("tier", mark.case_id, int(mark.facts.get("supports", 0)), mark.key, mark.at) for mark in marks]


def _near(now: datetime) -> list[Notable]:
    rows = Proposal.objects.listed().near_a_tier(now).annotate(left=F("goal") - F("support_count"))
    found = rows.order_by("left", "case").values_list("pk", "left", "closes")[:SHOWN]
    return [Notable("near", pk, left, at=closes) for pk, left, closes in found]


def _talked(since: datetime, until: datetime) -> list[Notable]:
    counted = Comment.objects.filter(at__gte=since, at__lt=until).values("case_id").annotate(n=Count("pk"))
    rows = counted.filter(n__gte=TALKED).order_by("-n", "case_id").values_list("case_id", "n")[:SHOWN]
    return [Notable("talked", case, n) for case, n in rows]


def _joined(since: datetime, until: datetime) -> list[Notable]:
    """Discussions in which many took part for the first time that day."""
    joined = (
        Participant.objects.filter(at__gte=since, at__lt=until).values("forum__case").annotate(n=Count("person_id"))
    )
    rows = joined.filter(n__gte=FAST).order_by("-n", "forum__case").values_list("forum__case", "n")[:SHOWN]
    return [Notable("joined", case, n) for case, n in rows]


def _late(since: datetime, until: datetime) -> list[Notable]:
    """Promises that became late on that day: whatever was still owed when its date had passed."""
    missed = Q(kept_at=None) | Q(kept_at__gte=F("due_now"))
    duties = Duty.objects.filter(missed, due_now__gte=since, due_now__lt=until)
    open_ = duties.filter(Q(released_at=None) | Q(released_at__gte=F("due_now")))
    rows = open_.order_by("due_now", "pk").values_list("case_id", "due_now")[:SHOWN]
    return [Notable("late", case, at=due) for case, due in rows]


def _due(until: datetime) -> list[Notable]:
    """Promises that were still open when the day (or what has gone by of it) ended, and due within three days."""
    open_ = Q(kept_at=None) | Q(kept_at__gte=until), Q(released_at=None) | Q(released_at__gte=until)
    duties = Duty.objects.filter(*open_, since__lt=until, due_now__gte=until, due_now__lt=until + SOON)
    rows = duties.order_by("due_now", "pk").values_list("case_id", "due_now")[:SHOWN]
    return [Notable("due", case, at=due) for case, due in rows]


def note_day(*, day: date, tag: str, text: str, at: datetime, actor: Person, case_key: str = "") -> Note:
    """A remark about the day, or (``case_key``) about a matter of it. Days to come take none."""
    text = clean_text(text)
    if not text:
        raise Refused("text-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    if tag not in Note.TAGS:
        raise Refused("unknown-decision", decision=tag, allowed=", ".join(Note.TAGS))
    if bounds(day)[0] > at:
        raise Refused("day-to-come")
    case = Case.objects.filter(key=case_key).first() if case_key else None
    if case_key and case is None:
        raise Refused("unknown-proposal", proposal=case_key)
    with transaction.atomic():
        note = Note.objects.create(day=day, case=case, tag=tag, text=text, by=actor, at=at)
        subject = case.subject if case else f"day:{day.isoformat()}"
        record(
            at=at, actor=actor.actor, verb="monitor.note", subject=subject, note=note.pk, tag=tag, day=day.isoformat()
        )
    return note
