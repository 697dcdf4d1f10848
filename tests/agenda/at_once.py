"""What one of several processes does in the tests of this folder."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def prepare(at: datetime, declined: int) -> None:
    """A closed pool; with ``declined`` drawn, and so many have declined."""
    from madang.actions import panel_draws, panels
    from tests import make_panels

    panel = make_panels.pool(at=at)
    if not declined:
        panels.close_pool(panel=panel, at=at, actor=None)
        return
    make_panels.drawn(panel, at=at)
    for number in make_panels.seats(panel)[:declined]:
        panel_draws.answer_seat(panel=panel, number=number, answer="declined", at=at, actor=None)


def press(start: Any, act: str, seed: str, at: datetime) -> str:
    """Draw or replace with this seed, when all are ready; what was refused, or ``done``."""
    from madang.actions import panel_draws, panels
    from madang.base.errors import Refused

    panel = panels.find_panel("spring")
    start.wait()
    try:
        getattr(panel_draws, act)(panel=panel, seed=seed, at=at, actor=None)
    except Refused as refused:
        return refused.code
    return "done"


def seats() -> dict[str, int]:
    """How many are in each state."""
    from collections import Counter

    from madang.agenda.models import PoolMember

    return dict(Counter(PoolMember.objects.values_list("state", flat=True)))
