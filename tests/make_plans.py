"""Builders for tests of the operations plan, through the ordinary actions. Extend as ``make.py`` is extended.

계획 = make_plans.plan(2027)
할일 = make_plans.todo("카드뉴스 만들기", role="promotion", due=date(2027, 3, 10))
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from madang.actions import plans, projects, todos
from madang.people.models import Person
from madang.plans.models import Plan, Project, Run, Todo

from .make import AT


def plan(year: int = 2019, *, title: str = "", by: Person | None = None, at: datetime = AT) -> Plan:
    """A plan of that year; the one there is already, if any."""
    found = Plan.objects.filter(year=year).first()
    return found or plans.open_plan(year=year, title=title or f"{year}년 가온시 시민협력 운영 계획", at=at, actor=by)


def todo(
    title: str = "카드뉴스 만들기", *, role: str = "pm", at: datetime = AT, by: Person | None = None, **more: Any
) -> Todo:
    """Something to do. ``more``: what a Task says, and project, run, case, key of it."""
    of = {name: more.pop(name) for name in ("project", "run", "case", "key") if name in more}
    return todos.add_todo(task=todos.Task(title=title, role=role, **more), at=at, actor=by, **of)


def project(name: str = "시민제안 워크숍", *, of: Plan | None = None, at: datetime = AT, **more: Any) -> Project:
    """A project of the plan of 2019, from March to November."""
    fields = {"starts": date(2019, 3, 1), "ends": date(2019, 11, 30), **more}
    return projects.set_project(plan=of or plan(), name=name, at=at, actor=None, **fields)


def run(of: Project, on: date, *, at: datetime = AT, **more: Any) -> Run:
    """The project is run on that day."""
    return projects.plan_run(project=of, on=on, at=at, actor=None, **more)
