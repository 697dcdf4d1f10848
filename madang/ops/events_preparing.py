"""The event file's verbs about preparing a forum, its materials and experiments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from madang.actions import blocks, experiments, forum_desk, forums
from madang.base.errors import Refused
from madang.forums.models import Block, Forum

from .lines import BadLine, Event, day_of, members
from .lines_preparing import BLOCK

if TYPE_CHECKING:
    from .events import Names

Do = Callable[[Event, datetime, "Names"], None]
MEMBERS = (
    "form", "question", "body", "days", "long_running", "purpose", "effect", "difficulty", "alternative", "setup",
)  # fmt: skip


def _prepare(e: Event, at: datetime, names: Names) -> None:
    """A forum that a case is preparing, or (``procedure``) a question of the institution's own, which begins with it."""
    actor = names.person(e.get("by"))
    what: dict[str, Any] = {name: e[name] for name in MEMBERS if name in e}
    what |= {name: day_of(e, name) for name in ("opens_on", "promised_on") if name in e}
    if e.get("procedure") and not Forum.objects.filter(key=e["forum"]).exists():
        forum = forums.ask_citizens(
            rules=names.rules(e["procedure"], e.get("rules")), question=e.get("question", ""),
            department=names.department(e.get("department")), key=e["forum"], at=at, actor=actor,
        )  # fmt: skip
    else:
        forum = _forum(e)
    told = [_block(each, n) for n, each in enumerate(e["blocks"])] if "blocks" in e else None
    forum_desk.prepare_forum(forum=forum, what=what, blocks=told, at=at, actor=actor)


def _block(told: Any, number: int) -> Event:
    if not isinstance(told, dict):
        raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % {"name": "blocks", "type": "[{…}]"})
    checked = members(told, BLOCK, f"blocks[{number}].")
    _check_rows(checked)
    return checked


def _check_rows(e: Event) -> None:
    """A table is a list of rows of texts."""
    if not all(isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in e.get("rows", [])):
        raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % {"name": "rows", "type": '[["…", "…"], …]'})


def _forum(e: Event) -> Forum:
    return forums.find_forum(e["forum"])


def _agree(e: Event, at: datetime, names: Names) -> None:
    forum_desk.agree_forum(forum=_forum(e), side=e["side"], at=at, actor=names.person(e.get("by")))


def _disagree(e: Event, at: datetime, names: Names) -> None:
    actor = names.person(e.get("by"))
    forum_desk.disagree_forum(forum=_forum(e), side=e["side"], reason=e["reason"], at=at, actor=actor)


def _add(e: Event, at: datetime, names: Names) -> None:
    _check_rows(e)
    blocks.append_block(
        forum=_forum(e), what={name: e[name] for name in blocks.TEXT_OF if name in e}, corrects=e.get("corrects"),
        key=e["block"], at=at, actor=names.person(e.get("by")),
    )  # fmt: skip


def _withdraw(e: Event, at: datetime, names: Names) -> None:
    block = Block.objects.filter(key=e["block"], forum__key=e["forum"]).select_related("forum").first()
    if block is None:
        raise Refused("block-gone")
    blocks.withdraw_block(block=block, reason=e["reason"], at=at, actor=names.person(e.get("by")))


def _observe(e: Event, at: datetime, names: Names) -> None:
    experiments.observe(
        forum=_forum(e), on=day_of(e, "on"), text=e["text"], key=e.get("observation"), corrects=e.get("corrects"),
        at=at, actor=names.person(e.get("by")),
    )  # fmt: skip


def _withdraw_observation(e: Event, at: datetime, names: Names) -> None:
    experiments.withdraw_observation(
        forum=_forum(e), observation=e["observation"], reason=e["reason"], at=at, actor=names.person(e.get("by"))
    )


def _conclude(e: Event, at: datetime, names: Names) -> None:
    actor = names.person(e.get("by"))
    experiments.conclude(forum=_forum(e), finding=e["finding"], feeds=e.get("feeds"), at=at, actor=actor)


def _feed(e: Event, at: datetime, names: Names) -> None:
    experiments.feed_forum(forum=_forum(e), feeds=e["feeds"], at=at, actor=names.person(e.get("by")))


DO: dict[str, Do] = {
    "forum.prepare": _prepare,
    "forum.agree": _agree,
    "forum.disagree": _disagree,
    "forum.add": _add,
    "forum.withdraw": _withdraw,
    "experiment.observe": _observe,
    "experiment.withdraw": _withdraw_observation,
    "experiment.conclude": _conclude,
    "experiment.feed": _feed,
}
