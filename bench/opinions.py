"""The opinion map of a hundred thousand people, and themes of fifty thousand opinions, each against a plain way."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.sparse import random as scattered

from madang.sense.opinion_map import opinion_map
from madang.sense.votes import Votes

PEOPLE, STATEMENTS, ANSWERED = 100_000, 200, 0.2


def run(people: int = PEOPLE, statements: int = STATEMENTS) -> None:
    """Print seconds and peak memory, each in a process of its own: laid out whole with scikit-learn, and ours."""
    plain, before = _apart(_plain, people, statements)
    ours, after = _apart(_ours, people, statements)
    print(f"opinion map: {people:,} people × {statements} statements, {ANSWERED:.0%} of all votes cast")
    print(f"             plain imputed table, PCA, k-means for 2 to 5 without silhouettes {plain:.1f} s, {before:,} MB")
    print(
        f"             ours with silhouettes and representative statements {ours:.1f} s = {ours / plain:.2f} × plain,"
        f" {after:,} MB = {after / before:.2f} × plain"
    )


def _votes(people: int, statements: int) -> Votes:
    """Five camps of different sizes with some noise."""
    rng = np.random.default_rng(4)
    cells = scattered(people, statements, ANSWERED, "csr", dtype=np.float32, random_state=rng)
    cells.sort_indices()
    camps = rng.integers(-1, 2, (5, statements))
    member = rng.choice(5, people, p=[0.4, 0.3, 0.15, 0.1, 0.05])
    said = camps[np.repeat(member, np.diff(cells.indptr)), cells.indices]
    noise = rng.random(cells.nnz) < 0.25
    cells.data = np.where(noise, rng.integers(-1, 2, cells.nnz), said).astype(np.int8)
    return Votes(tuple(map(str, range(people))), tuple(map(str, range(statements))), cells)


def _ours(people: int, statements: int) -> float:
    votes = _votes(people, statements)
    began = time.perf_counter()
    drawn = opinion_map(votes)
    took = time.perf_counter() - began
    if sum(drawn.sizes) < people * 0.99 or not drawn.silhouette:
        raise SystemExit("not everybody was grouped")
    return took


def _plain(people: int, statements: int) -> float:
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA

    votes = _votes(people, statements)
    began = time.perf_counter()
    table = np.full((people, statements), np.nan)
    where = votes.cells.tocoo()
    table[where.row, where.col] = where.data
    table = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
    places = PCA(2, random_state=0).fit_transform(table)
    places *= np.sqrt(statements / np.maximum(np.diff(votes.cells.indptr), 1))[:, None]
    for k in range(2, 6):
        KMeans(k, n_init=50, random_state=0).fit(places)
    return time.perf_counter() - began


def _apart(work: Callable[..., float], *arguments: Any) -> tuple[float, int]:
    """Seconds and peak memory (MB) of ``work`` in a fresh process."""
    context = multiprocessing.get_context("spawn")
    results = context.SimpleQueue()
    process = context.Process(target=_measured, args=(work, arguments, results))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} failed")
    seconds, peak = results.get()
    return seconds, peak


def _measured(work: Callable[..., float], arguments: tuple[Any, ...], results: Any) -> None:
    seconds = work(*arguments)
    results.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
