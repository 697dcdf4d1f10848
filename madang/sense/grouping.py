"""People who stand near each other: k-means with many seeded restarts, and how clear-cut each number of groups is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
RESTARTS = 50
SAMPLE = 5_000  # people on whom restarts are tried, when there are more
MEASURED = 2_500  # people whose silhouette is measured, when there are more: it is then right to about 0.01


def different(places: Floats) -> int:
    """How many different places there are: no more groups than that can be told apart."""
    return len(np.unique(places.round(9), axis=0))


def most_groups(people: int) -> int:
    """The greatest number of groups looked for by itself: two, one more for every 12 people, five at most (Polis)."""
    return min(5, 2 + people // 12)


def group(places: Floats, number: int, seed: int) -> Labels:
    """Group 0, 1, … of everybody, the largest first.

    More than SAMPLE people: the restarts are tried on a seeded sample, the best one is continued with everybody.
    """
    with threadpool_limits(1):  # one thread adds in one order: the same seed gives the same groups to the last digit
        if len(places) > SAMPLE:
            some = _sample(len(places), SAMPLE, seed)
            begun = _restarted(number, seed).fit(places[some])
            found = KMeans(number, init=begun.cluster_centers_, n_init=1, tol=0, max_iter=1_000).fit_predict(places)
        else:
            found = _restarted(number, seed).fit_predict(places)
    sizes = np.bincount(found, minlength=number)
    first = np.array([int(np.argmax(found == label)) for label in range(number)])
    order = np.lexsort((first, -sizes))  # equal sizes: whoever comes first
    return np.argsort(order)[found]


def silhouette(places: Floats, labels: Labels, seed: int) -> float | None:
    """Mean silhouette (Rousseeuw 1987), -1 to 1, of a seeded sample at most; None when it is not defined."""
    if len(places) > MEASURED:
        some = _sample(len(places), MEASURED, seed)
        places, labels = places[some], labels[some]
    if not 1 < len(np.unique(labels)) < len(places):
        return None
    with threadpool_limits(1):
        return float(silhouette_score(places, labels))


def _sample(number: int, size: int, seed: int) -> NDArray[np.int64]:
    return np.sort(np.random.default_rng(seed).choice(number, size, replace=False))


def _restarted(number: int, seed: int) -> KMeans:
    """Each restart runs until nobody changes groups: stopped earlier, who is at the edge would depend on the seed."""
    return KMeans(number, n_init=RESTARTS, random_state=seed, tol=0, max_iter=1_000)
