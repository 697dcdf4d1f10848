"""Proposals that are about the same, found by the pairs of syllables they share; rare pairs say more than common ones.

Three steps, three queries, the same on SQLite and PostgreSQL: how many proposals hold each pair (counted as far as a cap,
so that a pair that is everywhere costs little); which proposals hold the weightiest sum of them; and these candidates
are read and compared in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

from django.db import connection

from .models import Proposal
from .search import TABLE, grams

CAP = 3_000  # a pair in more proposals than this does not tell them apart
BODY_CAP = 400  # the pairs of a long text: only those that say much
TITLE_GRAMS, BODY_GRAMS, BODY_READ, BODY_ASKED = 60, 90, 1_500, 30
CANDIDATES = 60
LEAST, FEWEST = 0.2, 3  # how near, and by how many shared pairs, to be shown at all


@dataclass(frozen=True)
class Near:
    """A proposal (its id) and how near it is, 0 to 1."""

    pk: int
    score: float


def near(title: str, body: str = "", *, most: int = 5, without: int | None = None) -> list[Near]:
    """The public proposals nearest to a title and text that someone writes, the nearest first."""
    heading = _telling(title, TITLE_GRAMS)
    wanted = heading | _telling(body[:BODY_READ], BODY_GRAMS)
    if len(wanted) < FEWEST:
        return []
    held = _held(wanted)
    weights = {gram: _weight(number) for gram, number in held.items()}
    asked = {gram: 2 * weights[gram] for gram in heading if 0 < held[gram] < CAP}
    rare = sorted((gram for gram in wanted - heading if 0 < held[gram] < BODY_CAP), key=lambda gram: (held[gram], gram))
    asked |= {gram: weights[gram] for gram in rare[:BODY_ASKED]}
    best = _heaviest(asked) if asked else []
    rows = Proposal.objects.listed().filter(pk__in=best).values_list("pk", "title", "body")
    found = [Near(pk, _nearness(heading, wanted, own, text, weights)) for pk, own, text in rows if pk != without]
    shown = [one for one in found if one.score >= LEAST]
    return sorted(shown, key=lambda one: (-one.score, -one.pk))[:most]


def _telling(text: str, most: int) -> set[str]:
    """The pairs of a text, in its order, without the single syllables that end a run."""
    found: dict[str, None] = {}
    for gram in grams(text):
        if len(gram) > 1:
            found[gram] = None
            if len(found) >= most:
                break
    return set(found)


def _weight(held: int) -> float:
    """How much a pair says that so many proposals hold."""
    return log(1 + CAP / max(1, held)) if held < CAP else 0.1


def _matching(gram: str, most: int) -> tuple[str, str]:
    """SQL for the proposals that hold a pair, up to so many, and its parameter."""
    if connection.vendor == "postgresql":
        return f"(SELECT rowid FROM {TABLE} WHERE grams @@ %s::tsquery LIMIT {most})", f"'{gram}'"
    return f"(SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s LIMIT {most})", f'"{gram}"'


def _held(wanted: Iterable[str]) -> dict[str, int]:
    """By how many proposals each pair is held, as far as the cap."""
    ordered = sorted(wanted)
    found = [_matching(gram, CAP) for gram in ordered]
    counts = ", ".join(f"(SELECT count(*) FROM {where} AS held)" for where, _ in found)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [parameter for _, parameter in found])
        return dict(zip(ordered, cursor.fetchone(), strict=True))


def _heaviest(asked: Mapping[str, float]) -> list[int]:
    """The proposals that hold the most of these pairs, by weight."""
    found = [(weight, *_matching(gram, CAP)) for gram, weight in sorted(asked.items())]
    parts = " UNION ALL ".join(
        f"SELECT rowid, {weight:.4f} AS weight FROM {where} AS held" for weight, where, _ in found
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM ({parts}) AS each_pair GROUP BY rowid ORDER BY sum(weight) DESC, rowid DESC LIMIT {CANDIDATES}",
            [parameter for _, _, parameter in found],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _nearness(heading: set[str], wanted: set[str], title: str, body: str, weights: Mapping[str, float]) -> float:
    """Weighted Dice of the titles and of the whole, and how much of the title is anywhere in the other text."""
    own_heading = _telling(title, TITLE_GRAMS)
    own = own_heading | _telling(body[:BODY_READ], BODY_GRAMS)
    if len(wanted & own) < FEWEST:
        return 0.0
    rare = log(1 + CAP)

    def weigh(some: set[str]) -> float:
        return sum(weights.get(gram, rare) for gram in some)

    def dice(one: set[str], other: set[str]) -> float:
        whole = weigh(one) + weigh(other)
        return 2 * weigh(one & other) / whole if whole else 0.0

    inside = weigh(heading & own) / weigh(heading) if heading else 0.0
    return max(dice(heading, own_heading), 0.5 * dice(heading, own_heading) + 0.5 * inside, dice(wanted, own))
