"""The menu of sentences, the other half: what can be taken out of a rule document. The result is always a valid document.

What led to a stage that goes leads to what came after it; what hung on a number that goes hangs on the next one, or goes
too. Where that cannot be done, the sentence cannot be taken out.
"""

from __future__ import annotations

import copy
from typing import Any, Literal

from .checks import check_document
from .meaning import Json, meaning_problems, reachable
from .pieces import NotPossible

Rewritten = Json | Literal["never", "always"]


def removals(data: Json) -> list[str]:
    """What can be taken out of a valid document: names for :func:`remove`."""
    stages = data["stages"]
    wanted = [f"entry:{origin}" for origin in data["entry"] if origin != "citizen"]
    for key, stage in stages.items():
        wanted.append(f"stage:{key}")
        wanted += [f"start:{start['key']}" for start in stage.get("starts", ())]
        wanted += [f"{word}:{key}" for word in SETTINGS if _setting(stage, word) is not None]
    return [name for name in wanted if _tried(data, name) is not None]


def remove(data: Json, name: str) -> Json:
    """The document without that sentence; ``data`` is not changed. NotPossible where it cannot go (or is gone)."""
    made = _tried(data, name)
    if made is None or check_document(made):
        raise NotPossible(name)
    return made


def _tried(data: Json, name: str) -> Json | None:
    made = copy.deepcopy(data)
    word, _, key = name.partition(":")
    try:
        if word in SETTINGS:
            _drop_setting(made, word, key)
        elif word in ("entry", "start", "stage"):
            {"entry": _drop_entry, "start": _drop_start, "stage": _drop_stage}[word](made, key)
        else:
            return None
        _tidy(made)
    except NotPossible:
        return None
    return None if any(meaning_problems(made)) else made


# ── what a stage says besides ──

SETTINGS = {
    "extension": ("deadline", "extensions"),
    "majority": ("settings", "majority_percent"),
    "reports": ("settings", "reports_every"),
    "age": ("settings", "min_age"),
}


def _setting(stage: Json, word: str) -> Any:
    part, name = SETTINGS[word]
    return stage.get(part, {}).get(name)


def _drop_setting(data: Json, word: str, key: str) -> None:
    part, name = SETTINGS[word]
    if key not in data["stages"] or data["stages"][key].get(part, {}).pop(name, None) is None:
        raise NotPossible(key)


# ── ways in, stages, and what numbers bring about ──


def _drop_entry(data: Json, origin: str) -> None:
    if len(data["entry"]) < 2 or data["entry"].pop(origin, None) is None:
        raise NotPossible(origin)


def _drop_stage(data: Json, key: str) -> None:
    stage = data["stages"].get(key)
    if stage is None:
        raise NotPossible(key)
    onward = next((leave["to"] for leave in stage["exits"] if leave.get("to", key) != key), None)
    for origin, entry in list(data["entry"].items()):
        if entry == key and onward:
            data["entry"][origin] = onward
        elif entry == key and origin == "citizen":
            raise NotPossible(key)  # citizens could not propose any more
        elif entry == key:
            _drop_entry(data, origin)
    for other in data["stages"].values():
        for leave in other["exits"]:
            if leave.get("to") == key:
                leave.pop("to")
                leave.update({"to": onward} if onward else {})
    _drop_starts_to(data, key, onward)
    _forget(data, [key])


def _drop_starts_to(data: Json, key: str, onward: str | None) -> None:
    """What began this stage begins the next one, if that runs beside; else it begins nothing and goes."""
    for other in data["stages"].values():
        for start in list(other.get("starts", ())):
            if start["stage"] != key:
                continue
            if onward and data["stages"][onward]["track"] != other["track"]:
                start["stage"] = onward
                start.pop("name", None)
            else:
                _drop_start(data, start["key"])


def _drop_start(data: Json, mark: str) -> None:
    found = [(stage, start) for stage in data["stages"].values() for start in stage.get("starts", ())
             if start["key"] == mark]  # fmt: skip
    if not found:
        raise NotPossible(mark)
    stage, gone = found[0]
    stage["starts"].remove(gone)
    heir = next((start for start in stage["starts"] if start["when"] == {"marked": mark}), None)
    if heir is not None:  # several things began at a number that was written once, here
        heir["when"] = gone["when"]
    else:
        tiers = [start for start in stage["starts"] if "at_least" in start["when"] and "at_least" in gone["when"]]
        heir = min(tiers, key=lambda start: int(start["when"]["at_least"]), default=None)
    _rewrite(data, {mark: heir["key"] if heir else None})


def _forget(data: Json, keys: list[str]) -> None:
    """These stages are gone, with the marks of what began in them."""
    marks: dict[str, str | None] = {
        start["key"]: None for key in keys for start in data["stages"][key].get("starts", ())
    }
    for key in keys:
        data["stages"].pop(key)
    _rewrite(data, marks)


def _rewrite(data: Json, marks: dict[str, str | None]) -> None:
    """Conditions on these marks ask for another one (its name), or can never hold (None)."""
    if not marks:
        return
    for stage in data["stages"].values():
        lost = []
        for part in ("starts", "exits"):
            kept = []
            for rule in stage.get(part, ()):
                when = _condition(rule["when"], marks)
                if when == "always":
                    raise NotPossible(rule["outcome" if part == "exits" else "key"])
                if when == "never":
                    lost += [rule["key"]] if part == "starts" else []
                    continue
                kept.append(rule | {"when": when})
            if part in stage:
                stage[part] = kept
        _rewrite(data, dict.fromkeys(lost))


def _condition(said: Json, marks: dict[str, str | None]) -> Rewritten:
    if said.get("marked") in marks:
        other = marks[said["marked"]]
        return {"marked": other} if other else "never"
    if "not" in said:
        inner = _condition(said["not"], marks)
        return {"never": "always", "always": "never"}[inner] if isinstance(inner, str) else {"not": inner}  # type: ignore[return-value]
    word = next((word for word in ("all", "any") if word in said), None)
    if word is None:
        return said
    parts = [_condition(part, marks) for part in said[word]]
    ends, falls = ("never", "always") if word == "all" else ("always", "never")
    if ends in parts:
        return ends
    kept = [part for part in parts if part != falls]
    if len(kept) > 1:
        return {word: kept}
    return kept[0] if kept else falls  # type: ignore[return-value]


def _tidy(data: Json) -> None:
    """Stages that nothing leads to any more go too, and tracks that no stage is in."""
    lost = [key for key in data["stages"] if key not in reachable(data)]
    while lost:
        _forget(data, lost)
        lost = [key for key in data["stages"] if key not in reachable(data)]
    for stage in data["stages"].values():
        if stage.get("starts") == []:
            stage.pop("starts")
    used = {stage["track"] for stage in data["stages"].values()}
    for key in [key for key in data["tracks"] if key not in used]:
        data["tracks"].pop(key)
