"""운영 계획 of a year: opened (empty, or as a copy of another), put in words, published."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from madang.base.errors import Refused
from madang.base.text import opaque_key
from madang.people.models import Person
from madang.plans.models import Plan

from .planning import FIRST_YEAR, LAST_YEAR, editing, free_key, line, note, words

FIELDS = ("title", "intro", "process_note", "preset", "procedure", "goals_public")


@transaction.atomic
def open_plan(
    *,
    year: int,
    title: str,
    at: datetime,
    actor: Person | None,
    key: str | None = None,
    copied_from: Plan | None = None,
) -> Plan:
    """A plan for the year ``year`` begins. Refused ``plan-of-that-year`` when there is one, ``year-out-of-range``.

    ``copied_from`` is only noted here; what is copied is copied by the acts of its nouns (``actions.plan_copies``).
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("year-out-of-range", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    if Plan.objects.filter(year=year).exists():
        raise Refused("plan-of-that-year", year=str(year))
    key = free_key(Plan, key or opaque_key())
    plan = Plan.objects.create(key=key, year=year, title=line(title), opened_at=at, copied_from=copied_from)
    note("plan.open", subject(plan), at=at, actor=actor, plan=key, year=year, title=plan.title, copied_from=copied_from)
    return plan


def subject(plan: Plan) -> str:
    """How the audit trail names a plan; everything that is part of it is told of it."""
    return f"plan:{plan.key}"


@transaction.atomic
def set_plan(
    *, plan: Plan, at: datetime, actor: Person | None, title: str, intro: str = "", process_note: str = "",
    preset: str = "", procedure: str = "", goals_public: bool = False, after: int | None = None,
) -> Plan:  # fmt: skip
    """The plan's own words and choices, all of them. ``after``: see :func:`planning.editing`."""
    plan = editing(plan, after)
    plan.title, plan.intro, plan.process_note = line(title), words(intro), words(process_note)
    plan.preset, plan.procedure, plan.goals_public = preset, procedure, goals_public
    plan.save()
    facts = {name: getattr(plan, name) for name in FIELDS}
    note("plan.set", subject(plan), at=at, actor=actor, plan=plan.key, **facts)
    return plan


@transaction.atomic
def mark_step(*, plan: Plan, step: str, at: datetime, actor: Person | None) -> Plan:
    """A step of the guide (goals, process, criteria, projects) is done for now. Said again, nothing changes."""
    if step not in Plan.STEPS:
        raise Refused("unknown-step", step=step)
    plan = editing(plan, None)
    if step not in plan.visited:
        plan.visited = [each for each in Plan.STEPS if each in (*plan.visited, step)]
        plan.save(update_fields=["visited", "edition"])
        note("plan.step", subject(plan), at=at, actor=actor, plan=plan.key, step=step)
    return plan


@transaction.atomic
def publish_plan(*, plan: Plan, at: datetime, actor: Person | None) -> Plan:
    """Everyone can read the plan from now on. Refused ``plan-is-public``."""
    plan = editing(plan, None)
    if plan.published_at is not None:
        raise Refused("plan-is-public")
    plan.published_at = at
    plan.save(update_fields=["published_at", "edition"])
    note("plan.publish", subject(plan), at=at, actor=actor, plan=plan.key)
    return plan


@transaction.atomic
def withdraw_plan(*, plan: Plan, at: datetime, actor: Person | None) -> Plan:
    """Only the team sees the plan again. Refused ``plan-not-public``."""
    plan = editing(plan, None)
    if plan.published_at is None:
        raise Refused("plan-not-public")
    plan.published_at = None
    plan.save(update_fields=["published_at", "edition"])
    note("plan.withdraw", subject(plan), at=at, actor=actor, plan=plan.key)
    return plan
