"""The rows that metrics count, each a QuerySet over the days of a :class:`Span`. What they mean stands in the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Count, DateTimeField, Exists, F, IntegerField, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce, Least

from madang.answers.models import AnswerVersion
from madang.comments.models import Comment
from madang.deliveries.models import Delivery, Verdict
from madang.forums.models import Forum, ForumNote, ForumSession, Opinion, Participant, Registration
from madang.people.models import Person
from madang.plans.models import HandCount, Run, Todo
from madang.procedures.models import Duty, StageVisit
from madang.proposals.models import Proposal, Support, SupportBatch

ZONE = ZoneInfo(settings.TIME_ZONE)
Rows = models.QuerySet[Any]


@dataclass(frozen=True)
class Span:
    """The days ``starts`` to ``ends``, both included, of the institution; nothing after ``at`` (the moment of looking)."""

    starts: date
    ends: date
    at: datetime

    @property
    def begin(self) -> datetime:
        """00:00 of the first day."""
        return midnight(self.starts)

    @property
    def end(self) -> datetime:
        """The first instant that is out: 00:00 after the last day, or just after ``at``."""
        return min(midnight(self.ends + timedelta(days=1)), self.at + timedelta.resolution)

    @property
    def today(self) -> date:
        """The institution's day of ``at``."""
        return self.at.astimezone(ZONE).date()

    def covers(self, field: str) -> Q:
        """That the moment ``field`` lies in these days."""
        return Q(**{f"{field}__gte": self.begin, f"{field}__lt": self.end})


def midnight(day: date) -> datetime:
    """00:00 of the institution's ``day``."""
    return datetime.combine(day, time.min, ZONE)


@dataclass(frozen=True)
class Source:
    """Rows to count over a span: each once, by ``weight`` (a number on the row) or ``distinct`` values of a field.

    ``behind``: the field that says what stands behind a row, for the list behind a number.
    """

    rows: Callable[[Span], Rows]
    behind: str
    weight: str = ""
    distinct: str = ""

    def number(self) -> Any:
        """The aggregate."""
        if self.weight:
            return Coalesce(Sum(self.weight), Value(0), output_field=IntegerField())
        return Count(self.distinct, distinct=True) if self.distinct else Count(Value(1))


def during(model: type[models.Model], moment: str, **where: Any) -> Callable[[Span], Rows]:
    """Rows of ``model`` whose ``moment`` lies in the span, with ``where``."""
    return lambda span: model._default_manager.filter(span.covers(moment), **where)


def citizens(span: Span) -> Rows:
    """Proposals that did not come from the institution."""
    return Proposal.objects.filter(span.covers("submitted_at")).exclude(case__origin="institution")


def first_parts(span: Span) -> Rows:
    """Participations that are their person's first in the matter (of two at one moment, the earlier forum's)."""
    before = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), forum__lt=OuterRef("forum"))
    again = Participant.objects.filter(before, forum__case=OuterRef("forum__case"), person=OuterRef("person"))
    return Participant.objects.filter(span.covers("at")).filter(~Exists(again))


def sessions_over(span: Span) -> Rows:
    """Sessions whose end lies in the span and that were not cancelled."""
    return ForumSession.objects.filter(span.covers("ends_at"), cancelled_at=None)


def came(span: Span) -> Rows:
    """People seen at sessions that began in the span."""
    return Registration.objects.filter(span.covers("session__starts_at"), came=True)


def counted_in_places(span: Span) -> Rows:
    """Records from a place."""
    return ForumNote.objects.filter(span.covers("at"), kind="offline")


def duties_due(span: Span) -> Rows:
    """Duties whose due date in force lies in the span (its last day is the day before ``due_now``), not released."""
    last = models.ExpressionWrapper(F("due_now") - Value(timedelta.resolution), output_field=DateTimeField())
    return Duty.objects.filter(released_at=None).alias(last=last).filter(span.covers("last"))


def settled(span: Span) -> Rows:
    """Duties that were decided in the span: kept in time when they were kept, all others at their due date in force."""
    moment = Least(Coalesce("kept_at", "due_now"), F("due_now"))
    return Duty.objects.filter(released_at=None).alias(settled=moment).filter(span.covers("settled"))


def in_time(span: Span) -> Rows:
    """Of those, the ones kept before their due date in force."""
    return settled(span).filter(kept_at__lt=F("due_now"))


def answers(rows: Callable[[Span], Rows]) -> Callable[[Span], Rows]:
    """Of these duties, those to answer."""
    return lambda span: rows(span).filter(visit__kind="answer", round=0)


def reports(rows: Callable[[Span], Rows]) -> Callable[[Span], Rows]:
    """Of these duties, the reports on what is being carried out."""
    return lambda span: rows(span).filter(round__gt=0)


def answered(span: Span) -> Rows:
    """Duties to answer that were kept in the span."""
    return Duty.objects.filter(span.covers("kept_at"), visit__kind="answer", round=0)


def carried_out_at_end(span: Span) -> Rows:
    """Deliveries under way at the end of the span (or at the moment of looking, when that is earlier)."""
    begun = Delivery.objects.filter(visit__entered__lt=span.end)
    return begun.filter(Q(visit__left=None) | Q(visit__left__gte=span.end))


def todos_due(span: Span) -> Rows:
    """Todos whose last day lies in the span and that are done, or whose last day has passed; those given up are none."""
    due = Todo.objects.filter(due__range=(span.starts, span.ends), dropped_at=None)
    return due.filter(Q(done_at__lt=span.end) | Q(due__lt=span.today))


def todos_in_time(span: Span) -> Rows:
    """Of those, the ones done by the end of their last day."""
    done_on = models.functions.TruncDate("done_at", tzinfo=ZONE)
    return todos_due(span).alias(done_on=done_on).filter(done_on__lte=F("due"), done_at__lt=span.end)


def runs_done(span: Span) -> Rows:
    """Runs whose first day lies in the span and that took place."""
    held = Run.objects.filter(on__range=(span.starts, min(span.ends, span.today)), cancelled_at=None)
    return held.filter(done_at__isnull=False, project__dropped_at=None)


def by_hand(metric: str) -> Source:
    """What the team counted itself and entered for days in the span."""
    return Source(
        lambda span: HandCount.objects.filter(metric=metric, on__range=(span.starts, min(span.ends, span.today))),
        "pk", weight="value",
    )  # fmt: skip


PROPOSALS = Source(during(Proposal, "submitted_at"), "case")
CITIZENS = Source(citizens, "case")
QUESTIONS = Source(during(Proposal, "submitted_at", case__origin="institution"), "case")
SUPPORTS = Source(during(Support, "at"), "proposal")
BATCHES = Source(during(SupportBatch, "at"), "proposal", weight="count")
SUPPORTERS = Source(during(Support, "at"), "proposal", distinct="person")
CANDIDATES = Source(during(StageVisit, "entered", kind="agenda"), "case", distinct="case")
OPENED = Source(during(Forum, "opened_at"), "case")
FINISHED = Source(during(Forum, "visit__left", opened_at__isnull=False), "case")
FIRST_PARTS = Source(first_parts, "forum__case")
NAMELESS = Source(during(ForumNote, "at"), "forum__case", weight="count")
OPINIONS = Source(during(Opinion, "at", state="shown", official=False), "forum__case")
SESSIONS = Source(sessions_over, "forum__case")
CAME = Source(came, "session__forum__case")
IN_PLACES = Source(counted_in_places, "forum__case", weight="count")
DUE = Source(duties_due, "case")
ANSWERS_SETTLED = Source(answers(settled), "case")
ANSWERS_IN_TIME = Source(answers(in_time), "case")
ANSWERED = Source(answered, "case")
PUBLISHED = Source(during(AnswerVersion, "published_at", number=1), "request__case")
ACCEPTED = Source(during(AnswerVersion, "published_at", number=1, decision="accept"), "request__case")
REPRESENTATIVE = Source(
    during(AnswerVersion, "published_at", number=1, request__level="representative"), "request__case"
)
BEGUN = Source(during(Delivery, "visit__entered"), "case")
UNDER_WAY = Source(carried_out_at_end, "case")
EXECUTED = Source(during(Delivery, "finished_at"), "case")
REPORTS_SETTLED = Source(reports(settled), "case")
REPORTS_IN_TIME = Source(reports(in_time), "case")
VERDICTS = Source(lambda span: Verdict.objects.filter(span.covers("at")).exclude(state="deleted"), "delivery__case")
KEPT = Source(lambda span: VERDICTS.rows(span).filter(verdict="kept"), "delivery__case")
COMMENTS = Source(during(Comment, "at", state="shown", official=False), "case")
MEMBERS = Source(during(Person, "joined_at"), "joined_at")
TODOS_DUE = Source(todos_due, "pk")
TODOS_IN_TIME = Source(todos_in_time, "pk")
RUNS = Source(runs_done, "project")
