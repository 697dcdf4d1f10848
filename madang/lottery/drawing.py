"""Draw a panel: equal chances as far as the targets allow, the pick made by a public seed, and a report to check it all.

1. The fairest lottery (``fairness``) says how likely each composition is. Its chances are made whole parts of 10¹⁵.
2. The seed's ticket falls into one composition; compositions stand in the order of the report.
3. In each stratum the people are put in the seed's order, and as many as the composition asks are taken from the front.

All of it follows from pool, targets and seed; steps 2 and 3 can be done again from the report alone, without a solver.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate
from typing import Any

import numpy as np

from .fairness import Lottery, Progress, fairest
from .panels import Composition, Panels, smallest_relaxation
from .pool import Pool, in_order
from .problems import Impossible, Problem
from .seeds import METHOD, PARTS, by_lot, ticket

ALGORITHM = "leximin over strata (column generation, HiGHS)"


@dataclass(frozen=True)
class Drawn:
    """Each person's chance (0 … 1), who was drawn, the seed that did it and the report, plain enough for JSON."""

    probabilities: dict[str, float]
    panel: list[str]
    seed: str
    report: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """As ``madang draw --json`` prints it."""
        return {
            "probabilities": self.probabilities, "panel": self.panel, "seed": self.seed, "report": self.report
        }  # fmt: skip


def draw(pool: Pool, seed: str, progress: Progress | None = None) -> Drawn:
    """Draw ``pool.targets.size`` people. Refuses (:class:`Impossible`) targets that no panel of this pool can meet."""
    problems = why_impossible(pool)
    try:
        lottery = None if problems else fairest(Panels(pool), progress)
    except ArithmeticError as error:
        raise Impossible([Problem("solver-stopped", {"detail": error})]) from error
    if lottery is None:
        raise Impossible(problems or [_together(pool)], advice(pool))
    parts = whole_parts(lottery)
    place = fallen(parts, ticket(seed))
    chances = probabilities(pool, lottery.compositions, parts)
    panel = drawn_people(pool, lottery.compositions[place], seed)
    return Drawn(chances, panel, seed, _report(pool, lottery.compositions, parts, place, chances, panel, seed))


def why_impossible(pool: Pool) -> list[Problem]:
    """The reasons that can be told target by target; empty does not yet mean possible."""
    targets, there = pool.targets, pool.counts()
    found = []
    if len(pool.people) < targets.size:
        found.append(Problem("pool-too-small", {"pool": len(pool.people), "size": targets.size}))
    for category in targets.categories:
        own = [one for one in targets.targets if one.category == category]
        facts = {"category": category, "size": targets.size}
        least, most = sum(one.minimum for one in own), sum(one.maximum for one in own)
        reach = sum(min(one.maximum, there[one.category, one.name]) for one in own)
        if least > targets.size:
            found.append(Problem("minimums-above-size", facts | {"sum": least}))
        if most < targets.size:
            found.append(Problem("maximums-below-size", facts | {"sum": most}))
        elif reach < targets.size <= len(pool.people):
            found.append(Problem("maximums-below-pool", facts | {"reach": reach}))
        for one in own:
            if there[category, one.name] < one.minimum:
                facts = {"category": category, "name": one.name, "minimum": one.minimum}
                found.append(Problem("too-few", facts | {"pool": there[category, one.name]}))
    return found


def together(pool: Pool) -> list[Problem]:
    """Whether targets that are possible one by one can be met all at once; empty when they can."""
    panels = Panels(pool)
    try:
        return [] if panels.best(np.ones(len(panels.sizes))) is not None else [_together(pool)]
    except ArithmeticError as error:
        return [Problem("solver-stopped", {"detail": error})]


def _together(pool: Pool) -> Problem:
    return Problem("together", {"size": pool.targets.size})


def advice(pool: Pool) -> list[Problem]:
    """The smallest changes to the targets with which a panel exists; none for a pool that is too small."""
    if len(pool.people) < pool.targets.size:
        return []
    found = []
    for one, low, high in smallest_relaxation(pool):
        facts = {"category": one.category, "name": one.name}
        if low != one.minimum:
            found.append(Problem("relax-minimum", facts | {"old": one.minimum, "new": low}))
        if high != one.maximum:
            found.append(Problem("relax-maximum", facts | {"old": one.maximum, "new": high}))
    return found


def whole_parts(lottery: Lottery) -> list[int]:
    """The compositions' chances as whole numbers that add up to PARTS (largest remainders first)."""
    exact = [Fraction(chance) for chance in lottery.chances]
    shares = [chance * PARTS / sum(exact) for chance in exact]
    parts = [int(share) for share in shares]
    rest = sorted(range(len(parts)), key=lambda place: (parts[place] - shares[place], place))
    for place in rest[: PARTS - sum(parts)]:
        parts[place] += 1
    return parts


def fallen(parts: list[int], number: int) -> int:
    """The composition in whose parts the ticket lies."""
    return next(place for place, end in enumerate(accumulate(parts)) if number < end)


def probabilities(pool: Pool, compositions: tuple[Composition, ...], parts: list[int]) -> dict[str, float]:
    """Id → chance of being drawn, in the order of reports."""
    found: dict[str, float] = {}
    for place, people in enumerate(pool.strata.values()):
        weighed = sum(part * one[place] for part, one in zip(parts, compositions, strict=True))
        found |= dict.fromkeys(people, float(Fraction(weighed, PARTS * len(people))))
    return {key: found[key] for key in pool.people}


def drawn_people(pool: Pool, composition: Composition, seed: str) -> list[str]:
    """As many of each stratum as the composition asks, in the seed's order."""
    strata = zip(pool.strata.values(), composition, strict=True)
    return in_order(key for people, count in strata for key in by_lot(seed, people, "person")[:count])


def _report(
    pool: Pool, compositions: tuple[Composition, ...], parts: list[int], place: int,
    chances: Mapping[str, float], panel: list[str], seed: str,
) -> dict[str, Any]:  # fmt: skip
    there, sitting = pool.counts(), pool.counts(panel)
    return {
        "method": METHOD,
        "algorithm": ALGORITHM,
        "versions": versions(),
        "inputs_sha256": pool.fingerprint,
        "size": pool.targets.size,
        "people": len(pool.people),
        "targets": [
            {"category": one.category, "name": one.name, "min": one.minimum, "max": one.maximum,
             "pool": there[one.category, one.name], "drawn": sitting[one.category, one.name]}
            for one in pool.targets.targets
        ],
        "smallest_probability": min(chances.values()),
        "largest_probability": max(chances.values()),
        "average_probability": pool.targets.size / len(pool.people),
        "without_chance": sum(1 for chance in chances.values() if not chance),
        "committees": len(compositions),
        "parts": PARTS,
        "ticket": ticket(seed),
        "drawn_committee": place,
        "categories": list(pool.targets.categories),
        "strata": [{"values": list(values), "people": len(people)} for values, people in pool.strata.items()],
        "distribution": [
            {"parts": part, "counts": {str(at): count for at, count in enumerate(one) if count}}
            for part, one in zip(parts, compositions, strict=True)
        ],
    }  # fmt: skip


def versions() -> dict[str, str]:
    """What computed it: another version may find another lottery with the same chances."""
    found = {"python": platform.python_version()}
    for name in ("madang", "highspy", "numpy"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # run from a checkout
            found[name] = "unreleased"
    return found
