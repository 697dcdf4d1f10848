"""The only place that asks the time.

Everything else receives moments as arguments (``at``) or calls :func:`now`, so that a year of procedure can be
lived through in a second (``standing_at``), by tests, by the demo city and by replays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_standing_at: ContextVar[datetime | None] = ContextVar("madang_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; the moment the clock was made to stand at, if it was."""
    return _standing_at.get() or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at ``moment`` (aware) inside the block, in this thread or task only."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware moment")
    token = _standing_at.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing_at.reset(token)
