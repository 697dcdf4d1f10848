"""Where the boxes, lines and words of the process picture stand. Pure geometry, for the page and for the slide alike.

A lane is {"title": str, "stages": [...], "arrows": [...]}, as ``Lane.drawn`` of ``rules/picture.py`` makes it:
  stage  {"key", "name", "col": 0…, "row": 0… (optional), "who": "people"|"institution", "meta": str, "note": str,
          "count": int|None, "unit": str, "href": str|None, "figures": str, "split": str, "mark": str|None,
          "ends": [{"text", "rate", "mark"}]}                              all but key, name and col may be left out
  arrow  {"from": key, "to": key, "text": str, "rate": str, "mark": str|None}           the last two may be left out
Across, everything is measured in per cent; down, in em, so that the picture grows with the reader's letters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

BOX, GAP = 8.75, 3.75  # em: how high a box is, and what lies between two; as --box and --gap in process.css
GUTTERS = {2: 16.0, 3: 15.0, 4: 10.0, 5: 6.0}  # per cent between two columns; as --between in process.css
BLANK: dict[str, Any] = {
    "who": "people", "meta": "", "note": "", "count": None, "unit": "", "href": None, "figures": "", "split": "",
    "mark": None, "ends": (),
}  # fmt: skip
Spot = tuple[int, int, str]  # a cell of the grid with its gutters, counted from 1, and where in it words stand


@dataclass
class Sheet:
    """The lines, heads and words of one lane as they are laid, one arrow after the other."""

    columns: int
    box: float
    gap: float
    lines: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, Any]] = field(default_factory=list)
    labels: dict[Spot, list[dict[str, Any]]] = field(default_factory=dict)
    verticals: dict[int, int] = field(default_factory=dict)  # how many lines already stand in a gutter

    @property
    def between(self) -> float:
        """The width of a gutter."""
        return GUTTERS[self.columns]

    @property
    def width(self) -> float:
        """The width of a box."""
        return (100 - self.between * (self.columns - 1)) / self.columns

    def left(self, col: int) -> float:
        """x of the left side of a column's boxes."""
        return col * (self.width + self.between)

    def right(self, col: int) -> float:
        """x of their right side."""
        return self.left(col) + self.width

    def gutter(self, col: int) -> float:
        """x of the next free vertical between ``col`` and the column after it."""
        taken = self.verticals[col] = self.verticals.get(col, -1) + 1
        return self.right(col) + self.between * 0.16 + 1.2 * taken

    def before(self, col: int) -> float:
        """x of the next free vertical close to the left of ``col``."""
        taken = self.verticals[-col] = self.verticals.get(-col, -1) + 1
        return self.left(col) - self.between * 0.1 - 1.2 * taken

    def middle(self, row: int) -> float:
        """y of the middle of a row's boxes."""
        return row * (self.box + self.gap) + self.box / 2

    @property
    def side(self) -> float:
        """How far beside the middle of a box lines leave that go up or down."""
        return self.box / 7

    def path(self, *points: tuple[float, float], mark: str | None) -> None:
        """A line through these points."""
        for (x1, y1), (x2, y2) in pairwise(points):
            if (x1, y1) != (x2, y2):
                self.lines.append({"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2), "mark": mark})

    def head(self, x: float, y: float, way: str, mark: str | None) -> None:
        """The point of an arrow."""
        self.heads.append({"x": _n(x), "y": _n(y), "way": way, "mark": mark})

    def label(self, arrow: dict[str, Any], *spots: Spot) -> None:
        """The words of an arrow at the first of ``spots`` that is free; where none is, beside what stands at the first."""
        if arrow["text"]:
            spot = next((spot for spot in spots if spot not in self.labels), spots[0])
            words = {"text": arrow["text"], "rate": arrow.get("rate", ""), "mark": arrow.get("mark")}
            self.labels.setdefault(spot, []).append(words)

    def told(self) -> list[dict[str, Any]]:
        """The words with their spots."""
        return [
            {"col": col, "row": row, "place": place, "words": words}
            for (col, row, place), words in self.labels.items()
        ]  # fmt: skip


def draw(lanes: list[dict[str, Any]], columns: int = 3, *, box: float = BOX, gap: float = GAP) -> list[dict[str, Any]]:
    """For each lane: rows, height, boxes in reading order (with their exits in words), lines, heads and labels."""
    return [_lane(lane, Sheet(columns, box, gap)) for lane in lanes]


def _lane(lane: dict[str, Any], sheet: Sheet) -> dict[str, Any]:
    boxes = _placed([{**BLANK, **stage} for stage in lane["stages"]])
    by_key = {box["key"]: box for box in boxes}
    taken = {(box["col"], box["row"]) for box in boxes}
    rows = 1 + max((box["row"] for box in boxes), default=0)
    exits: dict[str, list[dict[str, Any]]] = {box["key"]: [] for box in boxes}
    for arrow in sorted(lane["arrows"], key=lambda a: (by_key[a["from"]]["col"], by_key[a["to"]]["row"])):
        one, other = by_key[arrow["from"]], by_key[arrow["to"]]
        way = {"text": arrow["text"], "to": other["name"], "rate": arrow.get("rate", ""), "mark": arrow.get("mark")}
        exits[one["key"]].append({**way, "back": is_back(one, other)})
        rises = any(by_key[a["to"]]["row"] < one["row"] for a in lane["arrows"] if a["from"] == one["key"])
        _route(sheet, one, other, arrow, taken, rises)
    return {
        "title": lane["title"], "rows": rows, "height": _n(rows * sheet.box + (rows - 1) * sheet.gap),
        "boxes": [{**box, "exits": exits[box["key"]]} for box in boxes],
        "lines": sheet.lines, "heads": sheet.heads, "labels": sheet.told(),
    }  # fmt: skip


def is_back(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether the way from one box to the other turns back: it is told in the box, and no line is drawn."""
    return bool(other["col"] < one["col"] or (one["col"] == other["col"] and other["row"] <= one["row"]))


def _placed(boxes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for every box that names none: the next free one of its column."""
    taken = {(box["col"], box["row"]) for box in boxes if "row" in box}
    for box in boxes:
        if "row" not in box:
            box["row"] = next(row for row in range(len(boxes)) if (box["col"], row) not in taken)
            taken.add((box["col"], box["row"]))
    return boxes


def _route(
    sheet: Sheet, one: dict[str, Any], other: dict[str, Any], arrow: dict[str, Any], taken: set[Any], rises: bool
) -> None:
    """``rises``: another line leaves the same box upwards, so words go under the straight one."""
    if is_back(one, other):
        return
    if one["col"] == other["col"]:
        _down(sheet, one["col"], one["row"], other["row"], arrow, taken)
    else:
        _across(sheet, one, other, arrow, taken, rises)


def _down(sheet: Sheet, col: int, r1: int, r2: int, arrow: dict[str, Any], taken: set[Any]) -> None:
    """To a box further down in the same column."""
    y1, y2, mark = sheet.middle(r1), sheet.middle(r2), arrow.get("mark")
    if not any((col, row) in taken for row in range(r1 + 1, r2)):
        x = sheet.left(col) + sheet.width * 0.12
        sheet.path((x, y1 + sheet.box / 2), (x, y2 - sheet.box / 2), mark=mark)
        sheet.head(x, y2 - sheet.box / 2, "down", mark)
        sheet.label(arrow, (2 * col + 1, 2 * r1 + 2, "beside"))
    elif col == sheet.columns - 1:  # nothing to the right of the last column: round by the left
        x, y1 = sheet.before(col), y1 + sheet.side
        sheet.path((sheet.left(col), y1), (x, y1), (x, y2), (sheet.left(col), y2), mark=mark)
        sheet.head(sheet.left(col), y2, "right", mark)
        sheet.label(
            arrow, (2 * col, 2 * r1 + 1, "aside"), (2 * col, 2 * r2 + 1, "under"), (2 * col, 2 * r1 + 1, "over")
        )
    else:
        x, y1, y2 = sheet.gutter(col), y1 + sheet.side, y2 - sheet.side
        sheet.path((sheet.right(col), y1), (x, y1), (x, y2), (sheet.right(col), y2), mark=mark)
        sheet.head(sheet.right(col), y2, "left", mark)
        sheet.label(arrow, (2 * col + 2, 2 * r2 + 1, "over"), (2 * col + 2, 2 * r1 + 1, "under"))


def _across(
    sheet: Sheet, one: dict[str, Any], other: dict[str, Any], arrow: dict[str, Any], taken: set[Any], rises: bool
) -> None:
    """To a box in a later column: straight, or by the gutter behind the first column, or below the boxes between."""
    c1, r1, c2, r2, mark = one["col"], one["row"], other["col"], other["row"], arrow.get("mark")
    y1, y2, end, between = sheet.middle(r1), sheet.middle(r2), sheet.left(c2), range(c1 + 1, c2)
    source, target = (2 * c1 + 2, 2 * r1 + 1), (2 * (c2 - 1) + 2, 2 * r2 + 1)
    if r1 == r2 and not any((c, r1) in taken for c in between):
        sheet.path((sheet.right(c1), y1), (end, y1), mark=mark)
        over, under = (*source, "over"), (*source, "under")
        sheet.label(arrow, *((under, over) if rises else (over, under)))
    elif not any((c, r2) in taken for c in between):
        y1 += sheet.side if r2 > r1 else -sheet.side
        x = sheet.gutter(c1)
        sheet.path((sheet.right(c1), y1), (x, y1), (x, y2), (end, y2), mark=mark)
        far = (*target, "under" if r2 > r1 else "over")
        near = [(2 * c1 + 2, 2 * r2 + 1, far[2])] if c2 > c1 + 1 else []
        sheet.label(arrow, far, *near, (*source, "over" if r2 > r1 else "under"), (*target, "over"), (*target, "under"))
    else:
        y1 += sheet.side
        low = y1 - sheet.side + sheet.box / 2 + sheet.gap / 4
        x, last = sheet.gutter(c1), sheet.gutter(c2 - 1)
        sheet.path((sheet.right(c1), y1), (x, y1), (x, low), (last, low), (last, y2), (end, y2), mark=mark)
        side = "under" if r2 > r1 else "over"
        sheet.label(arrow, (*target, side), (*source, "under"), (*target, "over"), (*target, "under"))
    sheet.head(end, y2, "right", mark)


def _n(value: float) -> float:
    return round(value, 3)
