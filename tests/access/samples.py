"""Every address of the site, with arguments that stand for something in the small town (tests/access/town.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

ARGUMENTS = {
    "key": "bike",
    "kind": "review",
    "duty": "answer",
    "slug": "seoul-2019",
    "subject": "case:bike",
    "day": "2026-05-01",
    "pk": "1",
    "nth": "1",
    "number": "1",
    "entry": "1",
    "uidb36": "1",
    "stage": "delivering",
    "period": "2019-03",
    "year": "2026",
    "step": "criteria",
    "screen": "sentences",
    "act": "finish",
}
# The same address wears another face for these: an unpublished report, a map of opinions, a late quarter.
FACES = ("/forums/alley/report", "/forums/alley/figures", "/forums/alley", "/proposals/market", "/deliveries/market")
DESK_FACES = (
    "/staff/forums/alley/report", "/staff/forums/market/report", "/staff/forums/alley/result", "/staff/forums/market/result",
    "/staff/cases/market", "/staff/deliveries/market",
)  # fmt: skip


def addresses(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(the path with its arguments named, the pattern's name)."""
    for entry in (resolver or get_resolver()).url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, where)
        elif isinstance(entry, URLPattern):
            yield where, entry.name or ""


def path_of(pattern: str, **more: str) -> str:
    """The address with sample arguments; ``more`` stands above them, and an argument nobody named here is ``x``."""
    plain = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)", r"<str:\1>", pattern).replace("^", "").replace("$", "")
    given = {**ARGUMENTS, **more}
    return "/" + re.sub(r"<\w+:(\w+)>|<(\w+)>", lambda found: given.get(found.group(1) or found.group(2), "x"), plain)
