"""New proposals that fit what people follow: found by the worker, never while somebody submits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from django.db.models import Exists, OuterRef

from madang.notices.models import Broadcast, Follow, Notice
from madang.people.models import Person
from madang.proposals.models import Proposal
from madang.proposals.queries import ProposalQuerySet

from . import ways

NEWS_FOR = timedelta(days=30)  # a proposal that becomes public later than this is no news any more
BATCH = 200
SEARCHABLE = ("q", "procedure", "category", "area")  # what a followed search may hold


def tell(*, at: datetime) -> int:
    """Tell followers of the proposals that became public since the last time; how many proposals were looked at.

    That a proposal was looked at is its row among the broadcasts.
    """
    looked = 0
    while batch := _unseen(at):
        rows: dict[str, Notice] = {}
        for proposal, follow in _matches(batch):
            row = _row(proposal, follow, at)
            if proposal.author_id != follow.person_id and follow.since <= at:
                rows.setdefault(row.unique, row)
        people = Person.objects.in_bulk({row.person_id for row in rows.values()})
        told = [row for row in rows.values() if people[row.person_id].is_active]
        for row in told:
            row.person = people[row.person_id]
        ways.choose(told, at)
        Notice.objects.bulk_create([row for row in told if row.outcome != "off"], ignore_conflicts=True)
        seen = [Broadcast(kind="followed-news", occasion=one.case.key, at=at, done_at=at) for one in batch]
        Broadcast.objects.bulk_create(seen, ignore_conflicts=True)
        looked += len(batch)
    return looked


def _unseen(at: datetime) -> list[Proposal]:
    seen = Broadcast.objects.filter(kind="followed-news", occasion=OuterRef("case__key"))
    found = Proposal.objects.listed().filter(~Exists(seen), submitted_at__gt=at - NEWS_FOR, submitted_at__lte=at)
    return list(found.select_related("case").defer("body").order_by("submitted_at", "pk")[:BATCH])


def _matches(batch: list[Proposal]) -> Iterable[tuple[Proposal, Follow]]:
    """Which of these proposals fit which follows (made before the proposal)."""
    for what in ("area", "category"):
        by_value: dict[str, list[Follow]] = {}
        wanted = {getattr(proposal, what) for proposal in batch} - {""}
        for follow in Follow.objects.filter(what=what, value__in=wanted):
            by_value.setdefault(follow.value, []).append(follow)
        for proposal in batch:
            for follow in by_value.get(getattr(proposal, what), []):
                if follow.since <= proposal.submitted_at:
                    yield proposal, follow
    known = {proposal.pk: proposal for proposal in batch}
    searches: dict[str, list[Follow]] = {}
    for follow in Follow.objects.filter(what="search").order_by("pk"):
        searches.setdefault(follow.value, []).append(follow)
    for value, follows in searches.items():
        for pk in matching(Proposal.objects.filter(pk__in=known), value).values_list("pk", flat=True):
            for follow in follows:
                if follow.since <= known[pk].submitted_at:
                    yield known[pk], follow


def matching(among: ProposalQuerySet, value: str) -> ProposalQuerySet:
    """Those of ``among`` that a followed search finds."""
    wanted = dict(parse_qsl(value))
    found = among.found_by(wanted.get("q", ""))
    if wanted.get("procedure"):
        found = found.in_procedure(wanted["procedure"])
    return found.filter(**{name: wanted[name] for name in ("category", "area") if wanted.get(name)})


def _row(proposal: Proposal, follow: Follow, at: datetime) -> Notice:
    return Notice(
        kind="followed-news",
        unique=f"followed-news:{proposal.case.key}:{follow.person_id}",
        person_id=follow.person_id,
        facts={"case": proposal.case.key, "what": follow.what, "value": follow.value},
        at=at,
        send_after=at,
    )
