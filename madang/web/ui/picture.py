"""Where the boxes, lines and words of the process picture stand. Pure geometry: no time, no database, no request.

A lane is {"title": str, "stages": [...], "arrows": [...]}:
  stage  {"key", "name", "col": 0…, "row": 0… (optional), "who": "people"|"institution", "meta": str, "note": str,
          "count": int|None, "unit": str, "href": str|None}                       all but key, name and col may be left out
  arrow  {"from": key, "to": key, "text": str}
Across, everything is measured in per cent; down, in em, so that the picture grows with the reader's letters.
"""

from dataclasses import dataclass, field
from itertools import pairwise

BOX, GAP = 7.5, 4.25  # em
GUTTERS = {2: 14.0, 3: 12.0, 4: 9.0, 5: 6.0}  # per cent between two columns; as --between in process.css
BLANK = {"who": "people", "meta": "", "note": "", "count": None, "unit": "", "href": None}


@dataclass
class Sheet:
    columns: int
    lines: list[dict] = field(default_factory=list)
    heads: list[dict] = field(default_factory=list)
    labels: list[dict] = field(default_factory=list)
    verticals: dict[int, int] = field(default_factory=dict)  # how many lines already stand in a gutter

    @property
    def between(self) -> float:
        return GUTTERS[self.columns]

    @property
    def width(self) -> float:
        return (100 - self.between * (self.columns - 1)) / self.columns

    def left(self, col: int) -> float:
        return col * (self.width + self.between)

    def right(self, col: int) -> float:
        return self.left(col) + self.width

    def gutter(self, col: int) -> float:
        """x of the next free vertical between `col` and the column after it."""
        taken = self.verticals[col] = self.verticals.get(col, -1) + 1
        return self.right(col) + self.between * 0.3 - 1.2 * taken

    def before(self, col: int) -> float:
        """x of the next free vertical close to the left of `col`."""
        taken = self.verticals[-col] = self.verticals.get(-col, -1) + 1
        return self.left(col) - self.between * 0.16 - 1.2 * taken

    def path(self, *points: tuple[float, float]) -> None:
        for (x1, y1), (x2, y2) in pairwise(points):
            if (x1, y1) != (x2, y2):
                self.lines.append({"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2)})

    def head(self, x: float, y: float, way: str) -> None:
        self.heads.append({"x": _n(x), "y": _n(y), "way": way})

    def label(self, text: str, col: int, row: int, place: str) -> None:
        """Words on a line; where two lines come together, both."""
        for there in self.labels:
            if (there["col"], there["row"], there["place"]) == (col, row, place):
                there["text"] = " · ".join(dict.fromkeys([*there["text"].split(" · "), *([text] if text else [])]))
                return
        if text:
            self.labels.append({"text": text, "col": col, "row": row, "place": place})


def draw(lanes: list[dict], columns: int = 3) -> list[dict]:
    """For each lane: rows, height, boxes in reading order (with their exits in words), lines, heads and labels."""
    return [_lane(lane, columns) for lane in lanes]


def _lane(lane: dict, columns: int) -> dict:
    boxes = _placed([{**BLANK, **stage} for stage in lane["stages"]])
    by_key = {box["key"]: box for box in boxes}
    taken = {(box["col"], box["row"]) for box in boxes}
    rows = 1 + max((box["row"] for box in boxes), default=0)
    sheet = Sheet(columns)
    exits: dict[str, list[dict]] = {box["key"]: [] for box in boxes}
    for arrow in sorted(lane["arrows"], key=lambda a: (by_key[a["from"]]["col"], by_key[a["to"]]["row"])):
        one, other = by_key[arrow["from"]], by_key[arrow["to"]]
        exits[one["key"]].append({"text": arrow["text"], "to": other["name"]})
        rises = any(by_key[a["to"]]["row"] < one["row"] for a in lane["arrows"] if a["from"] == one["key"])
        _route(sheet, one, other, arrow["text"], taken, rises)
    return {
        "title": lane["title"], "rows": rows, "height": _n(rows * BOX + (rows - 1) * GAP),
        "boxes": [{**box, "exits": exits[box["key"]]} for box in boxes],
        "lines": sheet.lines, "heads": sheet.heads, "labels": sheet.labels,
    }  # fmt: skip


def _placed(boxes: list[dict]) -> list[dict]:
    """A row for every box that names none: the next free one of its column."""
    taken = {(box["col"], box["row"]) for box in boxes if "row" in box}
    for box in boxes:
        if "row" not in box:
            box["row"] = next(row for row in range(len(boxes)) if (box["col"], row) not in taken)
            taken.add((box["col"], box["row"]))
    return boxes


def _route(sheet: Sheet, one: dict, other: dict, text: str, taken: set, rises: bool) -> None:
    """`rises`: another line leaves the same box upwards, so words go under the straight one."""
    c1, r1, c2, r2 = one["col"], one["row"], other["col"], other["row"]
    if c2 < c1 or (c1 == c2 and r2 <= r1):
        return  # a way back is told in words only
    y1, y2 = _middle(r1), _middle(r2)
    if c1 == c2:
        x = sheet.left(c1) + sheet.width * 0.12
        if not any((c1, row) in taken for row in range(r1 + 1, r2)):
            sheet.path((x, y1 + BOX / 2), (x, y2 - BOX / 2))
            sheet.head(x, y2 - BOX / 2, "down")
            sheet.label(text, 2 * c1 + 1, 2 * r1 + 2, "beside")
        elif c1 == sheet.columns - 1:  # nothing to the right of the last column: round by the left
            x = sheet.before(c1)
            y1 += 1.25
            sheet.path((sheet.left(c1), y1), (x, y1), (x, y2), (sheet.left(c1), y2))
            sheet.head(sheet.left(c1), y2, "right")
            sheet.label(text, 2 * c1, 2 * r2 + 1, "under")
        else:
            x = sheet.gutter(c1)
            y1, y2 = y1 + 1.25, y2 - 1.25
            sheet.path((sheet.right(c1), y1), (x, y1), (x, y2), (sheet.right(c1), y2))
            sheet.head(sheet.right(c1), y2, "left")
            sheet.label(text, 2 * c1 + 2, 2 * r2, "over")
        return
    end = sheet.left(c2)
    between = range(c1 + 1, c2)
    if r1 == r2 and not any((c, r1) in taken for c in between):
        sheet.path((sheet.right(c1), y1), (end, y1))
        sheet.label(text, 2 * c1 + 2, 2 * r1 + 1, "under" if rises else "over")
    elif not any((c, r2) in taken for c in between):
        y1 += 1.25 if r2 > r1 else -1.25
        x = sheet.gutter(c1)
        sheet.path((sheet.right(c1), y1), (x, y1), (x, y2), (end, y2))
        sheet.label(text, 2 * (c1 if c2 == c1 + 1 else c2 - 1) + 2, 2 * r2 + 1, "under" if r2 > r1 else "over")
    else:
        y1 += 1.25
        low = y1 - 1.25 + BOX / 2 + GAP / 4
        x, last = sheet.gutter(c1), sheet.gutter(c2 - 1)
        sheet.path((sheet.right(c1), y1), (x, y1), (x, low), (last, low), (last, y2), (end, y2))
        sheet.label(text, 2 * (c2 - 1) + 2, 2 * r2 + 1, "under" if r2 > r1 else "over")
    sheet.head(end, y2, "right")


def _middle(row: int) -> float:
    return row * (BOX + GAP) + BOX / 2


def _n(value: float) -> float:
    return round(value, 3)
