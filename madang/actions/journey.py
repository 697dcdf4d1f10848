"""A case on its way: the only writer of Case, StageVisit, Mark and of what the clock does to a Duty.

An act on a case reads::

    with moving(key, at=at, actor=actor) as journey:   # locked, and brought up to ``at``
        visit = journey.open_visit("answer")
        ...                                            # write what was done
        journey.decided(visit, "accept")               # tell the rules
    # moved on, wakes computed, committed

Whatever fell due before ``at`` happens first, each thing at its own moment, however late the clock runs: deadlines and
crossings in the order of time. So a missed run leaves no trace in what people read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.functional import SimpleLazyObject

from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.notices.outbox import spread
from madang.people.models import Person
from madang.procedures import hands
from madang.procedures.models import Case, Crossing, Duty, Holiday, Mark, Procedure, RuleVersion, StageVisit, Tally
from madang.procedures.prepared import Prepared
from madang.rules import engine
from madang.rules.conditions import Fact, Situation
from madang.rules.deadlines import Calendar, Period
from madang.rules.document import Document, Stage
from madang.stages import KINDS, answer

SYSTEM = "system"

# What every act on a case reads.
_LOCKED: Prepared[Case] = Prepared(lambda pk: Case.objects.locked().filter(pk=pk))
_NOT_LOCKED: Prepared[Case] = Prepared(lambda pk: Case.objects.locked(skip_locked=True).filter(pk=pk))
_NAMED: Prepared[Case] = Prepared(lambda key: Case.objects.locked().filter(key=key))
_VISITS: Prepared[StageVisit] = Prepared(lambda pk: StageVisit.objects.filter(case_id=pk, left=None).order_by("pk"))
_DUTIES: Prepared[Duty] = Prepared(
    lambda pk: Duty.objects.filter(case_id=pk, visit__left=None).select_related("department").order_by("pk")
)
_MARKS: Prepared[str] = Prepared(lambda pk: Mark.objects.filter(case_id=pk).values_list("key", flat=True))
_TALLIES: Prepared[Tally] = Prepared(lambda pk: Tally.objects.select_for_update().filter(case_id=pk).order_by("what"))
_HOLIDAYS: Prepared[tuple[date, bool]] = Prepared(lambda: Holiday.objects.values_list("day", "works"))


def name_of(actor: Person | None) -> str:
    """How the audit trail names who acts; the clock itself is ``system``."""
    return actor.actor if actor is not None else SYSTEM


def calendar(country: str) -> Calendar:
    """The institution's calendar as it stands: time zone, public holidays, and the days the operator added."""
    days = _HOLIDAYS()
    return Calendar(
        ZoneInfo(settings.TIME_ZONE),
        country,
        added=frozenset(day for day, works in days if not works),
        removed=frozenset(day for day, works in days if works),
    )


def house_country() -> str:
    """Whose public holidays count in this house: those of its first procedure."""
    procedure = Procedure.objects.order_by("pk").first()
    return procedure.current.document.country if procedure else "KR"


class Journey:
    """One case, locked, with everything the rules look at. Use :func:`moving`."""

    def __init__(self, case: Case, *, at: datetime, actor: str, new: bool = False) -> None:
        self.case = case
        self.at = max(at, case.touched_at)
        self.actor = actor
        self.document: Document = case.rules.document
        self.calendar = self._calendar()
        self.visits: list[StageVisit] = []
        self.marks: set[str] = set()
        self.tallies: dict[str, Tally] = {}
        self.crossings: list[Crossing] = []
        self._seen_crossings: list[tuple[int, str, int]] = []
        self._entries: list[Entry] = []
        self._left_at: datetime | None = None
        if not new:
            self.visits = _VISITS(case.pk)
            StageVisit.keep_duties(self.visits, _DUTIES(case.pk))
            self.marks = set(_MARKS(case.pk))
            # Locked after the case, as everywhere; whoever counts locks only these, never the case.
            self.tallies = {tally.what: tally for tally in _TALLIES(case.pk)}
            self.at = max([self.at, *(tally.last_at for tally in self.tallies.values())])
            woken = [tally for tally in self.tallies.values() if tally.wake is not None and tally.value >= tally.wake]
            for tally in woken:
                self.crossings += case.crossings.filter(what=tally.what, wake=tally.wake or 0)
            self._seen_crossings = [crossing.pk for crossing in self.crossings]
        for visit in self.visits:
            visit.case = case
            if visit.facts.get("waits") and visit.kind in KINDS:  # came here before its kind could run (decision 0005)
                visit.facts = {name: fact for name, fact in visit.facts.items() if name != "waits"}
                self._begin(visit, self.at)

    def _calendar(self) -> Calendar:
        """Asked for only when a period is counted, which most acts do not."""
        return cast(Calendar, SimpleLazyObject(lambda: calendar(self.document.country)))

    def carry_over(self, rules: RuleVersion) -> None:
        """From here on the case runs under other rules."""
        self.case.rules, self.document = rules, rules.document
        self.calendar = self._calendar()

    # ── what is ──

    def open_visit(self, kind: str, *, representative: bool | None = None, stage: str | None = None) -> StageVisit:
        """The open stage of this kind; Refused when there is none. ``representative``: owed, or not, by the head."""
        for visit in self.visits:
            heads = self.stage_of(visit).settings.get("level") == "representative"
            if visit.kind == kind and representative in (None, heads) and stage in (None, visit.stage):
                return visit
        if self.case.closed_at is not None:
            raise Refused("case-closed")
        raise Refused("no-open-stage", kind=kind)

    def owed(self, key: str) -> tuple[StageVisit, Duty]:
        """The open duty of that name (of several reports the one due first), and its stage; Refused when there is none."""
        found = [
            (visit, duty)
            for visit in self.visits
            for duty in visit.duties.all()
            if duty.key == key and duty.kept_at is None and duty.released_at is None
        ]
        if not found:
            raise Refused("no-such-duty", duty=key)
        return min(found, key=lambda each: each[1].due_now)

    def stage_of(self, visit: StageVisit) -> Stage:
        """The rules of a visited stage."""
        return self.document.stage(visit.stage)

    def situation(self, visit: StageVisit, now: datetime, counts: dict[str, int] | None = None) -> Situation:
        """What the rules see of one open stage at ``now``; ``counts`` overrides the tallies (at a crossing)."""
        facts: dict[str, Fact] = {what: tally.value for what, tally in self.tallies.items()}
        facts.update(counts or {})
        facts.update({name: visit.facts[name] for name in ("decision", "done") if name in visit.facts})
        return Situation(
            facts, visit.entered, visit.due, now, frozenset(self.marks), self.calendar, self.document.electorates
        )

    # ── what happens ──

    def begin(self, stage: str) -> None:
        """A new case enters the procedure; the department it was made for has it in hand."""
        if self.case.department is not None:
            hands.take(self.case, self.case.department, at=self.at, by=None)
        self._open(stage, self.at)
        self._settle(self.at)

    def decided(self, visit: StageVisit, decision: str, **facts: Fact) -> None:
        """People have decided this stage."""
        visit.facts = {**visit.facts, "decision": decision, **facts}
        visit.save(update_fields=["facts"])

    def done(self, visit: StageVisit, **facts: Fact) -> None:
        """What this stage owes has been done."""
        visit.facts = {**visit.facts, "done": True, **facts}
        visit.save(update_fields=["facts"])

    def keep(self, visit: StageVisit) -> None:
        """The stage's own duty is fulfilled now."""
        duty = visit.duty
        if duty is not None and duty.kept_at is None:
            duty.kept_at = self.at
            duty.save(update_fields=["kept_at"])

    def keep_report(self, visit: StageVisit) -> Duty | None:
        """A report is there: of those owed, the one due first is fulfilled; None when none is owed now."""
        owed = [duty for duty in visit.duties.all() if duty.round and duty.kept_at is None]
        if not owed:
            return None
        first = min(owed, key=lambda duty: duty.round)
        first.kept_at = self.at
        first.save(update_fields=["kept_at"])
        return first

    def start_clock(self, visit: StageVisit, *, days: int | None = None) -> None:
        """The period of a stage that people open begins now: ``days`` long, or as the rules say."""
        rule = self.stage_of(visit).deadline
        period = Period(days, "days") if days else rule.period if rule else None
        visit.due = self.calendar.due(self.at, period, roll=bool(rule and rule.roll)) if period else None
        visit.save(update_fields=["due"])

    def stop_clock(self, visit: StageVisit, due: datetime | None) -> None:
        """The period ends at ``due`` instead; None: with no date until it is closed."""
        visit.due = due
        visit.save(update_fields=["due"])

    def fire(self, key: str, **facts: Fact) -> None:
        """Start ``key`` by hand, before (or without) its condition: its mark, and its stage opens; a closed case lives again.

        Refused ``no-such-start`` when the rules know none of that name, ``already-started`` when it has fired.
        """
        start = next((s for stage in self.document.stages.values() for s in stage.starts if s.key == key), None)
        if start is None:
            raise Refused("no-such-start", start=key)
        if key in self.marks:
            raise Refused("already-started", start=key)
        counts: dict[str, Fact] = {what: tally.value for what, tally in self.tallies.items()}
        Mark.objects.create(case=self.case, key=key, at=self.at, facts={**counts, **facts})
        self.marks.add(key)
        if self.case.closed_at is not None:
            self.case.closed_at = None
            if self.case.department is not None:
                hands.take(self.case, self.case.department, at=self.at, by=None)
        self._record("case.mark", self.at, key=key, **counts, **facts)
        self._open(start.stage, self.at)

    def end(self, outcome: str, **facts: Fact) -> None:
        """Whatever is open ends here and now with ``outcome``, whatever the rules say; the case is closed at rest.

        A stage that people have decided in this very act (:meth:`decided`) has kept its duty; every other duty that is
        still owed is released. ``facts`` stand with each stage that ended. Refused ``case-closed`` when nothing is open.
        The act that ends the case records itself; what follows from it is recorded here.
        """
        if not self.visits:
            raise Refused("case-closed")
        for visit in list(self.visits):
            self.cut(visit, outcome, **facts)

    def cut(self, visit: StageVisit, outcome: str, **facts: Fact) -> None:
        """One open stage ends here and now with ``outcome``, whatever the rules say; what it still owes is released."""
        counts = {what: tally.value for what, tally in self.tallies.items()}
        self._settle_duty(visit, self.at)
        visit.left = self._left_at = self.at
        visit.outcome = outcome
        visit.facts = {**counts, **visit.facts, **facts}
        visit.save(update_fields=["left", "outcome", "facts"])
        self.visits.remove(visit)
        self._record("case.leave", self.at, stage=visit.stage, outcome=outcome)

    def catch_up(self) -> None:
        """Do what fell due up to ``at``: crossings and moments, each when it was due, the earliest first."""
        for _ in range(1000):
            crossing = min(self.crossings, key=lambda c: c.at, default=None)
            moment = self._next_moment()
            if crossing is not None and (moment is None or crossing.at <= moment) and crossing.at <= self.at:
                self.crossings.remove(crossing)
                self._settle(crossing.at, {crossing.what: crossing.value})
            elif moment is not None and moment <= self.at:
                self._settle(moment)
                self._passed = moment
            else:
                return
        raise RuntimeError(f"case {self.case.key} does not come to rest")

    _passed: datetime | None = None

    def _next_moment(self) -> datetime | None:
        """The earliest moment after the last one handled at which a rule's answer can change."""
        since = self._passed or self.case.touched_at
        found = []
        for visit in self.visits:
            start = max(since, visit.entered)
            at = engine.wake(self.stage_of(visit), self.situation(visit, start)).at
            if at is not None:
                found.append(at)
            round_ = self._next_round(visit)
            if round_ is not None and round_ > since:
                found.append(round_)
        return min(found, default=None)

    def _next_round(self, visit: StageVisit) -> datetime | None:
        """When the next report becomes owed: as the last one falls due, kept or not."""
        if self.stage_of(visit).reports_every is None:
            return None
        last = max(visit.duties.all(), key=lambda duty: duty.round, default=None)
        return last.due if last is not None and last.round else None

    def _open_rounds(self, now: datetime) -> None:
        """Reports that have become owed by ``now``, each from the moment the one before fell due."""
        for visit in self.visits:
            at = self._next_round(visit)
            while at is not None and at <= now:
                self._owe_report(visit, at)
                at = self._next_round(visit)

    def _owe_report(self, visit: StageVisit, since: datetime) -> None:
        """One more report is owed. Its date stands in a fixed grid from when the first one was owed, so that one late
        report moves no other."""
        every = self.stage_of(visit).reports_every
        if every is None:
            return
        reports = sorted((duty for duty in visit.duties.all() if duty.round), key=lambda duty: duty.round)
        number = 1 + (reports[-1].round if reports else 0)
        begun = reports[0].since if reports else since  # later than the stage when it had to wait (decision 0005)
        due = self.calendar.due(begun, Period(every.count * number, every.unit), roll=True)
        self._owe(visit, key="report", owner="department", since=since, due=due, number=number)

    def _owe(self, visit: StageVisit, *, key: str, owner: str, since: datetime, due: datetime, number: int = 0) -> None:
        department = self.case.department if owner == "department" else None
        Duty.objects.create(
            case=self.case, visit=visit, round=number, key=key, owner=owner, department=department, since=since, due=due
        )
        visit.refresh_duties()

    def _settle(self, now: datetime, counts: dict[str, int] | None = None) -> None:
        """Apply what the rules demand at ``now`` until they demand nothing more."""
        self._open_rounds(now)
        for _ in range(200):
            for visit in list(self.visits):
                stage = self.stage_of(visit)
                if stage.kind not in KINDS:
                    continue
                situation = self.situation(visit, now, counts)
                found = engine.moves(stage, situation)
                if found:
                    for move in found:
                        self._apply(move, visit, stage, situation)
                    break
            else:
                return
        raise RuntimeError(f"the rules of case {self.case.key} go round in circles")

    def _apply(self, move: engine.Start | engine.Leave, visit: StageVisit, stage: Stage, s: Situation) -> None:
        if isinstance(move, engine.Start):
            facts = {what: s.count(what) for what in self.tallies}
            Mark.objects.create(case=self.case, key=move.key, at=s.now, facts=facts)
            self.marks.add(move.key)
            self._record("case.mark", s.now, key=move.key, **facts)
            self._tell_reached(visit, move.key, s)
            self._open(move.stage, s.now)
            return
        visit.left = self._left_at = s.now
        visit.outcome = move.outcome
        visit.facts = {**{what: s.count(what) for what in self.tallies}, **visit.facts}
        visit.save(update_fields=["left", "outcome", "facts"])
        self.visits.remove(visit)
        self._settle_duty(visit, s.now)
        self._record("case.leave", s.now, stage=stage.key, outcome=move.outcome)
        if move.outcome == "reached":
            self._tell_reached(visit, stage.key, s)
        if move.to is not None:
            self._open(move.to, s.now)

    def _tell_reached(self, visit: StageVisit, key: str, s: Situation) -> None:
        """Those whom it concerns are told that a tier was reached (the worker knows who they are)."""
        if visit.kind == "collect":
            spread(
                "tier-reached", "tier-reached-supporter",
                occasion=f"{self.case.key}:{key}", at=s.now, case=self.case.key, key=key, count=s.count("supports"),
            )  # fmt: skip

    def _settle_duty(self, visit: StageVisit, now: datetime) -> None:
        """Leaving a stage by an act keeps its duty; leaving it otherwise releases it. A last report keeps the one due
        first, and those that are not due yet are not needed any more."""
        kept = "decision" in visit.facts or "done" in visit.facts
        owed = [duty for duty in visit.duties.all() if duty.kept_at is None and duty.released_at is None]
        for index, duty in enumerate(sorted(owed, key=lambda duty: duty.round)):
            if kept and (index == 0 or duty.due_now <= now):
                duty.kept_at = now
            else:
                duty.released_at = now
            duty.save(update_fields=["kept_at", "released_at"])

    def _open(self, key: str, now: datetime) -> None:
        """Enter a stage, unless its track is already under way."""
        stage = self.document.stage(key)
        if any(visit.track == stage.track for visit in self.visits):
            return
        visit = StageVisit(case=self.case, track=stage.track, stage=key, kind=stage.kind, entered=now)
        self.visits.append(visit)
        self._record("case.enter", now, stage=key)
        if stage.kind in KINDS:
            self._begin(visit, now)
        else:
            visit.facts = {"waits": True}
            visit.save(force_insert=True)

    def _begin(self, visit: StageVisit, now: datetime) -> None:
        """A stage that can run begins to: its clock, what it owes, what people need in it."""
        stage = self.stage_of(visit)
        if stage.deadline is not None and not stage.opened_by_hand:
            visit.due = self.calendar.due(now, stage.deadline.period, roll=stage.deadline.roll)
        if visit.due is not None and stage.kind == "answer":
            visit.due = self._promised(visit, stage, visit.due)
        visit.save()
        if visit.due is not None and stage.duty is not None:
            self._owe(visit, key=stage.duty.key, owner=stage.duty.owed_by, since=now, due=visit.due)
        self._owe_report(visit, now)
        kind = KINDS[stage.kind]
        for what in kind.counts(stage):
            self.tallies.setdefault(what, Tally(case=self.case, what=what, last_at=now))  # saved at rest
        kind.enter(visit, stage, now)

    def _promised(self, visit: StageVisit, stage: Stage, due: datetime) -> datetime:
        """An answer is due on the day that was promised beforehand, when that is earlier than the rules'."""
        day = answer.promised(visit, stage)
        if day is None:
            return due
        zone = ZoneInfo(settings.TIME_ZONE)
        return min(due, datetime.combine(day + timedelta(days=1), time.min, zone))

    def rest(self) -> None:
        """Apply the act itself, then write when this case next needs anyone."""
        self._settle(self.at)
        lowest: dict[str, int] = {}
        moments = []
        for visit in self.visits:
            stage = self.stage_of(visit)
            if stage.kind in KINDS:
                wake = engine.wake(stage, self.situation(visit, self.at))
                for what, count in wake.counts.items():
                    lowest[what] = min(count, lowest.get(what, count))
                moments += [at for at in (wake.at, self._next_round(visit)) if at is not None]
        for what, tally in self.tallies.items():
            changed, tally.wake = tally.wake != lowest.get(what), lowest.get(what)
            if tally._state.adding:
                tally.save(force_insert=True)
            elif changed:
                Tally.objects.filter(case=self.case, what=what).update(wake=tally.wake)
        for _, what, count in self._seen_crossings:  # looked at; what they led to is in the marks
            Crossing.objects.filter(case=self.case, what=what, wake=count).delete()
        case = self.case
        case.wake_at = min(moments, default=None)
        case.touched_at = self.at
        if not self.visits and case.closed_at is None:
            case.closed_at = self._left_at or self.at
            hands.end(case, at=case.closed_at)
            self._record("case.close", case.closed_at)
        case.save(update_fields=["wake_at", "touched_at", "closed_at", "department", "rules"])
        Entry.objects.bulk_create(self._entries)

    def _record(self, verb: str, at: datetime, **facts: object) -> None:
        self._entries.append(Entry(at=at, actor=SYSTEM, verb=verb, subject=self.case.subject, facts=facts))

    def record(self, verb: str, **facts: object) -> None:
        """Write the act down under whoever acts."""
        entry = Entry(at=self.at, actor=self.actor, verb=verb, subject=self.case.subject, facts=facts)
        self._entries.append(entry)


@contextmanager
def moving(case: Case | str, *, at: datetime, actor: Person | None) -> Iterator[Journey]:
    """Lock a case (by row or key), bring it up to ``at``, let the block act, move it on. All of it, or nothing.

    Refused ``unknown-proposal`` when there is no such case; ``at`` is never taken as earlier than the case's last act.
    """
    with transaction.atomic():
        locked = _LOCKED.first(case.pk) if isinstance(case, Case) else _NAMED.first(case)
        if locked is None:
            raise Refused("unknown-proposal", proposal=case)
        journey = Journey(locked, at=at, actor=name_of(actor))
        journey.catch_up()
        yield journey
        journey.rest()


def advance(case: Case, *, at: datetime, skip_locked: bool = False) -> bool:
    """Bring one case up to ``at``. False when another worker has it in hand (only with ``skip_locked``)."""
    with transaction.atomic():
        locked = (_NOT_LOCKED if skip_locked else _LOCKED).first(case.pk)
        if locked is None:
            return False
        journey = Journey(locked, at=at, actor=SYSTEM)
        journey.catch_up()
        journey.rest()
        return True
