"""Event files for tests, written in a line a line.

lines = [*opening("하나", "두리"), submit("a"), cast("a", "두리", at="2019-03-05 10:00")]
file = write(folder / "사건.jsonl", lines)
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

Event = dict[str, Any]


def event(do: str, at: str, **members: Any) -> Event:
    """One event; ``at`` is ``2019-03-04 09:00`` in Seoul."""
    day, _, clock = at.partition(" ")
    clock = {0: "00:00:00", 5: f"{clock}:00"}.get(len(clock), clock)
    return {"at": f"{day}T{clock}+09:00", "do": do, **members}


def person(key: str, at: str = "2019-03-01 09:00", **members: Any) -> Event:
    return event("person.register", at, person=key, name=key, **members)


def opening(*people: str) -> list[Event]:
    """These people and one department."""
    department = event("department.register", "2019-03-01 09:00", department="mobility", name="교통정책과")
    return [*map(person, people), department]


def submit(
    key: str, at: str = "2019-03-04 09:00", *, by: str = "하나", procedure: str = "seoul-2019", **more: Any
) -> Event:
    title = more.pop("title", "자전거 도로를 이어 주세요")
    return event("proposal.submit", at, proposal=key, procedure=procedure, by=by, title=title, **more)


def cast(key: str, by: str, at: str = "2019-03-05 10:00", **more: Any) -> Event:
    return event("support.cast", at, proposal=key, by=by, **more)


def withdraw(key: str, by: str, at: str = "2019-03-05 11:00", **more: Any) -> Event:
    return event("support.withdraw", at, proposal=key, by=by, **more)


def batch(key: str, count: int, at: str = "2019-03-05 10:00", **more: Any) -> Event:
    return event("support.batch", at, proposal=key, count=count, channel="paper", evidence="서명부, 사본 보관", **more)


def text(lines: list[Event]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def write(file: Path, lines: list[Event]) -> Path:
    file.write_text(text(lines), "utf-8")
    return file


def busy_month(proposals: int, supports: int, *, people: int = 200, seed: int = 1) -> list[Event]:
    """A month in which ``people`` support, withdraw and bring signatures, without one bad line; in the order of time."""
    dice = random.Random(seed)
    names = [f"p{n}" for n in range(people)]
    keys = [f"q{n}" for n in range(proposals)]
    lines = [*opening(*names), *(submit(key, by=dice.choice(names)) for key in keys)]
    stand: set[tuple[str, str]] = set()
    for n in range(supports):
        minute = n * 26 * 24 * 60 // supports
        at = f"2019-03-{5 + minute // 1440:02d} {minute // 60 % 24:02d}:{minute % 60:02d}"
        pair = dice.choice(keys), dice.choice(names)
        if pair in stand and dice.random() < 0.5:
            lines.append(withdraw(*pair, at=at))
            stand.discard(pair)
        elif dice.random() < 0.01:
            lines.append(batch(pair[0], dice.randint(1, 30), at=at))
        else:
            lines.append(cast(*pair, at=at))
            stand.add(pair)
    return lines
