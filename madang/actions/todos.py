"""할 일: written, changed, done, given to someone else, given up. Those that the procedure raises are in ``raising``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from madang.base.errors import Refused
from madang.base.text import opaque_key
from madang.people.models import Department, Person
from madang.plans.models import Project, Run, Todo
from madang.procedures.models import Case

from .planning import editing, find, free_key, line, note, role_of, span, words


@dataclass(frozen=True)
class Task:
    """What is to be done, as people write it. ``due``: the last day; ``offset``: days from the run's first day, from
    which the date follows. ``watch``: what ticks it off (``watching.WATCH``), "" for nothing.
    """

    title: str
    note: str = ""
    role: str = ""
    person: Person | None = None
    department: Department | None = None
    starts: date | None = None
    due: date | None = None
    offset: int | None = None
    watch: str = ""
    order: int = 0

    def cleaned(self) -> dict[str, Any]:
        """As it will be kept; Refused when something is missing, too long, or upside down."""
        starts, due = span(self.starts, self.due)
        if not self.role and self.person is None:
            raise Refused("todo-of-nobody")
        if self.person is not None and not self.person.memberships.exists():
            raise Refused("person-not-team", name=str(self.person))
        return {
            "title": line(self.title), "note": words(self.note, limit=4_000), "role": role_of(self.role),
            "person": self.person, "department": self.department, "starts": starts, "due": due, "offset": self.offset,
            "watch": self.watch, "order": self.order,
        }  # fmt: skip


def find_todo(key: str) -> Todo:
    """The todo of that key; Refused ``unknown-todo``."""
    return find(Todo, key, code="unknown-todo")


def about(todo: Todo) -> str:
    """What the audit trail tells it of: its project's plan, or itself."""
    return f"plan:{todo.project.plan.key}" if todo.project is not None else f"todo:{todo.key}"


@transaction.atomic
def add_todo(
    *, task: Task, at: datetime, actor: Person | None, project: Project | None = None, run: Run | None = None,
    case: Case | None = None, key: str | None = None,
) -> Todo:  # fmt: skip
    """Someone has something to do: by itself, in a project (or one run of it), or about a matter."""
    fields = task.cleaned()
    if run is not None:
        project = run.project
    if project is not None and project.dropped_at is not None:
        raise Refused("project-dropped")
    todo = Todo.objects.create(
        key=free_key(Todo, key or opaque_key()), project=project, run=run, case=case, at=at, **fields
    )
    where = {"project": project and project.key, "run": run and run.key, "proposal": case and case.key}
    note("todo.add", about(todo), at=at, actor=actor, todo=todo.key, **where, **fields)
    return todo


@transaction.atomic
def change_todo(*, todo: Todo, task: Task, at: datetime, actor: Person | None, after: int | None = None) -> Todo:
    """It is to be otherwise: another date, other words, someone else. One that is done is opened again first."""
    fields = task.cleaned()
    todo = _open(todo, after)
    if todo.due != fields["due"]:
        todo.escalated = 0
    for name, value in fields.items():
        setattr(todo, name, value)
    todo.save()
    note("todo.change", about(todo), at=at, actor=actor, todo=todo.key, **fields)
    return todo


@transaction.atomic
def finish_todo(*, todo: Todo, at: datetime, actor: Person | None) -> Todo:
    """Done, by ``actor``. Said twice, the first counts."""
    todo = editing(todo, None)
    if todo.dropped_at is not None:
        raise Refused("todo-dropped")
    if todo.done_at is None:
        todo.done_at, todo.done_by = at, actor
        todo.save(update_fields=["done_at", "done_by", "edition"])
        note("todo.finish", about(todo), at=at, actor=actor, todo=todo.key)
    return todo


@transaction.atomic
def reopen_todo(*, todo: Todo, at: datetime, actor: Person | None) -> Todo:
    """It was not done after all; nothing ticks it off by itself any more."""
    todo = editing(todo, None)
    if todo.done_at is None and todo.dropped_at is None:
        return todo
    if todo.project is not None and todo.project.dropped_at is not None:
        raise Refused("project-dropped")
    todo.done_at = todo.done_by = todo.dropped_at = None
    todo.seen, todo.watch = False, ""
    todo.save()
    note("todo.reopen", about(todo), at=at, actor=actor, todo=todo.key)
    return todo


@transaction.atomic
def drop_todo(*, todo: Todo, at: datetime, actor: Person | None) -> Todo:
    """Nobody needs to do it any more."""
    todo = _open(todo, None)
    todo.dropped_at = at
    todo.save(update_fields=["dropped_at", "edition"])
    note("todo.drop", about(todo), at=at, actor=actor, todo=todo.key)
    return todo


def _open(todo: Todo, after: int | None) -> Todo:
    todo = editing(todo, after)
    if todo.done_at is not None:
        raise Refused("todo-done")
    if todo.dropped_at is not None:
        raise Refused("todo-dropped")
    return todo
