"""The event file's verbs about comments, and about what moderators hide and show again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from madang.actions import comments, moderation, people

from .lines import Event

if TYPE_CHECKING:
    from .events import Names

Do = Callable[[Event, datetime, "Names"], None]


def _comment_write(e: Event, at: datetime, names: Names) -> None:
    author = names.person(e.get("by"))
    comments.write_comment(
        case_key=e["proposal"],
        text=e["text"],
        author=author,
        reply_to=e.get("reply_to"),
        key=e["comment"],
        flag=False,
        at=at,
        actor=author,
    )


def _comment_delete(e: Event, at: datetime, names: Names) -> None:
    comments.delete_comment(comment=comments.find_comment(e["comment"]), at=at, actor=names.person(e.get("by")))


def _comment_support(e: Event, at: datetime, names: Names) -> None:
    person = names.person(e["by"]) or people.find_person(e["by"])
    comments.support_comment(comment=comments.find_comment(e["comment"]), person=person, at=at)


def _comment_unsupport(e: Event, at: datetime, names: Names) -> None:
    person = names.person(e["by"]) or people.find_person(e["by"])
    comments.unsupport_comment(comment=comments.find_comment(e["comment"]), person=person, at=at)


def hide(kind: str, member: str) -> Do:
    """A moderator hides a text of this kind, which the event names under ``member``."""

    def do(e: Event, at: datetime, names: Names) -> None:
        actor = names.person(e.get("by"))
        subject = f"{kind}:{e[member]}"
        moderation.hide_content(subject=subject, code=e["code"], note=e.get("note", ""), at=at, actor=actor)

    return do


def show(kind: str, member: str) -> Do:
    """A moderator shows it again."""

    def do(e: Event, at: datetime, names: Names) -> None:
        actor = names.person(e.get("by"))
        moderation.show_content(subject=f"{kind}:{e[member]}", note=e["note"], at=at, actor=actor)

    return do


DO: dict[str, Do] = {
    "comment.write": _comment_write,
    "comment.delete": _comment_delete,
    "comment.support": _comment_support,
    "comment.unsupport": _comment_unsupport,
    "comment.hide": hide("comment", "comment"),
    "comment.show": show("comment", "comment"),
    "proposal.hide": hide("case", "proposal"),
    "proposal.show": show("case", "proposal"),
}
