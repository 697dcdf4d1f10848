"""What a group stands for, what all groups share and what divides them.

The tests are Polis's (math/repness.clj, math/stats.clj): a proportion against one half, and two proportions against
each other, each with one vote added to successes and trials; shares with one agreement and one disagreement added.
Significant means 90 %, one-sided. Passes are trials without success.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
SIGNIFICANT = 1.2816  # z at 90 %, one-sided
MOST_REPRESENTATIVE = 5


@dataclass(frozen=True)
class Tallies:
    """Groups × statements: how many agree, disagree, voted at all."""

    agree: Counts
    disagree: Counts
    votes: Counts

    def whole(self) -> Tallies:
        """All groups as one."""
        return Tallies(*(part.sum(axis=0, keepdims=True) for part in (self.agree, self.disagree, self.votes)))


def tally(cells: csr_matrix, labels: NDArray[np.int64], groups: int) -> Tallies:
    """Count votes per group; label -1 counts nowhere."""
    member = np.flatnonzero(labels >= 0)
    belongs = csr_matrix(
        (np.ones(len(member), np.int64), (labels[member], member)), shape=(groups, len(labels)), dtype=np.int64
    )

    def count(kept: NDArray[np.bool_]) -> Counts:
        chosen = csr_matrix((kept.astype(np.int64), cells.indices, cells.indptr), shape=cells.shape)
        return np.asarray((belongs @ chosen).toarray(), np.int64)

    return Tallies(count(cells.data == 1), count(cells.data == -1), count(np.ones(cells.nnz, bool)))


def share(successes: Counts, votes: Counts) -> Floats:
    """The share of successes with one of each kind added: (n + 1) ÷ (votes + 2)."""
    return (successes + 1) / (votes + 2)


def majority_test(successes: Counts, votes: Counts) -> Floats:
    """z of "more than half"."""
    return 2 * np.sqrt(votes + 1) * ((successes + 1) / (votes + 1) - 0.5)


def difference_test(inside: Counts, inside_votes: Counts, outside: Counts, outside_votes: Counts) -> Floats:
    """z of "more often inside than outside"; 0 where everybody said the same."""
    one, other = inside_votes + 1, outside_votes + 1
    pooled = (inside + outside + 2) / (one + other)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / one + 1 / other))
    apart = (inside + 1) / one - (outside + 1) / other
    return np.divide(apart, spread, out=np.zeros_like(apart), where=spread > 0)


@dataclass(frozen=True)
class Sides:
    """Groups × statements for one side (agree or disagree): share, its test, how it compares with the others, its test."""

    share: Floats
    majority: Floats
    ratio: Floats
    difference: Floats

    @property
    def metric(self) -> Floats:
        """How much a statement stands for a group: the product of all four."""
        return self.share * self.majority * self.ratio * self.difference

    @property
    def representative(self) -> NDArray[np.bool_]:
        """Most of the group say so, and more so than the others: both significant."""
        return (self.majority > SIGNIFICANT) & (self.difference > SIGNIFICANT)


def side(tallies: Tallies, which: str) -> Sides:
    """``which``: agree or disagree."""
    inside, votes = getattr(tallies, which), tallies.votes
    outside, outside_votes = inside.sum(axis=0) - inside, votes.sum(axis=0) - votes
    shares = share(inside, votes)
    return Sides(
        shares,
        majority_test(inside, votes),
        shares / share(outside, outside_votes),
        difference_test(inside, votes, outside, outside_votes),
    )


def representative(tallies: Tallies) -> list[list[tuple[int, str]]]:
    """Per group: up to five (statement column, agree or disagree) that stand for it, as Polis chooses and orders them.

    The best agreed one comes first; if nothing passes the tests, the best there is; agreements before disagreements.
    """
    agree, disagree = side(tallies, "agree"), side(tallies, "disagree")
    voted = tallies.agree + tallies.disagree > 0
    return [_stand_for(agree, disagree, voted, at) for at in range(len(tallies.votes))]


def _stand_for(agree: Sides, disagree: Sides, voted: NDArray[np.bool_], at: int) -> list[tuple[int, str]]:
    best_agreed = _best_agreed(agree, voted, at)
    says_agree = agree.difference[at] > disagree.difference[at]
    metric = np.where(says_agree, agree.metric[at], disagree.metric[at])
    passing = np.flatnonzero(agree.representative[at] | disagree.representative[at])
    chosen = sorted((int(c) for c in passing if c != best_agreed), key=lambda c: (-metric[c], c))
    if best_agreed is None and not len(passing):
        either = np.where(voted[at], np.maximum(agree.difference[at], disagree.difference[at]), -np.inf)
        chosen = [int(np.argmax(either))] if voted[at].any() else []
    first = [] if best_agreed is None else [(best_agreed, "agree" if says_agree[best_agreed] else "disagree")]
    kept = [*first, *((c, "agree" if says_agree[c] else "disagree") for c in chosen)][:MOST_REPRESENTATIVE]
    return [one for one in kept if one[1] == "agree"] + [one for one in kept if one[1] == "disagree"]


def _best_agreed(agree: Sides, voted: NDArray[np.bool_], at: int) -> int | None:
    """The statement that most of the group agree with, preferring what others agree with less.

    Polis goes through the statements in order and lets a better one take the place of the best so far; what "better"
    means depends on whether the best so far is agreed with more inside than outside.
    """
    best: int | None = None
    metric, plain = agree.metric[at], agree.share[at] * agree.majority[at]
    for c in np.flatnonzero(voted[at]):
        if best is None:
            better = agree.majority[at, c] > SIGNIFICANT or (agree.ratio[at, c] > 1 and agree.share[at, c] > 0.5)
        elif agree.ratio[at, best] > 1:
            better = metric[c] > metric[best]
        else:
            better = plain[c] > plain[best]
        if better:
            best = int(c)
    return best


def consensus(tallies: Tallies) -> list[tuple[int, str]]:
    """(statement column, agree or disagree) of what most of every group says, significantly; the surest first.

    Ordered by the product of the groups' shares (Polis's group-informed consensus).
    """
    found = []
    for which in ("agree", "disagree"):
        counted = getattr(tallies, which)
        sure = (majority_test(counted, tallies.votes) > SIGNIFICANT) & (share(counted, tallies.votes) > 0.5)
        together = share(counted, tallies.votes).prod(axis=0)
        found += [(-together[c], int(c), which) for c in np.flatnonzero(sure.all(axis=0))] if len(sure) else []
    return [(column, which) for _, column, which in sorted(found)]


def divisive(tallies: Tallies) -> list[int]:
    """Statement columns where most of one group agree and most of another disagree, both significantly; widest first.

    Width: the difference of (share agreeing - share disagreeing) between the two furthest groups, 0 to 2.
    """
    agree = (majority_test(tallies.agree, tallies.votes) > SIGNIFICANT).any(axis=0)
    disagree = (majority_test(tallies.disagree, tallies.votes) > SIGNIFICANT).any(axis=0)
    leaning = share(tallies.agree, tallies.votes) - share(tallies.disagree, tallies.votes)
    width = leaning.max(axis=0) - leaning.min(axis=0) if len(leaning) else np.zeros(0)
    return sorted((int(c) for c in np.flatnonzero(agree & disagree)), key=lambda c: (-width[c], c))
