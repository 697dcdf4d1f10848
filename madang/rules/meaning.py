"""What a schema cannot say about a rule document: names that must exist, rules that can never come true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .deadlines import UNITS, known_countries
from .problems import Problem

Json = dict[str, Any]
DEFAULT_DECISIONS = {
    "review": ("pass", "reject"),
    "agenda": ("select", "reject", "defer"),
    "answer": ("accept", "decline"),
}
DEFAULT_CHOICES = ("yes", "no")


def meaning_problems(data: Json) -> Iterator[Problem]:
    """Every problem of a document whose shape is right."""
    stages = data["stages"]
    names = _Names(
        stages=tuple(stages),
        marks=tuple(start["key"] for stage in stages.values() for start in stage.get("starts", ())),
        electorates=tuple(data.get("electorates", ())),
    )
    country = data.get("calendar", "")
    if country and country not in known_countries():
        yield Problem("/calendar", "no-such-calendar", {"name": country, "allowed": sorted(known_countries())})
    for origin, key in data["entry"].items():
        yield from _missing(f"/entry/{origin}", "no-such-stage", key, names.stages)
    for key, stage in stages.items():
        here = f"/stages/{key}"
        yield from _missing(f"{here}/track", "no-such-track", stage["track"], data["tracks"])
        yield from _deadline_problems(stage, here)
        yield from _settings_problems(stage, here)
        yield from _rule_problems(stage, here, stages, names)
    yield from _duplicate_starts(stages)
    if all(key in stages for _, key in _ways(data)):  # else every stage behind a misspelt name would be lost, too
        reached = reachable(data)
        yield from (Problem(f"/stages/{key}", "unreachable", {"name": key}) for key in stages if key not in reached)
        yield from _loops(data)


@dataclass(frozen=True)
class _Names:
    """What a rule may name."""

    stages: tuple[str, ...]
    marks: tuple[str, ...]
    electorates: tuple[str, ...]


def _missing(path: str, code: str, name: str, among: Iterable[str]) -> Iterator[Problem]:
    if name not in among:
        yield Problem(path, code, {"name": name, "allowed": list(among)})


def _decisions(stage: Json) -> list[str]:
    return list(stage.get("settings", {}).get("decisions") or DEFAULT_DECISIONS.get(stage["kind"], ()))


def _choices(stage: Json) -> list[str]:
    return list(stage.get("settings", {}).get("choices", DEFAULT_CHOICES)) if stage["kind"] == "ballot" else []


def _settings_problems(stage: Json, here: str) -> Iterator[Problem]:
    for code, reason in stage.get("settings", {}).get("reasons", {}).items():
        if "decision" in reason:
            path = f"{here}/settings/reasons/{code}/decision"
            yield from _missing(path, "no-such-decision", reason["decision"], _decisions(stage))


def _rule_problems(stage: Json, here: str, stages: Json, names: _Names) -> Iterator[Problem]:
    if not stage.get("exits"):
        yield Problem(here, "endless", {})
    for index, start in enumerate(stage.get("starts", ())):
        at = f"{here}/starts/{index}"
        yield from _missing(f"{at}/stage", "no-such-stage", start["stage"], names.stages)
        if start["stage"] in stages and stages[start["stage"]]["track"] == stage["track"]:
            yield Problem(f"{at}/stage", "same-track", {"name": start["stage"]})
    for index, leave in enumerate(stage.get("exits", ())):
        if "to" in leave:
            yield from _missing(f"{here}/exits/{index}/to", "no-such-stage", leave["to"], names.stages)
    for part in ("starts", "exits"):
        for index, rule in enumerate(stage.get(part, ())):
            for path, condition in _conditions(rule["when"], f"{here}/{part}/{index}/when"):
                yield from _condition_problems(condition, path, stage, names)


def _duplicate_starts(stages: Json) -> Iterator[Problem]:
    seen: set[str] = set()
    for key, stage in stages.items():
        for index, start in enumerate(stage.get("starts", ())):
            if start["key"] in seen:
                yield Problem(f"/stages/{key}/starts/{index}/key", "duplicate-start", {"name": start["key"]})
            seen.add(start["key"])


def _conditions(data: Json, path: str) -> Iterator[tuple[str, Json]]:
    """This condition and all inside it, with their paths."""
    yield path, data
    for word in ("all", "any"):
        for index, part in enumerate(data.get(word, ())):
            yield from _conditions(part, f"{path}/{word}/{index}")
    if "not" in data:
        yield from _conditions(data["not"], f"{path}/not")


def _deadline_problems(stage: Json, here: str) -> Iterator[Problem]:
    deadline = stage.get("deadline")
    if stage.get("duty") and not deadline:
        yield Problem(f"{here}/duty", "duty-without-deadline", {})
    if deadline:
        if sum(unit in deadline for unit in UNITS) != 1:
            yield Problem(f"{here}/deadline", "one-unit", {})
        if "extensions" in deadline and not stage.get("duty"):
            yield Problem(f"{here}/deadline/extensions", "extension-without-duty", {})


def _condition_problems(condition: Json, path: str, stage: Json, names: _Names) -> Iterator[Problem]:
    if "count" in condition:
        number, share = "at_least" in condition, "percent" in condition and "of" in condition
        if number == share or (number and ("percent" in condition or "of" in condition)):
            yield Problem(path, "one-threshold", {})
    if "of" in condition:
        yield from _missing(f"{path}/of", "no-such-electorate", condition["of"], names.electorates)
    if "majority" in condition:
        yield from _missing(f"{path}/majority", "no-such-choice", condition["majority"], _choices(stage))
        if "quorum_percent" in condition and "of" not in condition:
            yield Problem(path, "quorum-without-electorate", {"allowed": list(names.electorates)})
    if "ended" in condition and not stage.get("deadline"):
        yield Problem(path, "no-deadline", {})
    if "marked" in condition:
        yield from _missing(f"{path}/marked", "no-such-mark", condition["marked"], names.marks)
    if "decision" in condition:
        yield from _missing(f"{path}/decision", "no-such-decision", condition["decision"], _decisions(stage))


def _ways(data: Json) -> Iterator[tuple[str, str]]:
    """(from, to) for every way into a stage; "" is the outside."""
    yield from (("", key) for key in data["entry"].values())
    for origin, stage in data["stages"].items():
        yield from ((origin, start["stage"]) for start in stage.get("starts", ()))
        yield from ((origin, leave["to"]) for leave in stage.get("exits", ()) if "to" in leave)


def reachable(data: Json) -> set[str]:
    """The stages that some way leads to ("" is the outside)."""
    ways = list(_ways(data))
    todo, reached = [""], {""}
    while todo:
        here = todo.pop()
        found = {key for origin, key in ways if origin == here} - reached
        reached |= found
        todo += found
    return reached


def _waits(condition: Json) -> bool:
    """Whether a condition needs time or a new act after the stage has begun.

    Counts, marks and majorities may hold already at the beginning; deadlines, decisions and things done cannot.
    """
    if "any" in condition:
        return all(_waits(part) for part in condition["any"])
    if "all" in condition:
        return any(_waits(part) for part in condition["all"])
    return any(word in condition for word in ("ended", "elapsed", "decision", "done"))


def _loops(data: Json) -> Iterator[Problem]:
    """Circles of exits that could turn for ever within one moment."""
    quick = {
        key: [leave["to"] for leave in stage.get("exits", ()) if "to" in leave and not _waits(leave["when"])]
        for key, stage in data["stages"].items()
    }
    for origin in quick:
        todo, seen = list(quick[origin]), set()
        while todo:
            key = todo.pop()
            if key == origin:
                yield Problem(f"/stages/{origin}/exits", "loop", {"name": origin})
                break
            if key not in seen:
                seen.add(key)
                todo += quick[key]
