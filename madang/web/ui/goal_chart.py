"""The trend of a goal as a picture: geometry for the macro ``trend`` of ``ui/goals.html``. No style, no script; the table
beside it says the same. Lengths are the picture's own units, letters are 13 of them, and it is never drawn smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil, floor, log10
from typing import Any

from django.utils import formats

from madang.actions.metrics import find_metric
from madang.actions.pacing import Point, expected_by
from madang.plans.models import Goal

from . import words
from .goal_words import bare

SIZES = {"wide": (680, 260), "narrow": (320, 230)}
LEFT, RIGHT, TOP, BOTTOM = 52, 18, 22, 30
MONTH_ROOM = 52  # units that the name of a month takes


def trend(goal: Goal, points: Sequence[Point]) -> dict[str, Any] | None:
    """size → what is drawn; None where nothing has been measured yet."""
    if not any(point.actual is not None for point in points):
        return None
    return {size: _drawn(goal, points, *room) for size, room in SIZES.items()}


def _drawn(goal: Goal, points: Sequence[Point], width: int, height: int) -> dict[str, Any]:
    assert goal.starts is not None
    assert goal.ends is not None
    assert goal.target is not None
    metric, target = find_metric(goal.metric), float(goal.target)
    first, days = goal.starts, (goal.ends - goal.starts).days + 1
    step, top = scale(max(target, *(point.actual or 0 for point in points)))

    def x(day: date) -> float:  # at the end of the day
        return round(LEFT + ((day - first).days + 1) / days * (width - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(height - BOTTOM - value / top * (height - TOP - BOTTOM), 1)

    actual = [(x(point.on), y(point.actual)) for point in points if point.actual is not None]
    if metric.grows:
        actual = [(float(LEFT), y(0)), *actual]
    wanted = [(float(LEFT), y(expected_by(metric, target, 0))), (x(goal.ends), y(target))]
    last = next(point for point in reversed(points) if point.actual is not None)
    end_x, end_y = actual[-1]
    return {
        "width": width, "height": height, "left": LEFT, "right": width - RIGHT, "bottom": height - BOTTOM,
        "actual": path(actual), "wanted": path(wanted), "dots": actual[1:] if metric.grows else actual,
        "rules": [{"y": y(place * step), "label": bare(metric, place * step)} for place in range(round(top / step) + 1)],
        "months": _months(goal.starts, goal.ends, x, width),
        "last": {
            "x": end_x, "y": max(end_y - 10, 12.0), "label": bare(metric, last.actual or 0),
            "anchor": "end" if end_x > width - 70 else "middle",
        },
    }  # fmt: skip


def path(places: Sequence[tuple[float, float]]) -> str:
    """An SVG path through these places."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in places)


def scale(most: float) -> tuple[float, float]:
    """The distance of the rules (1, 2, 2.5 or 5 times a power of ten) and the highest one, above ``most``; 3 to 6 rules."""
    rough = most / 4 if most > 0 else 1
    power = 10.0 ** floor(log10(rough))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough - 1e-9)
    if most > 4:
        step = max(1.0, step if step != 2.5 else 5.0 if power == 1 else 2.5)
    return step, step * ceil(most / step - 1e-9)


def _months(starts: date, ends: date, x: Any, width: int) -> list[dict[str, Any]]:
    """The names of the months below, as many as there is room for, each at the month's first day."""
    months = [starts]
    day = (starts.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= ends:
        months.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    room = max(1, (width - LEFT - RIGHT) // MONTH_ROOM)
    every = next(one for one in (1, 2, 3, 4, 6, 12, 24, 60, 600) if ceil(len(months) / one) <= room)
    return [{"x": x(one - timedelta(days=1)), "label": _month(one, starts)} for one in months[::every]]


def _month(day: date, starts: date) -> str:
    if day.year != starts.year and day.month == 1:
        return str(day.year)
    return formats.date_format(day, "n월" if words.language() == "ko" else "M")
