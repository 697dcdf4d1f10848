"""Suspicious patterns in the supports of a proposal, each with its evidence. Pure arithmetic over rows that were read.

Nothing here decides anything: a finding says what was seen, when, how many, and how far that is from what is usual, and
carries the query that would select it (``selection.py``). People look at it and decide. Same rows, same findings.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import sqrt
from typing import Any

BIN = timedelta(minutes=10)
FRESH = timedelta(hours=24)

# Everything that decides whether a pattern is shown. ``least``: people at least. ``times``: how many times the usual.
# ``z``: standard deviations from the usual. ``share``: of the proposal's supports (of a day, or of all).
# ``usual``: what is assumed of a network, or of newcomers, as long as nothing else is known (weighs as much as 50 supports).
THRESHOLDS: Mapping[str, Mapping[str, float]] = {
    "burst": {"least": 20, "times": 6, "z": 6},
    "network": {"least": 12, "times": 5, "z": 6, "share": 0.05, "usual": 0.02},
    "fresh": {"least": 12, "times": 3, "z": 6, "share": 0.4, "usual": 0.1},
    "device": {"least": 4},
    "sequence": {"least": 6},
}
KNOWN_WEIGHT = 50


@dataclass(frozen=True)
class Row:
    """One support: who, when, how new they were, and from where (keyed hashes, "" when unknown)."""

    person: int
    at: datetime
    joined: datetime | None = None
    network: str = ""
    device: str = ""
    email: str = ""

    @property
    def fresh(self) -> bool:
        """Whether they had joined within the day before."""
        return self.joined is not None and timedelta(0) <= self.at - self.joined < FRESH


@dataclass(frozen=True)
class Usual:
    """What the supports of all proposals look like, so that a city hall's network is no news."""

    total: int = 0
    networks: Mapping[str, int] = field(default_factory=dict)
    fresh: int = 0

    def without(self, rows: Sequence[Row]) -> Usual:
        """The same without one proposal's own supports."""
        own = Counter(row.network for row in rows)
        networks = {name: self.networks.get(name, 0) - count for name, count in own.items()}
        return Usual(
            max(0, self.total - len(rows)),
            {**self.networks, **{name: max(0, left) for name, left in networks.items()}},
            max(0, self.fresh - sum(row.fresh for row in rows)),
        )


@dataclass(frozen=True)
class Finding:
    """What was seen. ``strong``: by itself hardly explained; else a press link or a school hour may do it, too.

    ``usual``: how many were to be expected; ``z``: how far from it; ``query`` selects these supports.
    """

    kind: str
    people: tuple[int, ...]
    since: datetime
    until: datetime
    usual: float
    z: float
    strong: bool
    networks: int  # from how many networks they came
    devices: int
    query: Mapping[str, Any]

    @property
    def count(self) -> int:
        """How many people."""
        return len(self.people)


def findings(rows: Iterable[Row], usual: Usual) -> list[Finding]:
    """Every pattern in one proposal's supports, the strongest first."""
    ordered = sorted(rows, key=lambda row: (row.at, row.person))
    if not ordered:
        return []
    others = usual.without(ordered)
    found = [*_devices(ordered), *_networks(ordered, others), *_fresh(ordered, others), *_sequences(ordered)]
    found += _bursts(ordered)
    return sorted(found, key=lambda one: (not one.strong, -one.count, one.kind, one.since))


def _finding(kind: str, rows: Sequence[Row], *, usual: float, z: float, strong: bool, query: Any) -> Finding:
    return Finding(
        kind=kind,
        people=tuple(dict.fromkeys(row.person for row in rows)),
        since=rows[0].at,
        until=rows[-1].at,
        usual=round(usual, 2),
        z=round(z, 1),
        strong=strong,
        networks=len({row.network for row in rows if row.network}),
        devices=len({row.device for row in rows if row.device}),
        query=query,
    )


# ── bursts ──


def _bursts(rows: Sequence[Row]) -> list[Finding]:
    """Runs of ten-minute spans with far more supports than the proposal's own pace (its busiest spans left out of it)."""
    limit = THRESHOLDS["burst"]
    first = rows[0].at
    spans: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        spans[(row.at - first) // BIN].append(row)
    number = max(max(spans) + 1, 144)
    calm = sorted((len(each) for each in spans.values()), reverse=True)[max(3, number // 50) :]
    pace = max(sum(calm) / number, 0.2)
    hot = sorted(
        place for place, each in spans.items()
        if len(each) >= limit["least"] and len(each) >= limit["times"] * pace and _poisson_z(len(each), pace) >= limit["z"]
    )  # fmt: skip
    edges = {place + step for place in hot for step in (-1, 1)}  # a span's border cuts a wave in two
    hot = sorted({*hot, *(one for one in edges if len(spans.get(one, ())) >= max(3, limit["times"] * pace))})
    found = []
    for run in _runs(hot):
        inside = [row for place in run for row in spans.get(place, ())]
        until = inside[-1].at + timedelta(seconds=1)
        usual = pace * len(run)
        query = {"since": inside[0].at.isoformat(), "until": until.isoformat()}
        strong = _concentrated(inside)
        z = _poisson_z(len(inside), usual)
        found.append(_finding("burst", inside, usual=usual, z=z, strong=strong, query=query))
    return found


def _poisson_z(seen: float, usual: float) -> float:
    """How many standard deviations ``seen`` lies above ``usual`` (Anscombe's root, good for small counts too)."""
    return 2 * (sqrt(seen + 0.375) - sqrt(usual + 0.375))


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Neighbours together; one calm span in between does not part them."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place - runs[-1][-1] <= 2:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _concentrated(rows: Sequence[Row]) -> bool:
    """Whether a quarter of these people came from one network, or a tenth shared their device with somebody."""
    networks = Counter(row.network for row in rows if row.network)
    devices = Counter(row.device for row in rows if row.device)
    shared = sum(count for count in devices.values() if count > 1)
    top = max(networks.values(), default=0)
    return 4 * top >= len(rows) or 10 * shared >= len(rows)


# ── networks and newcomers: a share against what is usual, over all the time and day by day ──


def _networks(rows: Sequence[Row], others: Usual) -> list[Finding]:
    limit = THRESHOLDS["network"]
    best: dict[str, Finding] = {}
    for within in _spans(rows):
        traced = [row for row in within if row.network]
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in traced:
            groups[row.network].append(row)
        for network, group in groups.items():
            share = _smoothed(others.networks.get(network, 0), others.total, limit["usual"])
            z = _unusual(group, traced, share, limit)
            if z is not None and (network not in best or len(group) > best[network].count):
                best[network] = _finding(
                    "network", group, usual=share * len(traced), z=z, strong=True,
                    query={"networks": [network], **_within(group, within, rows)},
                )  # fmt: skip
    return list(best.values())


def _fresh(rows: Sequence[Row], others: Usual) -> list[Finding]:
    limit = THRESHOLDS["fresh"]
    best: Finding | None = None
    for within in _spans(rows):
        group = [row for row in within if row.fresh]
        share = _smoothed(others.fresh, others.total, limit["usual"])
        z = _unusual(group, within, share, limit)
        if z is not None and (best is None or len(group) > best.count):
            best = _finding(
                "fresh", group, usual=share * len(within), z=z, strong=_concentrated(group),
                query={"joined_within_hours": 24, **_within(group, within, rows)},
            )  # fmt: skip
    return [best] if best else []


def _spans(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """All rows, and those of each 24 hours since the first."""
    days: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        days[(row.at - rows[0].at) // timedelta(days=1)].append(row)
    return [rows] if len(days) == 1 else [rows, *days.values()]


def _within(group: Sequence[Row], within: Sequence[Row], rows: Sequence[Row]) -> dict[str, str]:
    """The time to add to a query that means only a day of it."""
    if within is rows:
        return {}
    return {"since": group[0].at.isoformat(), "until": (group[-1].at + timedelta(seconds=1)).isoformat()}


def _smoothed(seen: int, total: int, assumed: float) -> float:
    return (seen + assumed * KNOWN_WEIGHT) / (total + KNOWN_WEIGHT)


def _unusual(group: Sequence[Row], whole: Sequence[Row], share: float, limit: Mapping[str, float]) -> float | None:
    """How far beyond the usual a group's share is (standard deviations); None when it is not far enough."""
    people, expected = len({row.person for row in group}), share * len(whole)
    if people < limit["least"] or people < limit["share"] * len(whole) or people < limit["times"] * expected:
        return None
    z = (people - expected) / sqrt(max(expected * (1 - share), 0.25))
    return z if z >= limit["z"] else None


# ── one device, one row of addresses ──


def _devices(rows: Sequence[Row]) -> list[Finding]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.device:
            groups[row.device].append(row)
    return [
        _finding("device", group, usual=1, z=0, strong=True, query={"devices": [device]})
        for device, group in groups.items()
        if len({row.person for row in group}) >= THRESHOLDS["device"]["least"]
    ]


_NUMBERED = re.compile(r"([^@]*?)(\d{1,9})((?:\+[^@]*)?@.+)")


def _sequences(rows: Sequence[Row]) -> list[Finding]:
    """Addresses that count on: kim1@…, kim2@…, kim3@…"""
    groups: dict[tuple[str, str], dict[int, Row]] = defaultdict(dict)
    for row in rows:
        match = _NUMBERED.fullmatch(row.email.lower())
        if match and len(match[1]) >= 2:
            groups[match[1], match[3]].setdefault(int(match[2]), row)
    found = []
    for numbered in groups.values():
        for run in _runs(sorted(numbered)):
            if len(run) >= THRESHOLDS["sequence"]["least"]:
                group = sorted((numbered[number] for number in run), key=lambda row: (row.at, row.person))
                found.append(
                    _finding("sequence", group, usual=1, z=0, strong=True, query={"ids": [row.person for row in group]})
                )
    return found
