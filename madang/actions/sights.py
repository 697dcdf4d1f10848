"""What the platform can see of what people do: the moments that tick todos off.

``WATCH`` is the table; each key is one query, about cases, forums and sessions, or about the house as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Greatest

from madang.agenda.models import Discussed, DossierCheck, Meeting, Panel
from madang.answers.models import AnswerVersion
from madang.audit.models import Entry
from madang.base.errors import N_
from madang.deliveries.models import Delivery, DeliveryUpdate
from madang.forums.models import Forum, ForumNote, ForumSession, Registration
from madang.procedures.models import Case, Hand, RuleVersion, StageVisit
from madang.proposals.models import SupportBatch
from madang.results.models import ReportVersion, ResultContent


@dataclass(frozen=True)
class Seen:
    """Something has happened at the moment ``at``: to a case, of it to a forum or a session; to none: to the house."""

    at: datetime
    case: int | None = None
    forum: str = ""
    session: str = ""


@dataclass(frozen=True)
class Of:
    """Whose things are to be looked at: cases by id, and everything in the house from ``since`` to ``until``."""

    cases: set[int]
    since: datetime
    until: datetime


Sight = Callable[[Of], Iterator[Seen]]


def _each(rows: QuerySet[Any], *names: str) -> Iterator[Seen]:
    """These rows as what was seen: the columns of the moment, the case, the forum and the session, as far as there are any."""
    return (Seen(*found) for found in rows.values_list(*names))


@dataclass(frozen=True)
class Watch:
    """What is watched for. ``name``: what people read; ``house``: it also counts where it belongs to no matter;
    ``after``: it may still come when the matter has been closed.
    """

    name: str
    look: Sight
    house: bool = False
    after: bool = False


def _forum_opened(of: Of) -> Iterator[Seen]:
    rows = Forum.objects.filter(case__in=of.cases, opened_at__lte=of.until)
    yield from _each(rows, "opened_at", "case", "key")


def _forum_closed(of: Of) -> Iterator[Seen]:
    rows = Forum.objects.exclude(opened_at=None).filter(case__in=of.cases, visit__left__lte=of.until)
    yield from _each(rows, "visit__left", "case", "key")


def _question_agreed(of: Of) -> Iterator[Seen]:
    both = Greatest("department_agreed_at", "team_agreed_at")
    rows = Forum.objects.filter(
        case__in=of.cases, department_agreed_at__isnull=False, team_agreed_at__isnull=False
    ).annotate(both=both)
    yield from _each(rows.filter(both__lte=of.until), "both", "case", "key")


def _answer_published(of: Of) -> Iterator[Seen]:
    rows = AnswerVersion.objects.filter(number=1, request__case__in=of.cases, published_at__lte=of.until)
    yield from _each(rows, "published_at", "request__case")


def _result_delivered(of: Of) -> Iterator[Seen]:
    """From the record: only there it stands that this very task was the delivering one."""
    keys = {f"case:{key}": pk for pk, key in Case.objects.filter(pk__in=of.cases).values_list("pk", "key")}
    rows = Entry.objects.filter(verb="result.deliver", subject__in=list(keys), at__lte=of.until)
    for subject, at in rows.values_list("subject", "at"):
        yield Seen(at, keys[subject])


def _result_published(of: Of) -> Iterator[Seen]:
    rows = ResultContent.objects.filter(case__in=of.cases, withdrawn_at=None, at__lte=of.until)
    yield from _each(rows, "at", "case")


def _report_published(of: Of) -> Iterator[Seen]:
    rows = ReportVersion.objects.filter(report__forum__case__in=of.cases, published_at__lte=of.until, withdrawn_at=None)
    yield from _each(rows, "published_at", "report__forum__case", "report__forum__key")


def _session_announced(of: Of) -> Iterator[Seen]:
    rows = ForumSession.objects.filter(forum__case__in=of.cases, planned_at__lte=of.until, cancelled_at=None)
    yield from _each(rows, "planned_at", "forum__case", "forum__key", "key")


def _session_held(of: Of) -> Iterator[Seen]:
    """It is over, and somebody has said who came (or how many)."""
    rows = ForumSession.objects.filter(forum__case__in=of.cases, ends_at__lte=of.until, cancelled_at=None)
    noted = Q(pk__in=Registration.objects.exclude(came=None).values("session")) | Q(
        pk__in=ForumNote.objects.exclude(session=None).values("session")
    )
    yield from _each(rows.filter(noted), "ends_at", "forum__case", "forum__key", "key")


def _agenda_decided(of: Of) -> Iterator[Seen]:
    rows = StageVisit.objects.filter(kind="agenda", left__gte=of.since, left__lte=of.until)
    for case, at in rows.values_list("case", "left"):
        assert at is not None
        yield Seen(at, case)
        yield Seen(at)


def _dossier_checked(of: Of) -> Iterator[Seen]:
    """All that makes a dossier neutral has been looked at."""
    rows = DossierCheck.objects.filter(item__case__in=of.cases).order_by().values("item")
    rows = rows.annotate(count=Count("code", distinct=True), last=Max("at"))
    whole = rows.filter(count__gte=len(DossierCheck.CODES), last__lte=of.until)
    yield from _each(whole, "last", "item__case")


def _department_assigned(of: Of) -> Iterator[Seen]:
    rows = Hand.objects.filter(case__in=of.cases, part="lead", since__lte=of.until)
    yield from _each(rows, "since", "case")


def _delivery_planned(of: Of) -> Iterator[Seen]:
    rows = Delivery.objects.filter(case__in=of.cases, planned_at__lte=of.until)
    yield from _each(rows, "planned_at", "case")


def _delivery_updated(of: Of) -> Iterator[Seen]:
    rows = DeliveryUpdate.objects.filter(delivery__case__in=of.cases, at__lte=of.until)
    yield from _each(rows, "at", "delivery__case")


def _panel_drawn(of: Of) -> Iterator[Seen]:
    yield from _each(Panel.objects.filter(drawn_at__gte=of.since, drawn_at__lte=of.until), "drawn_at")


def _minutes_published(of: Of) -> Iterator[Seen]:
    """Of each candidate that the meeting spoke about, and of the house."""
    rows = Meeting.objects.filter(published_at__gte=of.since, published_at__lte=of.until)
    for pk, at in rows.values_list("pk", "published_at"):
        assert at is not None
        yield Seen(at)
        for case in Discussed.objects.filter(meeting=pk, item__case__in=of.cases).values_list("item__case", flat=True):
            yield Seen(at, case)


def _proposals_entered(of: Of) -> Iterator[Seen]:
    """Something brought on paper or to the counter stands on the platform: a proposal, or supports."""
    entered = Entry.objects.filter(
        verb="person.assist", at__gte=of.since, at__lte=of.until, facts__what="proposal.submit"
    )
    yield from _each(entered, "at")
    rows = SupportBatch.objects.filter(channel="paper", at__gte=of.since, at__lte=of.until)
    for case, at in rows.values_list("proposal", "at"):
        yield Seen(at, case)
        yield Seen(at)


def _rules_published(of: Of) -> Iterator[Seen]:
    rows = RuleVersion.objects.filter(published_at__gte=of.since, published_at__lte=of.until)
    yield from _each(rows, "published_at")


WATCH: dict[str, Watch] = {
    "department-assigned": Watch(N_("담당 부서가 정해지면"), _department_assigned),
    "question-agreed": Watch(N_("두 쪽이 기관제안에 합의하면"), _question_agreed),
    "dossier-checked": Watch(N_("검토 자료의 중립 점검이 끝나면"), _dossier_checked),
    "agenda-decided": Watch(N_("의제선정단이 결정하면"), _agenda_decided, house=True),
    "forum-opened": Watch(N_("공론장이 열리면"), _forum_opened),
    "forum-closed": Watch(N_("공론장이 끝나면"), _forum_closed),
    "session-announced": Watch(N_("현장 토론이 공고되면"), _session_announced),
    "session-held": Watch(N_("현장 토론에 온 사람을 적으면"), _session_held),
    "report-published": Watch(N_("토론 보고서가 공개되면"), _report_published, after=True),
    "result-delivered": Watch(N_("결과를 부서에 전달하면"), _result_delivered),
    "answer-published": Watch(N_("답변이 공개되면"), _answer_published),
    "result-published": Watch(N_("토론 결과가 공개되면"), _result_published),
    "delivery-planned": Watch(N_("추진 개요가 나오면"), _delivery_planned),
    "delivery-updated": Watch(N_("추진 현황이 올라오면"), _delivery_updated),
    "panel-drawn": Watch(N_("의제선정단이 추첨되면"), _panel_drawn, house=True),
    "minutes-published": Watch(N_("회의록이 공개되면"), _minutes_published, house=True, after=True),
    "proposals-entered": Watch(N_("종이로 받은 것이 옮겨지면"), _proposals_entered, house=True),
    "rules-published": Watch(N_("기준이 공개되면"), _rules_published, house=True),
}
