"""운영 계획 of the next year, begun as a copy: goals with their targets, projects with runs, todos and shares, a year later.

Everything is made by its own noun's act, so that it is told, exported and undone as if someone had written it; in one
transaction, so that a copy is whole or not there. People who have left the team since are not put down for anything.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from madang.people.models import Department, Membership, Person
from madang.plans.models import Goal, Plan, Project, Run, Share, Todo

from .goals import set_goal
from .plans import open_plan, set_plan
from .projects import plan_run, set_project
from .shares import share
from .todos import Task, add_todo


@transaction.atomic
def copy_plan(*, plan: Plan, year: int, title: str, at: datetime, actor: Person | None, key: str | None = None) -> Plan:
    """Open the plan of ``year`` as a copy of ``plan``, its dates moved by the years between (see :func:`moved`).

    Goals that were given up and what was done are not copied, nor evidence and judgements; open and done todos begin open.
    Refused ``plan-of-that-year``, ``year-out-of-range``.
    """
    made = open_plan(year=year, title=title, at=at, actor=actor, key=key, copied_from=plan)
    made = set_plan(
        plan=made, title=title, intro=plan.intro, process_note=plan.process_note, preset=plan.preset,
        procedure=plan.procedure, goals_public=plan.goals_public, at=at, actor=actor,
    )  # fmt: skip
    copying = _Copy(made, year - plan.year, at, actor)
    for goal in Goal.objects.filter(plan=plan, dropped_at=None).select_related("owner"):
        copying.goal(goal)
    for project in Project.objects.filter(plan=plan, dropped_at=None):
        copying.project(project)
    made.refresh_from_db()
    return made


def moved(day: date, years: int) -> date:
    """The day so many years later that has the same weekday: at most three days from the same date.

    In the year it stands in: the first days of January and the last of December do not slip out of it.
    """
    same = day.replace(year=day.year + years) if (day.month, day.day) != (2, 29) else date(day.year + years, 2, 28)
    away = (day.weekday() - same.weekday() + 3) % 7 - 3
    found = same + timedelta(days=away)
    return found if found.year == same.year else found + timedelta(days=7 if found < same else -7)


def a_year_on(day: date, years: int) -> date:
    """The same date so many years later: what bounds a period keeps its date, not its weekday."""
    return day.replace(year=day.year + years) if (day.month, day.day) != (2, 29) else date(day.year + years, 2, 28)


class _Copy:
    """One copying: where to, and by how many years."""

    def __init__(self, plan: Plan, years: int, at: datetime, actor: Person | None) -> None:
        self.plan, self.years, self.at, self.actor = plan, years, at, actor
        self.team = set(Membership.objects.filter(person__is_active=True).values_list("person_id", flat=True))

    def goal(self, goal: Goal) -> None:
        set_goal(
            plan=self.plan, kind=goal.kind, name=goal.name, note=goal.note, metric=goal.metric, target=goal.target,
            starts=goal.starts and a_year_on(goal.starts, self.years),
            ends=goal.ends and a_year_on(goal.ends, self.years), owner_role=goal.owner_role,
            owner=self._still_here(goal.owner), order=goal.order, at=self.at, actor=self.actor,
        )  # fmt: skip

    def project(self, project: Project) -> None:
        made = set_project(
            plan=self.plan, template=project.template, stage=project.stage, name=project.name, purpose=project.purpose,
            audience=project.audience, runs_planned=project.runs_planned, content=project.content,
            method=project.method, starts=a_year_on(project.starts, self.years),
            ends=a_year_on(project.ends, self.years), order=project.order, at=self.at, actor=self.actor,
        )  # fmt: skip
        for said in Share.objects.filter(project=project).select_related("person", "department"):
            if said.person is None or said.person_id in self.team:
                share(project=made, role=said.role, part=said.part, person=said.person, department=said.department,
                      at=self.at, actor=self.actor)  # fmt: skip
        for todo in self._todos(Todo.objects.filter(project=project, run=None)):
            self.todo(todo, made, None, None)
        for run in Run.objects.filter(project=project, cancelled_at=None).order_by("number"):
            self.run(run, made)

    def run(self, run: Run, project: Project) -> None:
        on = moved(run.on, self.years)
        made = plan_run(project=project, on=on, until=run.until and on + (run.until - run.on), title=run.title,
                        place=run.place, at=self.at, actor=self.actor)  # fmt: skip
        for todo in self._todos(Todo.objects.filter(run=run)):
            self.todo(todo, project, made, on - run.on)

    def _todos(self, found: object) -> list[Todo]:
        """Those that people planned; what the procedure raised, or a matter asked for, belongs to its year."""
        assert hasattr(found, "filter")
        rows = found.filter(dropped_at=None, rule=None, case=None).select_related("person", "department")
        return list(rows.order_by("order", "pk"))

    def todo(self, todo: Todo, project: Project, run: Run | None, step: timedelta | None) -> None:
        person = self._still_here(todo.person)
        if person is None and not todo.role:
            return  # it was theirs alone, and they have left
        task = Task(
            todo.title, note=todo.note, role=todo.role, person=person, department=self._department(todo.department),
            starts=self._day(todo.starts, step), due=self._day(todo.due, step), offset=todo.offset, watch=todo.watch,
            order=todo.order,
        )  # fmt: skip
        add_todo(task=task, project=project, run=run, at=self.at, actor=self.actor)

    def _day(self, day: date | None, step: timedelta | None) -> date | None:
        if day is None:
            return None
        return day + step if step is not None else moved(day, self.years)

    def _still_here(self, person: Person | None) -> Person | None:
        return person if person is not None and person.pk in self.team else None

    def _department(self, department: Department | None) -> Department | None:
        return department
