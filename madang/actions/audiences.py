"""Those of whom very many are told at once: who they are, and writing their notices batch by batch.

A batch is one transaction: its rows and how far we are. Killed in between, the next worker goes on where this one was;
a row's ``unique`` names kind, occasion and person, so nobody is told twice.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from madang.notices.kinds import OFF
from madang.notices.models import Broadcast, Follow, Notice, Preference
from madang.people.models import Person
from madang.proposals.models import Proposal, Support

from . import ways

BATCH = 1000
GAP = 0.02  # seconds

# ── who ──


def _supporters(case: str, after: int) -> QuerySet[Support, int]:
    """Those who support it, by id; without those who could not read it anyhow (no address, never signed in)."""
    return (
        Support.objects.filter(proposal__case__key=case, person_id__gt=after, person__is_active=True)
        .filter(Q(person__email__isnull=False) | Q(person__last_login__isnull=False))
        .order_by("person_id")
        .values_list("person_id", flat=True)
    )


def _followers(case: str, after: int) -> QuerySet[Follow, int]:
    """Those who follow it."""
    return (
        Follow.objects.filter(what="matter", value=case, person_id__gt=after, person__is_active=True)
        .order_by("person_id")
        .values_list("person_id", flat=True)
    )


def _wanting(kind: str, people: QuerySet[Support, int]) -> QuerySet[Support, int]:
    """Of those only the ones who asked for it: for kinds that nobody gets unless they say so."""
    asked = Preference.objects.filter(kind=kind).exclude(how=OFF).values("person")
    return people.filter(person__in=asked)


def _audience(broadcast: Broadcast) -> list[int]:
    """The next people of a broadcast, by id. (Of an answer the author is told by the act itself.)"""
    case, after = str(broadcast.facts.get("case", "")), broadcast.cursor
    author = Proposal.objects.filter(case__key=case).values_list("author_id", flat=True).first()
    streams: list[Iterable[int]] = []
    if broadcast.kind == "answered-supporter":
        streams = [_supporters(case, after)[: BATCH + 1], _followers(case, after)[: BATCH + 1]]
    elif broadcast.kind == "tier-reached-supporter":
        streams = [_wanting(broadcast.kind, _supporters(case, after))[: BATCH + 1]]
    elif broadcast.kind in ("tier-reached", "near-tier"):
        streams = [_followers(case, after)[: BATCH + 1], [author] if author is not None and author > after else []]
    distinct = [person for person, _ in groupby(heapq.merge(*streams))][:BATCH]
    return distinct


# ── writing ──


def expand(
    *, at: datetime, before: datetime | None = None, enough: Callable[[], bool] = lambda: False, gap: float = GAP
) -> int:
    """Write the notices of what is to be told to many; how many rows. Several workers may do so at once.

    ``before``: only of what happened before then. ``gap``: seconds in which others may write between two batches.
    """
    made = 0
    while not enough():
        batch = _next_batch(at, before or at)
        if batch is None:
            break
        made += batch
        if gap and connection.vendor == "sqlite":  # it has one writer: let those in who press a button meanwhile
            time.sleep(gap)
    return made


def pass_over(*, at: datetime, before: datetime) -> int:
    """Be done with what happened ``before`` then and has no reader: nobody among its supporters, followers and authors
    has an address or ever signed in. How many occasions. For history, of which there may be very much.
    """
    readers = Person.objects.filter(Q(email__isnull=False) | Q(last_login__isnull=False), is_active=True)
    followed = set(Follow.objects.filter(what="matter", person__in=readers).values_list("value", flat=True))
    supported = Proposal.objects.filter(supports__person__in=readers).values_list("case__key", flat=True)
    asked = Preference.objects.filter(kind="tier-reached-supporter").exclude(how=OFF).values("person")
    written = set(Proposal.objects.filter(author__in=readers).values_list("case__key", flat=True))
    read = {
        "answered-supporter": {*supported.distinct()} | followed,
        "tier-reached-supporter": {*supported.filter(supports__person__in=asked).distinct()},
        "tier-reached": written | followed,
        "near-tier": written | followed,
    }
    open_ = Broadcast.objects.filter(done_at=None, at__lte=before, kind__in=read)
    rows = open_.values_list("pk", "kind", "facts")
    unread = [pk for pk, kind, facts in rows if facts.get("case") not in read[kind]]
    return sum(
        Broadcast.objects.filter(pk__in=unread[first : first + BATCH]).update(done_at=at)
        for first in range(0, len(unread), BATCH)
    )


def _next_batch(at: datetime, before: datetime) -> int | None:
    """One batch of one broadcast; None when there is nothing to do (or another worker does it)."""
    with transaction.atomic():
        open_ = Broadcast.objects.filter(done_at=None, at__lte=before).order_by("at", "pk")
        broadcast = open_.select_for_update(skip_locked=True).first()
        if broadcast is None:
            return None
        people = _audience(broadcast)
        rows = _rows(broadcast, people, at)
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        if people:
            broadcast.cursor = people[-1]
        if len(people) < BATCH:
            broadcast.done_at = at
        broadcast.save(update_fields=["cursor", "done_at"])
        return len(rows)


def _rows(broadcast: Broadcast, people: list[int], at: datetime) -> list[Notice]:
    known = Person.objects.only("email", "is_active").in_bulk(people)
    by_itself = _told_by_the_act(broadcast)
    rows = [
        Notice(
            kind=broadcast.kind,
            unique=f"{broadcast.kind}:{broadcast.occasion}:{pk}",
            person=known[pk],
            facts=broadcast.facts,
            at=broadcast.at,
            send_after=broadcast.at,
        )
        for pk in people
        if pk in known and pk != by_itself
    ]
    ways.choose(rows, at)
    return [row for row in rows if row.outcome != "off"]


def _told_by_the_act(broadcast: Broadcast) -> int | None:
    """The author, who was told in words of their own."""
    if broadcast.kind in ("tier-reached", "near-tier"):
        return None
    return Proposal.objects.filter(case__key=broadcast.facts.get("case")).values_list("author_id", flat=True).first()
