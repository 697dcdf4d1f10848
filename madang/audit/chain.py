"""The chain: every entry is sealed once, in one order, each link's digest over the one before it.

An entry is written without looking at the chain, so that many people can act at once. The worker seals what it finds
committed: it chooses the order, one sealer at a time, and writes ``number``, the entry's id, the moment and

    SHA-256(digest of the link before · canonical JSON of number, moment and the whole entry)

Whoever changes, removes or swaps a sealed entry breaks the chain from there on. Whoever also computes the rest of it
anew, or cuts off its end, is found out by any head (number and digest) that was kept elsewhere. See decision 0009.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from .models import Entry, Inspection, Link

GENESIS = hashlib.sha256(b"madang audit chain 1").digest()
BATCH = 1000  # entries sealed in one transaction, and links read at a time: about 30 ms of the one writer of SQLite
LOOK_BACK = 5000  # ids that a transaction may be outrun by and still be found by the quick look
BEHIND = timedelta(
    days=1
)  # an id this much older than what was sealed before it did not wait for its commit: it was put there
LOCK = 0x6D61_6461_6E67  # "madang": the sealer's advisory lock

Row = tuple[int, datetime, str, str, str, dict[str, Any]]


@dataclass(frozen=True)
class Head:
    """The end of the chain: whoever keeps it can tell later whether the chain up to here is still the same."""

    number: int
    digest: str  # hexadecimal
    sealed_at: datetime | None

    def as_json(self) -> dict[str, Any]:
        """As it is printed and kept."""
        return {"number": self.number, "digest": self.digest, "sealed_at": utc(self.sealed_at)}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one link. ``code``: changed, missing, gap, behind, unsealed, cut, other-chain."""

    code: str
    number: int
    entry: int | None = None

    def __str__(self) -> str:
        return f"{self.code} {self.number}" + (f" entry {self.entry}" if self.entry is not None else "")


def utc(at: datetime | None) -> str | None:
    """A moment as the chain writes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at is not None else None


def digest_of(before: bytes, number: int, sealed_at: datetime, row: Row) -> bytes:
    """The digest of a link: the one before it, its place and moment, and the entry whole."""
    pk, at, actor, verb, subject, facts = row
    told = {
        "number": number, "sealed_at": utc(sealed_at), "id": pk, "at": utc(at), "actor": actor, "verb": verb,
        "subject": subject, "facts": facts,
    }  # fmt: skip
    canonical = json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(before + canonical.encode()).digest()


# ── sealing ──


def unsealed(*, since: int = 0) -> QuerySet[Entry]:
    """Entries without a link whose id is above ``since``, in the order in which they will be sealed."""
    linked = Link.objects.filter(entry_id=OuterRef("pk"))
    return Entry.objects.filter(~Exists(linked), pk__gt=since).order_by("pk")


def lately() -> int:
    """The id above which a quick look finds whatever was committed lately."""
    last = Link.objects.aggregate(last=Max("entry_id"))["last"] or 0
    return max(last - LOOK_BACK, 0)


def seal(*, at: datetime, limit: int | None = None, whole: bool = False) -> int:
    """Seal what is committed and not sealed yet, a batch a transaction; how many entries that were.

    A quick look unless ``whole``: then the entire trail is searched, for what a very long transaction committed late.
    Two sealers never meet: the second finds the lock taken and leaves the work to the first.
    """
    sealed, since = 0, 0 if whole else lately()
    while limit is None or sealed < limit:
        count = _seal_batch(at, since, BATCH if limit is None else min(BATCH, limit - sealed))
        sealed += count
        if not count:
            break
    return sealed


def _seal_batch(at: datetime, since: int, size: int) -> int:
    if not unsealed(since=since).exists():  # most of the time; takes no lock
        return 0
    with transaction.atomic():
        if not _locked():
            return 0
        last = Link.objects.order_by("-number").first()
        number, digest = (last.number, bytes(last.digest)) if last else (0, GENESIS)
        moment = max(at, last.sealed_at) if last else at
        links = []
        for row in _rows(unsealed(since=since)[:size]):
            number += 1
            digest = digest_of(digest, number, moment, row)
            links.append(Link(number=number, entry_id=row[0], sealed_at=moment, digest=digest))
        Link.objects.bulk_create(links, batch_size=BATCH)
    return len(links)


def _locked() -> bool:
    """Whether this transaction is the one that seals. SQLite has one writer anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _rows(entries: QuerySet[Entry]) -> Iterable[Row]:
    return entries.values_list("pk", "at", "actor", "verb", "subject", "facts")


# ── reading ──


def head() -> Head:
    """The end of the chain as it is now; number 0 when nothing is sealed yet."""
    last = Link.objects.order_by("-number").first()
    if last is None:
        return Head(0, GENESIS.hex(), None)
    return Head(last.number, bytes(last.digest).hex(), last.sealed_at)


def faults(*, at: datetime, kept: Iterable[Head] = (), patience: timedelta = timedelta(hours=2)) -> Iterator[Fault]:
    """Everything that is wrong, in the order of the chain; reads it once, a batch at a time, and keeps nothing.

    ``kept`` are heads that were noted elsewhere. Entries that stay unsealed although sealing went on for ``patience``
    after them are a fault too.
    """
    expected = {each.number: each.digest for each in kept}
    number, digest = 0, GENESIS
    known = Known()
    for batch in _batches():
        entries = {row[0]: row for row in _rows(Entry.objects.filter(pk__in=[link.entry_id for link in batch]))}
        for link in batch:
            if link.number != number + 1:
                yield Fault("gap", number + 1)
            row = entries.get(link.entry_id)
            found = bytes(link.digest)
            if row is None:
                yield Fault("missing", link.number, link.entry_id)
            elif digest_of(digest, link.number, link.sealed_at, row) != found:
                yield Fault("changed", link.number, link.entry_id)
            elif known.behind(link):
                yield Fault("behind", link.number, link.entry_id)
            if expected.pop(link.number, found.hex()) != found.hex():
                yield Fault("other-chain", link.number)
            number, digest = link.number, found
    for left in sorted(each for each in expected if each > 0):
        yield Fault("cut", left)
    yield from _forgotten(at - patience)


class Known:
    """The highest id sealed until a day before the link at hand, so that an id put in between is noticed."""

    def __init__(self) -> None:
        self.days: list[tuple[datetime, int]] = []  # (sealed at, highest id so far), one an hour, a day's worth
        self.old = 0

    def behind(self, link: Link) -> bool:
        """Whether the entry's id is older than what had been sealed a day before it."""
        while self.days and self.days[0][0] <= link.sealed_at - BEHIND:
            self.old = max(self.old, self.days.pop(0)[1])
        if self.days and link.sealed_at - self.days[-1][0] < timedelta(hours=1):
            self.days[-1] = (self.days[-1][0], max(self.days[-1][1], link.entry_id))
        else:
            self.days.append((link.sealed_at, link.entry_id))
        return link.entry_id < self.old


def _batches() -> Iterator[list[Link]]:
    """The links in order. By number and not by cursor: the chain may be long, and nobody should wait for us."""
    after = None
    while True:
        found = Link.objects.order_by("number")
        batch = list((found if after is None else found.filter(number__gt=after))[:BATCH])
        if not batch:
            return
        yield batch
        after = batch[-1].number


def _forgotten(before: datetime) -> Iterator[Fault]:
    """Entries older than the last sealed one that nobody sealed, though there was time to."""
    last = Link.objects.filter(sealed_at__lte=before).aggregate(last=Max("entry_id"))["last"] or 0
    after = head().number
    for entry in unsealed().filter(pk__lt=last).values_list("pk", flat=True).iterator():
        yield Fault("unsealed", after, entry)


def inspect(*, at: datetime, kept: Iterable[Head] = ()) -> tuple[Inspection, list[Fault]]:
    """Go through the whole chain and write down what came of it; with the first twenty faults."""
    found = faults(at=at, kept=kept)
    first = list(islice(found, 20))
    count = len(first) + sum(1 for _ in found)
    links = Link.objects.count()
    said = str(first[0]) if first else ""
    return Inspection.objects.create(at=at, links=links, faults=count, first=said), first
