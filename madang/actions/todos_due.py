"""What the clock does about the plan: raise the todos that the procedure asks for, tick off what has happened, look once a
day whether the phase under way is fulfilled.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from madang.notices.models import Watch

from . import phases
from .raising import raise_due
from .watching import watch_due

NAME = "todos"
PAUSE = timedelta(minutes=1)  # between two looks of all workers together


def look(*, at: datetime) -> int:
    """Raise and tick off whatever is due at ``at``; how many todos changed. What happened earlier is dated then."""
    phases.look(at=at)
    return raise_due(at=at) + watch_due(at=at)


def work(*, at: datetime) -> int:
    """The same for a worker: nothing when another one looked within the last minute. Whoever dies while looking has
    lost nothing: the next look finds the same."""
    watch, new = Watch.objects.get_or_create(name=NAME, defaults={"until": at})
    if not new and not Watch.objects.filter(pk=watch.pk, until__lte=at - PAUSE).update(until=at):
        return 0
    return look(at=at)
