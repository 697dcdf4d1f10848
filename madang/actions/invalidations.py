"""무효 처리: taking supports out of the count that are not what they seem, and back.

Planned → applying → applied → reversing → reversed. A plan names a query and the public reason; its effects are looked
at before anything happens (``integrity.effects``). Applying and taking back go in batches, each one transaction that
moves rows, count, wake and audit entry together, so that a dead process leaves nothing half done and :func:`work` (the
worker's loop) goes on where it ended.

What the rules have promised stays promised (a mark once reached, a duty once owed), unless the plan names the marks to
be withdrawn; decision 0007 says why.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_text, opaque_key
from madang.people.models import Person
from madang.procedures.models import Case, Mark, Tally
from madang.proposals import selection
from madang.proposals.models import InvalidatedSupport, Invalidation, Proposal, Support

from .journey import Journey, moving, name_of

log = logging.getLogger("madang.invalidations")
BATCH = 500  # rows one transaction moves: the count is locked for a fraction of a second
REASON_LIMIT = 1_000


def plan_invalidation(
    *,
    proposal: Proposal,
    query: Mapping[str, Any],
    reason: str,
    at: datetime,
    actor: Person | None,
    withdrawn: Iterable[str] = (),
) -> Invalidation:
    """What would be taken out, and why everyone can read it; nothing changes yet. ``withdrawn``: marks to take back too."""
    reason = clean_text(reason)
    if not reason:
        raise Refused("reason-empty")
    if len(reason) > REASON_LIMIT:
        raise Refused("body-too-long", limit=f"{REASON_LIMIT:,}", length=f"{len(reason):,}")
    try:
        cleaned = selection.clean(query, until=at)
    except selection.BadQuery as error:
        raise Refused("invalidation-query", member=str(error)) from error
    marks = sorted(set(withdrawn))
    if marks:
        _withdrawable(Case.objects.get(pk=proposal.pk), marks)
    with transaction.atomic():
        made = Invalidation.objects.create(
            proposal=proposal, query=cleaned, reason=reason, withdrawn=marks, made_by=actor, made_at=at
        )
        _note(made, "invalidation.plan", at, actor)
    return made


def drop_invalidation(*, invalidation: Invalidation, at: datetime, actor: Person | None) -> None:
    """A plan is given up; it stays on record."""
    with transaction.atomic():
        held = _held(invalidation, "planned")
        held.state = "dropped"
        held.save(update_fields=["state"])
        _note(held, "invalidation.drop", at, actor)


def apply_invalidation(
    *, invalidation: Invalidation, at: datetime, actor: Person | None, withdrawn: Iterable[str] = ()
) -> None:
    """From here on the supports are being taken out: by :func:`work`, or by whoever calls :func:`step` until it is done.

    ``withdrawn``: marks to take back too, beside those of the plan.
    """
    marks = sorted({*invalidation.withdrawn, *withdrawn})
    if marks:
        _withdrawable(Case.objects.get(pk=invalidation.proposal_id), marks)
    with transaction.atomic():
        held = _held(invalidation, "planned")
        held.state, held.applied_by, held.withdrawn = "applying", actor, marks
        held.save(update_fields=["state", "applied_by", "withdrawn"])
        _note(held, "invalidation.apply", at, actor)


def reverse_invalidation(*, invalidation: Invalidation, reason: str, at: datetime, actor: Person | None) -> None:
    """From here on all its supports are being put back, as they were, with the reason everyone can read."""
    reason = clean_text(reason)
    if not reason:
        raise Refused("reason-empty")
    with transaction.atomic():
        held = _held(invalidation, "applying", "applied")
        held.state, held.reversed_by, held.reversal = "reversing", actor, reason[:REASON_LIMIT]
        held.save(update_fields=["state", "reversed_by", "reversal"])
        _note(held, "invalidation.reverse", at, actor)


def _held(invalidation: Invalidation, *states: str) -> Invalidation:
    held = Invalidation.objects.select_for_update(of=("self",)).get(pk=invalidation.pk)
    if held.state not in states:
        raise Refused("invalidation-state")
    return held


def _note(held: Invalidation, verb: str, at: datetime, actor: Person | None) -> None:
    subject = Case.objects.values_list("key", flat=True).get(pk=held.proposal_id)
    record(at=at, actor=name_of(actor), verb=verb, subject=f"case:{subject}", invalidation=held.key)


# ── in batches ──


def work(*, at: datetime, batches: int = 20) -> bool:
    """Go on with whatever is being applied or taken back, so many batches at most. True when there is more to do."""
    for held in Invalidation.objects.filter(state__in=("applying", "reversing")).order_by("pk"):
        done = False
        while not done:
            if batches == 0:
                return True
            batches -= 1
            try:
                done = step(held, at=at)
            except OperationalError:  # the database is away: the worker's own concern
                raise
            except Exception:  # one that cannot be done must not stop the others
                log.exception("invalidation %s could not go on", held.key)
                done = True
    return False


def step(invalidation: Invalidation, *, at: datetime) -> bool:
    """One batch. True when nothing is left to do (also when another process has done it)."""
    who = invalidation.applied_by if invalidation.state == "applying" else invalidation.reversed_by
    with moving(Case(pk=invalidation.proposal_id), at=at, actor=who) as journey:
        held = Invalidation.objects.select_for_update(of=("self",)).get(pk=invalidation.pk)
        if held.state == "applying":
            rows = selection.chosen(Proposal(pk=held.proposal_id), held.query).order_by("person_id")
            people = list(rows.values_list("person_id", flat=True)[:BATCH])
            if people:
                take_out(journey, held, people)
                return False
            _settle(journey, held, "applied")
        elif held.state == "reversing":
            out = InvalidatedSupport.objects.filter(invalidation=held).order_by("person_id")
            people = list(out.values_list("person_id", flat=True)[:BATCH])
            if people:
                put_back(journey, held, people)
                return False
            _settle(journey, held, "reversed")
        return True


def _settle(journey: Journey, held: Invalidation, state: str) -> None:
    """The last batch is done."""
    held.state = state
    if state == "applied":
        held.applied_at = journey.at
        if held.withdrawn:
            _withdraw(journey, held.withdrawn, held.key)
    else:
        held.reversed_at = journey.at
    held.save(update_fields=["state", "applied_at", "reversed_at"])
    journey.record(f"invalidation.{state}", invalidation=held.key, count=held.count)


def take_out(journey: Journey, held: Invalidation, people: Sequence[int]) -> None:
    """Within a journey: these supports no longer count, and are kept as they were."""
    rows = list(Support.objects.filter(proposal_id=held.proposal_id, person__in=people).select_related("person"))
    InvalidatedSupport.objects.bulk_create(
        InvalidatedSupport(proposal_id=row.proposal_id, person_id=row.person_id, at=row.at, invalidation=held)
        for row in rows
    )
    Support.objects.filter(proposal_id=held.proposal_id, person__in=[row.person_id for row in rows]).delete()
    held.count += len(rows)
    held.save(update_fields=["count"])
    _recount(journey, -len(rows))
    journey.record(
        "support.invalidate",
        invalidation=held.key,
        people=[row.person.key for row in rows],
        count=len(rows),
        reason=held.reason,
    )


def put_back(journey: Journey, held: Invalidation, people: Sequence[int]) -> None:
    """Within a journey: these supports count again, as they were."""
    out = InvalidatedSupport.objects.filter(invalidation=held, person__in=people)
    rows = list(out.select_related("person"))
    Support.objects.bulk_create(
        Support(proposal_id=row.proposal_id, person_id=row.person_id, at=row.at) for row in rows
    )
    InvalidatedSupport.objects.filter(invalidation=held, person__in=[row.person_id for row in rows]).delete()
    held.count -= len(rows)
    held.save(update_fields=["count"])
    _recount(journey, len(rows))
    journey.record(
        "support.restore",
        invalidation=held.key,
        people=[row.person.key for row in rows],
        count=len(rows),
        reason=held.reversal,
    )


def _recount(journey: Journey, change: int) -> None:
    """The count changes with its rows; the wake is computed when the journey comes to rest."""
    tally = journey.tallies["supports"]
    tally.value += change
    tally.last_at = journey.at
    Tally.objects.filter(case=journey.case, what="supports").update(value=tally.value, last_at=journey.at)


# ── promises taken back ──


def _withdrawable(case: Case, marks: Sequence[str]) -> None:
    """Refused unless every one of ``marks`` has been reached, and what it began is still open."""
    open_ = set(case.visits.filter(left=None).values_list("stage", flat=True))
    reached = set(case.marks.values_list("key", flat=True))
    for key in marks:
        begun = [
            start.stage for stage in case.rules.document.stages.values() for start in stage.starts if start.key == key
        ]
        if key not in reached or not open_ & set(begun):
            raise Refused("mark-not-withdrawable", mark=key)


def _withdraw(journey: Journey, keys: Sequence[str], name: str) -> None:
    """Take back marks: the stage each began ends as ``withdrawn``, and its duty is released.

    One whose condition holds even so (honest supports came meanwhile) stays.
    """
    for stage in journey.document.stages.values():
        source = next((visit for visit in journey.visits if visit.stage == stage.key), None)
        for start in stage.starts:
            if start.key not in keys or start.key not in journey.marks:
                continue
            if source is not None and start.when.met(journey.situation(source, journey.at)):
                continue
            begun = next((visit for visit in journey.visits if visit.stage == start.stage), None)
            if begun is None:
                continue
            Mark.objects.filter(case=journey.case, key=start.key).delete()
            journey.marks.discard(start.key)
            journey.record("mark.withdraw", invalidation=name, mark=start.key)
            journey.cut(begun, "withdrawn")


# ── from an event file ──


def retell(
    *,
    proposal: Proposal,
    key: str,
    people: Sequence[Person],
    reason: str,
    back: bool,
    at: datetime,
    actor: Person | None,
) -> None:
    """One batch as an event tells it: ``people``'s supports go out, or (``back``) count again. Refused for others."""
    with moving(Case(pk=proposal.pk), at=at, actor=actor) as journey:
        held = Invalidation.objects.filter(key=key).first()
        if held is not None and held.proposal_id != proposal.pk:
            raise Refused("key-taken", key=key)
        ids = [person.pk for person in people]
        if held is None:
            if back:
                raise Refused("invalidation-state")
            held = Invalidation.objects.create(
                key=key or opaque_key(), proposal=proposal, query={"people": sorted(p.key for p in people)},
                reason=clean_text(reason)[:REASON_LIMIT], made_by=actor, made_at=journey.at,
            )  # fmt: skip
        if back:
            put_back(journey, held, ids)
            held.reversed_by, held.reversed_at, held.reversal = actor, journey.at, clean_text(reason)[:REASON_LIMIT]
            held.state = "reversed" if held.count == 0 else "reversing"
        else:
            take_out(journey, held, ids)
            held.applied_by, held.applied_at, held.state = actor, journey.at, "applied"
        held.save()


def withdraw_mark(*, proposal: Proposal, mark: str, key: str, at: datetime, actor: Person | None) -> None:
    """A mark is taken back, as an event tells it; Refused when it was not reached or what it began is over."""
    with moving(Case(pk=proposal.pk), at=at, actor=actor) as journey:
        _withdrawable(journey.case, [mark])
        _withdraw(journey, [mark], key)
        Invalidation.objects.filter(key=key, proposal=proposal).update(withdrawn=[mark])
