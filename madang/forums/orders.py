"""In which order the opinions of a forum are read, so that neither what is said late nor what few say is buried.

**고루 보기** (``balanced``) turns through streams: of every position (찬성, 반대, 기타; an open forum has one) the newest, the
most supported and the least heard (fewest supports and answers, those waiting longest first). Slot by slot another
position speaks, and another of the three streams with it: of p positions, slot i takes the position ``i mod p`` and the
stream ``(⌊i/p⌋ + i mod p) mod 3`` of lists that a seed has turned to begin anywhere. An opinion that another stream has
shown is passed over, so everyone's stands exactly once; what is taken back or hidden has no turn. The seed is of the
forum and of the reader, or of the hour for readers who are not signed in: the same reader reads the same order, and no
position is always first. It is carried along from page to page.

The other orders are plain: newest, most supported, least heard. All of them are merged from one stream a position, each
read along an index, so a page costs the same among fifty opinions and among fifty thousand.

Where a page ends is one word (:class:`Balanced`): of every stream the value and number of the last one it gave. An
opinion has been shown if and only if it stands at or before that place in some stream of its position. Values that change
while someone reads (a support given meanwhile) may repeat or pass over that one opinion; nothing else moves.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from .queries import OpinionQuerySet

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
MICROSECOND = timedelta(microseconds=1)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
Place = tuple[int, int]  # (value, number) of an opinion in a stream; a moment is microseconds since 1970


@dataclass(frozen=True)
class Stream:
    """Opinions along one value. ``name``: the field; ``down``: the largest first."""

    name: str
    down: bool

    def ordered(self, found: OpinionQuerySet) -> OpinionQuerySet:
        """In this stream's order, the number breaking ties."""
        sign = "-" if self.down else ""
        return found.order_by(f"{sign}{self.name}", f"{sign}id")

    def beyond(self, place: Place) -> Q:
        """Those after that place."""
        value, number = self._value(place[0]), place[1]
        than = "lt" if self.down else "gt"
        return Q(**{f"{self.name}__{than}": value}) | Q(**{self.name: value, f"id__{than}": number})

    def rank(self, place: Place) -> Place:
        """Ascending in this stream's order."""
        return (-place[0], -place[1]) if self.down else place

    def read(self, found: OpinionQuerySet, limit: int) -> list[Place]:
        """The first places of it."""
        rows = self.ordered(found).values_list(self.name, "id")[:limit]
        return [(number_of(value), pk) for value, pk in rows]

    def _value(self, number: int) -> Any:
        return EPOCH + number * MICROSECOND if self.name == "at" else number


NEWEST, SUPPORTED, LEAST = Stream("at", True), Stream("supports", True), Stream("heard", False)
STREAMS = (NEWEST, SUPPORTED, LEAST)


def number_of(value: datetime | int) -> int:
    """A value as a place holds it."""
    return (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value


# ── plain ──


def plain(
    found: OpinionQuerySet, positions: Sequence[str], stream: Stream, after: Place | None, limit: int
) -> list[Place]:
    """The next ``limit`` places of all ``positions`` together, along one stream."""
    if after is not None:
        # The first condition says nothing new, but it is one that an index can begin at.
        edge = {f"{stream.name}__{'lte' if stream.down else 'gte'}": stream._value(after[0])}
        found = found.filter(stream.beyond(after), **edge)
    lanes = [stream.read(found.filter(position=position), limit) for position in positions]
    return list(heapq.merge(*lanes, key=stream.rank))[:limit]


# ── balanced ──


@dataclass
class Balanced:
    """Where a reader of 고루 보기 is: the seed, the next slot, and the place of every stream of every position."""

    seed: int
    slot: int = 0
    places: dict[tuple[str, int], Place] = field(default_factory=dict)

    @classmethod
    def begin(cls, forum: str, who: str) -> Balanced:
        """From the beginning; ``who``: the reader's key, or the hour."""
        digest = hashlib.blake2b(f"{forum} {who}".encode(), digest_size=2).digest()
        return cls(int.from_bytes(digest) % 1000)

    @classmethod
    def parse(cls, word: str, positions: Sequence[str]) -> Balanced | None:
        """What :meth:`word` said; None when it is no such word."""
        head, *parts = word.split("_")
        try:
            seed, slot = (int(each, 36) for each in head.split("."))
            found = cls(seed, slot)
            for part in parts:
                lane, value, number = (int(each, 36) for each in part.split("."))
                if not (0 <= value < 1 << 62 and 0 <= number < 1 << 62):
                    return None
                NEWEST._value(value)
                found.places[positions[lane // 3], lane % 3] = value, number
        except (ValueError, IndexError, OverflowError):
            return None
        return found if 0 <= seed < 1000 and 0 <= slot < 1 << 40 else None

    def word(self, positions: Sequence[str]) -> str:
        """All of it as one word for an address."""
        parts = [f"{_digits(self.seed)}.{_digits(self.slot)}"]
        for (position, kind), (value, number) in sorted(self.places.items()):
            parts.append(f"{_digits(3 * positions.index(position) + kind)}.{_digits(value)}.{_digits(number)}")
        return "_".join(parts)

    def turn(self, positions: Sequence[str]) -> tuple[str, int]:
        """Who speaks at the present slot: a position, and one of the streams."""
        count = len(positions)
        round_, place = divmod(self.slot, count)
        return positions[(place + self.seed) % count], (round_ + place + self.seed // count) % 3

    def take(self, found: OpinionQuerySet, positions: Sequence[str], limit: int) -> tuple[list[int], bool]:
        """The numbers of the next ``limit`` opinions, and whether more follow; the reader stands behind them then."""
        lanes = {
            (position, kind): self._lane(found.filter(position=position), position, kind, limit + 1)
            for position in positions
            for kind in range(3)
        }
        taken: dict[int, None] = {}
        while len(taken) < limit and any(lanes.values()):
            lane = self.turn(positions)
            self.slot += 1
            place = self._next(lanes[lane], taken)
            if place is not None:
                taken[place[1]] = None
                self.places[lane] = place
        more = any(number not in taken for lane in lanes.values() for _, number in lane)
        return list(taken), more

    def _lane(self, found: OpinionQuerySet, position: str, kind: int, limit: int) -> list[Place]:
        for other, stream in enumerate(STREAMS):
            place = self.places.get((position, other))
            if place is None:
                continue
            found = found.filter(stream.beyond(place))
            if other == kind:
                found = found.filter(**{f"{stream.name}__{'lte' if stream.down else 'gte'}": stream._value(place[0])})
        return STREAMS[kind].read(found, limit)

    @staticmethod
    def _next(lane: list[Place], taken: dict[int, None]) -> Place | None:
        """The first of the lane that no other has given."""
        while lane:
            place = lane.pop(0)
            if place[1] not in taken:
                return place
        return None


def _digits(number: int) -> str:
    """Base 36."""
    said = ""
    while number:
        number, digit = divmod(number, 36)
        said = DIGITS[digit] + said
    return said or "0"
