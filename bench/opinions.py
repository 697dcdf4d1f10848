"""The opinion map of a hundred thousand people, and themes of fifty thousand opinions, each against a plain way."""

from __future__ import annotations

import multiprocessing
import random
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.sparse import random as scattered

from madang.sense.opinion_map import opinion_map
from madang.sense.themes import Opinion, find_themes
from madang.sense.votes import Votes

PEOPLE, STATEMENTS, ANSWERED = 100_000, 200, 0.2
OPINIONS = 50_000


def run(people: int = PEOPLE, statements: int = STATEMENTS) -> None:
    """Print processor seconds and peak memory, each in a process of its own: laid out whole with scikit-learn, and ours."""
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
    began = time.process_time()
    drawn = opinion_map(votes)
    took = time.process_time() - began
    if sum(drawn.sizes) < people * 0.99 or not drawn.silhouette:
        raise SystemExit("not everybody was grouped")
    return took


def _plain(people: int, statements: int) -> float:
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA

    votes = _votes(people, statements)
    began = time.process_time()
    table = np.full((people, statements), np.nan)
    where = votes.cells.tocoo()
    table[where.row, where.col] = where.data
    table = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
    places = PCA(2, random_state=0).fit_transform(table)
    places *= np.sqrt(statements / np.maximum(np.diff(votes.cells.indptr), 1))[:, None]
    for k in range(2, 6):
        KMeans(k, n_init=50, random_state=0).fit(places)
    return time.process_time() - began


def run_themes(number: int = OPINIONS) -> None:
    """Print processor seconds and peak memory for themes of made-up opinions: tf-idf and NMF of everything, and ours."""
    plain, before = _apart(_plain_themes, number)
    ours, after = _apart(_our_themes, number)
    print(f"themes: {number:,} opinions of 10 to 60 words, a tenth of them one text")
    print(f"        plain tf-idf of all pairs of letters, NMF with 10 themes {plain:.1f} s, {before:,} MB")
    print(f"        ours with words, repeats and quotations {ours:.1f} s = {ours / plain:.2f} × plain, {after:,} MB")


def _opinions(number: int) -> list[Opinion]:
    """Eight subjects with words of their own and words of everybody, with particles."""
    chance = random.Random(4)
    syllables = [chr(code) for code in range(ord("가"), ord("힣"), 37)]

    def word() -> str:
        return "".join(chance.choice(syllables) for _ in range(chance.randint(2, 3)))

    common, subjects = [word() for _ in range(600)], [[word() for _ in range(150)] for _ in range(8)]
    flood = " ".join(chance.choices(common, k=30))
    return [
        Opinion(str(at), flood if chance.random() < 0.1 else _text(chance, chance.choice(subjects), common))
        for at in range(number)
    ]


def _text(chance: random.Random, own: list[str], common: list[str]) -> str:
    return " ".join(
        chance.choice(own if chance.random() < 0.3 else common) + chance.choice(("", "을", "이", "은", "에서", "의"))
        for _ in range(chance.randint(10, 60))
    )


def _our_themes(number: int) -> float:
    given = _opinions(number)
    began = time.process_time()
    found = find_themes(given)
    took = time.process_time() - began
    if len(found.repeats[0].ids) < number * 0.08 or len(found.themes) < 2:
        raise SystemExit("the flood or the subjects were not found")
    return took


def _plain_themes(number: int) -> float:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    given = _opinions(number)
    began = time.process_time()
    table = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 2), min_df=2).fit_transform(one.text for one in given)
    NMF(10, init="nndsvd", max_iter=100, random_state=0).fit_transform(table)
    return time.process_time() - began


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
