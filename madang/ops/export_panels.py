"""Panels told as events again, without names: who is in the pool by number and attributes, and the draw as it was published.

Who was taken off the pool before it was closed is told by nothing: their attributes are no longer there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from madang.actions.panels import REMOVED
from madang.agenda.models import Panel
from madang.audit.models import Entry

if TYPE_CHECKING:
    from .export import _Page

Event = dict[str, Any]


class Rows:
    """The panels that a page of audit entries points to."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        keys = {_key(entry) for entry in entries if entry.verb.startswith("panel.")}
        self.panels = {panel.key: panel for panel in Panel.objects.filter(key__in=keys)}


def _key(entry: Entry) -> str:
    return entry.subject.partition(":")[2]


def _told(entry: Entry, *names: str) -> Event:
    by = {"by": entry.actor.removeprefix("person:")} if entry.actor.startswith("person:") else {}
    told = {name: entry.facts[name] for name in names if entry.facts.get(name) not in (None, "")}
    return {"panel": _key(entry), **told, **by}


def _as_told(*names: str) -> Callable[[Entry, _Page], Event | None]:
    return lambda entry, page: _told(entry, *names)


def _made(entry: Entry, page: _Page) -> Event | None:
    panel = page.panels.panels.get(_key(entry))
    return None if panel is None else {**_told(entry, "size"), "name": panel.name}


def _enrolled(entry: Entry, page: _Page) -> Event | None:
    panel = page.panels.panels.get(_key(entry))
    if panel is None:
        return None
    people: list[Event] = []
    for first, last in entry.facts["numbers"]:
        members = panel.members.filter(number__range=(first, last)).exclude(state=REMOVED)
        people += [
            {"number": number, "attributes": attributes}
            for number, attributes in members.values_list("number", "attributes")
        ]
    return {**_told(entry), "people": people} if people else None


def _drawn(entry: Entry, page: _Page) -> Event | None:
    panel = page.panels.panels.get(_key(entry))
    return None if panel is None else {**_told(entry, "seed", "source"), "published": panel.report["draw"]}


TOLD: dict[str, Callable[[Entry, _Page], Event | None]] = {
    "panel.make": _made,
    "panel.enrol": _enrolled,
    "panel.target": _as_told("targets"),
    "panel.close": _as_told(),
    "panel.draw": _drawn,
    "panel.answer": _as_told("number", "answer"),
    "panel.replace": _as_told("seed", "source"),
}
