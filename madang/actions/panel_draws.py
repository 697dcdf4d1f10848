"""의제선정단: the draw by a public seed, who takes their seat, and who is drawn in place of those who do not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from madang.agenda.models import Panel, PoolMember
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.lottery.problems import Impossible
from madang.people.models import Person
from madang.procedures.record import moment

from .panels import locked, pool_of, record_panel, told_why

SEED_LIMIT = 200
ANSWERS = ("accepted", "declined")
SEATED, VACANT, REPLACED = ("drawn", "accepted"), "declined", "replaced"


def draw_panel(
    *, panel: Panel, seed: str, at: datetime, actor: Person | None, source: str = "",
    published: Mapping[str, Any] | None = None,
) -> Panel:  # fmt: skip
    """Draw the panel. ``seed``: made where everybody sees it after the pool was closed; ``source``: how, in public.

    ``published``: the draw of this pool as it was published elsewhere; it is checked and taken instead of drawing again
    (another version of the solver may find another lottery with the same chances). Takes seconds for large pools. Of two
    who press at once one draws, the other is Refused ``already-drawn``.
    """
    seed, source = _seed(seed), clean_line(source)[:SEED_LIMIT]
    before = Panel.objects.get(pk=panel.pk)
    _drawable(before)
    with told_why():  # outside of the lock: a closed pool stays as it is, and nobody waits meanwhile
        drawn = _drawn(before, seed) if published is None else _taken(before, seed, published)
    with transaction.atomic():
        now = locked(panel)
        _drawable(now)
        now.seed, now.drawn_at = seed, at
        now.report = {"draw": drawn, "source": source, "replacements": []}
        now.save(update_fields=["seed", "drawn_at", "report"])
        now.members.filter(number__in=[int(number) for number in drawn["panel"]]).update(state="drawn", state_at=at)
        record_panel(now, "panel.draw", at=at, actor=actor, seed=seed, source=source, count=len(drawn["panel"]))
    return now


def _drawable(panel: Panel) -> None:
    if panel.closed_at is None:
        raise Refused("pool-open")
    if panel.drawn_at is not None:
        raise Refused("already-drawn", seed=panel.seed)


def _drawn(panel: Panel, seed: str) -> dict[str, Any]:
    from madang.lottery.drawing import draw  # brings the solver

    return draw(pool_of(panel), seed).as_json()


def _taken(panel: Panel, seed: str, published: Mapping[str, Any]) -> dict[str, Any]:
    from madang.lottery.checking import check  # brings the solver

    problems = check(pool_of(panel), {**published, "seed": seed})
    if problems:
        raise Impossible(problems)
    return {name: published[name] for name in ("probabilities", "panel")} | {
        "seed": seed,
        "report": published["report"],
    }


def _seed(seed: str) -> str:
    seed = clean_line(seed)
    if not seed:
        raise Refused("seed-empty")
    if len(seed) > SEED_LIMIT:
        raise Refused("seed-too-long", limit=SEED_LIMIT)
    return seed


@transaction.atomic
def answer_seat(*, panel: Panel, number: int, answer: str, at: datetime, actor: Person | None) -> PoolMember:
    """Who was drawn takes the seat (``accepted``) or does not (``declined``); also later, as long as nobody else has the seat."""
    if answer not in ANSWERS:
        raise Refused("unknown-decision", decision=answer, allowed=", ".join(ANSWERS))
    now = locked(panel)
    if now.drawn_at is None:
        raise Refused("not-drawn")
    member = now.members.filter(number=number).first()
    if member is None:
        raise Refused("unknown-member", number=number)
    if member.state == REPLACED:
        raise Refused("seat-taken", number=number)
    if member.state not in (*SEATED, VACANT):
        raise Refused("no-seat", number=number)
    if member.state != answer:
        member.state, member.state_at = answer, at
        member.save(update_fields=["state", "state_at"])
        record_panel(now, "panel.answer", at=at, actor=actor, number=number, answer=answer)
    return member


@transaction.atomic
def replace_seat(*, panel: Panel, seed: str, at: datetime, actor: Person | None, source: str = "") -> list[PoolMember]:
    """Fill every vacant seat by lot from the people most like those who left it (``lottery.replacing``); the report keeps each step.

    The seed has to be a new one: with an old one everybody could know beforehand who comes next. Refused when no seat is
    vacant, so that of two who press at once one draws.
    """
    from madang.lottery.replacing import replace

    seed, source, now = _seed(seed), clean_line(source)[:SEED_LIMIT], locked(panel)
    if now.drawn_at is None:
        raise Refused("not-drawn")
    members = list(now.members.exclude(state="pool").order_by("state_at", "number"))
    vacant = [one for one in members if one.state == VACANT]
    if not vacant:
        raise Refused("no-vacant-seat")
    if seed in {now.seed, *(step["seed"] for step in now.report["replacements"])}:
        raise Refused("seed-used")
    gone = [one for one in members if one.state == REPLACED] + vacant
    with told_why():
        found = replace(
            pool_of(now), seed=seed, seated=[str(one.number) for one in members if one.state in SEATED],
            declined=[str(one.number) for one in gone],
        )  # fmt: skip
    by_number = {str(one.number): one for one in vacant}
    taken = {str(one.number): one for one in now.members.filter(number__in=[int(number) for number in found.drawn])}
    for step in found.report["replacements"]:
        left, comes = by_number[step["for"]], taken[step["drawn"]]
        left.state = REPLACED
        left.save(update_fields=["state"])
        comes.state, comes.state_at, comes.replaces, comes.seed = "drawn", at, left, seed
        comes.save(update_fields=["state", "state_at", "replaces", "seed"])
    now.report["replacements"].append({"at": str(moment(at)), "source": source, **found.report})
    now.save(update_fields=["report"])
    record_panel(now, "panel.replace", at=at, actor=actor, seed=seed, source=source, count=len(found.drawn))
    return [taken[number] for number in found.drawn]


@transaction.atomic
def forget_names(*, panel: Panel, at: datetime, actor: Person | None) -> int:
    """The panel's work is over: names and accounts go, numbers and attributes stay for whoever checks the draw. How many."""
    now = locked(panel)
    if now.drawn_at is None:
        raise Refused("not-drawn")
    count = now.members.exclude(name="", person=None).update(name="", person=None)
    if count:
        record_panel(now, "panel.forget", at=at, actor=actor, count=count)
    return count
