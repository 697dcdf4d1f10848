"""The event file's verbs about goals, their evidence, figures counted by hand, and phases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from madang.actions import goal_evidence, goals, phases, planning
from madang.base.errors import Refused

from .events_plans import day_or_none
from .lines import Event, day_of

if TYPE_CHECKING:
    from .events import Names

Do = Callable[[Event, datetime, "Names"], None]


def _set(e: Event, at: datetime, names: Names) -> None:
    plain = {name: e[name] for name in ("note", "metric", "owner_role", "order") if name in e}
    goals.set_goal(
        plan=planning.find_plan(e["plan"]), key=e["goal"], kind=e["kind"], name=e["name"], **plain, target=_target(e),
        starts=day_or_none(e, "starts"), ends=day_or_none(e, "ends"), owner=names.person(e.get("owner")), at=at,
        actor=names.person(e.get("by")),
    )  # fmt: skip


def _target(e: Event) -> Decimal | None:
    try:
        return Decimal(e["target"]) if e.get("target") else None
    except InvalidOperation:
        raise Refused("target-missing") from None


def _goal(act: Callable[..., object]) -> Do:
    def do(e: Event, at: datetime, names: Names) -> None:
        act(goal=goals.find_goal(e["goal"]), at=at, actor=names.person(e.get("by")))

    return do


def _judge(e: Event, at: datetime, names: Names) -> None:
    goal = goals.find_goal(e["goal"])
    goals.judge_goal(goal=goal, judgement=e.get("judgement", ""), at=at, actor=names.person(e.get("by")))


def _evidence(e: Event, at: datetime, names: Names) -> None:
    goal_evidence.add_evidence(
        goal=goals.find_goal(e["goal"]), key=e["evidence"], kind=e["kind"], on=day_of(e, "on"), text=e["text"],
        link=e.get("link", ""), at=at, actor=names.person(e.get("by")),
    )  # fmt: skip


def _no_evidence(e: Event, at: datetime, names: Names) -> None:
    found = goal_evidence.find_evidence(e["evidence"])
    goal_evidence.remove_evidence(evidence=found, at=at, actor=names.person(e.get("by")))


def _enter(e: Event, at: datetime, names: Names) -> None:
    goals.enter_metric(
        metric=e["metric"], on=day_of(e, "on"), value=e["value"], note=e.get("note", ""), at=at,
        actor=names.person(e.get("by")),
    )  # fmt: skip


def _phase(e: Event, at: datetime, names: Names) -> None:
    plain = {name: e[name] for name in ("aim", "conditions") if name in e}
    phases.set_phase(number=e["number"], name=e["name"], **plain, at=at, actor=names.person(e.get("by")))


def _begin(e: Event, at: datetime, names: Names) -> None:
    phases.begin_phase(phase=phases.find_phase(e["number"]), at=at, actor=names.person(e.get("by")))


DO: dict[str, Do] = {
    "goal.set": _set,
    "goal.drop": _goal(goals.drop_goal),
    "goal.restore": _goal(goals.restore_goal),
    "goal.judge": _judge,
    "evidence.add": _evidence,
    "evidence.remove": _no_evidence,
    "metric.enter": _enter,
    "phase.set": _phase,
    "phase.begin": _begin,
}
