"""Comments, and what moderators did, told as events again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from madang.audit.models import Entry
from madang.comments.models import Comment

if TYPE_CHECKING:
    from .export import _Page

Event = dict[str, Any]
GONE = "…"  # in the place of a text that is no longer kept


def comments_of(entries: Sequence[Entry]) -> dict[str, Comment]:
    """The comments that these entries say were written, by key."""
    keys = [entry.subject.removeprefix("comment:") for entry in entries if entry.verb == "comment.write"]
    return {each.key: each for each in Comment.objects.filter(key__in=keys).select_related("case", "parent", "author")}


def _by(entry: Entry) -> Event:
    return {"by": entry.actor.removeprefix("person:")} if entry.actor.startswith("person:") else {}


def _written(entry: Entry, page: _Page) -> Event | None:
    comment = page.comments.get(entry.subject.removeprefix("comment:"))
    if comment is None:
        return None
    told: Event = {"proposal": comment.case.key, "comment": comment.key, "text": comment.text or GONE}
    if comment.parent is not None:
        told["reply_to"] = comment.parent.key
    return told | ({"by": comment.author.key} if comment.author is not None else {})


def told(member: str, *facts: str) -> Callable[[Entry, _Page], Event]:
    """As the entry says it: its subject's key under ``member``, and these facts."""

    def tell(entry: Entry, page: _Page) -> Event:
        named = {name: entry.facts[name] for name in facts if entry.facts.get(name)}
        return {member: entry.subject.partition(":")[2], **named, **_by(entry)}

    return tell


TOLD: dict[str, Callable[[Entry, _Page], Event | None]] = {
    "comment.write": _written,
    "comment.delete": told("comment"),
    "comment.support": told("comment"),
    "comment.unsupport": told("comment"),
    "comment.hide": told("comment", "code", "note"),
    "comment.show": told("comment", "note"),
    "proposal.hide": told("proposal", "code", "note"),
    "proposal.show": told("proposal", "note"),
}
