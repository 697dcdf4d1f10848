"""The opinion map: who stands near whom when people agree, disagree or pass on each other's statements.

Polis's method (Small et al. 2021): places by :mod:`.projection`, people with at least seven votes grouped by
:mod:`.grouping`, statements that stand for a group, are shared by all or divide them by :mod:`.representation`. The
number of groups is the one with the best silhouette. The same votes and seed give the same map, in whatever order they
came. Nothing here knows whose votes they are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from madang.base.errors import Refused

from .votes import Votes

if TYPE_CHECKING:  # fetched when a map is drawn, see votes.py
    import numpy as np
    from numpy.typing import NDArray

    from .representation import Tallies

LEAST_VOTES = 7  # or all statements, when there are fewer


@dataclass(frozen=True)
class Place:
    """Where a person stands. ``group`` is None for somebody with too few votes, who is placed but not grouped."""

    participant: str
    x: float
    y: float
    group: int | None
    votes: int


@dataclass(frozen=True)
class Count:
    """How many agree and disagree of those who voted; the rest of them passed."""

    agree: int
    disagree: int
    votes: int


@dataclass(frozen=True)
class Standing:
    """A statement and the side (``agree`` or ``disagree``) on which a group, or everybody, stands."""

    statement: str
    side: str


@dataclass(frozen=True)
class OpinionMap:
    """The whole map; statements in the order of ``components``."""

    statements: tuple[str, ...]
    components: tuple[tuple[float, ...], tuple[float, ...]]
    variance: tuple[float, float]  # share of all variance that each axis shows, 0 to 1
    places: tuple[Place, ...]
    silhouette: dict[int, float]  # number of groups → how clear-cut they are, -1 to 1
    sizes: tuple[int, ...]  # people per group, the largest group first
    consensus: tuple[Standing, ...]
    divisive: tuple[str, ...]
    representative: tuple[tuple[Standing, ...], ...]  # per group
    counts: tuple[Count, ...]  # per statement, everybody's votes
    group_counts: tuple[tuple[Count, ...], ...]  # per group, per statement

    @property
    def groups(self) -> int:
        """How many groups; 0 when nobody has voted enough."""
        return len(self.sizes)


def opinion_map(
    votes: Votes, *, groups: int | None = None, seed: int = 0, left_out: Collection[str] = ()
) -> OpinionMap:
    """Compute the map. ``groups``: how many, None for the clearest number from 2 to 5.

    ``left_out``: statements that moderation took out; as in Polis everybody passes on them, they keep their place
    among the components with weight 0, and stand for nobody. Refused: no-votes, groups-not-positive, too-many-groups.
    """
    import numpy as np

    from . import projection, representation
    from .grouping import different

    if not votes.number:
        raise Refused("no-votes")
    if groups is not None and groups < 1:
        raise Refused("groups-not-positive")
    out = [at for at, name in enumerate(votes.statements) if name in left_out]
    cells = projection.passed_over(votes.cells, out) if out else votes.cells
    components, places, variance = projection.project(cells)
    cast = np.diff(votes.cells.indptr)
    enough = np.flatnonzero(cast >= min(LEAST_VOTES, len(votes.statements)))
    apart = different(places[enough]) if len(enough) else 0
    if groups is not None and groups > apart:
        raise Refused("too-many-groups", asked=groups, limit=apart)
    found, silhouette = _grouped(places[enough], groups, apart, seed)
    labels = np.full(len(cast), -1)
    labels[enough] = found
    number = int(found.max(initial=-1)) + 1
    tallies = representation.tally(cells, labels, number)
    everybody = representation.tally(cells, np.zeros(len(cast), np.int64), 1)
    names, kept = votes.statements, set(range(len(votes.statements))) - set(out)
    return OpinionMap(
        statements=names,
        components=(tuple(components[0].tolist()), tuple(components[1].tolist())),
        variance=(float(variance[0]), float(variance[1])),
        places=tuple(
            Place(who, x, y, None if label < 0 else label, number)
            for who, (x, y), label, number in zip(
                votes.participants, places.tolist(), labels.tolist(), cast.tolist(), strict=True
            )
        ),
        silhouette=silhouette,
        sizes=tuple(np.bincount(found, minlength=number).tolist()),
        consensus=tuple(Standing(names[at], on) for at, on in representation.consensus(tallies) if at in kept),
        divisive=tuple(names[at] for at in representation.divisive(tallies) if at in kept),
        representative=_representative(tallies, names, out),
        counts=_counts(everybody)[0],
        group_counts=_counts(tallies),
    )


def _grouped(
    places: NDArray[np.float64], number: int | None, apart: int, seed: int
) -> tuple[NDArray[np.int64], dict[int, float]]:
    """Labels of those who are grouped, and the silhouettes looked at."""
    import numpy as np

    from .grouping import group, most_groups, silhouette

    tried = range(2, min(most_groups(len(places)), apart) + 1)
    measured: dict[int, float] = {}
    labelled = {}
    for k in sorted({*tried, *([number] if number else [])}):
        labelled[k] = group(places, k, seed)
        value = silhouette(places, labelled[k], seed)
        if value is not None:
            measured[k] = value
    if number is None:  # the fewer groups when two numbers are equally clear; one when there is nothing to tell apart
        number = max(tried, key=lambda k: (measured.get(k, -1.0), -k), default=1)
    if number == 1 or not len(places):
        return np.zeros(len(places), np.int64), measured
    return labelled[number], measured


def _representative(tallies: Tallies, names: tuple[str, ...], out: list[int]) -> tuple[tuple[Standing, ...], ...]:
    import numpy as np

    from . import representation

    if len(tallies.votes) < 2:  # one group has nobody to differ from
        return tuple(() for _ in tallies.votes)
    shown = np.setdiff1d(np.arange(len(names)), out)
    kept = representation.Tallies(tallies.agree[:, shown], tallies.disagree[:, shown], tallies.votes[:, shown])
    return tuple(
        tuple(Standing(names[shown[at]], side) for at, side in per_group)
        for per_group in representation.representative(kept)
    )


def _counts(tallies: Tallies) -> tuple[tuple[Count, ...], ...]:
    return tuple(
        tuple(Count(*three) for three in zip(*(part.tolist() for part in parts), strict=True))
        for parts in zip(tallies.agree, tallies.disagree, tallies.votes, strict=True)
    )
