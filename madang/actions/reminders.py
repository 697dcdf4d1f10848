"""What is told by the clock alone: duties that come due or are late, proposals almost there, forums about to end,
sessions of the next day, news of what one follows.

Found by query, each thing once, also after an outage: :class:`Watch` says up to when we have looked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from madang.forums.models import Forum, ForumSession
from madang.notices.models import Watch
from madang.notices.outbox import put, put_all, spread
from madang.people.models import Person, Role
from madang.people.queries import holding, officers_of
from madang.procedures.models import Duty, StageVisit, Tally
from madang.rules.deadlines import Calendar

from . import news, todo_reminders
from .journey import calendar
from .sessions import about

TOLD_AT = time(8)  # the institution's time: nobody is woken at midnight
FIRST_LOOK = timedelta(days=1)  # a new house does not tell of what was late before it opened
PAUSE = timedelta(minutes=1)  # between two looks
NEAR = timedelta(days=7)
NEAR_PERCENT = 80
FORUM_DAYS_BEFORE = 3
OWNERS = {
    "representative": Role.REPRESENTATIVE,
    "team": Role.CITIZEN_PROPOSALS,
    "panel": Role.FORUMS,
    "register": Role.OFFICER,
}


def remind(*, at: datetime) -> None:
    """Put everything that is to be told by the clock at ``at`` into the outbox. Does nothing when it just did."""
    seen = dict(Watch.objects.values_list("name", "until"))
    for name, tell in WATCHED.items():
        if name not in seen or at - seen[name] >= PAUSE:
            _look(name, tell, seen.get(name), at)


def _look(name: str, tell: Callable[[datetime, datetime], None], seen: datetime | None, at: datetime) -> None:
    """Tell of what fell due after the last look, up to ``at``; the look and what it tells are one transaction."""
    with transaction.atomic():
        watch, _ = Watch.objects.select_for_update().get_or_create(name=name, defaults={"until": at - FIRST_LOOK})
        if seen is not None and watch.until != seen:  # another worker looked just now
            return
        tell(watch.until, at)
        watch.until = at
        watch.save(update_fields=["until"])


# ── duties ──


def _morning(day: date) -> datetime:
    return datetime.combine(day, TOLD_AT, tzinfo=ZoneInfo(settings.TIME_ZONE))


def _last_day(duty: Duty) -> date:
    return _local_day(duty.due_now)


def _local_day(due: datetime) -> date:
    """The last whole day before ``due``, in the institution's time."""
    return (due - timedelta(microseconds=1)).astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _open(condition: Q) -> Iterable[Duty]:
    return (
        Duty.objects.open()
        .filter(condition)
        .select_related("case__rules", "case__proposal__author", "department")
        .defer("case__rules__data", "case__rules__note", "case__proposal__body")
        .order_by("due_now", "pk")
    )


def _due_soon(since: datetime, until: datetime) -> None:
    """So many working days before; when several of these mornings were missed, only the last is made up."""
    before = sorted(set(settings.REMIND_DAYS_BEFORE))
    if not before:
        return
    calendars: dict[str, Calendar] = {}
    furthest = until + timedelta(days=3 * before[-1] + 14)  # working days lie further apart than days
    for duty in _open(Q(due_now__gt=until, due_now__lte=furthest)):
        country = duty.case.rules.document.country
        working = calendars.setdefault(country, calendar(country))
        for days in before:
            morning = _morning(_working_days_before(working, _last_day(duty), days))
            if since < morning <= until:
                _tell("due-soon", f"{duty.pk}:{_last_day(duty)}:{days}", morning, duty, _owing(duty))
                break


def _working_days_before(working: Calendar, day: date, days: int) -> date:
    while days:
        day -= timedelta(days=1)
        days -= working.is_working_day(day)
    return day


def _overdue(since: datetime, until: datetime) -> None:
    """The morning after: whoever owes, and the 담당자."""
    for duty in _open(Q(due_now__gt=since - timedelta(days=1), due_now__lte=until)):
        morning = _morning(_last_day(duty) + timedelta(days=1))
        if since < morning <= until:
            people = {person.pk: person for person in [*_owing(duty), *holding(Role.OFFICER)]}
            _tell("overdue", f"{duty.pk}:{_last_day(duty)}", morning, duty, people.values())


def _overdue_head(since: datetime, until: datetime) -> None:
    """So many days later: the head of the institution, and the PM; where there is neither, the 담당자."""
    days = settings.ESCALATE_AFTER_DAYS
    margin = timedelta(days=days + 1)
    for duty in _open(Q(due_now__gt=since - margin, due_now__lte=until - timedelta(days=days - 1))):
        morning = _morning(_last_day(duty) + timedelta(days=days))
        if since < morning <= until:
            people = {person.pk: person for role in (Role.REPRESENTATIVE, Role.PM) for person in holding(role)}
            told = people.values() or holding(Role.OFFICER)
            _tell("overdue-head", f"{duty.pk}:{_last_day(duty)}", morning, duty, told, days=days)


def _owing(duty: Duty) -> list[Person]:
    """Those who can keep it."""
    if duty.owner == "proposer":
        return [duty.case.proposal.author] if duty.case.proposal.author else []
    if duty.owner != "department":
        return list(holding(OWNERS.get(duty.owner, Role.OFFICER)))
    if duty.department is None:
        return list(holding(Role.CITIZEN_PROPOSALS))  # who say whose it is
    return list(officers_of(duty.department))


def _tell(kind: str, occasion: str, at: datetime, duty: Duty, people: Iterable[Person], **facts: int) -> None:
    owner = duty.department.name if duty.department is not None else duty.owner
    for person in people:
        put(
            kind, f"{occasion}:{person.pk}", at=at, person=person, department=None, email="",
            case=duty.case.key, due=duty.due_now.isoformat(), owner=owner, **facts,
        )  # fmt: skip


# ── almost there ──


def _near_tier(since: datetime, at: datetime) -> None:
    """At four fifths of what comes next, with a week or less to go: once a tier."""
    ending = StageVisit.objects.filter(kind="collect", left=None, due__gt=at, due__lte=at + NEAR)
    windows = {case: due.isoformat() for case, due in ending.values_list("case_id", "due") if due}
    near = Tally.objects.filter(
        case__in=ending.values("case"), what="supports", value__lt=F("wake"), value__gte=F("wake") * NEAR_PERCENT / 100
    )
    for tally in near.select_related("case__proposal"):
        key, wake = tally.case.key, tally.wake or 0
        if tally.value * 100 < wake * NEAR_PERCENT or tally.case.proposal.visibility != "public":
            continue
        facts = {"case": key, "more": wake - tally.value, "due": windows[tally.case_id]}
        spread("near-tier", occasion=f"{key}:{wake}", at=at, **facts)


# ── forums ──


def _forum_ending(since: datetime, until: datetime) -> None:
    """So many days before a forum ends, in the morning: once a forum and end."""
    furthest = until + timedelta(days=FORUM_DAYS_BEFORE + 2)
    ending = Forum.objects.opened().filter(visit__left=None, visit__due__gt=until, visit__due__lte=furthest)
    for forum in ending.select_related("visit", "case").order_by("visit__due", "pk"):
        due = forum.visit.due
        assert due is not None
        last = _local_day(due)
        morning = _morning(last - timedelta(days=FORUM_DAYS_BEFORE))
        if since < morning <= until and forum.opened_at is not None and forum.opened_at < morning:
            facts = {"case": forum.case.key, "forum": forum.key, "question": forum.question, "due": due.isoformat()}
            kinds = ("forum-ending", "forum-ending-participant")
            spread(*kinds, occasion=f"{forum.key}:{last}", at=morning, **facts)


# ── tomorrow in a place ──


def _sessions(since: datetime, until: datetime) -> None:
    """The morning before, to everyone who has a seat; a session that is changed to another day is told of again."""
    soon = ForumSession.objects.coming(until).filter(starts_at__gt=until, starts_at__lte=until + timedelta(days=2))
    for session in soon.select_related("forum__case"):
        day = timezone.localtime(session.starts_at, ZoneInfo(settings.TIME_ZONE)).date()
        if since < _morning(day - timedelta(days=1)) <= until:
            seated = session.registrations.filter(state="seated").values_list("person_id", flat=True)
            put_all("session-reminder", f"{session.key}:{day}", seated, at=until, **about(session))


def _news(since: datetime, until: datetime) -> None:
    news.tell(at=until)


WATCHED: dict[str, Callable[[datetime, datetime], None]] = {
    "due-soon": _due_soon,
    "overdue": _overdue,
    "overdue-head": _overdue_head,
    "todo-late": todo_reminders.tell_owners,
    "todo-late-lead": todo_reminders.tell_leads,
    "near-tier": _near_tier,
    "forum-ending": _forum_ending,
    "sessions": _sessions,
    "news": _news,
}
