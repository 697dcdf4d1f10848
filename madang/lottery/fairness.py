"""The fairest lottery over the panels that meet the targets.

*Leximin*: the smallest chance is as large as possible, then the second smallest, and so on. It is unique and treats people with
the same values alike, so nothing is lost by a lottery over compositions in which the people of a stratum are drawn evenly.
Column generation on the dual: B. Flanigan, P. Gölz, A. Gupta, B. Hennig, A. D. Procaccia, “Fair algorithms for selecting
citizens' assemblies”, Nature 596 (2021), 548-552, supplementary information, section 9.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .panels import PRECISE, SLACK, Composition, Panels, bound
from .solver import INFINITE, Quiet

Progress = Callable[[int, int], None]  # so much done, of so much

_SAME = 1e-9  # chances nearer than this are the same


@dataclass(frozen=True)
class Lottery:
    """Compositions (strata in the pool's order), each with its chance; the chances add up to 1."""

    compositions: tuple[Composition, ...]
    chances: tuple[float, ...]


@dataclass
class _Master:
    """The lottery over the compositions found so far, as a linear programme. Its variable 0 is what is being optimised:
    the smallest unsettled chance (as large as can be), or what is missing from given chances (as small as can be)."""

    sizes: np.ndarray
    compositions: dict[Composition, None] = field(default_factory=dict)
    settled: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.solver = Quiet(tolerance=PRECISE)
        self.solver.addVar(0.0, 1.0)
        self.solver.changeColCost(0, 1.0)
        for _ in self.sizes:
            self.solver.row(0.0, INFINITE, [0], np.ones(1))
        self.solver.row(1.0, 1.0, [], np.ones(0))

    @property
    def unsettled(self) -> list[int]:
        """The strata whose chance is still open."""
        return [place for place in range(len(self.sizes)) if place not in self.settled]

    def add(self, composition: Composition) -> bool:
        """Let it be drawn as well; False when it was known."""
        if composition in self.compositions:
            return False
        self.compositions[composition] = None
        counts = np.array(composition, dtype=float)
        places = np.flatnonzero(counts)
        rows = np.append(places, len(self.sizes)).astype(np.int32)
        values = np.append(counts[places] / self.sizes[places], 1.0)
        self.solver.addCol(0.0, 0.0, INFINITE, len(rows), rows, values)
        return True

    def aim_at(self, chances: np.ndarray) -> None:
        """From now on: come as near to these chances as can be."""
        for place, chance in enumerate(chances):
            self._ask(place, float(chance), 1.0)
        self.solver.upwards(False)

    def aim_high(self) -> None:
        """From now on: the smallest unsettled chance as large as can be."""
        for place in self.unsettled:
            self._ask(place, 0.0, -1.0)
        for place, chance in self.settled.items():
            self._ask(place, chance - SLACK, 0.0)
        self.solver.upwards()

    def settle(self, place: int, chance: float) -> None:
        """Nobody of this stratum can have more without taking from someone who has less."""
        self.settled[place] = chance
        self._ask(place, chance - SLACK, 0.0)

    def _ask(self, place: int, chance: float, variable: float) -> None:
        self.solver.changeCoeff(place, 0, variable)
        self.solver.changeRowBounds(place, chance, INFINITE)

    def solve(self) -> tuple[float, np.ndarray, float]:
        """Variable 0, the price of each stratum's chance, the price of a whole panel."""
        if not self.solver.solved():
            raise ArithmeticError("what was possible no longer is")
        prices = self.solver.prices()
        return float(self.solver.values()[0]), prices[:-1], float(prices[-1])

    def lottery(self) -> Lottery:
        """The lottery of the last solution, compositions in a fixed order."""
        found = np.clip(self.solver.values()[1:], 0.0, None)
        chances = [float(chance) for chance in found / found.sum()]
        kept = sorted(pair for pair in zip(self.compositions, chances, strict=True) if pair[1] > PRECISE)
        return Lottery(tuple(one for one, _ in kept), tuple(chance for _, chance in kept))


def fairest(panels: Panels, progress: Progress | None = None) -> Lottery | None:
    """The leximin lottery; None when no composition meets the targets. ``progress`` hears of every composition found."""
    first = panels.best(np.ones(len(panels.sizes)))
    if first is None:
        return None
    master = _Master(panels.sizes)
    search = _Search(panels, master, progress or (lambda done, of: None))
    search.begin(first)
    if not search.reach(panels.hoped_for()):
        search.settle_all()
    return master.lottery()


@dataclass
class _Search:
    """Looks for the compositions that the best lottery needs."""

    panels: Panels
    master: _Master
    progress: Progress

    def begin(self, first: Composition) -> None:
        """Various compositions to begin with; every stratum that can sit on a panel is in one of them, the others have no chance."""
        self.master.add(first)
        taken, sizes = np.array(first, dtype=float), self.panels.sizes
        for place in range(len(sizes)):
            if not taken[place]:
                worth = 1.0 / (1.0 + 10.0 * taken / sizes)
                worth[place] = 2.0 * self.panels.size
                one = self.panels.another(worth)
                self.master.add(one)
                taken += one
        self.master.settled = {int(place): 0.0 for place in np.flatnonzero(taken == 0)}

    def reach(self, chances: np.ndarray) -> bool:
        """Whether a lottery gives these chances; if so the master has it."""
        wanted = chances * self.panels.sizes
        behind = np.zeros(len(wanted))
        for number in range(len(wanted)):  # each makes up for what those before it left behind
            behind += wanted
            one = self.panels.another(behind)
            behind -= one
            self.master.add(one)
            self.progress(number + 1, len(wanted))
        self.master.aim_at(chances)
        missing, _ = self._improve(enough=PRECISE)
        return missing <= _SAME

    def settle_all(self) -> None:
        """Settle the chances from the smallest upwards; the master then has the lottery that gives them."""
        self.master.aim_high()
        while self.master.unsettled:
            chance, prices = self._improve()
            for place in self._share_the_rest(chance) or bound(prices, self.master.unsettled):
                self.master.settle(place, chance)
            self.progress(len(self.master.settled), len(self.panels.sizes))
        self.master.aim_at(np.array([self.master.settled[place] for place in range(len(self.panels.sizes))]))
        self.master.solve()

    def _improve(self, enough: float = -1.0) -> tuple[float, np.ndarray]:
        """Add compositions until none would help, or variable 0 is down at ``enough``; its value, and the prices that prove it."""
        while True:
            value, prices, whole = self.master.solve()
            if value <= enough:
                return value, prices
            worth = prices / self.panels.sizes
            if not self._helps(worth, whole, exact=False) and not self._helps(worth, whole, exact=True):
                return value, prices

    def _helps(self, worth: np.ndarray, whole: float, *, exact: bool) -> bool:
        """Add a composition that is worth more than a whole panel costs; with ``exact``, False proves that there is none."""
        one = self.panels.another(worth, exact=exact)
        return float(np.dot(worth, one)) - whole > _SAME and self.master.add(one)

    def _share_the_rest(self, chance: float) -> list[int]:
        """When everybody unsettled has just the average, that is the end: all of them."""
        sizes, rest = self.panels.sizes, self.master.unsettled
        left = self.panels.size - sum(sizes[place] * settled for place, settled in self.master.settled.items())
        return rest if left / sizes[rest].sum() - chance <= _SAME else []
