"""How matters move through a process, in numbers: what stands in the boxes and on the arrows of its picture.

Pure: ``madang.procedures.flows`` counts, the painters and the told picture show. Every number is counted for the
matters of one origin or of several together, whatever version of the rules they run under.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from . import words

Way = tuple[str, str, str]  # origin, stage, and by which outcome or start it is left


@dataclass(frozen=True)
class Passage:
    """A stage in numbers. ``now``: visits open at present; ``cases``: different cases that ever came here, those of
    ``now`` included; ``left``: visits that have ended; ``median``: the days (of 24 hours) that half of these took at
    most, None where none has ended.
    """

    now: int = 0
    cases: int = 0
    left: int = 0
    median: float | None = None


@dataclass(frozen=True)
class Share:
    """``count`` of ``whole``: of those that have ended a stage (``whole``), how many went this way."""

    count: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded half up to a whole number; None where none has ended yet."""
        return (200 * self.count + self.whole) // (2 * self.whole) if self.whole else None


@dataclass(frozen=True)
class Flow:
    """A procedure in numbers.

    ``passages``: (origin, stage) → its numbers. ``medians``: stage → the median over all origins, where visits of several
    have ended (medians cannot be added up). ``outcomes``: how many visits ended with an outcome; ``starts``: in how many of
    the cases that have ended the stage the start of that key had fired.
    """

    passages: Mapping[tuple[str, str], Passage] = field(default_factory=dict)
    medians: Mapping[str, float] = field(default_factory=dict)
    outcomes: Mapping[Way, int] = field(default_factory=dict)
    starts: Mapping[Way, int] = field(default_factory=dict)

    def passage(self, origins: Iterable[str], stage: str) -> Passage:
        """A stage, for the matters of these origins together; a median over several is that of all there are."""
        wanted = tuple(origins)
        found = [self.passages.get((origin, stage), Passage()) for origin in wanted]
        if len(found) == 1:
            return found[0]
        with_any = [one for one in found if one.left]
        median = with_any[0].median if len(with_any) == 1 else self.medians.get(stage) if with_any else None
        return Passage(sum(p.now for p in found), sum(p.cases for p in found), sum(p.left for p in found), median)

    def share(self, ways: Mapping[Way, int], origins: Iterable[str], stage: str, names: Iterable[str]) -> Share:
        """Of the visits of ``stage`` that have ended, those that went any of the ways called ``names``."""
        wanted, called = tuple(origins), tuple(names)
        count = sum(ways.get((origin, stage, name), 0) for origin in wanted for name in called)
        return Share(count, self.passage(wanted, stage).left)


def days(value: float, lang: str) -> str:
    """12일 · 3.5일 · 하루 안: a length of time in a picture."""
    if value < 1:
        return "하루 안" if lang == "ko" else "within a day"
    number = f"{value:.1f}".removesuffix(".0") if value < 10 else f"{value:,.0f}"
    return f"{number}일" if lang == "ko" else f"{number} day{'' if number == '1' else 's'}"


def usually(value: float, lang: str) -> str:
    """보통 12일: the median, in a picture."""
    return f"보통 {days(value, lang)}" if lang == "ko" else f"usually {days(value, lang)}"


def summed(passage: Passage, lang: str) -> str:
    """모두 128건 · 보통 12일: what has passed a stage, in its box."""
    said = f"모두 {passage.cases:,}건" if lang == "ko" else f"{passage.cases:,} in all"
    return said if passage.median is None else f"{said} · {usually(passage.median, lang)}"


def split(flow: Flow, origins: Iterable[str], stage: str, lang: str) -> str:
    """시민 5 · 기관 1: who those are that stand in a box shared by several origins; "" where there is only one."""
    wanted = tuple(origins)
    if len(wanted) < 2:
        return ""
    return " · ".join(
        f"{words.word(words.SHORT_ORIGINS, origin, lang)} {flow.passage((origin,), stage).now:,}" for origin in wanted
    )


def told(flow: Flow, origins: Iterable[str], stage: str, lang: str) -> str:
    """A box's numbers as a sentence."""
    wanted = tuple(origins)
    here = flow.passage(wanted, stage)
    parts = split(flow, wanted, stage, lang)
    if lang == "ko":
        who = f"({parts})" if parts else ""
        said = f"지금 {here.now:,}건{who}이 있고, 지금까지 모두 {here.cases:,}건이 들어왔습니다."
        if here.median is None:
            return said
        took = f"{days(here.median, lang)} 걸렸습니다" if here.median >= 1 else "하루 안에 마쳤습니다"
        return f"{said} 마친 {here.left:,}건은 보통 {took}."
    who = f" ({parts})" if parts else ""
    said = f"{here.now:,} here now{who}, {here.cases:,} in all."
    if here.median is None:
        return said
    took = "less than a day" if here.median < 1 else days(here.median, lang)
    return f"{said} The {here.left:,} that ended took a median of {took}."


def told_entry(flow: Flow, origins: Iterable[str], first: str, lang: str) -> str:
    """How many matters have come in by a box that only shows the way in to their ``first`` stage."""
    came = flow.passage(origins, first).cases
    return f"지금까지 모두 {came:,}건이 들어왔습니다." if lang == "ko" else f"{came:,} came in so far."


def told_share(share: Share, lang: str) -> str:
    """How many went a way, as a sentence; "" where none has ended the stage."""
    if share.percent is None:
        return ""
    if lang == "ko":
        return f"마친 {share.whole:,}건 가운데 {share.count:,}건({share.percent}%)입니다."
    return f"{share.count:,} of the {share.whole:,} that ended went this way ({share.percent}%)."
