"""Counting that many do at once: one narrow row is locked, written once, and what it reaches is put on record.

Locks are taken case → tally, or tally alone; so the rules are applied outside the lock (:func:`counting`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from madang.procedures.models import Case, Crossing, Tally
from madang.procedures.prepared import Prepared

from .journey import advance

_TALLY: Prepared[Tally] = Prepared(
    lambda case_id, what: Tally.objects.select_for_update(of=("self",)).filter(case_id=case_id, what=what)
)
_WAKE_AT: Prepared[datetime | None] = Prepared(
    lambda case_id: Case.objects.filter(pk=case_id).values_list("wake_at", flat=True)
)


@dataclass
class Count:
    """A tally in our hands. ``at``: the moment of the act, never before the last one that was counted.

    ``held``: within a journey, which applies the rules itself when it comes to rest; no crossing is put on record then.
    """

    tally: Tally
    at: datetime
    wake_at: datetime | None
    crossed: bool = False
    held: bool = False

    def behind(self) -> bool:
        """Whether the rules have something to do before anything is counted."""
        late = self.wake_at is not None and self.wake_at <= self.at
        return late or (self.tally.wake is not None and self.tally.value >= self.tally.wake)

    def add(self, number: int) -> None:
        """So many more; a crossing is on record with them."""
        after = self.tally.value + number
        Tally.objects.filter(case_id=self.tally.case_id, what=self.tally.what).update(value=after, last_at=self.at)
        if not self.held and self.tally.wake is not None and self.tally.value < self.tally.wake <= after:
            cross(self.tally, value=after, at=self.at)
            self.crossed = True
        self.tally.value = after


def cross(tally: Tally, *, value: int, at: datetime) -> None:
    """That this tally has reached its wake, once."""
    crossing = Crossing(case_id=tally.case_id, what=tally.what, wake=tally.wake or 0, value=value, at=at)
    Crossing.objects.bulk_create([crossing], ignore_conflicts=True)


@contextmanager
def counting(case_id: int, what: str, *, at: datetime) -> Iterator[Count | None]:
    """A transaction that holds one count of a case, brought up to ``at`` first; None when nothing of it is counted.

    Whatever the block counts moves the case on after the commit, if it reached anything.
    """
    count: Count | None = None
    for _ in range(5):
        with transaction.atomic():
            count = _locked(case_id, what, at)
            if count is None or not count.behind():
                yield count
                break
        advance(Case(pk=case_id), at=at)
    else:
        raise RuntimeError(f"case {case_id} cannot be brought up to date")
    if count is not None and count.crossed:
        advance(Case(pk=case_id), at=count.at)


def _locked(case_id: int, what: str, at: datetime) -> Count | None:
    tally = _TALLY.first(case_id, what)
    if tally is None:
        return None
    return Count(tally, max(at, tally.last_at), _WAKE_AT.first(case_id))
