"""The numbers of a rule document: where they stand, what they count, how they are written and read."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .checks import check_document
from .meaning import Json
from .problems import BrokenDocument, Problem, pointer

Unit = Literal["count", "percent", "days", "working_days", "months", "times", "years"]

# The last step of a number's path → its unit and what schema.json allows. A percentage of 0 is refused all the same.
LIMITS: dict[str, tuple[Unit, int, int]] = {
    "at_least": ("count", 1, 1_000_000_000),
    "size": ("count", 1, 10_000_000_000),
    "percent": ("percent", 0, 100),
    "quorum_percent": ("percent", 0, 100),
    "majority_percent": ("percent", 0, 100),
    "days": ("days", 1, 3660),
    "working_days": ("working_days", 1, 2600),
    "months": ("months", 1, 120),
    "max": ("times", 1, 20),
    "min_age": ("years", 1, 120),
}


@dataclass(frozen=True)
class Slot:
    """A blank of a sentence: the number at ``path`` (JSON pointer into the document), and what may be filled in.

    A percentage is text ("66.6667"), everything else a whole number. ``repeated``: an earlier sentence of the list
    shows the same number already, so an editor shows it here to be read only.
    """

    path: str
    value: int | str
    unit: Unit
    minimum: int
    maximum: int
    repeated: bool = False

    @property
    def text(self) -> str:
        """The number as it is written: with thousands separators."""
        return f"{self.value:,}" if isinstance(self.value, int) else self.value


Part = str | Slot
Parts = tuple[Part, ...]


def numbers_of(data: Json) -> dict[str, Slot]:
    """Every number of a valid document: path → slot, in the document's order."""
    found = {}
    for part in ("electorates", "stages"):
        for path, name, value in _leaves(data.get(part, {}), f"/{part}"):
            unit, minimum, maximum = LIMITS[name]
            found[path] = Slot(path, value, unit, minimum, maximum)
    return found


def _leaves(value: object, path: str) -> Iterator[tuple[str, str, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        here = f"{path}/{pointer(key)}"
        if isinstance(part, (dict, list)):
            yield from _leaves(part, here)
        elif (isinstance(part, int) and not isinstance(part, bool)) or str(key).endswith("percent"):
            yield here, str(key), part


def joined(*parts: Part | Parts) -> Parts:
    """One tuple of parts, neighbouring texts made one, no empty ones."""
    flat: list[Part] = []
    for part in parts:
        for piece in part if isinstance(part, tuple) else (part,):
            if isinstance(piece, str) and flat and isinstance(flat[-1], str):
                flat[-1] += piece
            elif piece != "":
                flat.append(piece)
    return tuple(flat)


def written(parts: Parts) -> str:
    """The parts as text, with the numbers in place."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def fill(data: Json, values: Mapping[str, int | str]) -> Json:
    """A copy of the document with the numbers at these paths replaced.

    Numbers may come as people type them ("1,000", " 30 ", "2.5 %"). BrokenDocument with every problem when a path is
    no number of the document, a value is none, or the document does not stand with it; ``data`` is never changed.
    """
    problems = check_document(data)
    if problems:
        raise BrokenDocument(problems)
    slots, filled = numbers_of(data), copy.deepcopy(data)
    for path, raw in values.items():
        value = _read(raw, slots[path]) if path in slots else None
        if path not in slots:
            problems.append(Problem(path, "no-such-number", {}))
        elif value is None:
            problems.append(Problem(path, "type", {"expected": "1, 2, 3 …", "value": str(raw)}))
        else:
            _put(filled, path, value)
    problems += [problem for problem in check_document(filled) if problem not in problems]
    if problems:
        raise BrokenDocument(problems)
    return filled


def _read(raw: object, slot: Slot) -> int | str | None:
    """What was typed, as the document writes it; None when it is no number."""
    if isinstance(raw, bool) or not isinstance(raw, (int, str)):
        return None
    text = str(raw).replace(",", "").strip()
    if slot.unit == "percent":
        return text.removesuffix("%").rstrip()
    if not text.removeprefix("-").isdecimal() or len(text) > 20:
        return None
    return int(text)


def _put(data: Json, path: str, value: int | str) -> None:
    *way, last = (step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:])
    here: Any = data
    for step in way:
        here = here[int(step)] if isinstance(here, list) else here[step]
    here[last] = value
