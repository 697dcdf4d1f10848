"""Who may be drawn and what a panel must look like."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .problems import Impossible, Problem

Stratum = tuple[str, ...]  # one value per category, in the targets' order


@dataclass(frozen=True)
class Target:
    """How many of a panel have the value ``name`` in ``category``: from ``minimum`` to ``maximum``, both included."""

    category: str
    name: str
    minimum: int
    maximum: int

    def misses(self, count: int) -> int:
        """How far ``count`` is outside: below 0 too few, above 0 too many, 0 within."""
        return min(count - self.minimum, 0) + max(count - self.maximum, 0)


@dataclass(frozen=True)
class Targets:
    """The panel's size (people) and what is asked of it. The order in which targets are given means nothing."""

    size: int
    targets: tuple[Target, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", tuple(sorted(self.targets, key=lambda one: (one.category, one.name))))
        problems = list(_shape_problems(self))
        if problems:
            raise Impossible(problems)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The categories, sorted."""
        return tuple(sorted({target.category for target in self.targets}))

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Category → the values it knows, sorted."""
        return {
            category: tuple(one.name for one in self.targets if one.category == category)
            for category in self.categories
        }

    def stratum(self, attributes: Mapping[str, str]) -> Stratum:
        """The values of one person in the categories that count."""
        return tuple(attributes[category] for category in self.categories)

    def counts(self, strata: Iterable[Stratum]) -> dict[tuple[str, str], int]:
        """(category, name) → how many of these people have it; every target is there, with 0 too."""
        found = Counter(pair for stratum in strata for pair in zip(self.categories, stratum, strict=True))
        return {(one.category, one.name): found[one.category, one.name] for one in self.targets}

    def missed(self, strata: Iterable[Stratum]) -> dict[tuple[str, str], int]:
        """The targets that these people do not meet → by how many (below 0: too few)."""
        counts = self.counts(strata)
        missed = {(one.category, one.name): one.misses(counts[one.category, one.name]) for one in self.targets}
        return {pair: by for pair, by in missed.items() if by}


class Pool:
    """The people who may be drawn: id → the values they have. People with the same values form a *stratum*."""

    def __init__(self, people: Mapping[str, Mapping[str, str]], targets: Targets) -> None:
        """Refuses (:class:`Impossible`) people without a value, or with one that no target knows."""
        problems = list(_people_problems(people, targets))
        if problems:
            raise Impossible(problems)
        self.targets = targets
        self.people: dict[str, Stratum] = {
            key: targets.stratum(people[key]) for key in in_order(people)
        }  # fmt: skip

    @cached_property
    def strata(self) -> dict[Stratum, tuple[str, ...]]:
        """Stratum → its people; both in a fixed order."""
        found: dict[Stratum, list[str]] = {}
        for key, stratum in self.people.items():
            found.setdefault(stratum, []).append(key)
        return {stratum: tuple(found[stratum]) for stratum in sorted(found)}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the pool and the targets in a fixed order: the same people and targets, the same digest."""
        return digest({
            "size": self.targets.size,
            "targets": [[one.category, one.name, one.minimum, one.maximum] for one in self.targets.targets],
            "categories": self.targets.categories,
            "people": [[key, *stratum] for key, stratum in self.people.items()],
        })  # fmt: skip

    def counts(self, keys: Iterable[str] | None = None) -> dict[tuple[str, str], int]:
        """(category, name) → how many of these people (all, when none are given) have it."""
        return self.targets.counts(self.people[key] for key in (self.people if keys is None else keys))


def digest(thing: object) -> str:
    """SHA-256 (hex) of a thing as JSON: keys sorted, no blanks, UTF-8."""
    text = json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def in_order(keys: Iterable[str]) -> list[str]:
    """Ids in the order of reports: by value when all are whole numbers, by letters else."""
    listed = sorted(keys)
    plain = all(key.isascii() and key.isdecimal() for key in listed)
    return sorted(listed, key=int) if plain else listed


def _shape_problems(targets: Targets) -> Iterable[Problem]:
    if isinstance(targets.size, bool) or not isinstance(targets.size, int) or targets.size < 1:
        yield Problem("size", {"size": targets.size})
        return
    if not targets.targets:
        yield Problem("no-targets")
    seen: set[tuple[str, str]] = set()
    for one in targets.targets:
        facts = {"category": one.category, "name": one.name, "minimum": one.minimum, "maximum": one.maximum}
        if not one.category or not one.name:
            yield Problem("target-unnamed", facts)
        if (one.category.casefold(), one.name.casefold()) in seen:
            yield Problem("target-twice", facts)
        seen.add((one.category.casefold(), one.name.casefold()))
        if one.minimum < 0:
            yield Problem("minimum-negative", facts)
        if one.minimum > one.maximum:
            yield Problem("minimum-above-maximum", facts)


def _people_problems(people: Mapping[str, Mapping[str, str]], targets: Targets) -> Iterable[Problem]:
    known = {category: set(names) for category, names in targets.names.items()}
    for key in in_order(people):
        for category in targets.categories:
            value = people[key].get(category, "")
            if not value:
                yield Problem("value-missing", {"person": key, "category": category})
            elif value not in known[category]:
                facts = {"person": key, "category": category, "value": value}
                yield Problem("value-unknown", facts | {"known": _listed(targets.names[category])})


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
