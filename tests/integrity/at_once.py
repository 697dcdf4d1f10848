"""What one of several processes does in the tests of this folder."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def prepare() -> None:
    """The database is there."""
    from madang.people.models import Use

    assert not Use.objects.exists()


def pressing(start: Any, times: int, limit: int, at: datetime) -> int:
    """Press so many times; how often it was allowed."""
    from madang.people import limits

    start.wait()
    return sum(limits.allow("press", "p1", at=at, limit=limit, per=limits.HOUR) for _ in range(times))


def suspicious(honest: int, bad: int, told: bool = False) -> dict[str, Any]:
    """A proposal with so many honest supports and so many from one device, and the plan to take those out.

    ``told``: everyone is registered by the ordinary action, so that an export knows them.
    """
    from madang.actions import invalidations
    from madang.actions.supports import Cast, Trace, flush
    from tests import make

    proposal = make.proposal(key="bike", department=make.department())
    for device, number in (("", honest), ("one", bad)):
        people = [make.person() for _ in range(number)] if told else make.crowd(number)
        for first in range(0, number, 500):
            assert all(flush([Cast(proposal.pk, p, make.AT, Trace("n", device)) for p in people[first : first + 500]]))
    later = make.AT + make.days(1)
    held = invalidations.plan_invalidation(
        proposal=proposal, query={"devices": ["one"]}, reason="확인", at=later, actor=make.staff()
    )
    more = [] if told else make.crowd(120)
    return {"proposal": proposal.pk, "held": held.pk, "people": [person.pk for person in more], "at": later}


def begin(held: int, at: datetime, back: bool = False) -> None:
    """Say that it shall be applied (or taken back)."""
    from madang.actions import invalidations
    from madang.proposals.models import Invalidation

    found = Invalidation.objects.get(pk=held)
    if back:
        invalidations.reverse_invalidation(invalidation=found, reason="아니었다", at=at, actor=None)
    else:
        invalidations.apply_invalidation(invalidation=found, at=at, actor=None)


def going_on(start: Any, batch: int, at: datetime) -> None:
    """Work at it in small batches until nothing is left, as a worker does."""
    from madang.actions import invalidations

    invalidations.BATCH = batch
    if start is not None:
        start.wait()
    while invalidations.work(at=at):
        pass


def state() -> dict[str, Any]:
    """What must agree."""
    from madang.actions import clockwork
    from madang.audit.models import Entry
    from madang.procedures.models import Tally
    from madang.proposals.models import InvalidatedSupport, Invalidation, Support
    from tests import make

    held = Invalidation.objects.get()
    told = {
        verb: sum(entry.facts["count"] for entry in Entry.objects.filter(verb=verb))
        for verb in ("support.invalidate", "support.restore")
    }
    return {
        "value": Tally.objects.get(what="supports").value,
        "rows": Support.objects.count(),
        "out": InvalidatedSupport.objects.count(),
        "count": held.count,
        "state": held.state,
        "told": told["support.invalidate"] - told["support.restore"],
        "differences": [str(one) for one in clockwork.sweep(at=make.AT + make.days(1))],
    }
