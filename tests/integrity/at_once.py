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
