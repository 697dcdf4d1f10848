"""사업: the projects of a year's plan, as they are written, given up and taken up again. Their runs: ``actions.runs``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from madang.base.errors import Refused
from madang.base.text import opaque_key
from madang.people.models import Person
from madang.plans.models import Plan, Project, Todo

from .planning import editing, find, free_key, line, note, span, words
from .plans import subject
from .runs import cancel_run, change_run, find_run, finish_run, plan_run, reopen_run
from .shares import share

__all__ = [
    "cancel_run", "change_run", "drop_project", "find_project", "find_run", "finish_run", "open_todos", "plan_run",
    "reopen_run", "restore_project", "set_project", "share",
]  # fmt: skip

RUNS_LIMIT, AUDIENCE_LIMIT = 366, 300
WAYS = ("drop", "move")  # what becomes of the open todos of a project that is given up


def find_project(key: str) -> Project:
    """The project of that key; Refused ``unknown-project``."""
    return find(Project, key, code="unknown-project")


@transaction.atomic
def set_project(
    *, plan: Plan, name: str, starts: date, ends: date, at: datetime, actor: Person | None, key: str | None = None,
    template: str = "", stage: str = "everywhere", purpose: str = "", audience: str = "", runs_planned: int = 1,
    content: str = "", method: str = "", order: int = 0, after: int | None = None,
) -> Project:  # fmt: skip
    """A project as it is to be, all of it; the one of ``key`` is changed, else a new one begins.

    ``starts`` to ``ends``: its days in the year, both included. ``runs_planned``: how often; 0: all the time, without
    runs to count. ``after``: see :func:`planning.editing`. Refused ``project-outside-year``, ``runs-out-of-range``,
    ``unknown-project-stage``, ``project-dropped``.
    """
    span(starts, ends)
    if not starts.year <= plan.year <= ends.year:
        raise Refused("project-outside-year", year=str(plan.year))
    if not 0 <= runs_planned <= RUNS_LIMIT:
        raise Refused("runs-out-of-range", limit=RUNS_LIMIT)
    if stage not in Project.STAGES:
        raise Refused("unknown-project-stage", stage=stage, stages=", ".join(Project.STAGES))
    fields: dict[str, Any] = {
        "name": line(name), "template": template, "stage": stage, "purpose": words(purpose),
        "audience": line(audience, required=False, limit=AUDIENCE_LIMIT), "runs_planned": runs_planned,
        "starts": starts, "ends": ends, "content": words(content), "method": words(method), "order": order,
    }  # fmt: skip
    project = _begun(plan, key, after)
    for field, value in fields.items():
        setattr(project, field, value)
    project.save()
    note("project.set", subject(plan), at=at, actor=actor, project=project.key, plan=plan, **fields)
    return project


def _begun(plan: Plan, key: str | None, after: int | None) -> Project:
    """The project of that key in this plan, locked; or a new one, not saved yet."""
    found = Project.objects.filter(key=key, plan=plan).first() if key else None
    if found is None:
        return Project(plan=plan, key=free_key(Project, key or opaque_key()))
    project = editing(found, after)
    if project.dropped_at is not None:
        raise Refused("project-dropped")
    return project


def open_todos(project: Project) -> QuerySet[Todo]:
    """What is still to be done in a project."""
    return Todo.objects.filter(project=project, done_at=None, dropped_at=None)


@transaction.atomic
def drop_project(
    *, project: Project, at: datetime, actor: Person | None, todos: str = "", to: Project | None = None,
) -> Project:  # fmt: skip
    """The project is given up; nothing of it is deleted. Said twice, the first counts.

    With todos open, whoever drops it says what becomes of them (``todos``): ``drop`` gives them up with it, ``move``
    takes them over to the project ``to``, with their dates as they stand. Refused ``project-has-todos``,
    ``move-to-itself``, ``project-dropped`` (of the other one).
    """
    project = editing(project, None)
    if project.dropped_at is not None:
        return project
    waiting = open_todos(project)
    if todos not in WAYS and (number := waiting.count()):
        raise Refused("project-has-todos", count=number)
    if todos == "move":
        _move(project, waiting, to)
    else:
        waiting.update(dropped_at=at, edition=F("edition") + 1)
    project.dropped_at = at
    project.save(update_fields=["dropped_at", "edition"])
    facts = {"todos": todos, "to": to.key if to is not None and todos == "move" else ""}
    note("project.drop", subject(project.plan), at=at, actor=actor, project=project.key, **facts)
    return project


def _move(project: Project, waiting: QuerySet[Todo], to: Project | None) -> None:
    """Over to another project: a matter goes with a todo, what only its run knew (a forum, a session) does not."""
    if to is None or to.pk == project.pk:
        raise Refused("move-to-itself")
    other = editing(to, None)
    if other.dropped_at is not None:
        raise Refused("project-dropped")
    other.save(update_fields=["edition"])
    for todo in waiting.select_related("run").select_for_update(of=("self",)):
        case = todo.case_id or (todo.run.case_id if todo.run is not None else None)
        todo.project, todo.run, todo.offset, todo.case_id = other, None, None, case
        todo.watch = todo.watch if case else ""
        todo.edition += 1
        todo.save(update_fields=["project", "run", "offset", "case", "watch", "edition"])


@transaction.atomic
def restore_project(*, project: Project, at: datetime, actor: Person | None) -> Project:
    """Taken up again, with the todos that were given up together with it."""
    project = editing(project, None)
    if project.dropped_at is None:
        return project
    given_up = Todo.objects.filter(project=project, dropped_at=project.dropped_at)
    given_up.update(dropped_at=None, edition=F("edition") + 1)
    project.dropped_at = None
    project.save(update_fields=["dropped_at", "edition"])
    note("project.restore", subject(project.plan), at=at, actor=actor, project=project.key)
    return project
