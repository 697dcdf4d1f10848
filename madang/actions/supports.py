"""공감: casting, withdrawing, and counting those gathered on paper.

What happens when a support is cast: :func:`cast_support` → :func:`flush` checks the gate (an open stage that takes
supports, before its end; the person's verification), writes the row (the pair proposal–person is its key, so a second
press changes nothing), counts once for the whole batch, and, when the count reaches the case's wake, writes the
crossing with it. Then the case is moved on. ``flush`` takes many supports at once, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from madang.audit.models import Entry, record
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.people.models import LEVELS, Person, Verification
from madang.procedures.models import Case, StageVisit, Tally, document_of
from madang.procedures.prepared import Prepared
from madang.proposals.models import InvalidatedSupport, Proposal, Support, SupportBatch, SupportTrace
from madang.rules.document import Stage

from .counting import cross
from .journey import advance, moving, name_of

BATCH_LIMIT = 10_000_000


@dataclass(frozen=True)
class Trace:
    """From where a support comes: keyed hashes of the network and of the device's own cookie ("" when unknown)."""

    network: str = ""
    device: str = ""


@dataclass(frozen=True)
class Cast:
    """One person supports one proposal (by case id) at a moment."""

    case_id: int
    person: Person
    at: datetime
    trace: Trace | None = None


@dataclass
class _Gate:
    """A proposal that takes supports, while its count is locked."""

    tally: Tally
    stage: Stage
    due: datetime | None
    key: str
    wake_at: datetime | None
    some_out: bool = False
    hidden: bool = False  # by a moderator
    out: set[int] = field(default_factory=set)  # people whose support here was found invalid
    taken: dict[int, tuple[Cast, datetime]] = field(default_factory=dict)  # by place in the batch

    def behind(self, at: datetime) -> bool:
        """Whether the rules have something to do before anything is counted at ``at``."""
        late = self.wake_at is not None and self.wake_at <= at
        return late or (self.tally.wake is not None and self.tally.value >= self.tally.wake)

    @property
    def full(self) -> bool:
        """Whether what was taken may reach the wake, so that the rules have a word before the next one."""
        return self.tally.wake is not None and self.tally.value + len(self.taken) >= self.tally.wake


def cast_support(*, proposal: Proposal, person: Person, at: datetime, trace: Trace | None = None) -> bool:
    """``person`` supports ``proposal``. True when it is new, False when they already did. Refused when not possible."""
    (result,) = flush([Cast(proposal.pk, person, at, trace)])
    if isinstance(result, Refused):
        raise result
    return result


def flush(casts: Sequence[Cast]) -> list[bool | Refused]:
    """Write a batch of supports; for each in turn: new (True), already there (False), or why not.

    One refused support does not disturb the others. Each proposal's count is locked in id order, changed once, and
    never read without the lock: the count always equals the rows. What came earlier is counted first; where a count
    reaches its wake, the rules speak before the next support is looked at, as if they had come one by one.
    """
    results: list[bool | Refused] = [False] * len(casts)
    waiting = sorted(range(len(casts)), key=lambda i: casts[i].at)
    for _ in range(2 * len(casts) + 2):
        waiting, woken = _round(casts, waiting, results)
        for case_id, at in woken.items():
            advance(Case(pk=case_id), at=at)
        if not waiting:
            return results
    raise RuntimeError(f"supports wait for ever: {[casts[i].case_id for i in waiting]}")


def _round(
    casts: Sequence[Cast], waiting: list[int], results: list[bool | Refused]
) -> tuple[list[int], dict[int, datetime]]:
    """One transaction: take what can be taken. What must wait for the rules, and the cases they must look at."""
    left: list[int] = []
    woken: dict[int, datetime] = {}
    with transaction.atomic():
        gates = _lock(sorted({casts[i].case_id for i in waiting}))
        _find_invalidated(gates, {casts[i].person.pk for i in waiting})
        persons = _levels({casts[i].person.pk for i in waiting}, gates)
        held: set[int] = set()
        taken: set[tuple[int, int]] = set()
        for i in waiting:
            cast, gate = casts[i], gates.get(casts[i].case_id)
            if gate is not None and (cast.case_id in held or gate.full or gate.behind(cast.at)):
                if cast.case_id not in held and gate.behind(cast.at):
                    woken[cast.case_id] = cast.at
                held.add(cast.case_id)
                left.append(i)
                continue
            refusal = _refusal(cast, gate, persons)
            if refusal is not None or gate is None:
                results[i] = refusal or False
            elif (cast.case_id, cast.person.pk) not in taken:
                taken.add((cast.case_id, cast.person.pk))
                gate.taken[i] = cast, max(cast.at, gate.tally.last_at)
        _write(gates, results, woken)
    return left, woken


def _write(gates: dict[int, _Gate], results: list[bool | Refused], woken: dict[int, datetime]) -> None:
    """Rows, counts, crossings and entries of one round."""
    new = _insert([each for gate in gates.values() for each in gate.taken.values()])
    entries, traces, counted = [], [], []
    for case_id, gate in gates.items():
        fresh = {i: each for i, each in gate.taken.items() if (case_id, each[0].person.pk) in new}
        for i, (cast, moment) in fresh.items():
            results[i] = True
            entries.append(Entry(at=moment, actor=cast.person.actor, verb="support.cast", subject=f"case:{gate.key}"))
            if cast.trace is not None:
                from_ = {"network": cast.trace.network, "device": cast.trace.device}
                traces.append(SupportTrace(proposal_id=case_id, person_id=cast.person.pk, at=moment, **from_))
        if fresh:
            moments = [moment for _, moment in fresh.values()]
            counted.append((gate.tally, gate.tally.value + len(moments), max(moments)))
            if _crosses(gate.tally, moments):
                woken[case_id] = max(moments)
    _count(counted)
    Entry.objects.bulk_create(entries)
    if traces:
        SupportTrace.objects.bulk_create(traces)


def _tallies(*case_ids: int) -> QuerySet[Tally]:
    """The counts, locked in id order."""
    counted = Tally.objects.filter(case_id__in=case_ids, what="supports").order_by("case_id")
    return counted.select_for_update(of=("self",))


def _collecting(*case_ids: int) -> QuerySet[StageVisit, tuple[Any, ...]]:
    """The open collecting stages, with what the gate asks about."""
    visits = StageVisit.objects.filter(case_id__in=case_ids, kind="collect", left=None)
    out = Exists(InvalidatedSupport.objects.filter(proposal=OuterRef("case_id")))
    return visits.values_list(
        "case_id", "stage", "due", "case__key", "case__wake_at", "case__rules_id", "case__rules__digest", out,
        "case__proposal__visibility",
    )  # fmt: skip


_TALLIES, _COLLECTING = Prepared(_tallies), Prepared(_collecting)


@contextmanager
def _locked(case_id: int, at: datetime) -> Iterator[_Gate | None]:
    """A transaction that holds the count of one case, brought up to ``at`` first; None when it takes no supports.

    The rules are applied outside the lock: locks are taken case → tally, never back.
    """
    for _ in range(5):
        with transaction.atomic():
            gate = _lock([case_id]).get(case_id)
            if gate is None or not gate.behind(at):
                yield gate
                return
        advance(Case(pk=case_id), at=at)
    raise RuntimeError(f"case {case_id} cannot be brought up to date")


def _lock(case_ids: Sequence[int]) -> dict[int, _Gate]:
    """The tallies, locked in id order; then, as they stand under the lock, the open collecting stages."""
    locked = {tally.case_id: tally for tally in _TALLIES(*case_ids)}
    gates: dict[int, _Gate] = {}
    known = _COLLECTING(*locked) if locked else []
    for case_id, key, due, case_key, wake_at, rules_id, digest, some_out, seen in known:
        stage = document_of(rules_id, digest).stage(key)
        if stage.settings.get("counter", "supports") == "supports":
            gates[case_id] = _Gate(
                locked[case_id], stage, due, case_key, wake_at, some_out=some_out, hidden=seen == "hidden"
            )
    return gates


def _find_invalidated(gates: dict[int, _Gate], person_ids: set[int]) -> None:
    """Whose support was found invalid, asked only for proposals that have any such."""
    asked = [case_id for case_id, gate in gates.items() if gate.some_out]
    if asked:
        pairs = InvalidatedSupport.objects.filter(proposal__in=asked, person__in=person_ids)
        for case_id, person_id in pairs.values_list("proposal_id", "person_id"):
            gates[case_id].out.add(person_id)


def _levels(person_ids: set[int], gates: dict[int, _Gate]) -> dict[int, dict[str, int | None]]:
    """Person → level → year of birth; asked only when some stage demands more than an account."""
    demanding = any(
        gate.stage.settings.get("level", "account") != "account" or "min_age" in gate.stage.settings
        for gate in gates.values()
    )
    found: dict[int, dict[str, int | None]] = {pk: {} for pk in person_ids}
    if demanding:
        for verification in Verification.objects.filter(person__in=person_ids):
            found[verification.person_id][verification.level] = verification.born
    return found


def _refusal(cast: Cast, gate: _Gate | None, persons: dict[int, dict[str, int | None]]) -> Refused | None:
    if gate is None:
        return Refused("not-collecting")
    at = max(cast.at, gate.tally.last_at)
    if gate.due is not None and at >= gate.due:
        return Refused("window-closed")
    if gate.hidden:
        return Refused("proposal-hidden")
    if cast.person.pk in gate.out:
        return Refused("support-invalidated")
    verified = persons[cast.person.pk]
    needed = gate.stage.settings.get("level", "account")
    if needed != "account" and max((LEVELS.index(level) for level in verified), default=0) < LEVELS.index(needed):
        return Refused("verification-needed", level=needed)
    age = gate.stage.settings.get("min_age")
    if age is not None:
        born = max((year for year in verified.values() if year is not None), default=None)
        if born is None or at.year - born < age:
            return Refused("too-young", age=age)
    return None


def _insert(taken: Sequence[tuple[Cast, datetime]]) -> set[tuple[int, int]]:
    """Write the rows that are not there yet; the pairs that are new. (The ORM cannot say which of many were new.)"""
    if not taken:
        return set()
    table = connection.ops.quote_name(Support._meta.db_table)
    values = ", ".join(["(%s, %s, %s)"] * len(taken))
    adapt = connection.ops.adapt_datetimefield_value
    parameters: list[int | str | datetime | None] = []
    for cast, moment in taken:
        parameters += [cast.case_id, cast.person.pk, adapt(moment)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (proposal_id, person_id, at) VALUES {values} "
            "ON CONFLICT (proposal_id, person_id) DO NOTHING RETURNING proposal_id, person_id",
            parameters,
        )
        return set(cursor.fetchall())


def _count(counted: Sequence[tuple[Tally, int, datetime]]) -> None:
    """Write the new count and the moment of its last support for each tally; they are locked. One statement, prepared once."""
    table, adapt = connection.ops.quote_name(Tally._meta.db_table), connection.ops.adapt_datetimefield_value
    rows = [(value, adapt(last), tally.case_id, tally.what) for tally, value, last in counted]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET value = %s, last_at = %s WHERE case_id = %s AND what = %s", rows)


def _crosses(tally: Tally, moments: list[datetime]) -> bool:
    """Whether these new rows bring the count to its wake, which is then on record."""
    after = tally.value + len(moments)
    if tally.wake is None or after < tally.wake:
        return False
    cross(tally, value=tally.wake, at=sorted(moments)[tally.wake - tally.value - 1])
    return True


def withdraw_support(*, proposal: Proposal, person: Person, at: datetime) -> bool:
    """``person`` takes their support back while the proposal still collects. False when there was none."""
    with moving(Case(pk=proposal.pk), at=at, actor=person) as journey:
        visit = journey.open_visit("collect")
        if visit.due is not None and journey.at >= visit.due:
            raise Refused("window-closed")
        gone, _ = Support.objects.filter(proposal_id=proposal.pk, person_id=person.pk).delete()
        if gone:
            tally = journey.tallies["supports"]
            tally.value -= 1
            Tally.objects.filter(case_id=proposal.pk, what="supports").update(value=tally.value, last_at=journey.at)
            journey.record("support.withdraw")
    return bool(gone)


def add_support_batch(
    *, proposal: Proposal, count: int, channel: str, evidence: str, at: datetime, actor: Person | None
) -> SupportBatch:
    """Count supports gathered elsewhere, with the evidence everyone can read; the same gate as for one support."""
    evidence = clean_line(evidence)
    if not count > 0:
        raise Refused("count-not-positive")
    if count > BATCH_LIMIT:
        raise Refused("count-too-large", limit=f"{BATCH_LIMIT:,}")
    if not evidence:
        raise Refused("evidence-empty")
    with _locked(proposal.pk, at) as gate:
        if gate is None or (channel == "paper" and not gate.stage.settings.get("paper", True)):
            raise Refused("not-collecting")
        tally = gate.tally
        at = max(at, tally.last_at)
        if gate.due is not None and at >= gate.due:
            raise Refused("window-closed")
        batch = SupportBatch.objects.create(
            proposal=proposal, channel=channel, count=count, evidence=evidence, at=at, recorded_by=actor
        )
        after = tally.value + count
        Tally.objects.filter(case_id=tally.case_id, what="supports").update(value=after, last_at=at)
        crossed = tally.wake is not None and after >= tally.wake
        if tally.wake is not None and tally.value < tally.wake <= after:
            cross(tally, value=after, at=at)
        record(
            at=at, actor=name_of(actor), verb="support.batch", subject=f"case:{gate.key}", batch=batch.pk, count=count
        )
    if crossed:
        advance(Case(pk=proposal.pk), at=at)
    return batch
