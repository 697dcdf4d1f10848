"""Sessions told as events again: their entries hold everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from madang.audit.models import Entry

if TYPE_CHECKING:
    from .export import _Page

Event = dict[str, Any]
PLAN = ("kind", "title", "starts_at", "ends_at", "place", "capacity", "access", "contact")


def _told(*names: str) -> Callable[[Entry, _Page], Event]:
    def tell(entry: Entry, page: _Page) -> Event:
        by = {"by": entry.actor.removeprefix("person:")} if entry.actor.startswith("person:") else {}
        told = {name: entry.facts[name] for name in names if entry.facts.get(name) not in (None, "")}
        return {**told, **by}

    return tell


TOLD: dict[str, Callable[[Entry, _Page], Event | None]] = {
    "session.plan": _told("forum", "session", *PLAN),
    "session.change": _told("session", *PLAN),
    "session.cancel": _told("session", "reason"),
    "session.register": _told("session", "person"),
    "session.unregister": _told("session", "person"),
    "session.attend": _told("session", "people"),
}
