"""Reading a register as institutions hand it over: CSV in UTF-8 or CP949, or XLSX; every wrong line is told by its number."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from madang.base.tables import encoding_of, rows
from madang.base.text import clean_line

from .register import Resident, last_four, read_day

COLUMNS = {
    "name": ("이름", "성명", "name", "fullname"),
    "born": ("생년월일", "생일", "birthdate", "birth", "born", "dateofbirth", "birthday"),
    "phone": ("전화", "전화번호", "휴대전화", "휴대폰", "휴대전화번호", "휴대폰번호", "연락처", "phone", "mobile", "phonenumber"),
    "area": ("동", "행정동", "읍면동", "지역", "area", "district"),
    "gender": ("성별", "gender", "sex"),
}  # fmt: skip
MOST_PROBLEMS = 1_000
MOST_LINES = 2_000_000
_EXPANDED = 1_000_000_000  # bytes; a spreadsheet that unpacks to more is no register


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line (None: in the whole file): a code and, where it helps, what stands there."""

    line: int | None
    code: str
    what: str = ""


@dataclass
class Reading:
    """What a file holds: residents, if nothing is wrong with it; how many have which of the optional columns."""

    residents: list[Resident] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    encoding: str = ""

    def wrong(self, line: int | None, code: str, what: str = "") -> None:
        """Note a problem, up to ``MOST_PROBLEMS`` of them."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, code, what[:40]))


def read_register(file: BinaryIO) -> Reading:
    """Read the whole file. Nothing is kept anywhere."""
    reading = Reading()
    with readable(reading):
        _read(lines_of(file, reading), reading)
    if reading.problems:
        reading.residents = []
    return reading


@contextmanager
def readable(reading: Reading) -> Iterator[None]:
    """What makes a file no table at all is one problem of its reading."""
    try:
        yield
    except (csv.Error, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        reading.wrong(None, "unreadable", type(error).__name__)


def lines_of(file: BinaryIO, reading: Reading) -> Iterator[Sequence[Any]]:
    """Every line's cells, the heading first, of CSV or XLSX; what cannot be read is noted in ``reading``."""
    file.seek(0)
    spreadsheet = file.read(4) == b"PK\x03\x04"
    file.seek(0)
    return _sheet(file, reading) if spreadsheet else _lines(file, reading)


def _lines(file: BinaryIO, reading: Reading) -> Iterator[Sequence[Any]]:
    encoding = encoding_of(file)
    if encoding is None:
        reading.wrong(None, "encoding")
        return
    reading.encoding = encoding
    for _line, cells in rows(file, encoding):
        yield cells


def _sheet(file: BinaryIO, reading: Reading) -> Iterator[Sequence[Any]]:
    with zipfile.ZipFile(file) as packed:
        if sum(part.file_size for part in packed.infolist()) > _EXPANDED:
            raise ValueError("expands to too much")
    file.seek(0)
    reading.encoding = "xlsx"
    book = load_workbook(file, read_only=True, data_only=True)
    try:
        yield from book.worksheets[0].iter_rows(values_only=True)
    finally:
        book.close()


def _read(lines: Iterator[Sequence[Any]], reading: Reading) -> None:
    head = next(lines, None)
    if head is None:
        if not reading.problems:
            reading.wrong(None, "empty")
        return
    places = _places(head)
    for needed in ("name", "born"):
        if needed not in places:
            reading.wrong(1, f"no-{needed}", ", ".join(text_of(cell) for cell in head)[:40])
    if reading.problems:
        return
    reading.columns = [name for name in COLUMNS if name in places]
    seen: dict[str, int] = {}
    for line, row in enumerate(lines, start=2):
        if line > MOST_LINES:
            reading.wrong(None, "too-long")
            return
        cells = {name: row[at] if at < len(row) else None for name, at in places.items()}
        if any(text_of(cell) for cell in cells.values()):
            _take(line, cells, seen, reading)
    if not reading.residents and not reading.problems:
        reading.wrong(None, "empty")


def _places(head: Sequence[Any]) -> dict[str, int]:
    """Column → where it stands, by the names institutions give it."""
    found: dict[str, int] = {}
    for at, cell in enumerate(head):
        word = "".join(letter for letter in text_of(cell).casefold() if letter.isalnum())
        for name, words in COLUMNS.items():
            if word in words:
                found.setdefault(name, at)
    return found


def _take(line: int, cells: dict[str, Any], seen: dict[str, int], reading: Reading) -> None:
    name, born = text_of(cells["name"])[:60], cells["born"]
    day = born.date() if isinstance(born, datetime) else born if isinstance(born, date) else read_day(text_of(born))
    phone = last_four(text_of(cells.get("phone")))
    if not name:
        reading.wrong(line, "name-missing")
    elif day is None:
        reading.wrong(line, "born-wrong", text_of(born))
    elif text_of(cells.get("phone")) and not phone:
        reading.wrong(line, "phone-wrong")
    else:
        one = Resident(name, day, phone, text_of(cells.get("area"))[:40], text_of(cells.get("gender"))[:10])
        before = seen.setdefault(one.hashed, line)
        if before != line:
            reading.wrong(line, "twice", str(before))
        else:
            reading.residents.append(one)


def text_of(cell: Any) -> str:
    """A cell as people read it: 3, not 3.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean_line(str(cell))
