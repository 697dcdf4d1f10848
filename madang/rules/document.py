"""A rule document: read, checked, and made into objects.

The shape is fixed by ``schema.json`` (published, JSON Schema 2020-12); what a schema cannot say (names that must exist,
conditions that can never hold) is checked here. A broken document is answered with every :class:`Problem`, each with
the path and what is allowed there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from .conditions import CONDITIONS, Condition, read_condition
from .deadlines import Period

Json = dict[str, Any]
DEFAULT_DECISIONS = {
    "review": ("pass", "reject"),
    "agenda": ("select", "reject", "defer"),
    "answer": ("accept", "decline"),
}


@dataclass(frozen=True)
class Problem:
    """One fault of a document: where (a path like ``/stages/collecting/deadline/days``), which, and the facts."""

    path: str
    code: str
    facts: Mapping[str, Any]

    def sentence(self, lang: str = "ko") -> str:
        """What is wrong and what is allowed there, in Korean or English."""
        ko, en = PROBLEMS[self.code]
        facts = {name: _plain(value) for name, value in self.facts.items()}
        return f"{self.path or '/'}: " + (ko if lang == "ko" else en).format(**facts)


class BrokenDocument(ValueError):
    """The document cannot be used; ``problems`` says why, each with its path."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.sentence("en") for problem in problems))


PROBLEMS: dict[str, tuple[str, str]] = {
    "not-json": ("JSON이 아니에요: {detail}", "not JSON: {detail}"),
    "type": ("{expected}이(가) 와야 해요. 지금은 {value}.", "must be {expected}; found {value}."),
    "enum": ("쓸 수 있는 것: {allowed}. 지금은 {value}.", "allowed: {allowed}; found {value}."),
    "required": ("‘{name}’이(가) 빠졌어요. 여기에 필요한 것: {allowed}.", "‘{name}’ is missing; needed here: {allowed}."),
    "unknown": ("‘{name}’은(는) 여기에 쓸 수 없어요. 쓸 수 있는 것: {allowed}.", "‘{name}’ is not allowed here; allowed: {allowed}."),
    "minimum": ("{limit} 이상이어야 해요. 지금은 {value}.", "must be at least {limit}; found {value}."),
    "maximum": ("{limit} 이하여야 해요. 지금은 {value}.", "must be at most {limit}; found {value}."),
    "pattern": ("{value}은(는) 쓸 수 없는 꼴이에요. 꼴: {allowed}", "{value} has the wrong form; form: {allowed}"),
    "length": ("길이나 개수가 맞지 않아요: {detail}", "wrong length or number: {detail}"),
    "condition": ("조건은 다음 중 하나로 써요: {allowed}.", "a condition is one of: {allowed}."),
    "one-unit": ("기간은 days, working_days, months 중 하나만 써요.", "give exactly one of days, working_days, months."),
    "one-threshold": (
        "at_least, 또는 percent와 of 중 하나만 써요.",
        "give either at_least, or percent together with of.",
    ),
    "no-such-stage": ("‘{name}’ 단계가 없어요. 있는 단계: {allowed}.", "no stage ‘{name}’; stages: {allowed}."),
    "no-such-track": ("‘{name}’ 트랙이 없어요. 있는 트랙: {allowed}.", "no track ‘{name}’; tracks: {allowed}."),
    "no-such-mark": ("‘{name}’ 시작점이 없어요. 있는 것: {allowed}.", "no start ‘{name}’; starts: {allowed}."),
    "no-such-electorate": ("‘{name}’ 모집단이 없어요. 있는 것: {allowed}.", "no electorate ‘{name}’; electorates: {allowed}."),
    "no-such-decision": (
        "이 단계에서는 ‘{name}’(으)로 결정할 수 없어요. 고를 수 있는 것: {allowed}.",
        "‘{name}’ cannot be decided in this stage; decisions: {allowed}.",
    ),
    "duplicate-start": ("시작점 이름 ‘{name}’이(가) 두 번 쓰였어요.", "start key ‘{name}’ is used twice."),
    "same-track": (
        "시작점은 다른 트랙의 단계를 열어야 해요. ‘{name}’은(는) 같은 트랙이에요.",
        "a start opens a stage of another track; ‘{name}’ is in the same one.",
    ),
    "no-deadline": ("기간(deadline)이 없어서 이 조건은 절대 맞지 않아요.", "without a deadline this condition never holds."),
    "duty-without-deadline": ("의무(duty)에는 기간(deadline)이 있어야 해요.", "a duty needs a deadline."),
    "extension-without-duty": ("연장은 의무(duty)가 있는 단계에만 쓸 수 있어요.", "extensions need a duty."),
    "unreachable": ("‘{name}’ 단계에 이르는 길이 없어요.", "no way leads to stage ‘{name}’."),
    "endless": (
        "이 단계에서 나갈 길(exits)이 하나도 없어요.",
        "nothing ever leaves this stage: it has no exits.",
    ),
    "loop": (
        "‘{name}’ 단계로 기다림 없이 되돌아와 끝나지 않아요.",
        "leads back to stage ‘{name}’ without waiting for anything.",
    ),
}


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return text if len(text) <= 80 else text[:77] + "…"


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


# ── reading and checking ─────────────────────────────────────────────────────────────────────────────────────────


@cache
def schema() -> Json:
    """The published JSON Schema of rule documents."""
    return json.loads(resources.files(__package__).joinpath("schema.json").read_text("utf-8"))


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


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
        data = json.loads(text)
    except ValueError as error:
        raise BrokenDocument([Problem("", "not-json", {"detail": str(error)})]) from error
    return read_document(data)


def check_document(data: object) -> list[Problem]:
    """Every problem of a would-be document: first its shape; when that is right, what its names and rules mean."""
    shape: list[Problem] = []
    for error in _validator().iter_errors(data):
        shape += _shape_problems(error)
    if shape:
        return sorted(shape, key=lambda p: p.path)
    assert isinstance(data, dict)
    return list(_meaning_problems(data))



TYPE_NAMES = {
    "object": "{…}",
    "array": "[…]",
    "string": "“text”",
    "integer": "1, 2, 3 …",
    "number": "1.5",
    "boolean": "true/false",
}


def _path(error: ValidationError) -> str:
    return "".join(f"/{part}" for part in error.absolute_path)


def _shape_problems(error: ValidationError) -> list[Problem]:
    """One schema error in our words. A wrong condition is told by the word it uses, not by all it might have been."""
    path, value, rule = _path(error), error.instance, error.validator
    if rule == "anyOf":
        word = next((word for word in CONDITIONS if isinstance(value, dict) and word in value), None)
        if word is None:
            return [Problem(path, "condition", {"allowed": tuple(CONDITIONS)})]
        index = list(CONDITIONS).index(word)
        own = [sub for sub in error.context if sub.schema_path and sub.schema_path[0] == index]
        return [problem for sub in own for problem in _shape_problems(sub)]
    if rule == "type":
        return [Problem(path, "type", {"expected": TYPE_NAMES.get(str(error.validator_value), "?"), "value": _plain(value)})]
    if rule in ("enum", "const"):
        allowed = error.validator_value if rule == "enum" else [error.validator_value]
        return [Problem(path, "enum", {"allowed": _plain(allowed), "value": _plain(value)})]
    if rule == "required":
        missing = [name for name in error.validator_value if name not in value]
        needed = _plain(error.validator_value)
        return [Problem(path, "required", {"name": name, "allowed": needed}) for name in missing]
    if rule == "additionalProperties":
        allowed = list(error.schema.get("properties", {}))
        unknown = [name for name in value if name not in allowed]
        return [Problem(f"{path}/{name}", "unknown", {"name": name, "allowed": _plain(allowed)}) for name in unknown]
    if rule in ("minimum", "maximum"):
        return [Problem(path, str(rule), {"limit": error.validator_value, "value": _plain(value)})]
    if rule == "pattern":
        return [Problem(path, "pattern", {"allowed": str(error.validator_value), "value": _plain(value)})]
    return [Problem(path, "length", {"detail": error.message if len(error.message) < 200 else str(rule)})]


def _conditions(data: Json, path: str) -> Iterator[tuple[str, Json]]:
    """This condition and all inside it, with their paths."""
    yield path, data
    for word in ("all", "any"):
        for index, part in enumerate(data.get(word, ())):
            yield from _conditions(part, f"{path}/{word}/{index}")
    if "not" in data:
        yield from _conditions(data["not"], f"{path}/not")


def _meaning_problems(data: Json) -> Iterator[Problem]:
    stages, tracks = data["stages"], data["tracks"]
    electorates = data.get("electorates", {})
    marks = [start["key"] for stage in stages.values() for start in stage.get("starts", ())]

    def missing(path: str, code: str, name: str, among: Any) -> Iterator[Problem]:
        if name not in among:
            yield Problem(path, code, {"name": name, "allowed": list(among)})

    for origin, key in data["entry"].items():
        yield from missing(f"/entry/{origin}", "no-such-stage", key, stages)
    seen: set[str] = set()
    for key, stage in stages.items():
        here = f"/stages/{key}"
        yield from missing(f"{here}/track", "no-such-track", stage["track"], tracks)
        yield from _deadline_problems(stage, here)
        if not stage.get("exits"):
            yield Problem(here, "endless", {})
        for index, start in enumerate(stage.get("starts", ())):
            at = f"{here}/starts/{index}"
            if start["key"] in seen:
                yield Problem(f"{at}/key", "duplicate-start", {"name": start["key"]})
            seen.add(start["key"])
            yield from missing(f"{at}/stage", "no-such-stage", start["stage"], stages)
            if start["stage"] in stages and stages[start["stage"]]["track"] == stage["track"]:
                yield Problem(f"{at}/stage", "same-track", {"name": start["stage"]})
        for index, leave in enumerate(stage.get("exits", ())):
            if "to" in leave:
                yield from missing(f"{here}/exits/{index}/to", "no-such-stage", leave["to"], stages)
        for part in ("starts", "exits"):
            for index, rule in enumerate(stage.get(part, ())):
                for path, condition in _conditions(rule["when"], f"{here}/{part}/{index}/when"):
                    yield from _condition_problems(condition, path, key, stage, marks, electorates)
    reached = _reachable(data)
    for key in stages:
        if key not in reached:
            yield Problem(f"/stages/{key}", "unreachable", {"name": key})
    yield from _loops(data)


def _deadline_problems(stage: Json, here: str) -> Iterator[Problem]:
    deadline = stage.get("deadline")
    if stage.get("duty") and not deadline:
        yield Problem(f"{here}/duty", "duty-without-deadline", {})
    if deadline:
        if sum(unit in deadline for unit in ("days", "working_days", "months")) != 1:
            yield Problem(f"{here}/deadline", "one-unit", {})
        if "extensions" in deadline and not stage.get("duty"):
            yield Problem(f"{here}/deadline/extensions", "extension-without-duty", {})


def _condition_problems(
    condition: Json, path: str, key: str, stage: Json, marks: list[str], electorates: Json
) -> Iterator[Problem]:
    if "count" in condition:
        number, share = "at_least" in condition, "percent" in condition and "of" in condition
        if number == share or (number and ("percent" in condition or "of" in condition)):
            yield Problem(path, "one-threshold", {})
    if "of" in condition and condition["of"] not in electorates:
        yield Problem(f"{path}/of", "no-such-electorate", {"name": condition["of"], "allowed": list(electorates)})
    if "ended" in condition and not stage.get("deadline"):
        yield Problem(path, "no-deadline", {})
    if "marked" in condition and condition["marked"] not in marks:
        yield Problem(f"{path}/marked", "no-such-mark", {"name": condition["marked"], "allowed": marks})
    if "decision" in condition:
        allowed = stage.get("settings", {}).get("decisions") or DEFAULT_DECISIONS.get(stage["kind"], ())
        if condition["decision"] not in allowed:
            facts = {"name": condition["decision"], "allowed": list(allowed)}
            yield Problem(f"{path}/decision", "no-such-decision", facts)


def _reachable(data: Json) -> set[str]:
    todo = [key for key in data["entry"].values() if key in data["stages"]]
    reached: set[str] = set()
    while todo:
        key = todo.pop()
        if key in reached or key not in data["stages"]:
            continue
        reached.add(key)
        stage = data["stages"][key]
        todo += [start["stage"] for start in stage.get("starts", ())]
        todo += [leave["to"] for leave in stage.get("exits", ()) if "to" in leave]
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
        key: [e["to"] for e in stage.get("exits", ()) if e.get("to") in data["stages"] and not _waits(e["when"])]
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


# ── presets ──────────────────────────────────────────────────────────────────────────────────────────────────────

PRESETS = ("seoul-2019", "seoul-2020", "bluehouse-2017", "bluehouse-2019", "join", "madrid", "finland")


@cache
def preset(name: str) -> Document:
    """A reference procedure as shipped; KeyError when there is none of that name."""
    if name not in PRESETS:
        raise KeyError(name)
    return parse_document(resources.files(__package__).joinpath("presets", f"{name}.json").read_text("utf-8"))
