"""Texts as points, and the points that lie together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from .words import Vocabulary

MOST_TOPICS = 12
ENOUGH = 0.8  # the fewest topics that are nearly as clear as the clearest number: finer ones are mostly splits of these
_DIMENSIONS = 40
_READ = 2_000  # letters of a text; what it is about has been said by then
_FEATURES = 20_000
_PAIRS = 0.5  # weight of pairs of syllables beside whole words
_MEASURED = 2_000
_FAR = 0.12  # cosine to the middle of its topic below which a text is about something else


@dataclass(frozen=True)
class Topics:
    """Per text: its topic (-1: none), how near its middle it is (cosine), its different words; each word's number of texts."""

    labels: NDArray[np.int64]
    nearness: NDArray[np.float64]
    words: list[list[str]]
    count: Counter[str]


def learn(texts: Sequence[str], *, number: int | None, seed: int, learnt: int) -> Topics:
    """Learn topics from at most ``learnt`` of the texts and give every text its own."""
    read = [text[:_READ] for text in texts]
    vocabulary = Vocabulary(read)
    spoken = [vocabulary.words(text) for text in read]
    words = [list(dict.fromkeys(each)) for each in spoken]
    count = Counter(word for each in words for word in each)
    labels, nearness = np.full(len(texts), -1), np.zeros(len(texts))
    told = np.array([at for at, each in enumerate(words) if each], np.int64)
    if len(told):
        sample = told
        if len(told) > learnt:
            sample = np.sort(np.random.default_rng(seed).choice(told, learnt, replace=False))
        with threadpool_limits(1):  # the same to the last digit, see grouping.py
            points = _points(spoken, sample, told, seed)
            found, near = _topics(points, np.searchsorted(told, sample), number, seed)
        labels[told], nearness[told] = found, near
    return Topics(labels, nearness, words, count)


def _points(
    spoken: list[list[str]], sample: NDArray[np.int64], told: NDArray[np.int64], seed: int
) -> NDArray[np.float64]:
    """Texts as points on a sphere; cosine is nearness."""
    few = 2 if len(sample) >= 50 else 1
    whole = TfidfVectorizer(
        analyzer=_itself, min_df=few, max_df=0.5 if few > 1 else 1.0, max_features=_FEATURES, sublinear_tf=True
    )
    pairs = TfidfVectorizer(
        analyzer=_pairs, min_df=few, max_df=0.3 if few > 1 else 1.0, max_features=_FEATURES, sublinear_tf=True
    )
    learnt = [spoken[at] for at in sample]
    tables = []
    for vectorizer, weight in ((whole, 1.0), (pairs, _PAIRS)):
        try:
            vectorizer.fit(learnt)
        except ValueError:  # no word is in two texts, or none is in fewer than half
            continue
        tables.append(vectorizer.transform(spoken[at] for at in told) * weight)
    if not tables:
        return np.ones((len(told), 1))
    table = csr_matrix(hstack(tables))
    size = min(_DIMENSIONS, *(edge - 1 for edge in table.shape), len(sample) - 1)
    if size < 2:
        return normalize(table.toarray())
    within = table[np.searchsorted(told, sample)]
    return normalize(TruncatedSVD(size, random_state=seed).fit(within).transform(table))


def _itself(words: list[str]) -> list[str]:
    return words


def _pairs(words: list[str]) -> list[str]:
    """Pairs of syllables of Korean words of three and more; other words are told apart whole."""
    return [
        word[at : at + 2] for word in words if len(word) > 2 and "가" <= word[0] <= "힣" for at in range(len(word) - 1)
    ]


def _topics(
    points: NDArray[np.float64], sample: NDArray[np.int64], number: int | None, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    learnt = points[sample]
    apart = len(np.unique(learnt.round(9), axis=0))
    if number is not None:
        best = _clustered(learnt, max(1, min(number, apart)), seed)
    else:
        tried = [_clustered(learnt, k, seed) for k in range(2, min(MOST_TOPICS, apart, 2 + len(learnt) // 8) + 1)]
        values = [_clearness(learnt, one.labels_, seed) for one in tried]
        enough = ENOUGH * max(values, default=0.0)
        good = [one for one, value in zip(tried, values, strict=True) if value > 0 and value >= enough]
        best = good[0] if good else _clustered(learnt, 1, seed)
    middles = normalize(best.cluster_centers_)
    alike = points @ middles.T
    labels = np.argmax(alike, axis=1)
    nearness = alike[np.arange(len(points)), labels]
    if len(middles) > 1:
        labels = np.where(nearness < _FAR, -1, labels)
    return labels, nearness


def _clustered(points: NDArray[np.float64], number: int, seed: int) -> KMeans:
    return KMeans(number, n_init=10, random_state=seed).fit(points)


def _clearness(points: NDArray[np.float64], labels: NDArray[np.int64], seed: int) -> float:
    if len(points) > _MEASURED:
        some = np.sort(np.random.default_rng(seed).choice(len(points), _MEASURED, replace=False))
        points, labels = points[some], labels[some]
    if not 1 < len(np.unique(labels)) < len(points):
        return -1.0
    return float(silhouette_score(points, labels))
