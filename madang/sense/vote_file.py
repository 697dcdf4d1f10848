"""Reading votes as they are handed over: CSV, packed with gzip or not; every wrong line is told by its number."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import BinaryIO, cast

from madang.base.tables import encoding_of, rows
from madang.base.text import clean_line

from .votes import Gathering

# Names as people and other platforms write them; only letters and digits of a heading are compared.
COLUMNS = {
    "participant": ("participant", "participantid", "voterid", "voter", "pid", "참여자", "사람"),
    "statement": ("statement", "statementid", "commentid", "comment", "tid", "의견", "문장"),
    "vote": ("vote", "voteapisign", "표", "투표"),
    "when": ("timestamp", "modified", "created"),
}
MOST_PROBLEMS = 1_000
MOST_VOTES = 50_000_000
MOST_STATEMENTS = 20_000
LONGEST_NAME = 200
_STEP = 10_000  # lines between two reports of progress


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line (None: in the whole file): a code and, where it helps, what stands there."""

    line: int | None
    code: str
    what: str = ""


@dataclass
class Reading:
    """The votes in a file, and what is wrong with it; with problems the votes are not to be used."""

    gathering: Gathering = field(default_factory=Gathering)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0  # problems beyond MOST_PROBLEMS

    def wrong(self, line: int | None, code: str, what: str = "") -> None:
        """Note a problem."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, code, what[:40]))
        else:
            self.more += 1


def read_votes(file: BinaryIO, watch: Callable[[int], None] = lambda lines: None) -> Reading:
    """Read the whole file. ``watch`` is told now and then how many lines more have been read."""
    reading = Reading()
    try:
        with _plain(file) as plain:
            encoding = encoding_of(plain)
            if encoding is None:
                reading.wrong(None, "encoding")
            else:
                _read(rows(plain, encoding), reading, watch)
    except (csv.Error, OSError, EOFError, zlib.error) as error:  # a cell without end; a packed file that is cut off
        reading.wrong(None, "unreadable", str(error))
    return reading


@contextmanager
def _plain(file: BinaryIO) -> Iterator[BinaryIO]:
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if packed:
        with gzip.open(file) as unpacked:
            yield cast(BinaryIO, unpacked)
    else:
        yield file


def _read(lines: Iterator[tuple[int, list[str]]], reading: Reading, watch: Callable[[int], None]) -> None:
    places: dict[str, int] | None = None
    since = 0
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if places is None:
            places = _places(cells, reading)
            if reading.problems:
                return
            continue
        _take(line, cells, places, reading)
        if len(reading.gathering) > MOST_VOTES:
            reading.wrong(None, "too-long", f"{MOST_VOTES:,}")
            return
        since += 1
        if since == _STEP:
            watch(since)
            since = 0
    watch(since)
    if reading.gathering.statements > MOST_STATEMENTS:
        reading.wrong(None, "too-many-statements", f"{MOST_STATEMENTS:,}")
    if not len(reading.gathering) and not reading.problems:
        reading.wrong(None, "empty")


def _places(head: list[str], reading: Reading) -> dict[str, int]:
    """Column → where it stands."""
    found: dict[str, int] = {}
    for at, cell in enumerate(head):
        word = "".join(letter for letter in clean_line(cell).casefold() if letter.isalnum())
        for name, words in COLUMNS.items():
            if word in words:
                found.setdefault(name, at)
    for needed in ("participant", "statement", "vote"):
        if needed not in found:
            reading.wrong(1, f"no-{needed}", ", ".join(map(clean_line, head)))
    return found


def _take(line: int, cells: list[str], places: dict[str, int], reading: Reading) -> None:
    def cell(name: str) -> str:
        at = places[name]
        return cells[at].strip() if at < len(cells) else ""

    participant, statement = cell("participant"), cell("statement")
    for name, value in (("participant", participant), ("statement", statement)):
        if not value:
            return reading.wrong(line, f"{name}-missing")
        if len(value) > LONGEST_NAME or not value.isprintable():
            return reading.wrong(line, f"{name}-wrong", clean_line(value))
    vote = _VOTES.get(cell("vote"))
    if vote is None:
        return reading.wrong(line, "vote-wrong", clean_line(cell("vote")))
    when = None
    if "when" in places:
        when = _moment(cell("when"))
        if when is None:
            return reading.wrong(line, "time-wrong", clean_line(cell("when")))
    return reading.gathering.take(participant, statement, vote, when)


_VOTES = {"1": 1, "0": 0, "-1": -1, "+1": 1, "−1": -1, "1.0": 1, "0.0": 0, "-1.0": -1, "-0": 0, "-0.0": 0}


def _moment(raw: str) -> float | None:
    """A number (of whatever unit), or ISO 8601; without an offset as if it were UTC, since only the order counts."""
    try:
        number = float(raw)
    except ValueError:
        try:
            at = datetime.fromisoformat(raw)
        except ValueError:
            return None
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    return number if isfinite(number) else None
