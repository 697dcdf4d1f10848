"""Who takes the seat of someone who declines: by lot, from the people who are most like them and keep the balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .pool import Pool, Stratum, in_order
from .problems import Impossible, Problem
from .seeds import METHOD, by_lot


@dataclass(frozen=True)
class Replaced:
    """Who takes the seats, in the order of those who declined, and the report, plain enough for JSON."""

    drawn: list[str]
    report: dict[str, Any]


def replace(pool: Pool, *, seated: Sequence[str], declined: Sequence[str], seed: str) -> Replaced:
    """Fill the vacant seats: ``pool.targets.size`` less ``seated``.

    ``declined``: everybody who ever declined, oldest first; none of them is drawn again. The last ones are those whose seats are
    vacant now. For each seat, one after the other and as if the others were still taken by those who declined:

    1. only people with whom the panel misses the targets by the least (mostly by nothing),
    2. of those the ones who differ from the person who declined in the fewest categories,
    3. of those one by lot: the first by SHA-256 of ``[METHOD, "replacement", seed, declined, id]``.

    When fewer people are left than seats, the first seats are filled; ``report["unfilled"]`` counts the others.
    Refuses (:class:`Impossible`) unknown people, a person on both lists, no vacant seat, or nobody left.
    """
    leaving = _vacating(pool, seated, declined)
    sitting, drawn, steps = list(seated), [], []
    for at, gone in enumerate(leaving):
        others = [*sitting, *leaving[at + 1 :]]
        left = [key for key in pool.people if key not in {*sitting, *declined}]
        if not left:
            break
        alike, missed = _nearest(pool, others, pool.people[gone], left)
        one = by_lot(seed, tuple(alike), "replacement", gone)[0]  # fmt: skip
        sitting.append(one)
        drawn.append(one)
        steps.append(_step(pool, gone, one, len(alike), missed))
    if not drawn:
        raise Impossible([Problem("nobody-left", {"vacant": len(leaving)})])
    return Replaced(drawn, {
        "method": METHOD,
        "seed": seed,
        "inputs_sha256": pool.fingerprint,
        "seated": in_order(seated),
        "declined": list(declined),
        "replacements": steps,
        "unfilled": len(leaving) - len(drawn),
        "missed": _told(pool.targets.missed(pool.people[key] for key in sitting)),
    })  # fmt: skip


def _vacating(pool: Pool, seated: Sequence[str], declined: Sequence[str]) -> list[str]:
    problems = [Problem("person-unknown", {"person": key}) for key in (*seated, *declined) if key not in pool.people]
    problems += [Problem("seated-and-declined", {"person": key}) for key in seated if key in declined]
    if problems:
        raise Impossible(problems)
    vacant = pool.targets.size - len(seated)
    if vacant < 1:
        raise Impossible([Problem("no-vacancy", {"size": pool.targets.size})])
    if vacant > len(declined):
        raise Impossible([Problem("too-few-declined", {"vacant": vacant, "declined": len(declined)})])
    return list(declined)[-vacant:]


def _nearest(pool: Pool, others: Sequence[str], wanted: Stratum, left: Sequence[str]) -> tuple[list[str], int]:
    """Those left who disturb the balance least and are most like the person who declined; by how much targets are missed."""
    sitting = [pool.people[key] for key in others]
    costs: dict[Stratum, tuple[int, int]] = {}
    for stratum in {pool.people[key] for key in left}:
        missed = sum(abs(by) for by in pool.targets.missed([*sitting, stratum]).values())
        costs[stratum] = missed, sum(1 for mine, theirs in zip(stratum, wanted, strict=True) if mine != theirs)
    least = min(costs.values())
    return [key for key in left if costs[pool.people[key]] == least], least[0]


def _step(pool: Pool, gone: str, one: str, among: int, missed: int) -> dict[str, Any]:
    pairs = zip(pool.targets.categories, pool.people[gone], pool.people[one], strict=True)
    differs = [{"category": category, "from": old, "to": new} for category, old, new in pairs if old != new]
    return {"for": gone, "drawn": one, "among": among, "differs": differs, "missed": missed}


def _told(missed: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    return [{"category": category, "name": name, "by": by} for (category, name), by in missed.items()]
