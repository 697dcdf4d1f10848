"""Feeding an event file through the ordinary actions, in the order of time."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from madang.actions import clockwork, occasions, todos_due
from madang.audit.models import Intake
from madang.base import clock
from madang.base.errors import Refused

from .events import Names, do, refusal_text
from .lines import BadLine, Event, read_line

CHUNK = 1000  # events a transaction when bad lines are skipped: a killed replay goes on from here
MAX_LINE = 16 * 1024 * 1024


@dataclass
class Refusal:
    """A line that could not be taken in: its number (from 1), why, and where in the (unpacked) file it begins."""

    number: int
    reason: str
    offset: int


@dataclass
class Report:
    """What a replay did: events done, events that were there already, and lines refused."""

    done: int = 0
    known: int = 0
    refused: list[Refusal] = field(default_factory=list)


class Stopped(Exception):
    """A bad line stopped the replay; everything has been taken back."""

    def __init__(self, refused: list[Refusal]) -> None:
        self.refused = refused
        super().__init__(f"{len(refused)} bad lines")


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file's bytes, seekable; a gzip file is unpacked beside it into a temporary one."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if not packed:
            yield raw
            return
        with tempfile.TemporaryFile() as plain, gzip.open(raw) as unpacked:
            shutil.copyfileobj(unpacked, plain)
            plain.seek(0)
            yield plain


@dataclass
class Index:
    """Where each event of a file is: offset, line number and moment (µs), in the order of time."""

    offsets: array[int]
    numbers: array[int]
    moments: array[int]
    order: Sequence[int]


def _line(file: IO[bytes]) -> bytes:
    """The next line; of one that is longer than allowed, its beginning."""
    return file.readline(MAX_LINE + 1)


def _rest_of_line(file: IO[bytes]) -> Iterator[bytes]:
    """What follows the beginning of an overlong line."""
    while part := file.readline(MAX_LINE):
        yield part
        if part.endswith(b"\n"):
            return


def _text(raw: bytes) -> str:
    """A line as text. (Windows begins a UTF-8 file with a mark; it is passed over.)"""
    if len(raw) > MAX_LINE:
        raise BadLine(_("한 줄은 %(limit)s MB까지예요.") % {"limit": MAX_LINE // 1024 // 1024})
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadLine(_("UTF-8 글이 아니에요: %(place)s번째 바이트부터.") % {"place": error.start + 1}) from None


def look_through(file: IO[bytes], until: datetime | None, on_line: Callable[[int], Any]) -> tuple[Index, list[Refusal]]:
    """Read the whole file once, check every line by itself, and find the order of time. Changes nothing."""
    offsets, numbers, moments = array("q"), array("q"), array("q")
    refused: list[Refusal] = []
    number = offset = 0
    limit = _micros(until) if until else None
    while raw := _line(file):
        number += 1
        try:
            text = _text(raw)
            if text.strip():
                moment = _micros(read_line(text)[0])
                if limit is None or moment <= limit:
                    offsets.append(offset)
                    numbers.append(number)
                    moments.append(moment)
        except BadLine as error:
            refused.append(Refusal(number, str(error), offset))
        length = len(raw) + (0 if len(raw) <= MAX_LINE or raw.endswith(b"\n") else sum(map(len, _rest_of_line(file))))
        offset += length
        on_line(length)
    in_order = all(moments[i] <= moments[i + 1] for i in range(len(moments) - 1))
    order = range(len(moments)) if in_order else sorted(range(len(moments)), key=moments.__getitem__)
    return Index(offsets, numbers, moments, order), refused


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _micros(at: datetime) -> int:
    delta = at - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def replay(
    path: Path,
    *,
    until: datetime | None = None,
    skip_bad: bool = False,
    refused_to: Path | None = None,
    on_byte: Callable[[int], Any] = lambda n: None,
    on_event: Callable[[int], Any] = lambda total: None,
) -> Report:
    """Take a file in. Without ``skip_bad`` it is all or nothing: a bad line raises Stopped and nothing has changed.

    ``refused_to``: where the lines refused are copied, byte for byte.
    """
    with opened(path) as file:
        index, refused = look_through(file, until, on_byte)
        if refused and not skip_bad:
            raise Stopped(refused)
        report = Report(refused=refused)
        feed = _Feed(file, index, report, skip_bad)
        # One transaction for all, or one a chunk: then a killed replay goes on from the last chunk.
        with nullcontext() if skip_bad else transaction.atomic():
            for start in range(0, len(index.order), CHUNK):
                with transaction.atomic():
                    feed.chunk(index.order[start : start + CHUNK], lambda: on_event(len(index.order)))
        if until is not None:
            clockwork.tick(at=until)
        end = until or feed.last
        if end is not None:
            todos_due.look(at=end)
        report.refused.sort(key=lambda refusal: refusal.number)
        if report.refused and refused_to is not None:
            _copy_refused(file, report.refused, refused_to)
    return report


def _copy_refused(file: IO[bytes], refused: list[Refusal], to: Path) -> None:
    with to.open("wb") as kept:
        for refusal in refused:
            file.seek(refusal.offset)
            line = _line(file)
            kept.write(line)
            if not line.endswith(b"\n"):
                kept.writelines(_rest_of_line(file) if len(line) > MAX_LINE else [b"\n"])


class _Feed:
    """The second reading: events in the order of time, a chunk at a time."""

    def __init__(self, file: IO[bytes], index: Index, report: Report, skip_bad: bool) -> None:
        self.file, self.index, self.report, self.skip_bad = file, index, report, skip_bad
        self.names = Names()
        self.last: datetime | None = None
        self._moment: int | None = None
        self._same: Counter[bytes] = Counter()

    def _read(self, i: int) -> tuple[bytes, datetime, Event]:
        """One event with its name: its own ``id``, or what it says and the how-manieth such line it is.

        Equal lines have equal moments, so only those of one moment are told apart.
        """
        self.file.seek(self.index.offsets[i])
        at, event = read_line(_text(_line(self.file)))
        if self.index.moments[i] != self._moment:
            self._moment = self.index.moments[i]
            self._same.clear()
        if event.get("id") is not None:
            return _hash(f"id:{event['id']}"), at, event
        said = _hash(json.dumps(event, sort_keys=True, ensure_ascii=False))
        self._same[said] += 1
        return _hash(f"{said.hex()} {self._same[said]}"), at, event

    def chunk(self, order: Sequence[int], on_event: Callable[[], Any]) -> None:
        """Take in some events, those not taken in before, and remember them; inside the caller's transaction."""
        events = [(i, *self._read(i)) for i in order]
        known = {
            bytes(name) for name in Intake.objects.filter(pk__in=[e[1] for e in events]).values_list("pk", flat=True)
        }
        taken = []
        for i, name, at, event in events:
            if name in known:
                self.report.known += 1
            elif self._take(i, at, event):
                taken.append(Intake(digest=name))
                known.add(name)
            on_event()
        Intake.objects.bulk_create(taken)
        self.report.done += len(taken)

    def _take(self, i: int, at: datetime, event: Event) -> bool:
        """What is due before the event, then the event itself, with the clock standing at its moment."""
        try:
            with clock.standing_at(at):
                if clockwork.anything_due(at):
                    clockwork.tick(at=at)
                if self.last is None or occasions.day_of(self.last) != occasions.day_of(at):
                    todos_due.look(at=at)  # each day, as the worker does each minute
                self.last = at
                do(event, at, self.names)
        except (Refused, BadLine) as error:
            reason = refusal_text(error) if isinstance(error, Refused) else str(error)
            refusal = Refusal(self.index.numbers[i], reason, self.index.offsets[i])
            if not self.skip_bad:
                raise Stopped([refusal]) from error
            self.report.refused.append(refusal)
            return False
        return True
