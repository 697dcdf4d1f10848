"""The same text over and over, word for word or nearly: found by MinHash (Broder 1997), so that a flood counts as one."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .words import plain

ALIKE = 0.8  # share of common pieces (Jaccard) from which two texts are the same text
_PIECE = 4  # letters
_BANDS, _ROWS = 10, 3  # finds nearly all pairs above ALIKE: 1 - (1 - 0.8³)¹⁰ = 0.999
_READ = 2_000  # letters
_MIX = np.uint64(0x9E3779B97F4A7C15)
_BARE = re.compile(r"[\W\d_]+")


def repeated(texts: Sequence[str]) -> NDArray[np.int64]:
    """For each text the index of the first one that says the same; its own for what is said for the first time."""
    bare = [_BARE.sub("", plain(text))[:_READ] for text in texts]
    first: dict[str, int] = {}
    leader = np.array([first.setdefault(each or f"\0{at}", at) for at, each in enumerate(bare)], np.int64)
    distinct = [at for at in first.values() if len(bare[at]) >= 2 * _PIECE]
    for one, other in _near([bare[at] for at in distinct]):
        a, b = _root(leader, distinct[one]), _root(leader, distinct[other])
        leader[max(a, b)] = min(a, b)
    return np.array([_root(leader, at) for at in range(len(texts))], np.int64)


def _root(leader: NDArray[np.int64], at: int) -> int:
    while leader[at] != at:
        at = int(leader[at])
    return at


def _near(texts: list[str]) -> list[tuple[int, int]]:
    """Pairs above ALIKE, each text at least with the first of its kind."""
    if len(texts) < 2:
        return []
    pieces, begins = _pieces(texts)
    rng = np.random.default_rng(0)
    pairs: set[tuple[int, int]] = set()
    for _ in range(_BANDS):
        factors = rng.integers(1, 1 << 62, _ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        band = np.array([np.minimum.reduceat((pieces * factor) >> np.uint64(32), begins[:-1]) for factor in factors])
        _, kind = np.unique(band, axis=1, return_inverse=True)
        order = np.argsort(kind.ravel(), kind="stable")
        first = np.append(True, np.diff(kind.ravel()[order]) != 0)
        leads = order[np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))]
        pairs |= {(int(a), int(b)) for a, b in zip(leads, order, strict=True) if a != b}
    said = {at: set(pieces[begins[at] : begins[at + 1]].tolist()) for at in {one for pair in pairs for one in pair}}
    return [pair for pair in sorted(pairs) if _alike(said[pair[0]], said[pair[1]])]


def _pieces(texts: list[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The pieces of all texts one after the other, as numbers, and where each text's begin."""
    letters = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32).astype(np.uint64)
    lengths = np.array([len(text) for text in texts])
    last = len(letters) - _PIECE + 1
    pieces = np.zeros(last, np.uint64)
    for at in range(_PIECE):
        pieces = pieces * _MIX + letters[at : at + last]
    pieces = (pieces ^ (pieces >> np.uint64(29))) * _MIX
    within = np.ones(len(letters), bool)  # a piece does not run from one text into the next
    for at in range(1, _PIECE):
        within[np.cumsum(lengths) - at] = False
    return pieces[within[:last]], np.append(0, np.cumsum(lengths - _PIECE + 1))


def _alike(one: set[int], other: set[int]) -> bool:
    common = len(one & other)
    return common >= ALIKE * (len(one) + len(other) - common)
