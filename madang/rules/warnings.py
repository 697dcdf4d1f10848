"""What may go wrong with criteria that are valid: sentences for whoever sets them (``cautions.py``), with what to do.

A fault (``problems.py``) keeps a document from being published; a warning keeps nothing, it tells what is known of the
institution besides: how far past matters came, how many people there are, who holds which role.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .cautions import CAUTIONS
from .document import Document, Stage
from .meaning import Json
from .slots import Slot, numbers_of
from .telling import Matter

ENOUGH = 20  # past matters, from which a share says something
RARE, COMMON = 1, 60  # percent of past matters: no more than that reach it, more than that reach it
SHORTEST_FORUM, SHORTEST_WINDOW = 30, 7  # days
UNIT_DAYS = {"days": 1.0, "working_days": 1.4, "months": 30.4}  # on average: to set lengths side by side

Level = Literal["warn", "note"]


@dataclass(frozen=True)
class Past:
    """How far past matters came: the supports that each had when so many ``days`` of collecting had passed."""

    days: int
    supports: tuple[int, ...]

    def reaching(self, count: int) -> int:
        """How many of them reached ``count``."""
        return sum(one >= count for one in self.supports)

    def reached_by(self, percent: int) -> int:
        """The count that about so many percent of them reached; at least 1."""
        ranked = sorted(self.supports, reverse=True)
        return max(1, ranked[min(len(ranked) - 1, len(ranked) * percent // 100)]) if ranked else 1


@dataclass(frozen=True)
class Known:
    """What is known besides the document. ``people``: how many live (or belong) there, None where nobody has said.

    ``past``: stage → how far past matters came in its window; ``roles``: those that somebody holds; ``idle``: the names
    of departments without an officer; ``departments``: how many there are.
    """

    members: int = 0
    people: int | None = None
    past: Mapping[str, Past] = field(default_factory=dict)
    departments: int = 0
    idle: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Caution:
    """``path``: the number it is about, or "" ; ``about``: where something can be done: criteria, people, departments."""

    code: str
    stage: str
    path: str
    facts: Mapping[str, Any]
    level: Level = "warn"
    about: str = "criteria"

    def sentence(self, lang: str) -> str:
        """What may go wrong, and what to do about it."""
        return CAUTIONS[self.code][0 if lang == "ko" else 1].format(**self.facts)


def warnings(document: Document, known: Known, lang: str) -> list[Caution]:
    """Everything worth saying about a valid document, in the order of its stages, what concerns people last."""
    teller = _Teller(document, known, lang)
    found = [one for stage in document.stages.values() for one in teller.stage(stage)]
    return [*found, *teller.house()]


class _Teller:
    def __init__(self, document: Document, known: Known, lang: str) -> None:
        self.document, self.known, self.lang = document, known, lang
        self.matter = Matter.of(document.data, lang)
        self.slots = numbers_of(document.data)

    def stage(self, stage: Stage) -> Iterator[Caution]:
        """What there is to say of one stage."""
        data = self.document.data["stages"][stage.key]
        yield from self._waits(stage)
        if stage.kind == "collect":
            yield from self._tiers(stage, data)
            yield from self._collect(stage)
        if stage.kind == "forum" and self._short(stage, SHORTEST_FORUM):
            yield self._warn("forum-short", stage, path=self._window(stage), days=SHORTEST_FORUM)
        yield from self._consequence(stage)
        yield from self._promises(stage, data)

    def _warn(self, code: str, stage: Stage | None, *, path: str = "", level: Level = "warn", about: str = "criteria",
              **facts: Any) -> Caution:  # fmt: skip
        said = {name: f"{value:,}" if isinstance(value, int) else value for name, value in facts.items()}
        if stage is not None:
            said["stage"] = stage.name[self.lang]
        return Caution(code, stage.key if stage else "", path, said, level, about)

    def _slot(self, path: str) -> Slot | None:
        return self.matter.period(path)

    def _window(self, stage: Stage) -> str:
        found = self.matter.window(stage.key)
        return found.path if found else ""

    def _short(self, stage: Stage, days: int) -> bool:
        found = self.matter.window(stage.key)
        return found is not None and _days(found) < days

    def _waits(self, stage: Stage) -> Iterator[Caution]:
        sponsors = stage.kind == "collect" and stage.settings.get("counter", "supports") == "sponsors"
        if stage.kind in ("ballot", "verify") or sponsors:
            yield self._warn("waits", stage)

    # ── numbers that are too high or too low ──

    def _tiers(self, stage: Stage, data: Json) -> Iterator[Caution]:
        for path, condition in _supports(data, f"/stages/{stage.key}"):
            number = self._number(condition)
            where = path + ("/at_least" if "at_least" in condition else "/percent")
            if number is not None:
                yield from self._tier(stage, where, number)

    def _number(self, condition: Json) -> int | None:
        if "at_least" in condition:
            return int(condition["at_least"])
        return int(self.matter.share(condition).replace(",", "")) if "percent" in condition else None

    def _tier(self, stage: Stage, path: str, count: int) -> Iterator[Caution]:
        known, past = self.known, self.known.past.get(stage.key)
        if known.people is not None and count > known.people:
            yield self._warn("tier-beyond", stage, path=path, count=count, people=known.people)
            return
        if past is None or len(past.supports) < ENOUGH:
            if count > known.members and stage.settings.get("visibility", "public") == "public":
                yield self._warn("tier-members", stage, path=path, level="note", count=count, members=known.members)
            return
        matters, reached = len(past.supports), past.reaching(count)
        facts: dict[str, Any] = {"count": count, "matters": matters, "reached": reached, "days": past.days}
        if reached * 100 <= matters * RARE:
            tenth = past.reached_by(10)
            facts |= {"other": tenth, "others": past.reaching(tenth)}
            yield self._warn("tier-rare" if reached else "tier-never", stage, path=path, **facts)
        elif reached * 100 > matters * COMMON:
            tenth = past.reached_by(10)
            facts |= {"other": tenth, "others": past.reaching(tenth)}
            yield self._warn("tier-easy", stage, path=path, level="note", **facts)

    def _collect(self, stage: Stage) -> Iterator[Caution]:
        if self._short(stage, SHORTEST_WINDOW):
            yield self._warn("window-short", stage, path=self._window(stage), days=SHORTEST_WINDOW)

    # ── what follows ──

    def _consequence(self, stage: Stage) -> Iterator[Caution]:
        onward = any(leave.to for leave in stage.exits) or bool(stage.starts)
        if stage.kind in ("collect", "agenda", "forum") and not onward:
            yield self._warn("no-consequence", stage)
        if stage.kind == "answer" and not onward and self._loose(stage):
            yield self._warn("no-execution", stage, level="note")

    def _loose(self, stage: Stage) -> bool:
        """Whether what is accepted here is never carried out before everyone's eyes: nothing in the document does."""
        kinds = {each.kind for each in self.document.stages.values()}
        return "accept" in stage.decisions and "execute" not in kinds

    # ── promises ──

    def _promises(self, stage: Stage, data: Json) -> Iterator[Caution]:
        needs = stage.kind in ("review", "agenda", "verify") or (stage.kind == "task" and "phase" not in stage.settings)
        if needs and stage.duty is None and not any(self._timed(rule) for rule in data["exits"]):
            yield self._warn("no-duty", stage)
        if stage.kind == "execute" and stage.reports_every is None:
            yield self._warn("no-reports", stage)
        period, by = self.matter.window(stage.key), self._slot(f"/stages/{stage.key}/deadline/extensions/by")
        if period is not None and by is not None and _days(by) < _days(period):
            facts: dict[str, Any] = {"period": _told(period, self.lang), "by": _told(by, self.lang)}
            yield self._warn("extension-short", stage, path=by.path, **facts)

    def _timed(self, rule: Json) -> bool:
        return "ended" in str(rule["when"])

    # ── the people who are to do it ──

    def house(self) -> Iterator[Caution]:
        """What is missing in the institution, whatever the numbers."""
        owed = {stage.duty.owed_by for stage in self.document.stages.values() if stage.duty is not None}
        if "department" in owed:
            if not self.known.departments:
                yield self._warn("no-departments", None, about="departments")
            elif self.known.idle:
                names = ", ".join(self.known.idle[:5]) + (" …" if len(self.known.idle) > 5 else "")
                yield self._warn("idle-departments", None, about="departments", names=names, n=len(self.known.idle))
        for owner, roles, code in NEEDED:
            if owner in owed and not self.known.roles & roles:
                yield self._warn(code, None, about="people")


NEEDED = (
    ("representative", frozenset({"representative"}), "no-representative"),
    ("team", frozenset({"officer", "pm", "pl"}), "no-team"),
    ("panel", frozenset({"officer", "pm", "pl", "forums"}), "no-panel"),
)


def _days(slot: Slot) -> float:
    return int(slot.value) * UNIT_DAYS[slot.unit]


def _told(slot: Slot, lang: str) -> str:
    unit = {"days": ("일", " days"), "working_days": ("근무일", " working days"), "months": ("개월", " months")}
    return f"{slot.text}{unit[slot.unit][0 if lang == 'ko' else 1]}"


def _supports(data: Json, here: str) -> Iterator[tuple[str, Json]]:
    """The numbers of supports that a stage waits for as a consequence (not those below which it stops), with paths."""
    for part in ("starts", "exits"):
        for index, rule in enumerate(data.get(part, ())):
            yield from _inside(rule["when"], f"{here}/{part}/{index}/when")


def _inside(condition: Json, path: str) -> Iterator[tuple[str, Json]]:
    if condition.get("count") == "supports":
        yield path, condition
    for word in ("all", "any"):
        for index, part in enumerate(condition.get(word, ())):
            yield from _inside(part, f"{path}/{word}/{index}")
