"""Two axes along which people differ most, and where everybody stands on them.

As Polis does it (compdemocracy/polis, math/pca.clj; Small et al. 2021, "Polis: Scaling Deliberation by Mapping High
Dimensional Opinion Spaces"): what somebody has not voted on is taken to be that statement's mean, so that it neither
pulls nor pushes; the axes are the first two principal components. A place is the sum over the votes that were cast,
stretched by √(statements ÷ votes), because few votes would otherwise leave everybody near the middle.

After the mean is subtracted an imputed vote is exactly zero: the table stays as sparse as the votes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float64]
_WIDEST = 2_000  # statements up to which their covariance is laid out whole (32 MB)
_CHUNK = 4_096  # people at a time


def project(cells: csr_matrix) -> tuple[Floats, Floats, Floats]:
    """Components (2 × statements, of length 1 or all zero), places (people × 2), share of variance (2).

    Signs are fixed: the largest weight of each component is positive.
    """
    centred = _centred(cells)
    components, strengths, total = _components(centred)
    cast = np.diff(cells.indptr)
    stretch = np.sqrt(cells.shape[1] / np.maximum(cast, 1))
    places = (centred @ components.T) * stretch[:, None]
    return components, places, strengths / total if total else np.zeros(2)


def _centred(cells: csr_matrix) -> csr_matrix:
    """Votes less their statement's mean vote."""
    width = cells.shape[1]
    asked = np.maximum(np.bincount(cells.indices, minlength=width), 1)
    mean = np.bincount(cells.indices, weights=cells.data, minlength=width) / asked
    values = cells.data - mean[cells.indices]
    return csr_matrix((values, cells.indices, cells.indptr), shape=cells.shape)


def _components(centred: csr_matrix) -> tuple[Floats, Floats, float]:
    width = centred.shape[1]
    components, strengths = np.zeros((2, width)), np.zeros(2)
    total = float(np.square(centred.data).sum())
    if total < 1e-9:
        return components, strengths, 0.0
    values, vectors = _leading(centred, min(2, width))
    for at, (value, vector) in enumerate(zip(values, vectors.T, strict=True)):
        if value > 1e-9 * total:  # else there is no such direction: everybody stands at its zero
            vector = np.where(np.abs(vector) > 1e-12, vector, 0.0)
            components[at] = vector * np.sign(vector[np.argmax(np.abs(vector).round(9))])
            strengths[at] = value
    return components, strengths, total


def _leading(centred: csr_matrix, number: int) -> tuple[Floats, Floats]:
    """The greatest eigenvalues of the scatter matrix, the first first, with their vectors."""
    width = centred.shape[1]
    if width <= _WIDEST:
        values, vectors = eigh(_scatter(centred), subset_by_index=[width - number, width - 1])
        return values[::-1], vectors[:, ::-1]
    if centred.shape[0] <= _WIDEST:  # many statements, few people: the same through the smaller table
        rows = (centred @ centred.T).toarray()
        number = min(number, rows.shape[0])
        values, vectors = eigh(rows, subset_by_index=[rows.shape[0] - number, rows.shape[0] - 1])
        values = np.maximum(values[::-1], 0.0)
        return values, (centred.T @ vectors[:, ::-1]) / np.sqrt(np.maximum(values, 1e-300))
    start = np.random.default_rng(0).standard_normal(min(centred.shape))
    _, sizes, right = svds(centred, k=number, v0=start)
    order = np.argsort(sizes)[::-1]
    return np.square(sizes[order]), right[order].T


def _scatter(centred: csr_matrix) -> Floats:
    """XᵀX, a few thousand people at a time."""
    whole = np.zeros((centred.shape[1], centred.shape[1]))
    with threadpool_limits(1):  # on a busy machine threads wait for each other longer than they work
        for first in range(0, centred.shape[0], _CHUNK):
            part = centred[first : first + _CHUNK].toarray()
            whole += part.T @ part
    return whole


def passed_over(cells: csr_matrix, columns: list[int]) -> csr_matrix:
    """The table in which everybody passes on ``columns``: how Polis treats statements that moderation took out."""
    coordinates = cells.tocoo()
    out = np.isin(coordinates.col, columns)
    people = np.arange(cells.shape[0], dtype=np.int32)
    rows = np.concatenate([coordinates.row[~out], np.repeat(people, len(columns))])
    cols = np.concatenate([coordinates.col[~out], np.tile(np.array(columns, np.int32), len(people))])
    data = np.concatenate([coordinates.data[~out], np.zeros(len(people) * len(columns), np.int8)])
    whole = csr_matrix((data, (rows, cols)), shape=cells.shape)
    whole.sort_indices()
    return whole
