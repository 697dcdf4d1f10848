"""Where a matter stands, what a count leads to, and who owes what: read from its rules and visits, said in words.

Pure functions of rows that were already read. A visit is anything with ``stage, kind, entered, due, left, outcome``:
a StageVisit, or one named row of ``values_list(…, named=True)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext

from madang.base.errors import N_
from madang.rules.conditions import All, Any_, Condition, Count
from madang.rules.document import Document, Stage

from . import words


class Visit(Protocol):
    """One stay of a case in a stage."""

    @property
    def stage(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def entered(self) -> datetime: ...
    @property
    def due(self) -> datetime | None: ...
    @property
    def left(self) -> datetime | None: ...
    @property
    def outcome(self) -> str | None: ...


@dataclass(frozen=True)
class Status:
    """Word, shape and tone, as the parts of ``ui/parts.html`` take them; ``note`` stands behind in small."""

    word: str
    shape: str
    tone: str
    note: str = ""


@dataclass(frozen=True)
class Tier:
    """A count at which something begins."""

    count: int
    label: str
    reached_at: datetime | None = None


# kind → shape and tone while such a stage is open
LOOKS = {
    "collect": ("ring", "open"), "review": ("half", "wait"), "agenda": ("half", "wait"), "answer": ("half", "wait"),
    "task": ("half", "wait"), "verify": ("half", "wait"), "forum": ("bubble", "open"), "ballot": ("bubble", "open"),
    "execute": ("play", "ok"),
}  # fmt: skip
# An act of people ended the whole matter (Journey.end): whatever stage was open has not done its work.
CUT_SHORT = {"retired", "routed"}
GOOD = {"accepted", "executed", "answered", "published", "approved", "verified", "reached", "passed", "selected"}


def stage_name(document: Document, key: str) -> str:
    """The stage's name in the reader's language; its key, when the rules in force no longer know it."""
    stage = document.stages.get(key)
    return words.in_language(stage.name) if stage else key


def is_running(visit: Visit, now: datetime) -> bool:
    """Whether something goes on in this stage: open, and not a window that has ended and only waits for the clock."""
    return visit.left is None and not (visit.kind == "collect" and visit.due is not None and visit.due <= now)


def status(document: Document, visits: Sequence[Visit], now: datetime) -> Status:
    """Where the matter stands: the furthest stage that is open, or how it ended."""
    running = [visit for visit in visits if is_running(visit, now)]
    if running:
        foremost = max(running, key=lambda visit: (is_open(visit, now), *_reach(visit, visit.entered)))
        also = [
            gettext("공감도 모으는 중") if visit.kind == "collect" else doing(document, visit, now)
            for visit in running
            if visit is not foremost
        ]
        note = " · ".join(also)
        shape, tone = LOOKS.get(foremost.kind, ("dot", "info"))
        if foremost.kind == "forum" and not is_open(foremost, now):
            shape, tone = "half", "wait"
        return Status(doing(document, foremost, now), shape, tone, note)
    done = [visit for visit in visits if visit.left is not None]
    waiting = [visit for visit in visits if visit.left is None]
    if not done or waiting:
        return Status(gettext("공감 모으기가 끝났어요"), "stop", "quiet")
    return ended(document, max(done, key=lambda visit: _reach(visit, visit.left)))


def ended(document: Document, visit: Visit) -> Status:
    """How a stage ended, in a few words."""
    outcome = visit.outcome or ""
    if outcome == "expired":
        return Status(gettext("공감을 다 모으지 못했어요"), "stop", "quiet")
    word = outcome_name(document, visit)
    if visit.kind == "answer" and outcome not in CUT_SHORT:
        return Status(gettext("답변함"), "check", "ok", word)
    return Status(word, "check", "ok") if outcome in GOOD else Status(word, "stop", "quiet")


def outcome_name(document: Document, visit: Visit) -> str:
    """The outcome as the rules name it, else as the house does."""
    for leave in document.data["stages"].get(visit.stage, {}).get("exits", ()):
        if leave["outcome"] == visit.outcome and leave.get("name"):
            return words.in_language(leave["name"])
    return words.outcome(visit.outcome or "")


def doing(document: Document, visit: Visit, now: datetime | None = None) -> str:
    """What goes on in an open stage: 공감 모으는 중, 부서 답변 기다리는 중, 토론 중 …"""
    name = stage_name(document, visit.stage)
    if visit.kind in ("answer", "task", "agenda", "verify"):
        return gettext("%(stage)s 기다리는 중") % {"stage": name}
    if visit.kind == "forum" and now is not None and visit.due is not None and visit.due <= now:
        return gettext("토론이 끝났어요")
    return {
        "collect": gettext("공감 모으는 중"),
        "review": gettext("검토 중"),
        "forum": gettext("토론 중") if opened(visit) else gettext("토론 준비 중"),
        # Without a clock nothing has begun (see docs/decisions/0005).
        "ballot": gettext("투표 중") if visit.due else gettext("투표 준비 중"),
        "execute": gettext("실행 중"),
    }.get(visit.kind, name)


def opened(visit: Visit) -> bool:
    """Whether a discussion has been opened: its clock runs, or it has none because it goes on until it is closed.

    (A row of ``values_list`` says so as ``forum__opened_at``.)
    """
    if visit.due is not None:
        return True
    forum = getattr(visit, "forum", None)
    return bool(forum.opened_at if forum is not None else getattr(visit, "forum__opened_at", None))


def is_open(visit: Visit, now: datetime) -> bool:
    """Whether people can take part in this discussion now."""
    in_time = visit.left is None and (visit.due is None or visit.due > now)
    return visit.kind == "forum" and in_time and opened(visit)


def _reach(visit: Visit, at: datetime | None) -> tuple[int, Any]:
    """How far on the way: being carried out is further than being answered, which is further than all before."""
    return ({"answer": 1, "execute": 2}.get(visit.kind, 0), at)


# ── what a count leads to ──


def counts_in(condition: Condition) -> Iterator[Count]:
    """The counters that must be reached for a condition to hold (those that must *not* be are left out)."""
    if isinstance(condition, Count):
        yield condition
    elif isinstance(condition, (All, Any_)):
        for part in condition.parts:
            yield from counts_in(part)


def tiers_of(document: Document, stage: Stage, what: str = "supports") -> list[tuple[int, str, str | None, str | None]]:
    """(count, label, start's key, outcome) of one stage, lowest first; ``what`` is counted."""
    found: dict[int, tuple[int, str, str | None, str | None]] = {}
    language = words.language()
    for start in stage.starts:
        for count in counts_in(start.when):
            if count.what == what:
                at = count.threshold(document.electorates)
                found.setdefault(at, (at, document.start_name(start.key, language), start.key, None))
    for leave in stage.exits:
        for count in counts_in(leave.when):
            if count.what == what:
                at = count.threshold(document.electorates)
                label = stage_name(document, leave.to) if leave.to else words.outcome(leave.outcome)
                found.setdefault(at, (at, label, None, leave.outcome))
    return [found[at] for at in sorted(found)]


COUNTED_IN = {"supports": "collect", "participants": "forum"}


def tiers(
    document: Document, visits: Iterable[Visit], marks: Mapping[str, datetime], what: str = "supports"
) -> list[Tier]:
    """Every count that leads somewhere on this matter's way, lowest first, and when it was reached.

    ``what``: supports, or participants of its discussion; nothing where it never came to such a stage.
    """
    visits, kind = list(visits), COUNTED_IN[what]
    if not any(visit.kind == kind for visit in visits):
        return []  # the institution's own question collects no supports, most proposals come to no discussion
    left = {(visit.stage, visit.outcome): visit.left for visit in visits if visit.left is not None}
    found: dict[int, Tier] = {}
    for stage in document.stages.values():
        if stage.kind != kind or (kind == "collect" and stage.settings.get("counter", "supports") != "supports"):
            continue
        for count, label, start, outcome in tiers_of(document, stage, what):
            reached = marks.get(start) if start else left.get((stage.key, outcome))
            found.setdefault(count, Tier(count, label, reached))
    return [found[count] for count in sorted(found)]


def next_tier(document: Document, window: Visit | None, supports: int, marks: Iterable[str]) -> Tier | None:
    """What comes next in the window that is open; None when none is, or nothing more can come of it."""
    stage = document.stages.get(window.stage) if window else None
    if stage is None:
        return None
    for count, label, start, _ in tiers_of(document, stage):
        if count > supports and (start is None or start not in marks):
            return Tier(count, label)
    return None


def window(visits: Iterable[Visit], now: datetime) -> Visit | None:
    """The stage that takes supports now."""
    return next((visit for visit in visits if visit.kind == "collect" and is_running(visit, now)), None)


# ── who owes what ──


REPORT = "report"  # the key of the duties that a stage owes one after the other


def owed(document: Document, stage: str, kind: str, number: int = 0) -> str:
    """What is owed in a stage, as a noun: 답변, 의제 선정, 결과 전달; its ``number``-th report: 2분기째 추진 현황 보고."""
    if number:
        return _report(document, stage, number)
    return stage_name(document, stage) if kind != "answer" or stage in document.stages else words.kind(kind)


def _report(document: Document, stage: str, number: int) -> str:
    found = document.stages.get(stage)
    every = found.reports_every if found is not None else None
    months = every.count if every is not None and every.unit == "months" else 0
    said = {
        1: gettext("%(nth)s개월째 추진 현황 보고"),
        3: gettext("%(nth)s분기째 추진 현황 보고"),
        12: gettext("%(nth)s년째 추진 현황 보고"),
    }.get(months, gettext("%(nth)s번째 추진 현황 보고"))
    return said % {"nth": number}


def act(kind: str, stage: Stage | None = None) -> str:
    """What whoever owes the next step does, to stand after their name: 교통과가 … 답해요."""
    settings = stage.settings if stage is not None else {}
    if kind == "task" and settings.get("act") in TASKS:
        return gettext(TASKS[settings["act"]])
    if kind == "task" and settings.get("what"):
        return gettext("할 일: %(what)s") % {"what": words.in_language(settings["what"])}
    return {
        "answer": gettext("답해요"),
        "review": gettext("검토해요"),
        "agenda": gettext("토론할지 정해요"),
        "verify": gettext("명부를 확인해요"),
        "execute": gettext("추진 현황을 알려요"),
    }.get(kind, gettext("다음 일을 해요"))


TASKS = {"deliver": N_("토론 결과를 부서에 전달해요"), "publish": N_("답변과 함께 결과를 공개해요")}
