"""Who took part, in bands, so that nobody can be made out: no cell of fewer than five people, not by subtraction either.

Cells below ``least`` are hidden (primary suppression), nobody at all included. The total is public, so a single hidden
cell could be had by subtraction: then others are hidden with it (complementary suppression) until at least two
are, with at least ``least`` people between them. Which ones are taken in follows a fixed order and not their size (those
who did not tell first, then from the last band backwards): a choice by size would itself tell something. Cf. Hundepool et
al. 2012, "Statistical Disclosure Control", chapter 4.

Attributes are shown one by one, never crossed. Showing the same people again after one more joined would tell about that
one: publish figures of a closed forum, or seldom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
NOT_TOLD = ""


@dataclass(frozen=True)
class Cell:
    """A band with its people and their share of all who told (0 to 1); None: hidden. ``population``: its share there.

    The cell NOT_TOLD has no shares.
    """

    band: str
    count: int | None
    share: float | None
    population: float | None


@dataclass(frozen=True)
class Distribution:
    """One attribute; the cells in the order of its bands, NOT_TOLD last. ``hidden``: people in all hidden cells together."""

    attribute: str
    total: int
    hidden: int
    cells: tuple[Cell, ...]


def banded(
    people: Iterable[Mapping[str, str]],
    bands: Mapping[str, Sequence[str]],
    *,
    population: Mapping[str, Mapping[str, float]] | None = None,
    least: int = LEAST,
) -> tuple[Distribution, ...]:
    """Count ``people`` (attribute → band; what is missing or not among the bands was not told) per attribute of ``bands``.

    ``population``: attribute → band → number or share of the population, made shares here. Fewer than ``least`` people:
    no cells at all. Shares are of those who told and are left out when it is hidden how many did.
    """
    told = list(people)
    return tuple(
        _distribution(attribute, names, Counter(_band(one, attribute, names) for one in told), population or {}, least)
        for attribute, names in bands.items()
    )


def hidden(counts: Sequence[int], *, least: int = LEAST) -> frozenset[int]:
    """Which of the cells must not be shown when the sum of all is known. The last cell is hidden first."""
    small = {at for at, count in enumerate(counts) if count < least}
    if small:
        for at in reversed(range(len(counts))):
            if _safe([counts[one] for one in small], least):
                break
            small.add(at)
    return frozenset(small)


def _safe(away: Sequence[int], least: int) -> bool:
    """Whether the sum of the hidden cells leaves each of them open; 4 + 4 does not when both are known to be below 5."""
    return len(away) > 1 and sum(away) >= least and (max(away) >= least or sum(away) < len(away) * (least - 1))


def _band(one: Mapping[str, str], attribute: str, names: Sequence[str]) -> str:
    band = one.get(attribute, NOT_TOLD)
    return band if band in names else NOT_TOLD


def _distribution(
    attribute: str,
    names: Sequence[str],
    number: Counter[str],
    population: Mapping[str, Mapping[str, float]],
    least: int,
) -> Distribution:
    order = [*names, NOT_TOLD]
    counts = [number[name] for name in order]
    total = sum(counts)
    if total < least:
        return Distribution(attribute, total, total, ())
    away = hidden(counts, least=least)
    people = population.get(attribute, {})
    everybody = sum(people.get(name, 0) for name in names)
    told = total - number[NOT_TOLD] if len(names) not in away else 0
    return Distribution(
        attribute=attribute,
        total=total,
        hidden=sum(counts[at] for at in away),
        cells=tuple(
            Cell(
                band=name,
                count=None if at in away else count,
                share=None if at in away or not told or name == NOT_TOLD else count / told,
                population=people[name] / everybody if everybody and name in people else None,
            )
            for at, (name, count) in enumerate(zip(order, counts, strict=True))
        ),
    )
