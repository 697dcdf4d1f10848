"""What the clock does: whatever is due is found by query and done, however long nobody looked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Sum

from madang.forums.models import ForumNote, Participant
from madang.procedures.models import Case, Tally
from madang.proposals.models import InvalidatedSupport, Invalidation, Support, SupportBatch

from .journey import SYSTEM, Journey, advance

log = logging.getLogger("madang.clockwork")
BATCH = 500


@dataclass
class Ticked:
    """What one tick did: cases moved on, and cases that could not be (their keys; the reason is in the log)."""

    advanced: int
    failed: list[str]


def tick(*, at: datetime) -> Ticked:
    """Make due whatever is due at ``at``, in the order in which it fell due. Several workers may tick at once."""
    done = Ticked(0, [])
    seen: set[int] = set()
    left: set[int] = set()  # still waiting after we looked: broken, or in another worker's hands
    while found := _waiting(at, left):
        for case in found:
            if case.pk in seen or not _advanced(case, at, done):
                left.add(case.pk)
            seen.add(case.pk)
    return done


def _advanced(case: Case, at: datetime, done: Ticked) -> bool:
    try:
        moved = advance(case, at=at, skip_locked=True)
    except Exception:  # one broken case must not stop the others
        log.exception("case %s could not be moved on", case.key)
        done.failed.append(case.key)
        return False
    done.advanced += moved
    return moved


def _waiting(at: datetime, left: set[int]) -> list[Case]:
    """The next cases that need the clock at ``at``, but for those ``left``."""
    woken = list(Case.objects.woken().exclude(pk__in=left)[:BATCH])
    known = left | {case.pk for case in woken}
    return woken + list(Case.objects.due(at).exclude(pk__in=known)[:BATCH])


def anything_due(at: datetime) -> bool:
    """Whether the clock has something to do at ``at``. (Asked before every event of a replay: plain SQL.)"""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {Case._meta.db_table} WHERE wake_at <= %s LIMIT 1", [moment])
        return cursor.fetchone() is not None


def next_wake() -> datetime | None:
    """The earliest moment at which some case needs the clock."""
    return Case.objects.filter(wake_at__isnull=False).order_by("wake_at").values_list("wake_at", flat=True).first()


@dataclass(frozen=True)
class Difference:
    """Something stored that is not what the rows and rules say: what, of which case, stored and right."""

    case: str
    what: str
    stored: object
    right: object


def sweep(*, at: datetime, repair: bool = False) -> Iterator[Difference]:
    """Recount every support and everyone who took part, and re-evaluate every open case; report each difference, repair only when told to.

    A difference is never expected: it means lost rows, a restored backup, or a fault of ours.
    """
    last = 0
    while True:
        cases = list(Case.objects.with_rules().filter(pk__gt=last).order_by("pk")[:BATCH])
        if not cases:
            return
        last = cases[-1].pk
        yield from _counts(cases, repair)
        for case in cases:
            if case.closed_at is None:
                yield from _wakes(case, at, repair)


def _counts(cases: list[Case], repair: bool) -> Iterator[Difference]:
    keys = {case.pk: case.key for case in cases}
    for what, count in COUNTS.items():
        rows = count(list(keys))
        for tally in Tally.objects.filter(case__in=keys, what=what):
            if tally.value != rows.get(tally.case_id, 0):
                yield from _recount(tally.case_id, keys[tally.case_id], what, repair)
    yield from _invalidated(keys, repair)


def _invalidated(keys: dict[int, str], repair: bool) -> Iterator[Difference]:
    """What each invalidation says it has out, against the rows that are out; and nobody both counts and is out."""
    for held in Invalidation.objects.filter(proposal__in=keys).annotate(rows=Count("supports")):
        if held.count != held.rows:
            if repair:
                Invalidation.objects.filter(pk=held.pk).update(count=held.rows)
            yield Difference(keys[held.proposal_id], "invalidated", held.count, held.rows)
    out = InvalidatedSupport.objects.filter(proposal__in=keys)
    twice = out.filter(Exists(Support.objects.filter(proposal=OuterRef("proposal"), person=OuterRef("person"))))
    for proposal, person in twice.values_list("proposal_id", "person_id"):
        if repair:
            InvalidatedSupport.objects.filter(proposal=proposal, person=person).delete()
        yield Difference(keys[proposal], "invalidated twice", person, None)


def _rows(case_ids: list[int]) -> dict[int, int]:
    """How many supports there really are, by case: one by one, and in batches."""
    single = Support.objects.filter(proposal__in=case_ids).values_list("proposal_id").annotate(n=Count("person_id"))
    rows = dict(single.order_by())
    batches = SupportBatch.objects.filter(proposal__in=case_ids).values_list("proposal_id").annotate(n=Sum("count"))
    for pk, count in batches.order_by():
        rows[pk] = rows.get(pk, 0) + count
    return rows


def _took_part(case_ids: list[int]) -> dict[int, int]:
    """How many took part in the forums of each case: people, each once, and those counted in places without a name."""
    people = Participant.objects.filter(forum__case__in=case_ids).order_by().values_list("forum__case")
    rows = dict(people.annotate(n=Count("person", distinct=True)))
    counted = ForumNote.objects.filter(forum__case__in=case_ids).order_by().values_list("forum__case")
    for pk, count in counted.annotate(n=Sum("count")):
        rows[pk] = rows.get(pk, 0) + count
    return rows


# What is counted, and how many there really are of it, by case.
COUNTS: dict[str, Callable[[list[int]], dict[int, int]]] = {"supports": _rows, "participants": _took_part}


def _recount(case_id: int, key: str, what: str, repair: bool) -> Iterator[Difference]:
    """Look again while nobody can count: someone may just have done so."""
    with transaction.atomic():
        tally = Tally.objects.select_for_update().get(case=case_id, what=what)
        right = COUNTS[what]([case_id]).get(case_id, 0)
        if tally.value == right:
            return
        if repair:
            Tally.objects.filter(case=case_id, what=what).update(value=right)
    yield Difference(key, what, tally.value, right)


def _wakes(case: Case, at: datetime, repair: bool) -> Iterator[Difference]:
    """Play the case up to ``at`` and compare; then take it back, unless it is to be repaired.

    What is due, or crossed and on record, but not looked at yet is no difference: the next tick does it.
    """
    with transaction.atomic():
        locked = Case.objects.locked().get(pk=case.pk)
        if locked.wake_at is not None and locked.wake_at <= at:
            at = locked.wake_at - timedelta.resolution
        before = (locked.wake_at, sorted(locked.tallies.values_list("what", "wake")))
        marks, visits = set(locked.marks.values_list("key", flat=True)), locked.visits.filter(left=None).count()
        journey = Journey(locked, at=at, actor=SYSTEM)
        if journey.crossings:
            return
        journey.catch_up()
        journey.rest()
        after = (locked.wake_at, sorted(locked.tallies.values_list("what", "wake")))
        if journey.marks != marks or len(journey.visits) != visits:
            yield Difference(case.key, "moves", sorted(marks), sorted(journey.marks))
        elif before != after:
            yield Difference(case.key, "wake", before, after)
        if not repair:
            transaction.set_rollback(True)
