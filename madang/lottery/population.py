"""Targets from the population: a panel that looks like the city."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from .pool import Target, Targets
from .problems import Impossible, Problem

Share = int | float | Fraction


def targets_from_population(shares: Mapping[str, Mapping[str, Share]], size: int, *, tolerance: int = 0) -> Targets:
    """Category → name → its share of the population, or its number of people (only the proportion counts).

    From the whole number below share × size to the one above it; ``tolerance`` people less and more, but neither below
    0 nor above ``size``. The minimums never exceed the size and the maximums never stay below it. Refuses
    (:class:`Impossible`) negative or endless numbers, and a category that adds up to nothing.
    """
    problems = [problem for category, named in shares.items() for problem in _wrong(category, named)]
    if problems:
        raise Impossible(problems)
    found = []
    for category, named in shares.items():
        whole = sum((_exact(share) for share in named.values()), Fraction())
        for name, share in named.items():
            seats = _exact(share) / whole * size
            low, high = math.floor(seats) - tolerance, math.ceil(seats) + tolerance
            found.append(Target(category, name, max(low, 0), min(high, size)))
    return Targets(size, tuple(found))


def _exact(share: Share) -> Fraction:
    """0.1 means a tenth, not the nearest binary number: a share of 0.1 of 20 seats is 2, not 2.0000000000000001."""
    return Fraction(str(share)) if isinstance(share, float) else Fraction(share)


def _wrong(category: str, named: Mapping[str, Share]) -> list[Problem]:
    problems = [
        Problem("share-wrong", {"category": category, "name": name, "share": share})
        for name, share in named.items()
        if not math.isfinite(share) or share < 0
    ]
    if not problems and not sum(named.values()):
        problems.append(Problem("shares-empty", {"category": category}))
    return problems
