"""What can make someone have something to do: the moments on a case's way that rules of todos wait for.

Each trigger is one query over rows that are there anyway; nothing is written when the thing itself happens. So a clock
that stood still misses nothing, and what it finds late is dated from its own moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min, Q

from madang.answers.models import AnswerVersion
from madang.base.errors import N_
from madang.forums.models import Forum, ForumNote, ForumSession, Participant
from madang.plans.models import TodoRule
from madang.procedures.models import Case, Duty, Mark, StageVisit, Tally
from madang.proposals.models import Support, SupportBatch
from madang.results.models import ResultContent

COUNTS = ("supports", "participants")
KIND = "kind:"  # before a stage's kind, where a key of a stage could stand as well


@dataclass(frozen=True)
class Occasion:
    """Something happened to a case at the moment ``at``. ``key`` tells it from every other of its kind, here and in a
    replay. ``last``: the last day of what it begins (a stage, a session), which due dates may count back from.
    """

    key: str
    case: int
    at: datetime
    last: date | None = None


Found = Iterator[tuple[TodoRule, Occasion]]
Rules = list[TodoRule]


@dataclass(frozen=True)
class When:
    """A trigger. ``name``: what it is called; ``what``: what narrows it (stage, mark, origin, count, level, or ""), and
    ``needed`` whether it must. ``least``: the question that its number answers. ``backwards``: due dates may count back
    from the end of what begins.
    """

    name: str
    find: Callable[[Rules, datetime, datetime], Found]
    what: str = ""
    needed: bool = False
    least: str = ""
    backwards: bool = False


def zone() -> ZoneInfo:
    """The institution's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def day_of(at: datetime) -> date:
    """The institution's day of a moment."""
    return at.astimezone(zone()).date()


def _last_day(end: datetime | None) -> date | None:
    """The last whole day before ``end``, the first instant that is too late."""
    return day_of(end - timedelta(microseconds=1)) if end is not None else None


def midnight(day: date) -> datetime:
    """The first instant of an institution's day."""
    return datetime.combine(day, time.min, tzinfo=zone())


def _stamp(at: datetime) -> str:
    return str(int(at.timestamp()))


def _for(rules: Rules, slug: str, *names: str) -> Iterator[TodoRule]:
    """The rules that hold for a procedure and one of these names; a rule that names nothing holds for all."""
    return (one for one in rules if one.procedure in ("", slug) and (not one.what or one.what in names))


CASE = ("case_id", "case__key", "case__rules__procedure__slug")


def _opened(rules: Rules, since: datetime, until: datetime) -> Found:
    rows = Case.objects.filter(opened_at__gt=since, opened_at__lte=until).order_by("opened_at")
    for pk, key, slug, origin, at in rows.values_list("pk", "key", "rules__procedure__slug", "origin", "opened_at"):
        for rule in _for(rules, slug, origin):
            yield rule, Occasion(f"case:{key}", pk, at)


def _entered(rules: Rules, since: datetime, until: datetime) -> Found:
    rows = StageVisit.objects.filter(_stages(rules), entered__gt=since, entered__lte=until).order_by("entered")
    for pk, key, slug, stage, kind, at, due in rows.values_list(*CASE, "stage", "kind", "entered", "due"):
        for rule in _for(rules, slug, stage, KIND + kind):
            yield rule, Occasion(f"entered:{key}:{stage}:{_stamp(at)}", pk, at, _last_day(due))


def _stages(rules: Rules) -> Q:
    """The visits that these rules could mean."""
    if any(not rule.what for rule in rules):
        return Q()
    names = {rule.what for rule in rules}
    return Q(stage__in=names) | Q(kind__in={name.removeprefix(KIND) for name in names if name.startswith(KIND)})


def _ending(rules: Rules, since: datetime, until: datetime) -> Found:
    """So many days before a stage's end, as that day begins; a stage that was left earlier has no end to prepare."""
    ahead = timedelta(days=max(rule.least or 0 for rule in rules) + 2)
    rows = StageVisit.objects.filter(_stages(rules), due__gt=since, due__lte=until + ahead).order_by("due")
    for pk, key, slug, stage, kind, due, left in rows.values_list(*CASE, "stage", "kind", "due", "left"):
        last = day_of(due - timedelta(microseconds=1))
        for rule in _for(rules, slug, stage, KIND + kind):
            at = midnight(last - timedelta(days=rule.least or 0))
            if since < at <= until and (left is None or left > at):
                yield rule, Occasion(f"ending:{key}:{stage}:{last}", pk, at, last)


def _marked(rules: Rules, since: datetime, until: datetime) -> Found:
    rows = Mark.objects.filter(at__gt=since, at__lte=until).order_by("at")
    for pk, case, slug, key, at in rows.values_list(*CASE, "key", "at"):
        for rule in _for(rules, slug, key):
            yield rule, Occasion(f"mark:{case}:{key}", pk, at)


def _counted(rules: Rules, since: datetime, until: datetime) -> Found:
    """The moment of the very support or participation that reached the number, as the rows stand."""
    lowest: dict[str, int] = {}
    for rule in rules:
        lowest[rule.what] = min(rule.least or 1, lowest.get(rule.what, rule.least or 1))
    for what, least in lowest.items():
        rows = Tally.objects.filter(what=what, value__gte=least, last_at__gt=since)
        for pk, key, slug, value in rows.values_list(*CASE, "value"):
            for rule in _for(rules, slug, what):
                at = reached_at(pk, what, rule.least or 1) if value >= (rule.least or 1) else None
                if at is not None and since < at <= until:
                    yield rule, Occasion(f"count:{key}:{what}:{rule.least}", pk, at)


def reached_at(case: int, what: str, number: int) -> datetime | None:
    """When a case had so many supports (or people who took part); None when it never had."""
    rows: Iterable[tuple[datetime, int]]
    if what == "supports":
        single = Support.objects.filter(proposal=case).order_by("at").values_list("at", flat=True)
        batches = list(SupportBatch.objects.filter(proposal=case).order_by("at").values_list("at", "count"))
        if not batches:
            return single[number - 1 : number].first()
        rows = _merged(single.iterator(), batches)
    else:
        first = Participant.objects.filter(forum__case=case).order_by().values("person").annotate(first=Min("at"))
        counted = list(ForumNote.objects.filter(forum__case=case).order_by("at").values_list("at", "count"))
        rows = _merged(first.order_by("first").values_list("first", flat=True).iterator(), counted)
    for at, count in rows:
        number -= count
        if number <= 0:
            return at
    return None


def _merged(single: Iterable[datetime], many: list[tuple[datetime, int]]) -> Iterator[tuple[datetime, int]]:
    """Both in the order of time."""
    left = list(reversed(many))
    for at in single:
        while left and left[-1][0] <= at:
            yield left.pop()
        yield at, 1
    yield from reversed(left)


def _answered(rules: Rules, since: datetime, until: datetime) -> Found:
    rows = AnswerVersion.objects.filter(number=1, published_at__gt=since, published_at__lte=until)
    of = [f"request__{name}" for name in CASE]
    for pk, key, slug, stage, level, at in rows.order_by("published_at").values_list(
        *of, "request__visit__stage", "request__level", "published_at"
    ):
        for rule in _for(rules, slug, level):
            yield rule, Occasion(f"answer:{key}:{stage}:{_stamp(at)}", pk, at)


def _forum_opened(rules: Rules, since: datetime, until: datetime) -> Found:
    rows = Forum.objects.filter(opened_at__gt=since, opened_at__lte=until).order_by("opened_at")
    for pk, key, slug, forum, form, at, due in rows.values_list(*CASE, "key", "form", "opened_at", "visit__due"):
        for rule in _for(rules, slug, form):
            yield rule, Occasion(f"opened:{key}:{forum}", pk, at, _last_day(due))


def _forum_closed(rules: Rules, since: datetime, until: datetime) -> Found:
    rows = Forum.objects.exclude(opened_at=None).filter(visit__left__gt=since, visit__left__lte=until)
    for pk, key, slug, forum, form, at in rows.order_by("visit__left").values_list(*CASE, "key", "form", "visit__left"):
        for rule in _for(rules, slug, form):
            yield rule, Occasion(f"closed:{key}:{forum}", pk, at)


def _session_planned(rules: Rules, since: datetime, until: datetime) -> Found:
    rows = ForumSession.objects.filter(planned_at__gt=since, planned_at__lte=until, cancelled_at=None)
    of = [f"forum__{name}" for name in CASE]
    for pk, key, slug, session, kind, at, starts in rows.order_by("planned_at").values_list(
        *of, "key", "kind", "planned_at", "starts_at"
    ):
        for rule in _for(rules, slug, kind):
            yield rule, Occasion(f"session:{key}:{session}", pk, at, day_of(starts))


def _published(rules: Rules, since: datetime, until: datetime) -> Found:
    rows = ResultContent.objects.filter(number=1, at__gt=since, at__lte=until).order_by("at")
    for pk, key, slug, at in rows.values_list(*CASE, "at"):
        for rule in _for(rules, slug):
            yield rule, Occasion(f"result:{key}", pk, at)


def _delivery_begun(rules: Rules, since: datetime, until: datetime) -> Found:
    rows = StageVisit.objects.filter(kind="execute", entered__gt=since, entered__lte=until).order_by("entered")
    for pk, key, slug, stage, at in rows.values_list(*CASE, "stage", "entered"):
        for rule in _for(rules, slug):
            yield rule, Occasion(f"delivery:{key}:{stage}:{_stamp(at)}", pk, at)


def _report_owed(rules: Rules, since: datetime, until: datetime) -> Found:
    """So many days before a report on what is carried out falls due, as that day begins."""
    ahead = timedelta(days=max(rule.least or 0 for rule in rules) + 2)
    rows = Duty.objects.filter(round__gt=0, due_now__gt=since, due_now__lte=until + ahead).order_by("due_now")
    for pk, key, slug, stage, number, due, kept, released in rows.values_list(
        *CASE, "visit__stage", "round", "due_now", "kept_at", "released_at"
    ):
        last = day_of(due - timedelta(microseconds=1))
        for rule in _for(rules, slug):
            at = midnight(last - timedelta(days=rule.least or 0))
            if since < at <= until and (kept is None or kept > at) and (released is None or released > at):
                yield rule, Occasion(f"report:{key}:{stage}:{number}", pk, at, last)


def _late(rules: Rules, since: datetime, until: datetime) -> Found:
    """A duty's date has passed, and it was not kept."""
    rows = Duty.objects.filter(due_now__gt=since, due_now__lte=until).order_by("due_now")
    for pk, key, slug, stage, number, duty, due, kept, released in rows.values_list(
        *CASE, "visit__stage", "round", "key", "due_now", "kept_at", "released_at"
    ):
        if (kept is None or kept >= due) and (released is None or released > due):
            for rule in _for(rules, slug, duty):
                yield rule, Occasion(f"late:{key}:{stage}:{number}:{_stamp(due)}", pk, due)


WHEN: dict[str, When] = {
    "case-opened": When(N_("건이 들어오면"), _opened, what="origin"),
    "stage-entered": When(N_("단계에 들어서면"), _entered, what="stage", needed=True, backwards=True),
    "stage-ending": When(
        N_("단계가 끝나기 며칠 전이 되면"),
        _ending,
        what="stage",
        needed=True,
        least=N_("끝나기 며칠 전"),
        backwards=True,
    ),
    "mark-made": When(N_("기준에 도달하면"), _marked, what="mark", needed=True),
    "count-reached": When(N_("수가 이만큼이 되면"), _counted, what="count", needed=True, least=N_("몇 명")),
    "forum-opened": When(N_("공론장이 열리면"), _forum_opened, what="form", backwards=True),
    "forum-closed": When(N_("공론장이 끝나면"), _forum_closed, what="form"),
    "session-planned": When(N_("현장 토론이 잡히면"), _session_planned, what="session", backwards=True),
    "answer-published": When(N_("답변이 공개되면"), _answered, what="level"),
    "result-published": When(N_("토론 결과가 공개되면"), _published),
    "delivery-begun": When(N_("실행이 시작되면"), _delivery_begun),
    "report-owed": When(N_("추진 현황을 쓸 때가 다가오면"), _report_owed, least=N_("마감 며칠 전"), backwards=True),
    "duty-late": When(N_("답변 의무가 늦으면"), _late, what="duty"),
}


def find(rules: Rules, since: datetime, until: datetime) -> Found:
    """Everything that made one of these rules speak, ``since`` < moment ≤ ``until``: one query a trigger in use."""
    by_when: dict[str, Rules] = {}
    for rule in rules:
        by_when.setdefault(rule.when, []).append(rule)
    for when, group in by_when.items():
        if when in WHEN:  # a rule of another release waits
            yield from WHEN[when].find(group, since, until)


@dataclass(frozen=True)
class Preview:
    """What a rule would have raised: how often, and when last."""

    count: int = 0
    last: datetime | None = None


def would_have(rules: Rules, *, at: datetime, days: int = 90) -> list[Preview]:
    """What each of these rules (saved or not) would have raised in the ``days`` days before ``at``, in their order."""
    moments: dict[int, list[datetime]] = {id(rule): [] for rule in rules}
    for rule, occasion in find(rules, at - timedelta(days=days), at):
        moments[id(rule)].append(occasion.at)
    return [Preview(len(moments[id(rule)]), max(moments[id(rule)], default=None)) for rule in rules]
