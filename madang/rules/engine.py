"""The rules applied: a pure function of one open stage and its situation.

The same code serves live cases, the operator's preview, the drawing and the laboratory. It decides nothing about
people, rows or texts: :func:`moves` says what must happen now, :func:`wake` when to ask again at the latest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .conditions import Condition, Situation
from .document import Stage


@dataclass(frozen=True)
class Start:
    """Fire once per case: remember ``key`` and open the stage ``stage`` beside this one."""

    key: str
    stage: str


@dataclass(frozen=True)
class Leave:
    """End this stage with ``outcome``; go on to ``to``, or nowhere (the track ends)."""

    outcome: str
    to: str | None


@dataclass(frozen=True)
class Wake:
    """When to look again: the lowest count per counter, and the earliest moment, at which a move is possible."""

    counts: Mapping[str, int] = field(default_factory=dict)
    at: datetime | None = None


def moves(stage: Stage, s: Situation) -> list[Start | Leave]:
    """What the rules demand now: every start whose condition holds and that has not fired, then the first exit.

    A start fired in this very call counts as marked for the starts and exits after it.
    """
    found: list[Start | Leave] = []
    marks = s.marks
    for start in stage.starts:
        seen = Situation(s.facts, s.entered, s.due, s.now, marks, s.calendar, s.electorates)
        if start.key not in marks and start.when.met(seen):
            found.append(Start(start.key, start.stage))
            marks = marks | {start.key}
    seen = Situation(s.facts, s.entered, s.due, s.now, marks, s.calendar, s.electorates)
    for leave in stage.exits:
        if leave.when.met(seen):
            found.append(Leave(leave.outcome, leave.to))
            break
    return found


def wake(stage: Stage, s: Situation) -> Wake:
    """The next count and moment at which :func:`moves` may answer differently, if only time passes and counts grow.

    It may be early (nothing happens then), never late. A count that *falls*, a decision, an answer or a mark are acts
    of their own, after which the caller asks :func:`moves` anyway.
    """
    live: list[Condition] = [start.when for start in stage.starts if start.key not in s.marks]
    live += [leave.when for leave in stage.exits]
    counts: dict[str, int] = {}
    moments = []
    for condition in live:
        for what, threshold in condition.counts(s):
            if threshold > s.count(what):
                counts[what] = min(threshold, counts.get(what, threshold))
        moments += [moment for moment in condition.moments(s) if moment > s.now]
    return Wake(counts, min(moments, default=None))
