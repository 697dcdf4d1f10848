"""Builders for tests about panels: a pool of people, targets, a closed pool, a drawn panel, by the ordinary actions.

선정단 = make_panels.pool(40)                     # forty people: half women, four age bands, two areas; 8 seats
make_panels.drawn(선정단)                         # closed, and drawn with the seed "38 3 11"
"""

from __future__ import annotations

from datetime import datetime

from madang.actions import panel_draws, panels
from madang.actions.panels import Enrolled
from madang.agenda.models import Panel
from tests import make

TARGETS = [
    {"category": "gender", "name": "female", "min": 3, "max": 5},
    {"category": "gender", "name": "male", "min": 3, "max": 5},
    {"category": "age_band", "name": "20-29", "min": 1, "max": 3},
    {"category": "age_band", "name": "30-39", "min": 1, "max": 3},
    {"category": "age_band", "name": "40-49", "min": 1, "max": 3},
    {"category": "age_band", "name": "70-", "min": 1, "max": 3},
    {"category": "area", "name": "가온동", "min": 2, "max": 6},
    {"category": "area", "name": "나루동", "min": 2, "max": 6},
]
AGES = ("20-29", "30-39", "40-49", "70-")


def people(count: int, *, first: int = 0) -> list[Enrolled]:
    """So many, all of different names, evenly over the groups."""
    return [
        Enrolled(
            name=f"시민 {at}",
            attributes={
                "gender": ("female", "male")[at % 2], "age_band": AGES[at // 2 % 4], "area": ("가온동", "나루동")[at // 8 % 2]
            },
        )
        for at in range(first, first + count)
    ]  # fmt: skip


def pool(count: int = 40, *, key: str = "spring", size: int = 8, at: datetime = make.AT) -> Panel:
    """A panel with targets and ``count`` people registered, still open."""
    made = panels.make_panel(name="2019년 봄 의제선정단", size=size, key=key, at=at, actor=None)
    panels.set_targets(panel=made, targets=TARGETS, at=at, actor=None)
    panels.enrol(panel=made, people=people(count), at=at, actor=None)
    made.refresh_from_db()
    return made


def drawn(panel: Panel, seed: str = "38 3 11", *, at: datetime = make.AT) -> Panel:
    """Close the pool and draw."""
    panels.close_pool(panel=panel, at=at, actor=None)
    return panel_draws.draw_panel(panel=panel, seed=seed, source="복권 당첨 번호", at=at, actor=None)


def seats(panel: Panel, *states: str) -> list[int]:
    """The numbers of those in one of these states (all that have a seat, when none are given)."""
    return list(panel.members.filter(state__in=states or ("drawn", "accepted")).values_list("number", flat=True))
