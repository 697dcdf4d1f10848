"""Which mixtures of a panel meet the targets.

A *composition* says how many of each stratum sit on the panel. People of one stratum have the same values and are
interchangeable: what matters is only how many of them are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .pool import Pool, Target
from .solver import INFINITE, Quiet

Composition = tuple[int, ...]

PRECISE = 1e-10  # how far the solver may be off
SLACK = 1e-11  # settled chances are asked for a hair less, so that rounding keeps the next step possible
ROUGH = 0.03  # a good composition is found much sooner than the best one is proved
BINDING = 1e-7  # a price above this says: nobody of the stratum can have more in any best lottery


class Panels:
    """The compositions that meet every target, as an integer programme that is asked for the best one again and again."""

    def __init__(self, pool: Pool) -> None:
        targets, strata = pool.targets, list(pool.strata)
        self.size = targets.size
        self.sizes = np.array([len(people) for people in pool.strata.values()], dtype=float)
        self.rules = [(targets.size, targets.size, list(range(len(strata))))]
        for one in targets.targets:
            at = targets.categories.index(one.category)
            members = [place for place, stratum in enumerate(strata) if stratum[at] == one.name]
            self.rules.append((one.minimum, one.maximum, members))
        self._solver = Quiet()
        for people in self.sizes:
            self._solver.addVar(0.0, people)
        self._solver.whole(len(strata))
        self._solver.upwards()
        for minimum, maximum, members in self.rules:
            self._solver.row(minimum, maximum, members, np.ones(len(members)))

    def best(self, worth: np.ndarray, *, exact: bool = False) -> Composition | None:
        """The composition with the largest Σ worth · count, to a few percent unless ``exact``; None when none meets the targets."""
        self._solver.setOptionValue("mip_rel_gap", 0.0 if exact else ROUGH)
        places = np.arange(len(worth), dtype=np.int32)
        self._solver.changeColsCost(len(worth), places, worth / (np.abs(worth).max() or 1.0))
        if not self._solver.solved():
            return None
        found = np.rint(self._solver.values()).astype(int)
        self._count_again(found)
        return tuple(int(count) for count in found)

    def _count_again(self, found: np.ndarray) -> None:
        """The solver counts in floating point; what it hands out is counted again in whole numbers."""
        if (found < 0).any() or (found > self.sizes).any():
            raise ArithmeticError("a composition takes more people than there are")
        for minimum, maximum, members in self.rules:
            if not minimum <= found[members].sum() <= maximum:
                raise ArithmeticError("a composition misses a target")

    def another(self, worth: np.ndarray, *, exact: bool = False) -> Composition:
        """The same where it is known that there is one."""
        found = self.best(worth, exact=exact)
        if found is None:
            raise ArithmeticError("the solver no longer finds what it found before")
        return found

    def hoped_for(self) -> np.ndarray:
        """The leximin chances if people could be divided: no lottery is fairer, and mostly one gives just these."""
        count = len(self.sizes)
        solver = Quiet(tolerance=PRECISE)
        for _ in range(count + 1):  # the last one: the smallest chance not yet settled
            solver.addVar(0.0, 1.0)
        solver.changeColCost(count, 1.0)
        solver.upwards()
        for place in range(count):
            solver.row(0.0, INFINITE, [place, count], np.array([1.0, -1.0]))
        for minimum, maximum, members in self.rules:
            solver.row(minimum, maximum, members, self.sizes[members])
        unsettled = list(range(count))
        while unsettled:
            if not solver.solved():
                raise ArithmeticError("what was possible no longer is")
            chance = float(solver.values()[count])
            for place in bound(solver.prices(), unsettled):
                unsettled.remove(place)
                solver.changeCoeff(place, count, 0.0)
                solver.changeRowBounds(place, chance - SLACK, INFINITE)
        return solver.values()[:count]


def bound(prices: np.ndarray, unsettled: Sequence[int]) -> list[int]:
    """Those of the unsettled strata that have the smallest chance in every best lottery: their price says so."""
    most = max(unsettled, key=lambda place: prices[place])
    return [place for place in unsettled if prices[place] > BINDING or place == most]


def smallest_relaxation(pool: Pool) -> list[tuple[Target, int, int]]:
    """Targets to change so that a panel exists: (target, new minimum, new maximum); empty when the pool is too small.

    The least sum of changes, lowering a minimum of m weighing 1 + 2/m (the lower it was, the more it hurts) and raising a
    maximum weighing 1: the weights of the Sortition Foundation's sortition-algorithms.
    """
    panels, targets = Panels(pool), pool.targets.targets
    count = len(panels.sizes)
    solver = Quiet()
    for people in panels.sizes:
        solver.addVar(0.0, people)
    for one in targets:
        solver.addVar(0.0, one.minimum)
        solver.addVar(0.0, max(pool.targets.size - one.maximum, 0))
    solver.whole(count + 2 * len(targets))
    size, _, everybody = panels.rules[0]
    solver.row(size, size, everybody, np.ones(count))
    for at, (one, (_, _, members)) in enumerate(zip(targets, panels.rules[1:], strict=True)):
        lowered, raised = count + 2 * at, count + 2 * at + 1
        solver.changeColCost(lowered, 1 + 2 / one.minimum if one.minimum else 0.0)
        solver.changeColCost(raised, 1.0)
        solver.row(one.minimum, INFINITE, [*members, lowered], np.ones(len(members) + 1))
        solver.row(-INFINITE, one.maximum, [*members, raised], np.append(np.ones(len(members)), -1.0))
    if not solver.solved():
        return []
    by = np.rint(solver.values()[count:]).astype(int)
    changed = (
        (one, one.minimum - int(by[2 * at]), one.maximum + int(by[2 * at + 1])) for at, one in enumerate(targets)
    )
    return [(one, low, high) for one, low, high in changed if (low, high) != (one.minimum, one.maximum)]
