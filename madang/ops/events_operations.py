"""The event file's verbs about the reports on operations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from madang.actions import operations
from madang.plans.models import SECTIONS

from .lines import Event

if TYPE_CHECKING:
    from .events import Names

Do = Callable[[Event, datetime, "Names"], None]


def _edit(e: Event, at: datetime, names: Names) -> None:
    sections = {name: e[name] for name in SECTIONS if name in e}
    operations.edit_operations(period=e["period"], sections=sections, at=at, actor=names.person(e.get("by")))


def _publish(e: Event, at: datetime, names: Names) -> None:
    operations.publish_operations(period=e["period"], at=at, actor=names.person(e.get("by")))


def _withdraw(e: Event, at: datetime, names: Names) -> None:
    operations.withdraw_operations(period=e["period"], reason=e["reason"], at=at, actor=names.person(e.get("by")))


DO: dict[str, Do] = {
    "operations.edit": _edit,
    "operations.publish": _publish,
    "operations.withdraw": _withdraw,
}
