"""Builders for tests of goals, evidence and phases, through the ordinary actions. Extend as ``make.py`` is extended.

목표 = make_goals.number("시민제안 늘리기", metric="citizen_proposals", target=120)
물음 = make_goals.question("시민은 이곳을 어떻게 알게 되나?")
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from madang.actions import goal_evidence, goals, phases
from madang.people.models import Person
from madang.plans.models import Evidence, Goal, Phase, Plan

from . import make_plans
from .make import AT

DAY = AT.date()


def number(
    name: str = "시민제안 늘리기", *, metric: str = "citizen_proposals", target: float = 120, plan: Plan | None = None,
    starts: date | None = None, ends: date | None = None, at: datetime = AT, by: Person | None = None, **more: Any,
) -> Goal:  # fmt: skip
    """A measured goal, of the plan of 2019 and its whole year unless it is told otherwise."""
    plan = plan or make_plans.plan(at=at)
    return goals.set_goal(
        plan=plan, kind="number", name=name, metric=metric, target=Decimal(str(target)),
        starts=starts or date(plan.year, 1, 1), ends=ends or date(plan.year, 12, 31), at=at, actor=by, **more,
    )  # fmt: skip


def question(
    name: str = "시민은 이곳을 어떻게 알게 되나?", *, plan: Plan | None = None, at: datetime = AT,
    by: Person | None = None, **more: Any,
) -> Goal:  # fmt: skip
    """A goal in words."""
    return goals.set_goal(plan=plan or make_plans.plan(at=at), kind="quality", name=name, at=at, actor=by, **more)


def evidence(
    goal: Goal, text: str = "주민 설문에서 열에 넷이 들어 보았다고 했어요.", *, kind: str = "survey", on: date = DAY,
    file: tuple[str, bytes] | None = None, at: datetime = AT, **more: Any,
) -> Evidence:  # fmt: skip
    """What speaks for it; ``file``: its name and bytes."""
    sent = ContentFile(file[1], name=file[0]) if file else None
    return goal_evidence.add_evidence(goal=goal, kind=kind, on=on, text=text, file=sent, at=at, actor=None, **more)


def phase(
    number: int = 1, name: str = "자리 잡기", *, at: datetime = AT, begun: bool = False, **conditions: tuple[float, int]
) -> Phase:
    """A phase; ``conditions``: metric=(least, days). ``begun``: it is under way from ``at`` on."""
    told = [{"metric": metric, "least": least, "days": days} for metric, (least, days) in conditions.items()]
    made = phases.set_phase(number=number, name=name, aim="동네마다 한 번씩", conditions=told, at=at, actor=None)
    return phases.begin_phase(phase=made, at=at, actor=None) if begun else made
