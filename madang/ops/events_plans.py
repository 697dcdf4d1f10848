"""The event file's verbs about the operations plan and todos."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from madang.actions import plan_criteria, planning, plans, raising, todos, watching
from madang.base.errors import Refused
from madang.plans.models import Plan, Project, Run, Todo

from .lines import Event, day_of

if TYPE_CHECKING:
    from .events import Names

Do = Callable[[Event, datetime, "Names"], None]


def day_or_none(e: Event, name: str) -> date | None:
    """A member that is a day, None without it."""
    return day_of(e, name) if e.get(name) else None


def _open(e: Event, at: datetime, names: Names) -> None:
    copied = Plan.objects.filter(key=e.get("copied_from", "")).first()
    plans.open_plan(
        year=e["year"], title=e["title"], key=e["plan"], copied_from=copied, at=at, actor=names.person(e.get("by"))
    )


def _set(e: Event, at: datetime, names: Names) -> None:
    fields = {name: e[name] for name in plans.FIELDS if name in e}
    plans.set_plan(plan=planning.find_plan(e["plan"]), **fields, at=at, actor=names.person(e.get("by")))


def _step(e: Event, at: datetime, names: Names) -> None:
    plan = planning.find_plan(e["plan"])
    plans.mark_step(plan=plan, step=e["step"], at=at, actor=names.person(e.get("by")))


def _criteria(e: Event, at: datetime, names: Names) -> None:
    try:
        document = json.loads(e["document"]) if e.get("document") else None
    except ValueError as error:
        raise Refused("rules-broken", problems=str(error)[:200]) from error
    plan_criteria.set_criteria(
        plan=planning.find_plan(e["plan"]), document=document, preset=e.get("preset", ""),
        procedure=e.get("procedure", ""), based_on=e.get("based_on", 0), at=at, actor=names.person(e.get("by")),
    )  # fmt: skip


def _publish(e: Event, at: datetime, names: Names) -> None:
    plans.publish_plan(plan=planning.find_plan(e["plan"]), at=at, actor=names.person(e.get("by")))


def _withdraw(e: Event, at: datetime, names: Names) -> None:
    plans.withdraw_plan(plan=planning.find_plan(e["plan"]), at=at, actor=names.person(e.get("by")))


def task(e: Event, names: Names) -> todos.Task:
    """What an event says is to be done."""
    plain = {name: e[name] for name in ("title", "note", "role", "offset", "watch", "order") if name in e}
    return todos.Task(
        **plain,
        person=names.person(e.get("person")),
        department=names.department(e.get("department")),
        starts=day_or_none(e, "starts"),
        due=day_or_none(e, "due"),
    )


def _todo_add(e: Event, at: datetime, names: Names) -> None:
    project = planning.find(Project, e["project"], code="unknown-project") if e.get("project") else None
    run = planning.find(Run, e["run"], code="unknown-run") if e.get("run") else None
    case = names.proposal(e["proposal"]).case if e.get("proposal") else None
    todos.add_todo(
        task=task(e, names), key=e["todo"], project=project, run=run, case=case, at=at,
        actor=names.person(e.get("by")),
    )  # fmt: skip


def _find(e: Event, at: datetime) -> Todo:
    """The todo of an event; one that a rule raises may only be there once the clock has looked."""
    if not Todo.objects.filter(key=e["todo"]).exists():
        raising.raise_due(at=at)
    return todos.find_todo(e["todo"])


def _todo_change(e: Event, at: datetime, names: Names) -> None:
    todos.change_todo(todo=_find(e, at), task=task(e, names), at=at, actor=names.person(e.get("by")))


def _todo(act: Callable[..., object]) -> Do:
    def do(e: Event, at: datetime, names: Names) -> None:
        act(todo=_find(e, at), at=at, actor=names.person(e.get("by")))

    return do


def _todo_reopen(e: Event, at: datetime, names: Names) -> None:
    """Whoever reopened it may have done so because the platform had ticked it off."""
    todo = _find(e, at)
    watching.watch_due(at=at, only=todo)
    todos.reopen_todo(todo=todo, at=at, actor=names.person(e.get("by")))


DO: dict[str, Do] = {
    "plan.open": _open,
    "plan.set": _set,
    "plan.step": _step,
    "plan.criteria": _criteria,
    "plan.publish": _publish,
    "plan.withdraw": _withdraw,
    "todo.add": _todo_add,
    "todo.change": _todo_change,
    "todo.finish": _todo(todos.finish_todo),
    "todo.reopen": _todo_reopen,
    "todo.drop": _todo(todos.drop_todo),
}
