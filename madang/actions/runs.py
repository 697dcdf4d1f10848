"""운영 회차: each time that a project is run. When its day moves, what is to be done by it moves along."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from madang.base.errors import Refused
from madang.base.text import opaque_key
from madang.forums.models import Forum, ForumSession
from madang.people.models import Person
from madang.plans.models import Project, Run, Todo
from madang.procedures.models import Case

from .planning import editing, find, free_key, line, note, span
from .plans import subject


def find_run(key: str) -> Run:
    """The run of that key; Refused ``unknown-run``."""
    return find(Run, key, code="unknown-run")


@transaction.atomic
def plan_run(
    *, project: Project, on: date, at: datetime, actor: Person | None, until: date | None = None, title: str = "",
    place: str = "", case: Case | None = None, forum: str = "", session: str = "", key: str | None = None,
) -> Run:  # fmt: skip
    """The project is run on the day ``on`` (D-day), to ``until`` (included). Its checklist: ``project_templates.checklist_for``.

    ``case``, ``forum``, ``session``: what it is on the platform (keys of the last two); a forum brings its case. Refused
    ``project-dropped``, ``period-backwards``, ``unknown-forum``, ``unknown-session``.
    """
    fields = _fields(on, until, title, place, case, forum, session)
    project = Project.objects.select_for_update(of=("self",)).select_related("plan").get(pk=project.pk)
    if project.dropped_at is not None:
        raise Refused("project-dropped")
    number = (Run.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0) + 1
    run = Run.objects.create(key=free_key(Run, key or opaque_key()), project=project, number=number, **fields)
    _tell(run, fields, at, actor)
    return run


@transaction.atomic
def change_run(
    *, run: Run, on: date, at: datetime, actor: Person | None, until: date | None = None, title: str = "",
    place: str = "", case: Case | None = None, forum: str = "", session: str = "", after: int | None = None,
) -> Run:  # fmt: skip
    """The run as it is to be, all of it. Open todos that are so many days from its D-day move along with it.

    ``after``: see :func:`planning.editing`. Refused as :func:`plan_run`, and ``run-cancelled``.
    """
    fields = _fields(on, until, title, place, case, forum, session)
    run = _standing(run, after)
    if run.on != on:
        _move_todos(run, on)
    for field, value in fields.items():
        setattr(run, field, value)
    run.save()
    _tell(run, fields, at, actor)
    return run


def _fields(
    on: date, until: date | None, title: str, place: str, case: Case | None, forum: str, session: str
) -> dict[str, Any]:
    span(on, until)
    if forum:
        held = Forum.objects.select_related("case").filter(key=forum).first()
        if held is None:
            raise Refused("unknown-forum", forum=forum)
        case = held.case
    if session:
        met = ForumSession.objects.select_related("forum__case").filter(key=session).first()
        if met is None:
            raise Refused("unknown-session", session=session)
        case, forum = met.forum.case, forum or met.forum.key
    return {
        "on": on, "until": until if until != on else None, "title": line(title, required=False),
        "place": line(place, required=False), "case": case, "forum": forum, "session": session,
    }  # fmt: skip


def _tell(run: Run, fields: dict[str, Any], at: datetime, actor: Person | None) -> None:
    case = fields["case"]
    facts = {**fields, "case": None, "proposal": case.key if case is not None else ""}
    note(
        "run.set", subject(run.project.plan), at=at, actor=actor, run=run.key, project=run.project.key,
        number=run.number, **facts,
    )  # fmt: skip


def _move_todos(run: Run, on: date) -> None:
    """The checklist's dates follow the D-day; what is done or given up stays as it was."""
    moved = list(
        Todo.objects.filter(run=run, offset__isnull=False, done_at=None, dropped_at=None).select_for_update(
            of=("self",)
        )
    )
    step = on - run.on
    for todo in moved:
        assert todo.offset is not None
        todo.due = on + timedelta(days=todo.offset)
        todo.starts = todo.starts and todo.starts + step
        todo.escalated, todo.edition = 0, todo.edition + 1
    Todo.objects.bulk_update(moved, ["due", "starts", "escalated", "edition"], batch_size=200)


@transaction.atomic
def finish_run(*, run: Run, at: datetime, actor: Person | None) -> Run:
    """It took place, and counts. What is to be done after it stays open. Said twice, the first counts."""
    run = _standing(run, None)
    if run.done_at is None:
        run.done_at = at
        run.save(update_fields=["done_at", "edition"])
        note("run.finish", subject(run.project.plan), at=at, actor=actor, run=run.key, number=run.number)
    return run


@transaction.atomic
def cancel_run(*, run: Run, at: datetime, actor: Person | None) -> Run:
    """It will not take place; its open todos are given up with it. Refused ``run-done``."""
    run = _standing(run, None)
    if run.done_at is not None:
        raise Refused("run-done")
    Todo.objects.filter(run=run, done_at=None, dropped_at=None).update(dropped_at=at, edition=F("edition") + 1)
    run.cancelled_at = at
    run.save(update_fields=["cancelled_at", "edition"])
    note("run.cancel", subject(run.project.plan), at=at, actor=actor, run=run.key, number=run.number)
    return run


@transaction.atomic
def reopen_run(*, run: Run, at: datetime, actor: Person | None) -> Run:
    """It is to come after all, with the todos that were given up when it was cancelled."""
    run = editing(run, None)
    _alive(run)
    if run.cancelled_at is None and run.done_at is None:
        return run
    if run.cancelled_at is not None:
        given_up = Todo.objects.filter(run=run, dropped_at=run.cancelled_at)
        given_up.update(dropped_at=None, edition=F("edition") + 1)
    run.done_at = run.cancelled_at = None
    run.save(update_fields=["done_at", "cancelled_at", "edition"])
    note("run.reopen", subject(run.project.plan), at=at, actor=actor, run=run.key, number=run.number)
    return run


def _standing(run: Run, after: int | None) -> Run:
    run = editing(run, after)
    _alive(run)
    if run.cancelled_at is not None:
        raise Refused("run-cancelled")
    return run


def _alive(run: Run) -> None:
    if run.project.dropped_at is not None:
        raise Refused("project-dropped")
