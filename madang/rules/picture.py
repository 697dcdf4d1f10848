"""The process picture as a model: boxes in columns and lanes, arrows with their criteria. No drawing, no database.

``picture`` draws each origin by itself, the citizens' on top. ``overview`` is the one drawing of all: origins whose ways
run together share one field, in which every stage stands once. ``Lane.drawn`` gives what the painters take: the macro of
``madang/web/ui/jinja2/ui/process.html`` and the slide of ``madang/results/slide.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import flow as flows
from . import laying, picture_told, words
from .criteria import criterion, duration
from .document import Document
from .flow import Flow, Share
from .laying import COLUMNS
from .meaning import Json
from .telling import Matter

ORIGINS = tuple(words.ORIGINS)  # the order of the lanes, from the top
Marked = Literal["new", "changed", "gone"]


@dataclass(frozen=True)
class Box:
    """One stage of a lane, or (``stage`` None, kind "entry") where its matters come in. ``row``, ``col`` count from 0.

    ``origins``: of which matters come here, of those that the lane shows.
    """

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
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Arrow:
    """A way on: a ``start`` opens ``target`` beside ``source``, an ``exit`` leaves for it; target None: it ends there.

    ``keys``: of the starts, or of the outcomes, that it stands for; none where an outcome says not which way it was.
    """

    source: str
    target: str | None
    text: str
    kind: Literal["start", "exit"]
    outcome: str | None
    outcome_name: str
    keys: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """By what it is the same arrow in another version: where it leads, or with what it ends."""
        return self.source, self.target or f"end:{self.outcome}"

    def share(self, flow: Flow, origins: Iterable[str]) -> Share:
        """Of the visits of its stage that have ended, those that went this way."""
        ways = flow.starts if self.kind == "start" else flow.outcomes
        return flow.share(ways, origins, self.source, self.keys)


@dataclass(frozen=True)
class Lane:
    """What can come of matters of one origin, or (a field) of several whose ways run together."""

    origin: str
    name: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    origins: tuple[str, ...]

    def drawn(
        self,
        counts: Mapping[str, int] | None = None,
        href: Callable[[str], str | None] = lambda stage: None,
        *,
        lang: str = "ko",
        flow: Flow | None = None,
        marks: Mapping[Any, Marked] | None = None,
    ) -> dict[str, Any]:
        """The lane as painters take it; ``counts`` and ``href`` by stage, ``marks`` by ``Box.key`` and ``Arrow.key``."""
        marked, of = marks or {}, {box.key: box.origins for box in self.boxes}
        by_stage = (
            counts if flow is None else {b.stage: flow.passage(b.origins, b.stage).now for b in self.boxes if b.stage}
        )
        return {
            "title": self.name,
            "stages": [
                {
                    "key": box.key, "name": box.name, "col": box.col, "row": box.row, "who": box.who,
                    "meta": box.period, "note": box.owner,
                    "count": (by_stage or {}).get(box.stage) if box.stage else None,
                    "href": href(box.stage) if box.stage else None,
                    "figures": self._figures(box, flow, lang), "split": self._split(box, flow, lang),
                    "mark": marked.get(box.key),
                    "ends": [
                        {"text": a.outcome_name, "rate": _rate(a, flow, of[box.key]), "mark": marked.get(a.key)}
                        for a in self.arrows if a.source == box.key and a.target is None
                    ],
                }
                for box in self.boxes
            ],
            "arrows": [
                {
                    "from": a.source, "to": a.target, "text": a.text, "rate": _rate(a, flow, of[a.source]),
                    "mark": marked.get(a.key),
                }
                for a in self.arrows if a.target
            ],
        }  # fmt: skip

    def _figures(self, box: Box, flow: Flow | None, lang: str) -> str:
        if flow is None:
            return ""
        if box.stage is not None:
            return flows.summed(flow.passage(box.origins, box.stage), lang)
        first = next(a.target for a in self.arrows if a.source == box.key)
        return flows.summed(flows.Passage(cases=flow.passage(box.origins, first or "").cases), lang)

    def _split(self, box: Box, flow: Flow | None, lang: str) -> str:
        return flows.split(flow, box.origins, box.stage, lang) if flow is not None and box.stage else ""


def _rate(arrow: Arrow, flow: Flow | None, origins: tuple[str, ...]) -> str:
    percent = arrow.share(flow, origins).percent if flow is not None and arrow.keys else None
    return "" if percent is None else f"{percent}%"


@dataclass(frozen=True)
class Picture:
    """The whole process: three columns, and lanes under one another."""

    lang: str
    columns: tuple[tuple[str, str], ...]
    lanes: tuple[Lane, ...]

    def as_text(self, flow: Flow | None = None) -> list[str]:
        """The picture told in sentences, in reading order, for those who do not see it; with its numbers if given."""
        return picture_told.sentences(self, flow)


def picture(document: Document, lang: str) -> Picture:
    """The process picture of a document in ``lang`` (ko or en): a lane for every origin."""
    matter = Matter.of(document.data, lang)
    return Picture(
        lang, _columns(lang), tuple(_lane(matter, (origin,), document.entry) for origin in _origins(document))
    )


def overview(document: Document, lang: str) -> Picture:
    """The same as one drawing: origins that meet in a stage from which a way leads on stand in one field."""
    matter = Matter.of(document.data, lang)
    fields: list[tuple[str, ...]] = []
    for origin in _origins(document):
        met = [
            field
            for field in fields
            if any(_meet(matter, document.entry[one], document.entry[origin]) for one in field)
        ]
        fields = [field for field in fields if field not in met] + [(*(one for field in met for one in field), origin)]
    fields.sort(key=lambda field: ORIGINS.index(field[0]))
    return Picture(lang, _columns(lang), tuple(_lane(matter, field, document.entry) for field in fields))


def _columns(lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, words.word(words.COLUMNS, key, lang)) for key in COLUMNS)


def _origins(document: Document) -> list[str]:
    return [origin for origin in ORIGINS if origin in document.entry]


def _meet(m: Matter, one: str, other: str) -> bool:
    shared = laying.ranks(m, [one]).keys() & laying.ranks(m, [other]).keys()
    return any(True for key in shared for _ in laying.ways(m.stage(key)))


def _lane(m: Matter, origins: tuple[str, ...], entry: Mapping[str, str]) -> Lane:
    reached = {origin: laying.ranks(m, [entry[origin]]) for origin in origins}
    ranked = laying.ranks(m, [entry[origin] for origin in origins])
    arrows = [arrow for key in ranked for arrow in _arrows(m, key)]
    # An origin that begins in a later column has a box of its own for the way in.
    outside = [origin for origin in origins if m.stage(entry[origin])["column"] != COLUMNS[0]]
    alone = len(outside) == len(origins)  # nothing else stands in the first column's first rows
    taken = {(0, row) for row in range(len(outside))} if alone else set()
    pairs = [(a.source, a.target) for a in arrows if a.target]
    cells = laying.cells(m, ranked, pairs, taken=taken)
    boxes = [_box(m, key, cells[key], tuple(o for o in origins if key in reached[o])) for key in ranked]
    below = 0 if alone else 1 + max(row for col, row in cells.values() if col == 0)
    for index, origin in enumerate(outside):
        boxes.append(_way_in(m, origin, below + index))
        arrows.insert(index, Arrow(f"entry:{origin}", entry[origin], "", "exit", None, ""))
    boxes.sort(key=lambda box: (box.col, box.row))
    name = " · ".join(words.word(words.ORIGINS, origin, m.lang) for origin in origins)
    return Lane(origins[0], name, tuple(boxes), tuple(arrows), origins)


def _way_in(m: Matter, origin: str, row: int) -> Box:
    name = words.word(words.ENTRIES, origin, m.lang)
    who: Literal["people", "institution"] = "institution" if origin == "institution" else "people"
    kind = "시작" if m.lang == "ko" else "Beginning"
    # no stage can be called so
    return Box(f"entry:{origin}", None, name, "entry", kind, COLUMNS[0], 0, row, "", "", who, (origin,))


def _box(m: Matter, key: str, cell: tuple[int, int], origins: tuple[str, ...]) -> Box:
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
        origins=origins,
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
    """The ways on from a stage; those of one kind that lead to the same stage, or end with the same, are one arrow."""
    joined: dict[tuple[str, str], Arrow] = {}
    for start in m.stage(key).get("starts", ()):
        text = criterion(m, key, start["when"])
        _join(joined, Arrow(key, start["stage"], text, "start", None, "", (start["key"],)))
    exits = m.stage(key).get("exits", ())
    for leave in exits:
        text, outcome, word = criterion(m, key, leave["when"]), m.outcome(leave), leave["outcome"]
        one_way = len({other.get("to") for other in exits if other["outcome"] == word}) == 1
        _join(joined, Arrow(key, leave.get("to"), text, "exit", word, outcome, (word,) if one_way else ()))
    return list(joined.values())


def _join(joined: dict[tuple[str, str], Arrow], arrow: Arrow) -> None:
    at = (arrow.kind, arrow.target or f"end:{arrow.outcome}")
    same = joined.get(at)
    if same is not None:
        texts = dict.fromkeys([*same.text.split(" / "), arrow.text])
        names = dict.fromkeys([*same.outcome_name.split(" / "), arrow.outcome_name])
        arrow = Arrow(
            same.source, same.target, " / ".join(texts), same.kind, same.outcome, " / ".join(names),
            tuple(dict.fromkeys([*same.keys, *arrow.keys])) if same.keys and arrow.keys else (),
        )  # fmt: skip
    joined[at] = arrow
