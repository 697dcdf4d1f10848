"""Beginning a project from a usual one: its texts, its runs over the year, and for each run the checklist with its dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from madang.base.errors import Refused
from madang.people.models import Person
from madang.plans.models import Plan, Project, Run, Todo
from madang.rules.deadlines import Calendar

from .journey import calendar, house_country
from .planning import span
from .project_library import TEMPLATES, Step, Template
from .projects import RUNS_LIMIT, plan_run, set_project
from .todos import Task, add_todo

__all__ = ["TEMPLATES", "Step", "Template", "begun_on", "checklist_for", "find_template", "start_from_template"]


def find_template(key: str) -> Template:
    """The template of that key; Refused ``unknown-project-template``."""
    if key not in TEMPLATES:
        raise Refused("unknown-project-template", key=key)
    return TEMPLATES[key]


def house_calendar() -> Calendar:
    """The institution's own days."""
    return calendar(house_country())


def begun_on(template: Template, starts: date, ends: date, runs: int) -> list[date]:
    """D-days for ``runs`` runs between two days (both included), as even as working days allow.

    The first leaves room for what is to be done before it, the last for the run itself. Where the time is too short for
    that, they are spread over the whole of it. Refused ``period-backwards``, ``runs-out-of-range``.
    """
    span(starts, ends)
    if not 0 <= runs <= RUNS_LIMIT:
        raise Refused("runs-out-of-range", limit=RUNS_LIMIT)
    before = -min((step.offset for step in template.steps if not step.once), default=0)
    first, last = starts + timedelta(days=max(before, 0)), ends - timedelta(days=template.days - 1)
    if last < first:
        first, last = starts, ends
    house, length = house_calendar(), (last - first).days
    days = [first + timedelta(days=round(length * (at + 0.5) / runs)) for at in range(runs)]
    return [_working(day, last, house) for day in days]


def _working(day: date, last: date, house: Calendar) -> date:
    """The next working day, or the one before where the period ends."""
    found = day
    while found <= last:
        if house.is_working_day(found):
            return found
        found += timedelta(days=1)
    return day


@transaction.atomic
def start_from_template(
    *, plan: Plan, template: str, starts: date, ends: date, runs: int, at: datetime, actor: Person | None,
    name: str = "", days: Sequence[date] | None = None, order: int = 0,
) -> Project:  # fmt: skip
    """A project begins as the usual one does: texts, ``runs`` runs (on ``days``, when someone chose them), and todos.

    Refused as :func:`projects.set_project` and :func:`projects.plan_run`, and ``unknown-project-template``.
    """
    usual = find_template(template)
    planned = list(days) if days is not None else begun_on(usual, starts, ends, runs)
    project = set_project(
        plan=plan, name=name or gettext(usual.name), template=template, stage=usual.stage, purpose=gettext(usual.purpose),
        audience=gettext(usual.audience), content=gettext(usual.content), method=gettext(usual.method),
        runs_planned=len(planned), starts=starts, ends=ends, order=order, at=at, actor=actor,
    )  # fmt: skip
    for place, step in enumerate(usual.steps):
        if step.once:
            due = starts + timedelta(days=step.offset)
            task = Task(gettext(step.title), role=step.role, due=due, watch=step.watch, order=place)
            add_todo(task=task, project=project, at=at, actor=actor)
    for on in planned:
        until = on + timedelta(days=usual.days - 1) if usual.days > 1 else None
        run = plan_run(project=project, on=on, until=until, at=at, actor=actor)
        checklist_for(run=run, at=at, actor=actor)
    return project


@transaction.atomic
def checklist_for(*, run: Run, at: datetime, actor: Person | None) -> list[Todo]:
    """The todos of a run that has none yet: as the latest run's are by now (with what people changed there), else as its
    template says; none where there is neither.
    """
    if Todo.objects.filter(run=run).exists():
        return []
    tasks = _like_before(run) or _as_usual(run)
    return [add_todo(task=task, run=run, at=at, actor=actor) for task in tasks]


def _like_before(run: Run) -> list[Task]:
    before = Run.objects.filter(project=run.project, todos__offset__isnull=False).exclude(pk=run.pk)
    latest = before.order_by("-number").first()
    if latest is None:
        return []
    known = Todo.objects.filter(run=latest, offset__isnull=False)
    if latest.cancelled_at is None:
        known = known.filter(dropped_at=None)
    rows = known.select_related("person", "department").order_by("offset", "order", "pk")
    return [
        Task(
            one.title, note=one.note, role=one.role, person=one.person if one.person and one.person.is_active else None,
            department=one.department, due=_due(run, one.offset), offset=one.offset,
            watch=one.watch or _usual_watch(run, one.title), order=one.order,
        )
        for one in rows
        if one.role or (one.person is not None and one.person.is_active)
    ]  # fmt: skip


def _usual_watch(run: Run, title: str) -> str:
    """What ticks a usual step off, although it was opened again by hand in an earlier run."""
    usual = TEMPLATES.get(run.project.template)
    steps = usual.steps if usual is not None else ()
    return next((step.watch for step in steps if gettext(step.title) == title), "")


def _as_usual(run: Run) -> list[Task]:
    usual = TEMPLATES.get(run.project.template)
    steps = [step for step in usual.steps if not step.once] if usual is not None else []
    return [
        Task(
            gettext(step.title),
            role=step.role,
            due=_due(run, step.offset),
            offset=step.offset,
            watch=step.watch,
            order=at,
        )
        for at, step in enumerate(steps)
    ]


def _due(run: Run, offset: int | None) -> date:
    return run.on + timedelta(days=offset or 0)
