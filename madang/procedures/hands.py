"""Whose hands a case is in: opening and closing the rows of ``Hand``, and reading them as a way with times.

The clocks of the case do not know of hands. Written by the actions only, inside an act that holds the case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from madang.people.models import Department, Person

from .models import Case, Hand

LEAD, CONTRIBUTING = "lead", "contributing"


def take(case: Case, department: Department, *, at: datetime, by: Person | None, reason: str = "") -> None:
    """``department`` has the case from ``at`` on; whoever had it has handed it over. Nothing changes for the same one."""
    held = case.hands.filter(part=LEAD, until=None)
    if held.filter(department=department).exists():
        return
    held.update(until=at, outcome="handed-over", reason=reason)
    # Who leads no longer only contributes.
    case.hands.filter(part=CONTRIBUTING, until=None, department=department).update(until=at, outcome="done")
    Hand.objects.create(case=case, department=department, part=LEAD, since=at, by=by)


def let_go(case: Case, *, at: datetime, reason: str) -> None:
    """The department that has the case refuses it; nobody has it."""
    case.hands.filter(part=LEAD, until=None).update(until=at, outcome="refused", reason=reason)


def join(case: Case, department: Department, *, at: datetime, by: Person | None) -> bool:
    """``department`` contributes from ``at`` on; False when it does so already."""
    _, new = Hand.objects.get_or_create(
        case=case, department=department, part=CONTRIBUTING, until=None, defaults={"since": at, "by": by}
    )
    return new


def leave(case: Case, department: Department, *, at: datetime, outcome: str, reason: str = "") -> None:
    """``department`` contributes no more: it has done its part, or refused."""
    held = case.hands.filter(part=CONTRIBUTING, until=None, department=department)
    held.update(until=at, outcome=outcome, reason=reason)


def end(case: Case, *, at: datetime) -> None:
    """The case is closed: nobody has it in hand."""
    case.hands.filter(until=None).update(until=at, outcome="ended")


def contributing(case: Case) -> list[Department]:
    """The departments that contribute now, in the order in which they were asked."""
    held = case.hands.filter(part=CONTRIBUTING, until=None).select_related("department").order_by("since", "pk")
    return [hand.department for hand in held]


@dataclass(frozen=True)
class Stretch:
    """So long a case was with ``department`` (None: with nobody, after it was refused)."""

    department: Department | None
    time: timedelta
    since: datetime
    until: datetime | None
    outcome: str = ""
    reason: str = ""


def way(hands: Iterable[Hand], now: datetime, closed_at: datetime | None = None) -> list[Stretch]:
    """The lead's hands one after the other, gaps between them included; ``hands`` in the order of ``since``.

    The last stretch is open while the case is (``until`` None) and counted up to ``now``.
    """
    found: list[Stretch] = []
    before: datetime | None = None
    for hand in hands:
        if hand.part != LEAD:
            continue
        if before is not None and hand.since > before:
            found.append(Stretch(None, hand.since - before, before, hand.since))
        end_ = hand.until or max(now, hand.since)
        found.append(Stretch(hand.department, end_ - hand.since, hand.since, hand.until, hand.outcome, hand.reason))
        before = hand.until
    if before is not None and found[-1].outcome == "refused":
        end_ = closed_at or max(now, before)
        found.append(Stretch(None, end_ - before, before, closed_at))
    return found
