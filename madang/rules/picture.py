"""The process picture as a model: boxes in columns and lanes, arrows with their criteria. No drawing, no counts.

A lane shows everything that can come of a matter of one origin, the citizens' on top; a stage that two origins share
stands in both lanes. ``Lane.drawn`` gives what the macro of ``madang/web/ui/jinja2/ui/process.html`` takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import words
from .criteria import criterion, duration
from .document import Document
from .korean import particle, with_particle
from .meaning import Json
from .telling import Matter

COLUMNS = tuple(words.COLUMNS)
ORIGINS = tuple(words.ORIGINS)  # the order of the lanes, from the top


@dataclass(frozen=True)
class Box:
    """One stage of a lane, or (``stage`` None, kind "entry") where its matters come in. ``row``, ``col`` count from 0."""

    key: str
    stage: str | None
    name: str
    kind: str
    kind_name: str
    column: str
    col: int
    row: int
    period: str
    owner: str
    who: Literal["people", "institution"]


@dataclass(frozen=True)
class Arrow:
    """A way on: a ``start`` opens ``target`` beside ``source``, an ``exit`` leaves for it; target None: it ends there."""

    source: str
    target: str | None
    text: str
    kind: Literal["start", "exit"]
    outcome: str | None
    outcome_name: str


@dataclass(frozen=True)
class Lane:
    """What can come of matters of one origin."""

    origin: str
    name: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    def drawn(
        self, counts: Mapping[str, int] | None = None, href: Callable[[str], str | None] = lambda stage: None
    ) -> dict[str, Any]:
        """The lane as the macro takes it; ``counts`` and ``href`` by stage."""
        return {
            "title": self.name,
            "stages": [
                {
                    "key": box.key, "name": box.name, "col": box.col, "row": box.row, "who": box.who,
                    "meta": box.period, "note": box.owner, "count": (counts or {}).get(box.stage) if box.stage else None,
                    "href": href(box.stage) if box.stage else None,
                }
                for box in self.boxes
            ],
            "arrows": [{"from": a.source, "to": a.target, "text": a.text} for a in self.arrows if a.target],
        }  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """The whole process: three columns, a lane for every origin."""

    lang: str
    columns: tuple[tuple[str, str], ...]
    lanes: tuple[Lane, ...]

    def as_text(self) -> list[str]:
        """The picture told in sentences, in reading order, for those who do not see it."""
        told = []
        for lane in self.lanes:
            names = {box.key: box.name for box in lane.boxes}
            columns = dict(self.columns)
            for box in lane.boxes:
                told.append(_box_sentence(lane, box, columns[box.column], self.lang))
                told += [_arrow_sentence(a, names, self.lang) for a in lane.arrows if a.source == box.key]
        return told


def picture(document: Document, lang: str) -> Picture:
    """The process picture of a document in ``lang`` (ko or en)."""
    matter = Matter.of(document.data, lang)
    columns = tuple((key, words.word(words.COLUMNS, key, lang)) for key in COLUMNS)
    lanes = tuple(_lane(matter, origin, document.entry[origin]) for origin in ORIGINS if origin in document.entry)
    return Picture(lang, columns, lanes)


def _lane(m: Matter, origin: str, entry: str) -> Lane:
    ranks = _ranks(m, entry)
    arrows = [arrow for key in ranks for arrow in _arrows(m, key)]
    outside = m.stage(entry)["column"] != COLUMNS[0]  # it begins in a later column, so the way in has a box of its own
    cells = _cells(m, ranks, arrows, taken={(0, 0)} if outside else set())
    boxes = [_box(m, key, cells[key]) for key in ranks]
    if outside:
        name = words.word(words.ENTRIES, origin, m.lang)
        who: Literal["people", "institution"] = "institution" if origin == "institution" else "people"
        key = f"entry:{origin}"  # no stage can be called so
        kind = "시작" if m.lang == "ko" else "Beginning"
        boxes.insert(0, Box(key, None, name, "entry", kind, COLUMNS[0], 0, 0, "", "", who))
        arrows.insert(0, Arrow(key, entry, "", "exit", None, ""))
    order = sorted(boxes, key=lambda box: (box.col, box.row))
    return Lane(origin, words.word(words.ORIGINS, origin, m.lang), tuple(order), tuple(arrows))


def _ways(stage: Json) -> Iterator[str]:
    yield from (start["stage"] for start in stage.get("starts", ()))
    yield from (leave["to"] for leave in stage.get("exits", ()) if "to" in leave)


def _ranks(m: Matter, entry: str) -> dict[str, int]:
    """Every stage that can be reached from ``entry``, with the length of the longest way there that does not turn back."""
    order: list[str] = []  # depth first; reversed it is topological wherever there is no way back
    back: set[tuple[str, str]] = set()

    def visit(key: str, above: tuple[str, ...]) -> None:
        for way in dict.fromkeys(_ways(m.stage(key))):
            if way in above or way == key:
                back.add((key, way))
            elif way not in order:
                visit(way, (*above, key))
        order.append(key)

    visit(entry, ())
    ranks = dict.fromkeys(reversed(order), 0)
    for key in ranks:
        for way in _ways(m.stage(key)):
            if (key, way) not in back:
                ranks[way] = max(ranks[way], ranks[key] + 1)
    return ranks


def _cells(
    m: Matter, ranks: Mapping[str, int], arrows: list[Arrow], *, taken: set[tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """A cell (column, row) for every stage: below what leads to it in its column, level with what leads to it elsewhere.

    Track by track, so that what belongs together stands together.
    """
    first: dict[str, int] = {}
    for key, rank in ranks.items():
        first[m.stage(key)["track"]] = min(rank, first.get(m.stage(key)["track"], rank))
    tracks = sorted(first, key=lambda track: (first[track], list(m.data["tracks"]).index(track)))
    cells: dict[str, tuple[int, int]] = {}
    for key in sorted(ranks, key=lambda k: (tracks.index(m.stage(k)["track"]), ranks[k])):
        col = COLUMNS.index(m.stage(key)["column"])
        before = [cells[a.source] for a in arrows if a.target == key and a.source in cells and a.source != key]
        here = [row + 1 for c, row in before if c == col]
        elsewhere = [row for c, row in before if c != col]
        row = max(here, default=min(elsewhere, default=0))
        while (col, row) in taken:
            row += 1
        cells[key] = (col, row)
        taken.add((col, row))
    return cells


def _box(m: Matter, key: str, cell: tuple[int, int]) -> Box:
    stage = m.stage(key)
    return Box(
        key=key,
        stage=key,
        name=m.name(key),
        kind=stage["kind"],
        kind_name=words.word(words.KINDS, stage["kind"], m.lang),
        column=stage["column"],
        col=cell[0],
        row=cell[1],
        period=duration(m, key),
        owner=m.owner(key),
        who="people" if _people(stage) else "institution",
    )


def _people(stage: Json) -> bool:
    """Whether citizens move in this stage. A task that has a window but that nobody owes is theirs to use or not."""
    if stage["kind"] != "task":
        return stage["kind"] in ("collect", "forum", "ballot", "agenda")
    phase = stage.get("settings", {}).get("phase")
    if phase:
        return phase in ("accepting", "selecting", "balloting")
    return stage.get("duty", {}).get("owed_by", "proposer" if "deadline" in stage else "") == "proposer"


def _arrows(m: Matter, key: str) -> list[Arrow]:
    """The ways on from a stage; exits that lead to the same stage are one arrow."""
    stage, found = m.stage(key), []
    for start in stage.get("starts", ()):
        found.append(Arrow(key, start["stage"], criterion(m, key, start["when"]), "start", None, ""))
    joined: dict[str, Arrow] = {}
    for leave in stage.get("exits", ()):
        text, outcome = criterion(m, key, leave["when"]), m.outcome(leave)
        arrow = Arrow(key, leave.get("to"), text, "exit", leave["outcome"], outcome)
        same = joined.get(leave.get("to", ""))
        if same and same.target:
            both = f"{same.outcome_name} / {outcome}" if outcome not in same.outcome_name.split(" / ") else outcome
            arrow = Arrow(key, same.target, f"{same.text} / {text}", "exit", same.outcome, both)
            found[found.index(same)] = arrow
        else:
            found.append(arrow)
        if arrow.target:
            joined[arrow.target] = arrow
    return found


def _box_sentence(lane: Lane, box: Box, column: str, lang: str) -> str:
    about = ", ".join(text for text in (column, box.owner, box.period) if text)
    name = f"‘{box.name}’"
    if lang == "ko":
        return f"{lane.name}, {name} 단계입니다: {about}."
    return f"{lane.name}: stage {name} ({about})."


def _arrow_sentence(arrow: Arrow, names: Mapping[str, str], lang: str) -> str:
    source, target = f"‘{names[arrow.source]}’", f"‘{names[arrow.target]}’" if arrow.target else ""
    if lang == "ko":
        then = "이면" if particle(arrow.text, "이") == "이" else "면"
        clause = f"{source}에서 {arrow.text}{then}" if arrow.text else f"{source}에서"
        if arrow.kind == "start":
            return f"{clause} {with_particle(target, '이')} 함께 시작됩니다."
        if target:
            return f"{clause} {with_particle(target, '으로')} 넘어갑니다."
        return f"{clause} {with_particle(f'‘{arrow.outcome_name}’', '으로')} 마칩니다."
    clause = f"From {source}" + (f", on {arrow.text}:" if arrow.text else ":")
    if arrow.kind == "start":
        return f"{clause} {target} begins beside it."
    return f"{clause} on to {target}." if target else f"{clause} it ends as ‘{arrow.outcome_name}’."
