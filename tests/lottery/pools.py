"""Pools to draw from, and the fairest lottery found by trying every panel."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import linprog

from madang.lottery.panels import Panels
from madang.lottery.pool import Pool, Target, Targets


def pool(people: dict[str, tuple[str, ...]], size: int, *targets: tuple[str, str, int, int]) -> Pool:
    """People by their values, in the order in which the targets name the categories."""
    categories = list(dict.fromkeys(target[0] for target in targets))
    named = {key: dict(zip(categories, values, strict=True)) for key, values in people.items()}
    return Pool(named, Targets(size, tuple(Target(*target) for target in targets)))


def all_compositions(panels: Panels) -> list[tuple[int, ...]]:
    """Every composition that meets the targets, by trying them all."""
    ranges = [range(int(people) + 1) for people in panels.sizes]
    return [
        one
        for one in product(*ranges)
        if all(low <= sum(one[place] for place in members) <= high for low, high, members in panels.rules)
    ]


def leximin_by_trying(panels: Panels) -> np.ndarray:
    """The leximin chances over all compositions, straight from the definition: no duals, no column generation."""
    every = np.array(all_compositions(panels), dtype=float)
    chances = (every / panels.sizes).T  # a row per stratum, a column per composition
    settled: dict[int, float] = {}
    while len(settled) < len(chances):
        least = _most(chances, settled, None)
        for place in [place for place in range(len(chances)) if place not in settled]:
            if _most(chances, settled, place, least) <= least + 1e-7:
                settled[place] = least
    return np.array([settled[place] for place in range(len(chances))])


def _most(chances: np.ndarray, settled: dict[int, float], place: int | None, least: float = 0.0) -> float:
    """The largest possible smallest unsettled chance; with a place, its largest chance while all others keep theirs."""
    count = chances.shape[1]
    goal = np.zeros(count + 1)
    goal[-1] = -1.0
    rows, bounds = [], []
    for at, row in enumerate(chances):
        own = (place is None and at not in settled) or at == place
        rows.append(np.append(-row, 1.0 if own else 0.0))
        bounds.append(0.0 if own else -(settled.get(at, least) - 1e-9))
    found = linprog(goal, rows, bounds, [np.append(np.ones(count), 0.0)], [1.0], bounds=[(0, None)] * count + [(0, 1)])
    return float(-found.fun)
