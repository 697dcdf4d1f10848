"""Those of whom very many are told at once: who they are, and writing their notices batch by batch.

A batch is one transaction: its rows and how far we are. Killed in between, the next worker goes on where this one was;
a row's ``unique`` names kind, occasion and person, so nobody is told twice.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from madang.agenda.models import AgendaItem
from madang.forums.models import Forum, Participant
from madang.notices.kinds import OFF
from madang.notices.models import Broadcast, Follow, Notice, Preference
from madang.people.models import Person
from madang.proposals.models import Proposal, Support

from . import ways

BATCH = 1000
GAP = 0.02  # seconds

# ── who ──

# Each part of an audience is as many streams of people's ids, in order, as there are matters or forums: every one is read
# along an index from where the last batch ended, and they are merged, so that a hundred thousand cost no sorting.
People = QuerySet[Any, int]
Part = Callable[[list[str], int], Iterator[People]]


def _supporters(cases: list[str], after: int) -> Iterator[People]:
    """Those who support any of these matters; without those who could not read it anyhow."""
    for case in Proposal.objects.filter(case__key__in=cases).values_list("pk", flat=True):
        yield _readers(Support.objects.filter(proposal=case, person_id__gt=after))


def _participants(cases: list[str], after: int) -> Iterator[People]:
    """Those who took part in any of their forums; as before."""
    for forum in Forum.objects.filter(case__key__in=cases).values_list("pk", flat=True):
        yield _readers(Participant.objects.filter(forum=forum, person_id__gt=after))


def _readers(rows: QuerySet[Any]) -> People:
    """Of these rows the people who have an address or have ever signed in, by id."""
    found = rows.filter(Q(person__email__isnull=False) | Q(person__last_login__isnull=False), person__is_active=True)
    return found.order_by("person_id").values_list("person_id", flat=True)


def _followers(cases: list[str], after: int) -> Iterator[People]:
    """Those who follow any of them."""
    for case in cases:
        found = Follow.objects.filter(what="matter", value=case, person_id__gt=after, person__is_active=True)
        yield found.order_by("person_id").values_list("person_id", flat=True)


def _authors(cases: list[str], after: int) -> Iterator[People]:
    """Those who wrote them."""
    found = Proposal.objects.filter(case__key__in=cases, author__gt=after, author__is_active=True)
    yield found.order_by("author_id").values_list("author_id", flat=True)


EVERYONE: tuple[Part, ...] = (_supporters, _participants, _followers, _authors)
AUDIENCES: dict[str, tuple[Part, ...]] = {
    "tier-reached": (_followers, _authors),
    "tier-reached-supporter": (_supporters,),
    "near-tier": (_followers, _authors),
    "answered-supporter": EVERYONE,
    "picked-up": (_followers, _authors),
    "agenda-decided": (_supporters, _followers, _authors),
    "forum-opened": (_supporters, _followers, _authors),
    "forum-ending": (_followers, _authors),
    "forum-ending-participant": (_participants,),
    "result-published": EVERYONE,
    "delivery-planned": EVERYONE,
    "delivery-updated": EVERYONE,
    "delivery-finished": EVERYONE,
}
# Nobody gets these unless they say so.
ASKED = {"tier-reached-supporter", "forum-ending-participant"}
# About one proposal's supports; whatever comes later concerns all that were bundled into its discussion.
ALONE = {"tier-reached", "tier-reached-supporter", "near-tier"}
# The author of the matter was told by the act, in words of their own.
AUTHOR_KNOWS = {"answered-supporter", "tier-reached-supporter"}
FOLLOWERS_KNOW = {"forum-ending-participant"}


def together(case: str) -> list[str]:
    """The matter with those that were bundled into its agenda item, by key."""
    bundled = AgendaItem.objects.filter(lead__case__key=case).values_list("case__key", flat=True)
    return [case, *sorted(set(bundled) - {case})]


def _audience(broadcast: Broadcast) -> list[int]:
    """The next people of a broadcast, by id, each once whatever they are to the matter."""
    kind, case = broadcast.kind, str(broadcast.facts.get("case", ""))
    cases = [case] if kind in ALONE else together(case)
    streams = [stream for part in AUDIENCES.get(kind, ()) for stream in part(cases, broadcast.cursor)]
    if kind in ASKED:
        asked = Preference.objects.filter(kind=kind).exclude(how=OFF).values("person")
        streams = [stream.filter(person__in=asked) for stream in streams]
    if kind in FOLLOWERS_KNOW:
        following = Follow.objects.filter(what="matter", value__in=cases).values("person")
        streams = [stream.exclude(person__in=following) for stream in streams]
    limited: list[Iterable[int]] = [stream[: BATCH + 1] for stream in streams]
    return [person for person, _ in groupby(heapq.merge(*limited))][:BATCH]


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
    proposals, forums = Proposal.objects.order_by(), Forum.objects.order_by()
    supported = proposals.filter(supports__person__in=readers).values_list("case__key", flat=True)
    concerned: dict[Part, set[str]] = {
        _supporters: {*supported.distinct()},
        _participants: {
            *forums.filter(participants__person__in=readers).values_list("case__key", flat=True).distinct()
        },
        _followers: {*Follow.objects.filter(what="matter", person__in=readers).values_list("value", flat=True)},
        _authors: {*proposals.filter(author__in=readers).values_list("case__key", flat=True)},
    }
    leads = AgendaItem.objects.exclude(lead=None).values_list("case__key", "lead__case__key")
    read = {kind: set[str]().union(*(concerned[part] for part in parts)) for kind, parts in AUDIENCES.items()}
    for kind, cases in read.items():
        if kind not in ALONE:
            cases |= {lead for bundled, lead in leads if bundled in cases}
    asked = Preference.objects.filter(kind__in=ASKED, person__in=readers).exclude(how=OFF)
    for kind in ASKED - {*asked.values_list("kind", flat=True)}:
        read[kind] = set()
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
    if broadcast.kind not in AUTHOR_KNOWS:
        return None
    return Proposal.objects.filter(case__key=broadcast.facts.get("case")).values_list("author_id", flat=True).first()
