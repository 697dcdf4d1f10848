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

from django.db import connection, transaction

from madang.audit.models import Entry, record
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.people.models import LEVELS, Person, Verification
from madang.procedures.models import Case, Crossing, StageVisit, Tally
from madang.proposals.models import Proposal, Support, SupportBatch
from madang.rules.document import Stage

from .journey import advance, moving, name_of

BATCH_LIMIT = 10_000_000


@dataclass(frozen=True)
class Cast:
    """One person supports one proposal (by case id) at a moment."""

    case_id: int
    person: Person
    at: datetime


@dataclass
class _Gate:
    """A proposal that takes supports, while its count is locked."""

    tally: Tally
    stage: Stage
    due: datetime | None
    key: str
    wake_at: datetime | None
    new: list[tuple[Cast, datetime]] = field(default_factory=list)


def cast_support(*, proposal: Proposal, person: Person, at: datetime) -> bool:
    """``person`` supports ``proposal``. True when it is new, False when they already did. Refused when not possible."""
    (result,) = flush([Cast(proposal.pk, person, at)])
    if isinstance(result, Refused):
        raise result
    return result


def flush(casts: Sequence[Cast]) -> list[bool | Refused]:
    """Write a batch of supports; for each in turn: new (True), already there (False), or why not.

    One refused support does not disturb the others. Each proposal's count is locked in id order, changed once, and
    never read without the lock: the count always equals the rows.
    """
    latest: dict[int, datetime] = {}
    for cast in casts:
        latest[cast.case_id] = max(cast.at, latest.get(cast.case_id, cast.at))
    with _locked(latest) as gates:
        persons = _levels({cast.person.pk for cast in casts}, gates)
        results: list[bool | Refused] = []
        accepted: dict[tuple[int, int], tuple[Cast, datetime]] = {}
        for cast in casts:
            refusal = _refusal(cast, gates.get(cast.case_id), persons)
            pair = (cast.case_id, cast.person.pk)
            results.append(refusal or pair not in accepted)
            if refusal is None:
                gate = gates[cast.case_id]
                accepted.setdefault(pair, (cast, max(cast.at, gate.tally.last_at)))
        new = _insert(accepted)
        for index, cast in enumerate(casts):
            pair = (cast.case_id, cast.person.pk)
            if results[index] is True and pair not in new:
                results[index] = False
        for pair in accepted:
            if pair in new:
                gates[pair[0]].new.append(accepted[pair])
        crossed = [gate.tally.case_id for gate in gates.values() if gate.new and _count(gate)]
        Entry.objects.bulk_create(
            Entry(at=moment, actor=cast.person.actor, verb="support.cast", subject=f"case:{gate.key}")
            for gate in gates.values()
            for cast, moment in gate.new
        )
    for case_id in crossed:
        advance(Case(pk=case_id), at=latest[case_id])
    return results


@contextmanager
def _locked(latest: dict[int, datetime]) -> Iterator[dict[int, _Gate]]:
    """A transaction that holds the counts of these cases, each brought up to its moment first.

    What the clock has not done yet comes before a new support. It is done outside the lock (case → tally, never back).
    """
    for _ in range(5):
        with transaction.atomic():
            gates = _lock(sorted(latest))
            behind = [pk for pk, gate in gates.items() if gate.wake_at is not None and gate.wake_at <= latest[pk]]
            if not behind:
                yield gates
                return
        for case_id in behind:
            advance(Case(pk=case_id), at=latest[case_id])
    raise RuntimeError(f"cases {behind} cannot be brought up to date")


def _lock(case_ids: Sequence[int]) -> dict[int, _Gate]:
    """The tallies, locked in id order; then, as they stand under the lock, the open collecting stages."""
    tallies = (
        Tally.objects.select_for_update(of=("self",)).filter(case__in=case_ids, what="supports").order_by("case_id")
    )
    locked = {tally.case_id: tally for tally in tallies}
    gates: dict[int, _Gate] = {}
    visits = StageVisit.objects.filter(case__in=list(locked), kind="collect", left=None)
    for visit in visits.select_related("case__rules").defer("case__rules__data"):
        stage = visit.case.rules.document.stage(visit.stage)
        if stage.settings.get("counter", "supports") == "supports":
            gates[visit.case_id] = _Gate(
                locked[visit.case_id], stage, visit.due, visit.case.key, visit.case.wake_at
            )
    return gates


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


def _insert(accepted: dict[tuple[int, int], tuple[Cast, datetime]]) -> set[tuple[int, int]]:
    """Write the rows that are not there yet; the pairs that are new. (The ORM cannot say which of many were new.)"""
    if not accepted:
        return set()
    table = connection.ops.quote_name(Support._meta.db_table)
    values = ", ".join(["(%s, %s, %s)"] * len(accepted))
    adapt = connection.ops.adapt_datetimefield_value
    parameters: list[int | str | datetime | None] = []
    for (case_id, person_id), (_, moment) in accepted.items():
        parameters += [case_id, person_id, adapt(moment)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (proposal_id, person_id, at) VALUES {values} "
            "ON CONFLICT (proposal_id, person_id) DO NOTHING RETURNING proposal_id, person_id",
            parameters,
        )
        return set(cursor.fetchall())


def _count(gate: _Gate) -> bool:
    """Count the new rows of one proposal; True when the count has reached its wake, which is then on record."""
    tally, moments = gate.tally, sorted(moment for _, moment in gate.new)
    before, after = tally.value, tally.value + len(moments)
    Tally.objects.filter(case_id=tally.case_id, what="supports").update(value=after, last_at=moments[-1])
    if tally.wake is None or after < tally.wake:
        return False
    if before < tally.wake:
        _cross(tally, value=tally.wake, at=moments[tally.wake - before - 1])
    return True


def _cross(tally: Tally, *, value: int, at: datetime) -> None:
    crossing = Crossing(case_id=tally.case_id, what=tally.what, wake=tally.wake or 0, value=value, at=at)
    Crossing.objects.bulk_create([crossing], ignore_conflicts=True)


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
    with _locked({proposal.pk: at}) as gates:
        gate = gates.get(proposal.pk)
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
            _cross(tally, value=after, at=at)
        record(
            at=at, actor=name_of(actor), verb="support.batch", subject=f"case:{gate.key}", batch=batch.pk, count=count
        )
    if crossed:
        advance(Case(pk=proposal.pk), at=at)
    return batch
