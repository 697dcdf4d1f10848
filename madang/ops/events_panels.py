"""The event file's verbs about drawing a panel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from madang.actions import panel_draws, panels

from .lines import BadLine, Event

if TYPE_CHECKING:
    from .events import Names

Do = Callable[[Event, datetime, "Names"], None]


def _make(e: Event, at: datetime, names: Names) -> None:
    panels.make_panel(key=e["panel"], name=e["name"], size=e["size"], at=at, actor=names.person(e.get("by")))


def _enrol(e: Event, at: datetime, names: Names) -> None:
    people = [_enrolled(one) for one in e["people"]]
    panels.enrol(panel=panels.find_panel(e["panel"]), people=people, at=at, actor=names.person(e.get("by")))


def _enrolled(one: Any) -> panels.Enrolled:
    attributes, number = (one.get("attributes"), one.get("number")) if isinstance(one, dict) else (None, None)
    right = isinstance(attributes, dict) and all(isinstance(value, str) for value in attributes.values())
    numbered = number is None or (isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**31)
    if not right or not numbered:
        expected = '[{"number": 1, "attributes": {"gender": "female"}}]'
        raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % {"name": "people", "type": expected})
    return panels.Enrolled(attributes=attributes or {}, number=number)


def _target(e: Event, at: datetime, names: Names) -> None:
    panels.set_targets(
        panel=panels.find_panel(e["panel"]), targets=e["targets"], at=at, actor=names.person(e.get("by"))
    )


def _close(e: Event, at: datetime, names: Names) -> None:
    panels.close_pool(panel=panels.find_panel(e["panel"]), at=at, actor=names.person(e.get("by")))


def _draw(e: Event, at: datetime, names: Names) -> None:
    panel_draws.draw_panel(
        panel=panels.find_panel(e["panel"]),
        seed=e["seed"],
        source=e.get("source", ""),
        published=e.get("published"),
        at=at,
        actor=names.person(e.get("by")),
    )


def _answer(e: Event, at: datetime, names: Names) -> None:
    panel_draws.answer_seat(
        panel=panels.find_panel(e["panel"]), number=e["number"], answer=e["answer"], at=at,
        actor=names.person(e.get("by")),
    )  # fmt: skip


def _replace(e: Event, at: datetime, names: Names) -> None:
    panel_draws.replace_seat(
        panel=panels.find_panel(e["panel"]), seed=e["seed"], source=e.get("source", ""), at=at,
        actor=names.person(e.get("by")),
    )  # fmt: skip


DO: dict[str, Do] = {
    "panel.make": _make,
    "panel.enrol": _enrol,
    "panel.target": _target,
    "panel.close": _close,
    "panel.draw": _draw,
    "panel.answer": _answer,
    "panel.replace": _replace,
}
