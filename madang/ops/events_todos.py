"""The event file's verbs about rules of todos and what changes hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from madang.actions import passing, planning, raising
from madang.actions.raising import FIELDS
from madang.plans.models import TodoRule

from .lines import Event, moment_of

if TYPE_CHECKING:
    from .events import Names

Do = Callable[[Event, datetime, "Names"], None]


def _set(e: Event, at: datetime, names: Names) -> None:
    fields = {name: e[name] for name in FIELDS if name in e and name != "since"}
    since = moment_of(e, "since") if e.get("since") else None
    rule = TodoRule.objects.filter(key=e["rule"]).first()
    raising.set_rule(rule=rule, key=e["rule"], since=since, **fields, at=at, actor=names.person(e.get("by")))


def _drop(e: Event, at: datetime, names: Names) -> None:
    rule = planning.find(TodoRule, e["rule"], code="unknown-todo-rule")
    raising.drop_rule(rule=rule, at=at, actor=names.person(e.get("by")))


def _pass(e: Event, at: datetime, names: Names) -> None:
    """What goes over is what the giver has then; the lists say what it was, for whoever reads the file."""
    giver = names.person(e["giver"])
    assert giver is not None
    passing.pass_on(
        giver=giver, receiver=names.person(e.get("receiver")), role=e.get("role", ""), text=e.get("note", ""),
        key=e["handover"], at=at, actor=names.person(e.get("by")),
    )  # fmt: skip


DO: dict[str, Do] = {
    "todo_rule.set": _set,
    "todo_rule.drop": _drop,
    "handover.pass": _pass,
}
