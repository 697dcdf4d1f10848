"""Statements, votes and consent told as events again, and what moderators did with opinions and statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from madang.audit.models import Entry

from .export_content import GONE, told

if TYPE_CHECKING:
    from .export import _Page

Event = dict[str, Any]


def _asked(member: str, *facts: str) -> Callable[[Entry, _Page], Event]:
    """As :func:`told`, with the consent where the act asked for it: no is an answer too."""

    def tell(entry: Entry, page: _Page) -> Event:
        asked = {"consent": entry.facts["consent"]} if "consent" in entry.facts else {}
        return told(member, *facts)(entry, page) | asked

    return tell


def _posted(entry: Entry, page: _Page) -> Event | None:
    statement = page.course.statements.get(entry.subject.partition(":")[2])
    if statement is None:
        return None
    told: Event = {"forum": statement.forum.key, "statement": statement.key, "text": statement.text or GONE}
    if statement.author is not None:
        told["by"] = statement.author.key
    if "consent" in entry.facts:
        told["consent"] = entry.facts["consent"]
    return told


def _population(entry: Entry, page: _Page) -> Event | None:
    if "bands" not in entry.facts:  # told before the trail held the figures
        return None
    said = {name: entry.facts[name] for name in ("attribute", "bands", "source") if entry.facts[name] != ""}
    return said | ({"by": entry.actor.removeprefix("person:")} if entry.actor.startswith("person:") else {})


TOLD: dict[str, Callable[[Entry, _Page], Event | None]] = {
    "opinion.hide": told("opinion", "code", "note"),
    "opinion.show": told("opinion", "note"),
    "statement.post": _posted,
    "statement.vote": _asked("statement", "vote"),
    "statement.delete": told("statement"),
    "statement.hide": told("statement", "code", "note"),
    "statement.show": told("statement", "note"),
    "forum.consent": _asked("forum"),
    "population.set": _population,
}
