"""Where the pages of the later stages stand, for pages of every face that lead there."""

from __future__ import annotations

from urllib.parse import quote


def forum(key: str) -> str:
    """A discussion, as everyone sees it."""
    return f"/forums/{quote(key, safe='')}"


def staff_forum(key: str) -> str:
    """Where staff prepare, open and report on a discussion."""
    return f"/staff/forums/{quote(key, safe='')}"


def staff_delivery(key: str) -> str:
    """Where a department says how it carries out what it promised; ``key``: the delivery's (the first has its case's)."""
    return f"/staff/deliveries/{quote(key, safe='')}"
