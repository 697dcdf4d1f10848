"""Check a published draw against the pool and the targets, without the solver that made it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .drawing import drawn_people, fallen, probabilities
from .panels import Composition
from .pool import Pool
from .problems import Problem
from .seeds import METHOD, PARTS, ticket


def check(pool: Pool, published: Any) -> list[Problem]:
    """What is not as published (as ``Drawn.as_json`` gives it); empty when pool, targets, chances and panel all agree.

    Shown: the inputs are those; every composition meets every target; the published chances follow from the
    compositions; the seed picks that composition and those people. Not shown: that no fairer lottery exists.
    """
    try:
        report, seed = published["report"], published["seed"]
        if report["method"] != METHOD or report["parts"] != PARTS:
            return [Problem("not-a-draw")]
        if report["inputs_sha256"] != pool.fingerprint:
            facts = {"found": pool.fingerprint[:16], "published": str(report["inputs_sha256"])[:16]}
            return [Problem("other-inputs", facts)]
        parts = [int(one["parts"]) for one in report["distribution"]]
        compositions = tuple(_composition(pool, one["counts"]) for one in report["distribution"])
        return [
            Problem("other-outcome", {"what": what})
            for what in _differences(pool, published, seed, parts, compositions)
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        return [Problem("not-a-draw")]


def _composition(pool: Pool, counts: Mapping[str, int]) -> Composition:
    places = {int(place): int(count) for place, count in counts.items()}
    if set(places) - set(range(len(pool.strata))):
        raise ValueError("no such stratum")
    return tuple(places.get(place, 0) for place in range(len(pool.strata)))


def _differences(
    pool: Pool, published: Mapping[str, Any], seed: str, parts: list[int], compositions: tuple[Composition, ...]
) -> list[str]:
    if sum(parts) != PARTS or min(parts) < 0 or not all(_meets(pool, one) for one in compositions):
        return ["report.distribution"]
    place = fallen(parts, ticket(seed))
    found = {
        "report.ticket": ticket(seed) == published["report"]["ticket"],
        "report.drawn_committee": place == published["report"]["drawn_committee"],
        "probabilities": probabilities(pool, compositions, parts) == dict(published["probabilities"]),
        "panel": drawn_people(pool, compositions[place], seed) == list(published["panel"]),
    }
    return [what for what, same in found.items() if not same]


def _meets(pool: Pool, composition: Composition) -> bool:
    strata = pool.strata
    if any(not 0 <= count <= len(people) for count, people in zip(composition, strata.values(), strict=True)):
        return False
    drawn = [stratum for stratum, count in zip(strata, composition, strict=True) for _ in range(count)]
    return len(drawn) == pool.targets.size and not pool.targets.missed(drawn)
