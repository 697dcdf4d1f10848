"""A rule document: read, checked, and made into objects.

The shape is fixed by ``schema.json`` (published, JSON Schema 2020-12); what a schema cannot say (names that must exist,
conditions that can never hold) is checked in ``checks.py``. A broken document is answered with every :class:`Problem`,
each with the path and what is allowed there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

from .checks import check_document, schema
from .conditions import Condition, read_condition
from .deadlines import Period
from .meaning import DEFAULT_DECISIONS, Json
from .problems import PROBLEMS, BrokenDocument, Problem

__all__ = [
    "DEFAULT_DECISIONS",
    "PRESETS",
    "PROBLEMS",
    "BrokenDocument",
    "DeadlineRule",
    "Document",
    "DutyRule",
    "ExitRule",
    "Json",
    "Problem",
    "Stage",
    "StartRule",
    "check_document",
    "parse_document",
    "preset",
    "read_document",
    "schema",
]

# ── objects ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class StartRule:
    """``key``: the mark it leaves; ``when``: its condition; ``stage``: what it opens."""

    key: str
    when: Condition
    stage: str


@dataclass(frozen=True)
class ExitRule:
    """``outcome``: how the stage ended; ``to``: the stage that follows, or None."""

    when: Condition
    outcome: str
    to: str | None


@dataclass(frozen=True)
class DutyRule:
    """``key``: the duty's name; ``owed_by``: department, representative, team, panel, register or proposer."""

    key: str
    owed_by: str


@dataclass(frozen=True)
class DeadlineRule:
    """A period from the stage's beginning; ``roll``: a last day that is no working day moves to the next one.

    ``extensions``: how often it may be extended; ``extend_by``: at most so far beyond the first due date (None: no
    limit but reason).
    """

    period: Period
    roll: bool
    extensions: int
    extend_by: Period | None


@dataclass(frozen=True)
class Stage:
    """One stage of the document, ready for the engine."""

    key: str
    track: str
    kind: str
    name: Mapping[str, str]
    column: str
    settings: Mapping[str, Any]
    deadline: DeadlineRule | None
    duty: DutyRule | None
    starts: tuple[StartRule, ...]
    exits: tuple[ExitRule, ...]

    @property
    def decisions(self) -> tuple[str, ...]:
        """The words people may decide this stage with (empty: nobody decides it)."""
        return tuple(self.settings.get("decisions") or DEFAULT_DECISIONS.get(self.kind, ()))

    @property
    def opened_by_hand(self) -> bool:
        """Whether its period begins not with the entry but when people open it: a discussion is prepared first."""
        return self.kind == "forum"

    @property
    def reports_every(self) -> Period | None:
        """How often a report is owed as long as the stage lasts, counted from its beginning; None: never."""
        raw = self.settings.get("reports_every")
        return Period.from_json(raw) if raw else None


@dataclass(frozen=True)
class Document:
    """A valid rule document. ``data`` is the JSON it was read from."""

    data: Json
    stages: Mapping[str, Stage]

    @property
    def name(self) -> Mapping[str, str]:
        return self.data["name"]

    @property
    def entry(self) -> Mapping[str, str]:
        """Origin (citizen, institution, …) → the stage where a matter begins."""
        return self.data["entry"]

    @property
    def country(self) -> str:
        """Whose public holidays count."""
        return self.data.get("calendar", "KR")

    @cached_property
    def electorates(self) -> Mapping[str, int]:
        """Electorate → number of people."""
        return {key: entry["size"] for key, entry in self.data.get("electorates", {}).items()}

    def stage(self, key: str) -> Stage:
        """The stage of that key; KeyError when there is none."""
        return self.stages[key]

    def start_name(self, key: str, lang: str) -> str:
        """The public name of a start (mark): its own, or that of the stage it opens."""
        for stage in self.data["stages"].values():
            for start in stage.get("starts", ()):
                if start["key"] == key:
                    return (start.get("name") or self.data["stages"][start["stage"]]["name"])[lang]
        return key


def _deadline(data: Json) -> DeadlineRule | None:
    raw = data.get("deadline")
    if not raw:
        return None
    extensions = raw.get("extensions") or {}
    return DeadlineRule(
        period=Period.from_json(raw),
        roll=raw.get("roll", "next_working_day" if data.get("duty") else "keep") == "next_working_day",
        extensions=extensions.get("max", 0),
        extend_by=Period.from_json(extensions["by"]) if extensions.get("by") else None,
    )


def _stage(key: str, data: Json) -> Stage:
    duty = data.get("duty")
    return Stage(
        key=key,
        track=data["track"],
        kind=data["kind"],
        name=data["name"],
        column=data["column"],
        settings=data.get("settings", {}),
        deadline=_deadline(data),
        duty=DutyRule(duty["key"], duty["owed_by"]) if duty else None,
        starts=tuple(StartRule(s["key"], read_condition(s["when"]), s["stage"]) for s in data.get("starts", ())),
        exits=tuple(ExitRule(read_condition(e["when"]), e["outcome"], e.get("to")) for e in data.get("exits", ())),
    )


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def read_document(data: object) -> Document:
    """The document that ``data`` (parsed JSON) describes; BrokenDocument with every problem when it is not one."""
    problems = check_document(data)
    if problems:
        raise BrokenDocument(problems)
    assert isinstance(data, dict)
    return Document(data, {key: _stage(key, stage) for key, stage in data["stages"].items()})


def parse_document(text: str) -> Document:
    """As :func:`read_document`, from JSON text."""
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BrokenDocument([Problem("", "not-json", {"detail": str(error)})]) from error
    return read_document(data)


def _once(pairs: list[tuple[str, Any]]) -> Json:
    """A JSON object in which no name stands twice; Python would silently keep the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for index, (name, _) in enumerate(pairs) if name in dict(pairs[:index]))
        raise ValueError(f"‘{twice}’ stands twice in one object")
    return found


# ── presets ──────────────────────────────────────────────────────────────────────────────────────────────────────

PRESETS = ("seoul-2019", "seoul-2020", "bluehouse-2017", "bluehouse-2019", "join", "madrid", "finland")


@cache
def preset(name: str) -> Document:
    """A reference procedure as shipped; KeyError when there is none of that name."""
    if name not in PRESETS:
        raise KeyError(name)
    return parse_document(resources.files(__package__).joinpath("presets", f"{name}.json").read_text("utf-8"))
