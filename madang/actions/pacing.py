"""진도: how a measured goal stands on a day: what there is, what there should be by now, and by how much it is behind.

What adds up over the days (counts) should have come as far as the days have: after ``d`` of ``n`` days, ``target × d ÷ n``,
rounded down. A day counts once it is over. Shares, medians and stocks are set beside the target as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor

from madang.plans.models import Goal

from .metrics import Measured, Metric, Wanted, find_metric, measure_all
from .metrics_sources import ZONE

POINTS = 24  # of a trend: months, or every second, third … of them


@dataclass(frozen=True)
class Pace:
    """``state``: before (its days have not begun), on-track, behind, met, missed, unknown (nothing to measure yet), hidden (so
    few people that it is not shown), question (nothing is measured). ``expected`` by now; ``gap``: what is lacking to it
    (after the end: to the target), 0 when nothing is. ``elapsed``: 0 to 1; ``share``: the actual figure in the target.
    """

    state: str
    figure: Measured | None = None
    target: float | None = None
    expected: float | None = None
    gap: float = 0
    elapsed: float = 0
    share: float | None = None

    @property
    def actual(self) -> float | None:
        """The figure, None when there is none to show."""
        return self.figure.value if self.figure is not None else None


@dataclass(frozen=True)
class Point:
    """A trend's point at the end of the day ``on``: the figure from the goal's first day on, and what it should be."""

    on: date
    actual: float | None
    expected: float


def standing_of(goal: Goal, *, at: datetime) -> Pace:
    """How the goal stands at ``at``."""
    return standings([goal], at=at)[goal.pk]


def standings(goals: Iterable[Goal], *, at: datetime) -> dict[int, Pace]:
    """Each goal's pace by its id, in the few queries of :func:`measure_all`."""
    goals = list(goals)
    found = measure_all({_wanted(goal) for goal in goals if goal.kind == "number"}, at=at)
    return {
        goal.pk: pace(goal, found[_wanted(goal)], at=at) if goal.kind == "number" else Pace("question")
        for goal in goals
    }


def _wanted(goal: Goal) -> Wanted:
    assert goal.starts is not None
    assert goal.ends is not None
    return goal.metric, goal.starts, goal.ends


def pace(goal: Goal, figure: Measured, *, at: datetime) -> Pace:
    """A goal's figure beside what it should be at ``at``."""
    assert goal.starts is not None
    assert goal.ends is not None
    assert goal.target is not None
    metric, target, today = figure.metric, float(goal.target), at.astimezone(ZONE).date()
    over = today > goal.ends
    elapsed = elapsed_share(goal.starts, goal.ends, today)
    expected = expected_by(metric, target, elapsed)
    if today < goal.starts:
        return Pace("before", figure, target, expected)
    if figure.value is None:
        return Pace("hidden" if figure.hidden else "unknown", figure, target, expected, elapsed=elapsed)
    lacking = _lacking(metric, figure.value, target)
    share = figure.value / target
    if not lacking and ((metric.better == "more" and metric.grows) or over):
        return Pace("met", figure, target, expected, 0, elapsed, share)
    if over:
        return Pace("missed", figure, target, expected, lacking, elapsed, share)
    gap = _lacking(metric, figure.value, expected)
    return Pace("behind" if gap else "on-track", figure, target, expected, gap, elapsed, share)


def elapsed_share(starts: date, ends: date, today: date) -> float:
    """How much of the days ``starts`` to ``ends`` (included) is over at the beginning of ``today``: 0 to 1."""
    days = (ends - starts).days + 1
    return min(max((today - starts).days, 0), days) / days


def expected_by(metric: Metric, target: float, elapsed: float) -> float:
    """What the figure should be when that share of the days is over."""
    return float(floor(target * elapsed + 1e-9)) if metric.grows and metric.better == "more" else target


def _lacking(metric: Metric, value: float, wanted: float) -> float:
    lacking = value - wanted if metric.better == "less" else wanted - value
    return lacking if lacking > 1e-9 else 0


def trend(goal: Goal, *, at: datetime) -> list[Point]:
    """Month by month (at most ``POINTS`` points), the last one today or the goal's last day; empty before its first day."""
    assert goal.starts is not None
    assert goal.ends is not None
    assert goal.target is not None
    today = at.astimezone(ZONE).date()
    if today < goal.starts:
        return []
    last = min(goal.ends, today)
    ends = month_ends(goal.starts, last)
    days = [*ends[:: -(-len(ends) // (POINTS - 1))], last] if len(ends) > POINTS - 1 else [*ends, last]
    days = sorted(set(days))
    found = measure_all([(goal.metric, goal.starts, day) for day in days], at=at)
    metric, target = find_metric(goal.metric), float(goal.target)
    return [
        Point(
            day,
            found[goal.metric, goal.starts, day].value,
            expected_by(metric, target, elapsed_share(goal.starts, goal.ends, day + timedelta(days=1))),
        )
        for day in days
    ]


def month_ends(starts: date, last: date) -> list[date]:
    """The last days of the months from ``starts`` on that lie before ``last``."""
    found: list[date] = []
    first = starts.replace(day=1)
    while True:
        first = (first + timedelta(days=32)).replace(day=1)
        end = first - timedelta(days=1)
        if end >= last:
            return found
        found.append(end)
