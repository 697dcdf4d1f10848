"""The player's acts of planning a year and living by the plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zlib import crc32
from zoneinfo import ZoneInfo

from django.conf import settings

from madang.actions import (
    goal_evidence,
    goals,
    operations,
    phases,
    plans,
    project_templates,
    runs,
    todo_defaults,
    todos,
)
from madang.people.models import Person
from madang.plans.models import Goal, Plan, Run, Todo

from . import yearly

LATE = 9  # one todo in so many is finished two weeks after its day
LEFT = timedelta(days=16)  # and those of the last days not at all yet


class Programme:
    """운영 계획: one method an act."""

    _persons: dict[str, Person]

    def _year_open(self, *, at: datetime, year: int) -> None:
        pm = self._persons["pm"]
        plan = plans.open_plan(
            year=year, title=f"{year}년 가온시 시민협력 운영 계획", key=f"plan-{year}", at=at, actor=pm
        )
        plan = plans.set_plan(
            plan=plan, title=plan.title, intro=yearly.INTRO, process_note=yearly.PROCESS, preset="seoul-2019",
            procedure="gaon", goals_public=True, at=at, actor=pm,
        )  # fmt: skip
        self._goals(plan, at, pm)
        for number, name, aim, conditions in yearly.PHASES:
            phases.set_phase(number=number, name=name, aim=aim, conditions=conditions, at=at, actor=pm)
        phases.begin_phase(phase=phases.find_phase(1), at=at, actor=pm)
        todo_defaults.install_default_rules(procedure="gaon", at=at, actor=pm)
        for order, (template, first, last, times) in enumerate(yearly.PROJECTS):
            starts, ends = date(year, first, 1), _last_day(year, last)
            project_templates.start_from_template(
                plan=plan, template=template, starts=starts, ends=ends, runs=times, order=order, at=at, actor=pm
            )
        for step in Plan.STEPS:
            plans.mark_step(plan=plan, step=step, at=at, actor=pm)
        plans.publish_plan(plan=plan, at=at, actor=pm)

    def _goals(self, plan: Plan, at: datetime, pm: Person) -> None:
        first, last = date(plan.year, 1, 1), date(plan.year, 12, 31)
        for order, (name, metric, target, role, why) in enumerate(yearly.GOALS):
            goals.set_goal(
                plan=plan, key=f"goal-{plan.year}-{order}", kind="number", name=name, note=why, metric=metric,
                target=Decimal(target), owner_role=role, order=order, at=at, actor=pm, starts=first, ends=last,
            )  # fmt: skip
        name, role, why = yearly.QUESTION
        goals.set_goal(
            plan=plan, key=f"goal-{plan.year}-known", kind="quality", name=name, note=why, owner_role=role,
            order=len(yearly.GOALS), at=at, actor=pm, starts=first, ends=last,
        )  # fmt: skip

    def _year_open_next(self, *, at: datetime, year: int) -> None:
        """Next year's plan is a draft: two goals so far."""
        pm = self._persons["pm"]
        plan = plans.open_plan(
            year=year, title=f"{year}년 가온시 시민협력 운영 계획", key=f"plan-{year}", at=at, actor=pm
        )
        for order, (name, metric, target, role) in enumerate(yearly.NEXT):
            goals.set_goal(
                plan=plan, key=f"goal-{year}-{order}", kind="number", name=name, metric=metric, target=Decimal(target),
                owner_role=role, starts=date(year, 1, 1), ends=date(year, 12, 31), order=order, at=at, actor=pm,
            )  # fmt: skip

    def _year_week(self, *, at: datetime) -> None:
        """A Friday: what was due is done, mostly; runs that took place are noted; evidence comes in."""
        today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
        for run in Run.objects.filter(on__lt=today, done_at=None, cancelled_at=None).select_related("project__plan"):
            runs.finish_run(run=run, at=at, actor=self._persons["pl"])
        waiting = Todo.objects.filter(done_at=None, dropped_at=None, due__lte=today).select_related("project__plan")
        for todo in waiting:
            late = crc32(todo.key.encode()) % LATE == 0
            assert todo.due is not None
            if not late or todo.due <= today - timedelta(days=14):
                todos.finish_todo(todo=todo, at=at, actor=self._doer(todo))
        self._evidence(at, today)

    def _doer(self, todo: Todo) -> Person:
        return todo.person or self._persons.get(todo.role) or self._persons["pl"]

    def _evidence(self, at: datetime, today: date) -> None:
        goal = Goal.objects.select_related("plan").filter(key=f"goal-{today.year}-known").first()
        if goal is None:
            return
        there = goal.evidence.count()
        for months, kind, text, link in yearly.EVIDENCE[there:]:
            if today.month <= months:
                return
            goal_evidence.add_evidence(
                goal=goal, kind=kind, on=today - timedelta(days=2), text=text, link=link,
                key=f"evidence-{today.year}-{months}", at=at, actor=self._persons["promotion"],
            )  # fmt: skip
            goals.judge_goal(goal=goal, judgement=yearly.JUDGEMENT, at=at, actor=self._persons["pm"])

    def _year_visits(self, *, at: datetime, on: date, value: int) -> None:
        goals.enter_metric(metric="visits", on=on, value=value, at=at, actor=self._persons["promotion"])

    def _year_report(self, *, at: datetime, period: str) -> None:
        pm = self._persons["pm"]
        words = {"summary": yearly.SUMMARY, "onward": yearly.ONWARD}
        operations.edit_operations(period=period, sections=words, at=at, actor=pm)
        operations.publish_operations(period=period, at=at, actor=pm)


def _last_day(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)
