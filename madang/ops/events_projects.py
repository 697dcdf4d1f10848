"""The event file's verbs about projects, their runs and who has which part in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from madang.actions import planning, projects, runs, shares
from madang.plans.models import Run

from .events_plans import day_or_none
from .lines import Event, day_of

if TYPE_CHECKING:
    from .events import Names

Do = Callable[[Event, datetime, "Names"], None]
PROJECT = ("name", "template", "stage", "purpose", "audience", "runs_planned", "content", "method", "order")
RUN = ("title", "place", "forum", "session")


def _set(e: Event, at: datetime, names: Names) -> None:
    projects.set_project(
        plan=planning.find_plan(e["plan"]), key=e["project"], starts=day_of(e, "starts"), ends=day_of(e, "ends"), at=at,
        actor=names.person(e.get("by")), **{name: e[name] for name in PROJECT if name in e},
    )  # fmt: skip


def _drop(e: Event, at: datetime, names: Names) -> None:
    to = projects.find_project(e["to"]) if e.get("to") else None
    project = projects.find_project(e["project"])
    projects.drop_project(project=project, todos=e.get("todos", ""), to=to, at=at, actor=names.person(e.get("by")))


def _restore(e: Event, at: datetime, names: Names) -> None:
    projects.restore_project(project=projects.find_project(e["project"]), at=at, actor=names.person(e.get("by")))


def _share(e: Event, at: datetime, names: Names) -> None:
    shares.share(
        project=projects.find_project(e["project"]), role=e["role"], part=e.get("part", ""),
        person=names.person(e.get("person")), department=names.department(e.get("department")), at=at,
        actor=names.person(e.get("by")),
    )  # fmt: skip


def _run_set(e: Event, at: datetime, names: Names) -> None:
    found = Run.objects.filter(key=e["run"]).first()
    case = names.proposal(e["proposal"]).case if e.get("proposal") else None
    plain = {name: e[name] for name in RUN if name in e}
    on, until, by = day_of(e, "on"), day_or_none(e, "until"), names.person(e.get("by"))
    if found is not None:
        runs.change_run(run=found, on=on, until=until, case=case, at=at, actor=by, **plain)
        return
    project = projects.find_project(e["project"])
    runs.plan_run(project=project, key=e["run"], on=on, until=until, case=case, at=at, actor=by, **plain)


def _run(act: Callable[..., object]) -> Do:
    def do(e: Event, at: datetime, names: Names) -> None:
        act(run=runs.find_run(e["run"]), at=at, actor=names.person(e.get("by")))

    return do


DO: dict[str, Do] = {
    "project.set": _set,
    "project.drop": _drop,
    "project.restore": _restore,
    "project.share": _share,
    "run.set": _run_set,
    "run.finish": _run(runs.finish_run),
    "run.cancel": _run(runs.cancel_run),
    "run.reopen": _run(runs.reopen_run),
}
