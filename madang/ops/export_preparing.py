"""Preparing a forum, its materials and experiments told as events again. Pictures and files are not told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from madang.audit.models import Entry
from madang.forums.models import Block, Forum, Observation

from .export_course import GONE, _by, _told

if TYPE_CHECKING:
    from .export import _Page

Event = dict[str, Any]
PREPARED = (
    "form", "question", "body", "days", "long_running", "purpose", "effect", "difficulty", "alternative", "setup",
)  # fmt: skip
DAYS = ("opens_on", "promised_on")


class Rows:
    """The rows that a page of audit entries points to, fetched together."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        forums = _named(entries, ("forum.prepare", "experiment.conclude"), "forum")
        rows = Forum.objects.filter(key__in=forums).select_related("feeds").prefetch_related("blocks")
        self.forums = {one.key: one for one in rows}
        blocks = Block.objects.filter(key__in=_named(entries, ("forum.add",), "block"))
        self.blocks = {one.key: one for one in blocks.select_related("corrects")}
        seen = Observation.objects.filter(key__in=_named(entries, ("experiment.observe",), "observation"))
        self.observations = {one.key: one for one in seen}


def _named(entries: Sequence[Entry], verbs: tuple[str, ...], fact: str) -> set[str]:
    return {str(entry.facts[fact]) for entry in entries if entry.verb in verbs}


def _block(block: Block) -> Event:
    told = {"title": block.title, "text": block.text, "rows": block.rows, "link": block.link}
    if not any(told.values()):  # a picture or a file alone: its name, and what can be seen there
        told["title"] = block.name
    return {"block": block.key, "kind": block.kind, **_told({**told, "alt": block.alt})}


def _prepared(entry: Entry, page: _Page) -> Event | None:
    """As it stood when it opened (or stands now): what was in between is not kept."""
    forum = page.desk.forums.get(str(entry.facts["forum"]))
    if forum is None:
        return None
    told = {name: getattr(forum, name) for name in PREPARED}
    told |= {name: day.isoformat() for name in DAYS if (day := getattr(forum, name)) is not None}
    told["blocks"] = [_block(one) for one in forum.blocks.all() if one.added_at is None]
    return {"forum": forum.key, **_told(told), **_by(entry)}


def _added(entry: Entry, page: _Page) -> Event | None:
    block = page.desk.blocks.get(str(entry.facts["block"]))
    if block is None:
        return None
    corrects = block.corrects.key if block.corrects else None
    return {"forum": entry.facts["forum"], **_block(block), **_told({"corrects": corrects}), **_by(entry)}


def _observed(entry: Entry, page: _Page) -> Event | None:
    one = page.desk.observations.get(str(entry.facts["observation"]))
    if one is None:
        return None
    return {
        "forum": entry.facts["forum"], "observation": one.key, "on": one.on.isoformat(), "text": one.text,
        **_told({"corrects": entry.facts.get("corrects")}), **_by(entry),
    }  # fmt: skip


def _concluded(entry: Entry, page: _Page) -> Event | None:
    forum = page.desk.forums.get(str(entry.facts["forum"]))
    if forum is None:
        return None
    feeds = _told({"feeds": entry.facts.get("feeds")})
    return {"forum": forum.key, "finding": forum.finding or GONE, **feeds, **_by(entry)}


def _act(*names: str) -> Callable[[Entry, _Page], Event]:
    def tell(entry: Entry, page: _Page) -> Event:
        return {"forum": entry.facts["forum"], **_told({name: entry.facts.get(name) for name in names}), **_by(entry)}

    return tell


TOLD: dict[str, Callable[[Entry, _Page], Event | None]] = {
    "forum.prepare": _prepared,
    "forum.agree": _act("side"),
    "forum.disagree": _act("side", "reason"),
    "forum.add": _added,
    "forum.withdraw": _act("block", "reason"),
    "experiment.observe": _observed,
    "experiment.withdraw": _act("observation", "reason"),
    "experiment.conclude": _concluded,
    "experiment.feed": _act("feeds"),
}
