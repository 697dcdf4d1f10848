"""The operations plan told as events again: its entries hold everything (``actions.planning.note``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from madang.audit.models import Entry

from .lines_plans import VERBS

if TYPE_CHECKING:
    from .export import _Page

Event = dict[str, Any]
Told = dict[str, Callable[[Entry, "_Page"], Event | None]]


def whole(entry: Entry, page: _Page) -> Event:
    """All the facts, and who it was."""
    by = {"by": entry.actor.removeprefix("person:")} if entry.actor.startswith("person:") else {}
    return {**entry.facts, **by}


TOLD: Told = dict.fromkeys(VERBS, whole)
