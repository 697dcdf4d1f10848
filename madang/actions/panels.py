"""의제선정단: who may be drawn and what the panel is to look like, until both are closed and their fingerprint is public.

The draw itself and what follows is in ``panel_draws``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from madang.agenda.models import Panel, PoolMember
from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, opaque_key
from madang.lottery.pool import Pool, Target, Targets
from madang.lottery.population import Share, targets_from_population
from madang.lottery.problems import Impossible, Problem
from madang.people.models import Person

from .journey import name_of

NAME_LIMIT, MEMBER_LIMIT, WORD_LIMIT = 120, 60, 40
MOST_SEATS, MOST_MEMBERS, MOST_CATEGORIES, MOST_TARGETS = 1_000, 50_000, 12, 400
REMOVED = "removed"  # taken off before the pool was closed: only the number is left, so that nobody else gets it


@dataclass(frozen=True)
class Enrolled:
    """Somebody to be registered: what the targets look at; the name, for the team alone; an own number (else the next)."""

    attributes: Mapping[str, str]
    name: str = ""
    person: Person | None = None
    number: int | None = None


def find_panel(key: str) -> Panel:
    """The panel of that key; Refused when there is none."""
    panel = Panel.objects.filter(key=key).first()
    if panel is None:
        raise Refused("unknown-panel", panel=key)
    return panel


def locked(panel: Panel) -> Panel:
    """The panel as it is now, for this transaction alone: of two who press at once the second waits for the first."""
    return Panel.objects.select_for_update().get(pk=panel.pk)


def record_panel(panel: Panel, verb: str, *, at: datetime, actor: Person | None, **facts: Any) -> None:
    """Write down an act on a panel."""
    record(at=at, actor=name_of(actor), verb=verb, subject=f"panel:{panel.key}", **facts)


def make_panel(*, name: str, size: int, at: datetime, actor: Person | None, key: str | None = None) -> Panel:
    """A panel of ``size`` seats, with nobody registered and no targets yet."""
    name = clean_line(name)[:NAME_LIMIT]
    if not name:
        raise Refused("name-empty")
    if not 1 <= size <= MOST_SEATS:
        raise Refused("panel-size", limit=f"{MOST_SEATS:,}")
    key = key or opaque_key()
    try:
        with transaction.atomic():
            panel = Panel.objects.create(key=key, name=name, size=size, made_at=at)
            record_panel(panel, "panel.make", at=at, actor=actor, size=size)
    except IntegrityError as error:
        raise Refused("key-taken", key=key) from error
    return panel


@transaction.atomic
def enrol(*, panel: Panel, people: Sequence[Enrolled], at: datetime, actor: Person | None) -> list[PoolMember]:
    """Register people, all or nobody; each gets the next number, in their order.

    Refused after closing; for a number or an account that is in the pool already; and for the same name with the same
    attributes, which is the same person until the team writes two of that name differently.
    """
    now = _open(panel)
    there = list(now.members.values_list("number", "name", "attributes", "person", "state"))
    if len(there) + len(people) > MOST_MEMBERS:
        raise Refused("pool-full", limit=f"{MOST_MEMBERS:,}")
    numbers = {number for number, *_ in there}
    known = {who(name, attributes): number for number, name, attributes, _, state in there if name and state != REMOVED}
    accounts = {person: number for number, _, _, person, _ in there if person}
    made: list[PoolMember] = []
    for one in people:
        number = one.number if one.number is not None else max(numbers, default=0) + 1
        name, attributes = clean_line(one.name)[:MEMBER_LIMIT], cleaned(one.attributes)
        if number in numbers:
            raise Refused("number-taken", number=number)
        before = known.get(who(name, attributes)) or accounts.get(one.person.pk if one.person else 0)
        if before is not None:
            raise Refused("already-enrolled", number=before)
        numbers.add(number)
        if name:
            known[who(name, attributes)] = number
        if one.person is not None:
            accounts[one.person.pk] = number
        made.append(PoolMember(
            panel=now, number=number, name=name, person=one.person, attributes=attributes, state_at=at
        ))  # fmt: skip
    PoolMember.objects.bulk_create(made, batch_size=500)
    if made:
        told = [one.number for one in made]
        record_panel(now, "panel.enrol", at=at, actor=actor, count=len(made), numbers=_spans(told))
    return made


def cleaned(attributes: Mapping[str, Any]) -> dict[str, str]:
    """Category → value, without those that are empty; Refused when it is no such thing."""
    found = {clean_line(str(name)): clean_line(str(value)) for name, value in attributes.items()}
    found = {name: value for name, value in found.items() if name and value}
    if len(found) > MOST_CATEGORIES or any(len(word) > WORD_LIMIT for pair in found.items() for word in pair):
        raise Refused("member-malformed", most=MOST_CATEGORIES, limit=WORD_LIMIT)
    return found


def who(name: str, attributes: Mapping[str, str]) -> tuple[Any, ...]:
    """What makes somebody the same person to the pool, as long as they have a name."""
    return name, *sorted(attributes.items())


def _spans(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers as spans [first, last]: a file of thousands is one short line in the audit trail."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return spans


@transaction.atomic
def remove_member(*, panel: Panel, number: int, at: datetime, actor: Person | None) -> None:
    """Somebody is not in the pool any more: only the number is kept. Refused after closing."""
    now = _open(panel)
    gone = now.members.filter(number=number).exclude(state=REMOVED)
    if not gone.update(state=REMOVED, state_at=at, name="", person=None, attributes={}):
        raise Refused("unknown-member", number=number)
    record_panel(now, "panel.remove", at=at, actor=actor, number=number)


@transaction.atomic
def set_targets(
    *, panel: Panel, targets: Sequence[Mapping[str, Any]], at: datetime, actor: Person | None
) -> list[dict[str, Any]]:
    """What the panel is to look like: {category, name, min, max} each, in place of what stood before.

    Refused after closing, and for targets that contradict themselves (``panel-impossible``).
    """
    now = _open(panel)
    if len(targets) > MOST_TARGETS:
        raise Refused("too-many-rows", limit=MOST_TARGETS)
    listed = [_target(one) for one in targets]
    with told_why():
        shaped = Targets(
            now.size, tuple(Target(one["category"], one["name"], one["min"], one["max"]) for one in listed)
        )
    now.targets = as_told(shaped)
    now.save(update_fields=["targets"])
    record_panel(now, "panel.target", at=at, actor=actor, count=len(now.targets), targets=now.targets)
    return now.targets


def _target(one: Mapping[str, Any]) -> dict[str, Any]:
    try:
        words = {name: one[name] for name in ("category", "name")}
        numbers = {name: one[name] for name in ("min", "max")}
    except (KeyError, TypeError):
        raise Refused("target-malformed") from None
    whole = all(isinstance(number, int) and not isinstance(number, bool) for number in numbers.values())
    if not whole or not all(isinstance(word, str) and len(word) <= WORD_LIMIT for word in words.values()):
        raise Refused("target-malformed")
    return {**{name: clean_line(word) for name, word in words.items()}, **numbers}


def as_told(targets: Targets) -> list[dict[str, Any]]:
    """Targets as they are kept and told."""
    return [
        {"category": one.category, "name": one.name, "min": one.minimum, "max": one.maximum} for one in targets.targets
    ]


def targets_like(
    shares: Mapping[str, Mapping[str, Share]], *, panel: Panel, tolerance: int = 0
) -> list[dict[str, Any]]:
    """Targets that make the panel look like this population, to be set with :func:`set_targets`; Refused when that is empty."""
    with told_why():
        return as_told(targets_from_population(shares, panel.size, tolerance=tolerance))


def targets_of(panel: Panel) -> Targets:
    """What the panel is to look like; :class:`Impossible` when nothing was set."""
    return Targets(
        panel.size, tuple(Target(one["category"], one["name"], one["min"], one["max"]) for one in panel.targets)
    )


def pool_of(panel: Panel) -> Pool:
    """Who may be drawn, by number; :class:`Impossible` says who has no value, or one that no target knows."""
    members = panel.members.exclude(state=REMOVED).values_list("number", "attributes")
    return Pool({str(number): attributes for number, attributes in members}, targets_of(panel))


def why_not(panel: Panel, *, thoroughly: bool = False) -> list[Problem]:
    """All that stands in the way of a draw, and what would do; empty: nothing does.

    ``thoroughly``: also whether the targets can be met all at once, which takes the solver (seconds for large pools).
    """
    try:
        pool = pool_of(panel)
    except Impossible as impossible:
        return [*impossible.problems, *impossible.advice]
    if len(pool.people) < pool.targets.size:
        return [Problem("pool-too-small", {"pool": len(pool.people), "size": pool.targets.size})]
    from madang.lottery.drawing import advice, together, why_impossible  # brings the solver

    found = why_impossible(pool)
    if not found and thoroughly:
        found = together(pool)
    return [*found, *advice(pool)] if found else []


def close_pool(*, panel: Panel, at: datetime, actor: Person | None) -> Panel:
    """Nobody comes, nobody goes and no target moves from now on; the fingerprint of it all is public.

    Only then may the seed be made. Refused ``panel-impossible`` when no panel meets the targets: it could never be drawn.
    """
    with transaction.atomic():
        now = _open(panel)
        problems = why_not(now, thoroughly=True)
        if problems:
            refuse_impossible(Impossible(problems))
        now.digest, now.closed_at = pool_of(now).fingerprint, at
        now.save(update_fields=["digest", "closed_at"])
        people = now.members.exclude(state=REMOVED).count()
        record_panel(now, "panel.close", at=at, actor=actor, digest=now.digest, count=people)
    return now


def _open(panel: Panel) -> Panel:
    now = locked(panel)
    if now.closed_at is not None:
        raise Refused("pool-closed")
    return now


@contextmanager
def told_why() -> Iterator[None]:
    """What the lottery finds impossible becomes a refusal, with every sentence in the reader's language."""
    try:
        yield
    except Impossible as impossible:
        refuse_impossible(impossible)


def refuse_impossible(impossible: Impossible) -> None:
    """Refused ``panel-impossible``; its cause holds the problems one by one."""
    raise Refused("panel-impossible", reasons=" ".join(impossible.sentences(gettext))) from impossible
