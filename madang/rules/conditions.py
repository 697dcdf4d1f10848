"""What a rule can wait for: one frozen dataclass a condition, one line each in ``CONDITIONS``.

A condition reads a :class:`Situation` and nothing else. ``met`` says whether it holds; ``counts`` and ``moments`` say
at which counts and at which moments its answer can change, so that the engine knows when to look again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Any, ClassVar

from .deadlines import Calendar, Period

Fact = int | str | bool | None


@dataclass(frozen=True)
class Situation:
    """Everything a rule may know about one open stage of one case at one moment.

    ``entered`` ≤ ``now``; ``due`` is the first instant after the stage's deadline (None: no deadline); ``marks`` are
    the keys of the starts that have fired for this case; ``electorates`` name sizes of populations.
    """

    facts: Mapping[str, Fact]
    entered: datetime
    due: datetime | None
    now: datetime
    marks: frozenset[str]
    calendar: Calendar
    electorates: Mapping[str, int]

    def count(self, name: str) -> int:
        """The value of a counter, 0 when nothing was counted yet."""
        return int(self.facts.get(name) or 0)

    def after(self, period: Period) -> datetime:
        """The first instant after ``period`` counted from the stage's beginning (never moved for holidays)."""
        return self.calendar.due(self.entered, period, roll=False)


class Condition:
    """The base of all conditions; the defaults are those of one that only an act can change."""

    word: ClassVar[str]

    def met(self, s: Situation) -> bool:
        """Whether the condition holds in this situation."""
        raise NotImplementedError

    def counts(self, s: Situation) -> Iterator[tuple[str, int]]:
        """(counter, threshold) pairs at which the answer may change."""
        return iter(())

    def moments(self, s: Situation) -> Iterator[datetime]:
        """Moments from which the answer may be another."""
        return iter(())


@dataclass(frozen=True)
class Count(Condition):
    """A counter has reached a number, or a share of an electorate, optionally within a period of the stage's start.

    A share of p percent of N people is reached with ``ceil(N · p / 100)``, computed exactly.
    """

    word: ClassVar[str] = "count"
    what: str
    at_least: int | None = None
    percent: str | None = None
    of: str | None = None
    within: Period | None = None

    def threshold(self, electorates: Mapping[str, int]) -> int:
        """The number that must be reached."""
        if self.at_least is not None:
            return self.at_least
        return max(1, ceil(Fraction(self.percent or "0") * electorates[self.of or ""] / 100))

    def met(self, s: Situation) -> bool:
        if self.within is not None and s.now >= s.after(self.within):
            return False
        return s.count(self.what) >= self.threshold(s.electorates)

    def counts(self, s: Situation) -> Iterator[tuple[str, int]]:
        yield self.what, self.threshold(s.electorates)

    def moments(self, s: Situation) -> Iterator[datetime]:
        if self.within is not None:
            yield s.after(self.within)


@dataclass(frozen=True)
class Ended(Condition):
    """The stage's deadline has passed."""

    word: ClassVar[str] = "ended"

    def met(self, s: Situation) -> bool:
        return s.due is not None and s.now >= s.due

    def moments(self, s: Situation) -> Iterator[datetime]:
        if s.due is not None:
            yield s.due


@dataclass(frozen=True)
class Elapsed(Condition):
    """A period has passed since the stage began (an earlier look than its deadline)."""

    word: ClassVar[str] = "elapsed"
    period: Period

    def met(self, s: Situation) -> bool:
        return s.now >= s.after(self.period)

    def moments(self, s: Situation) -> Iterator[datetime]:
        yield s.after(self.period)


@dataclass(frozen=True)
class Decision(Condition):
    """People have decided this stage with the given word."""

    word: ClassVar[str] = "decision"
    decision: str

    def met(self, s: Situation) -> bool:
        return s.facts.get("decision") == self.decision


@dataclass(frozen=True)
class Done(Condition):
    """What this stage owes has been done."""

    word: ClassVar[str] = "done"

    def met(self, s: Situation) -> bool:
        return bool(s.facts.get("done"))


@dataclass(frozen=True)
class Marked(Condition):
    """A start of this case has fired (anywhere in the case, at any time)."""

    word: ClassVar[str] = "marked"
    key: str

    def met(self, s: Situation) -> bool:
        return self.key in s.marks


@dataclass(frozen=True)
class Majority(Condition):
    """More votes for ``choice`` than for all others together; with a quorum, that share of the electorate took part.

    The votes for each choice are the facts ``votes:<choice>``.
    """

    word: ClassVar[str] = "majority"
    choice: str
    quorum_percent: str | None = None
    of: str | None = None

    def met(self, s: Situation) -> bool:
        votes = {name.removeprefix("votes:"): s.count(name) for name in s.facts if name.startswith("votes:")}
        cast = sum(votes.values())
        if self.quorum_percent is not None:
            needed = ceil(Fraction(self.quorum_percent) * s.electorates[self.of or ""] / 100)
            if cast < needed:
                return False
        return 2 * votes.get(self.choice, 0) > cast

    def counts(self, s: Situation) -> Iterator[tuple[str, int]]:
        # One vote may turn a majority either way. The facts of a ballot name every choice, those without votes too.
        for name in {f"votes:{self.choice}", *s.facts}:
            if name.startswith("votes:"):
                yield name, s.count(name) + 1


@dataclass(frozen=True)
class _Several(Condition):
    parts: tuple[Condition, ...]

    def counts(self, s: Situation) -> Iterator[tuple[str, int]]:
        for part in self.parts:
            yield from part.counts(s)

    def moments(self, s: Situation) -> Iterator[datetime]:
        for part in self.parts:
            yield from part.moments(s)


@dataclass(frozen=True)
class All(_Several):
    """Every part holds."""

    word: ClassVar[str] = "all"

    def met(self, s: Situation) -> bool:
        return all(part.met(s) for part in self.parts)

    def counts(self, s: Situation) -> Iterator[tuple[str, int]]:
        # Before the time has come no count is worth a look: a ballot that is decided at its end need not be looked at
        # with every vote.
        if all(part.met(s) for part in self.parts if isinstance(part, (Ended, Elapsed))):
            yield from super().counts(s)


@dataclass(frozen=True)
class Any_(_Several):
    """At least one part holds."""

    word: ClassVar[str] = "any"

    def met(self, s: Situation) -> bool:
        return any(part.met(s) for part in self.parts)


@dataclass(frozen=True)
class Not(_Several):
    """The one part does not hold."""

    word: ClassVar[str] = "not"

    def met(self, s: Situation) -> bool:
        return not self.parts[0].met(s)


def _period(data: dict[str, Any] | None) -> Period | None:
    return Period.from_json(data) if data else None


def _count(d: dict[str, Any]) -> Count:
    return Count(d["count"], d.get("at_least"), d.get("percent"), d.get("of"), _period(d.get("within")))


def _majority(d: dict[str, Any]) -> Majority:
    return Majority(d["majority"], d.get("quorum_percent"), d.get("of"))


# The word in the document → how it is read. A new condition is one dataclass above and one line here; its shape for
# authors stands in schema.json, its sentence in explain.py.
CONDITIONS = {
    "count": _count,
    "ended": lambda d: Ended(),
    "elapsed": lambda d: Elapsed(Period.from_json(d["elapsed"])),
    "decision": lambda d: Decision(d["decision"]),
    "done": lambda d: Done(),
    "marked": lambda d: Marked(d["marked"]),
    "majority": _majority,
    "all": lambda d: All(tuple(read_condition(p) for p in d["all"])),
    "any": lambda d: Any_(tuple(read_condition(p) for p in d["any"])),
    "not": lambda d: Not((read_condition(d["not"]),)),
}


def read_condition(data: dict[str, Any]) -> Condition:
    """The condition a (valid) piece of document describes, e.g. ``{"count": "supports", "at_least": 50}``."""
    for word, read in CONDITIONS.items():
        if word in data:
            return read(data)
    raise ValueError(f"no condition in {sorted(data)}")
