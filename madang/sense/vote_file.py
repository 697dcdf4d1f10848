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
from operator import itemgetter
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
    line, head = next(((line, cells) for line, cells in lines if any(map(str.strip, cells))), (1, None))
    if head is None:
        reading.wrong(None, "empty")
        return
    places = _places(line, head, reading)
    if reading.problems:
        return
    pick = itemgetter(places["participant"], places["statement"], places["vote"])
    known, take, since = reading.gathering.knows, reading.gathering.take, 0
    for line, cells in lines:
        try:  # most lines are the votes of people and statements met before: millions of them take seconds this way
            participant, statement, said = pick(cells)
            if "when" in places or not known(participant, statement):
                _take(line, cells, places, reading)
            else:
                take(participant, statement, _VOTES[said])
        except (KeyError, IndexError):
            _take(line, cells, places, reading)
        since += 1
        if since == _STEP:
            watch(since)
            since = 0
            if len(reading.gathering) > MOST_VOTES:
                reading.wrong(None, "too-long", f"{MOST_VOTES:,}")
                return
    watch(since)
    if reading.gathering.statements > MOST_STATEMENTS:
        reading.wrong(None, "too-many-statements", f"{MOST_STATEMENTS:,}")
    if not len(reading.gathering) and not reading.problems:
        reading.wrong(None, "empty")


def _places(line: int, head: list[str], reading: Reading) -> dict[str, int]:
    """Column → where it stands."""
    found: dict[str, int] = {}
    for at, cell in enumerate(head):
        word = "".join(letter for letter in clean_line(cell).casefold() if letter.isalnum())
        for name, words in COLUMNS.items():
            if word in words:
                found.setdefault(name, at)
    for needed in ("participant", "statement", "vote"):
        if needed not in found:
            reading.wrong(line, f"no-{needed}", ", ".join(map(clean_line, head)))
    return found


def _take(line: int, cells: list[str], places: dict[str, int], reading: Reading) -> None:
    if not any(map(str.strip, cells)):
        return None
    values = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
    for name in ("participant", "statement"):
        value = values[name]
        if not value:
            return reading.wrong(line, f"{name}-missing")
        if len(value) > LONGEST_NAME or not value.isprintable():
            return reading.wrong(line, f"{name}-wrong", clean_line(value))
    vote = _VOTES.get(values["vote"])
    if vote is None:
        return reading.wrong(line, "vote-wrong", clean_line(values["vote"]))
    when = None
    if "when" in values:
        when = _moment(values["when"])
        if when is None:
            return reading.wrong(line, "time-wrong", clean_line(values["when"]))
    return reading.gathering.take(values["participant"], values["statement"], vote, when)


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
