"""Reading respondents and categories from CSV, as offices hand them over; every wrong line is told by its number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from madang.base.text import clean_line

from .pool import Pool, Target, Targets
from .problems import Impossible, Problem

ID_COLUMNS = ("id", "person", "participant", "respondent", "nationbuilder_id", "번호", "아이디", "신청번호", "접수번호")
CATEGORY_COLUMNS = ("category", "feature", "분류")  # the first that is there; the next one then is the name
NAME_COLUMNS = ("name", "value", "feature", "이름", "값")
MIN_COLUMNS = ("min", "minimum", "최소")
MAX_COLUMNS = ("max", "maximum", "최대")
MOST_PROBLEMS = 20


@dataclass
class _Table:
    """A CSV file's heading and rows (line number, cells), and what is wrong with it."""

    file: str
    head: list[str]
    rows: list[tuple[int, list[str]]]
    problems: list[Problem]

    def wrong(self, code: str, line: int | None, **facts: object) -> None:
        self.problems.append(Problem(code, facts, line, self.file))

    def column(self, names: Sequence[str], *, but: Sequence[int | None] = ()) -> int | None:
        """Where the first of these columns stands that is there; None when none is."""
        lowered = [name.casefold() for name in self.head]
        return next((lowered.index(one) for one in names if one in lowered and lowered.index(one) not in but), None)

    def needed(self, called: str, names: Sequence[str], *, but: Sequence[int | None] = ()) -> int:
        """The same where there must be one; noted when there is none."""
        place = self.column(names, but=but)
        if place is None:
            self.wrong("column-missing", 1, column=called, found=", ".join(self.head))
        return place or 0

    def refuse(self) -> None:
        if self.problems:
            first, more = self.problems[:MOST_PROBLEMS], len(self.problems) - MOST_PROBLEMS
            raise Impossible([*first, Problem("too-many", {"more": more}, None, self.file)] if more > 0 else first)


def read_targets(data: bytes, size: int, file: str = "") -> Targets:
    """CATEGORIES: category, name, min, max. Also feature, value, min, max and category, feature, min, max.

    ``min_flex``, ``max_flex`` and other columns mean nothing here. Refuses (:class:`Impossible`) by line.
    """
    table = _table(data, file)
    category = table.needed("category", CATEGORY_COLUMNS)
    name = table.needed("name", NAME_COLUMNS, but=[category])
    low, high = table.needed("min", MIN_COLUMNS), table.needed("max", MAX_COLUMNS)
    table.refuse()
    found: list[Target] = []
    for line, cells in table.rows:
        numbers = [_whole(table, line, table.head[place], cells[place]) for place in (low, high)]
        if numbers[0] is not None and numbers[1] is not None:
            found.append(_target(table, line, Target(cells[category], cells[name], numbers[0], numbers[1]), found))
    table.refuse()
    return Targets(size, tuple(found))


def _target(table: _Table, line: int, one: Target, before: Sequence[Target]) -> Target:
    """The same target; what is wrong with it is told with its line."""
    facts = {"category": one.category, "name": one.name, "minimum": one.minimum, "maximum": one.maximum}
    if not one.category or not one.name:
        table.wrong("target-unnamed", line, **facts)
    elif any(
        (it.category.casefold(), it.name.casefold()) == (one.category.casefold(), one.name.casefold()) for it in before
    ):
        table.wrong("target-twice", line, **facts)
    elif one.minimum > one.maximum:
        table.wrong("minimum-above-maximum", line, **facts)
    return one


def read_pool(data: bytes, targets: Targets, file: str = "", *, id_column: str = "") -> Pool:
    """RESPONDENTS: a column per category of the targets, by its name; an id column, or else people are numbered from 1.

    Which column is the id: ``id_column``, or one of ID_COLUMNS, or the only one that ends in ``_id``. Capitals make no
    difference in column names and values. Refuses (:class:`Impossible`) by line.
    """
    table = _table(data, file)
    id_place = _id_place(table, id_column)
    places = {category: table.column([category.casefold()]) for category in targets.categories}
    for category, place in places.items():
        if place is None:
            table.wrong("column-missing", 1, column=category, found=", ".join(table.head))
        elif [name.casefold() for name in table.head].count(category.casefold()) > 1:
            table.wrong("column-twice", 1, column=category)
    table.refuse()
    spelt = {category: {name.casefold(): name for name in names} for category, names in targets.names.items()}
    people: dict[str, dict[str, str]] = {}
    lines: dict[str, int] = {}
    for number, (line, cells) in enumerate(table.rows, start=1):
        key = str(number) if id_place is None else cells[id_place]
        if not key:
            table.wrong("id-missing", line)
        elif key in lines:
            table.wrong("id-twice", line, person=key, first=lines[key])
        else:
            lines[key] = line
            people[key] = {
                category: _value(table, line, key, category, cells[place], spelt[category])
                for category, place in places.items()
                if place is not None
            }
    table.refuse()
    return Pool(people, targets)


def _id_place(table: _Table, id_column: str) -> int | None:
    place = table.column([id_column.casefold()] if id_column else ID_COLUMNS)
    if id_column and place is None:
        table.wrong("column-missing", 1, column=id_column, found=", ".join(table.head))
    if place is None and not id_column:
        ending = [at for at, name in enumerate(table.head) if name.casefold().endswith("_id")]
        place = ending[0] if len(ending) == 1 else None
    return place


def _value(table: _Table, line: int, key: str, category: str, cell: str, spelt: dict[str, str]) -> str:
    """A value as the targets spell it."""
    if not cell:
        table.wrong("value-missing", line, person=key, category=category)
    elif cell.casefold() not in spelt:
        known = ", ".join([*spelt.values()][:12]) + (" …" if len(spelt) > 12 else "")
        table.wrong("value-unknown", line, person=key, category=category, value=cell[:40], known=known)
    return spelt.get(cell.casefold(), "")


def _whole(table: _Table, line: int, column: str, cell: str) -> int | None:
    if cell.isascii() and cell.isdecimal() and len(cell) < 10:
        return int(cell)
    table.wrong("not-whole", line, column=column, value=cell[:40])
    return None


def _table(data: bytes, file: str) -> _Table:
    """Read it all; refuses what is no table."""
    table = _Table(file, [], [], [])
    text = _decoded(data)
    if text is None:
        table.wrong("encoding", None)
        table.refuse()
    for line, cells in _lines(table, text or ""):
        if not table.head:
            table.head = cells
        elif len(cells) != len(table.head):
            table.wrong("cells", line, found=len(cells), wanted=len(table.head))
        else:
            table.rows.append((line, cells))
    if not table.rows and not table.problems:
        table.wrong("empty", None)
    table.refuse()
    return table


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return None if b"\x00" in data else data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(table: _Table, text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with the number of the line in which they begin."""
    comma = max(",\t;", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [clean_line(cell) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            table.wrong("broken", line, detail=error)
            return
        if any(cells):
            yield line, cells
