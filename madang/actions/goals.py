"""목표: set (measured, or a question), dropped, restored, judged; figures that the team counts itself. Evidence is in ``goal_evidence``."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from madang.base.errors import Refused
from madang.base.text import clean_line, opaque_key
from madang.people.models import Person
from madang.plans.models import Goal, HandCount, Plan

from .metrics import BY_HAND, Metric, find_metric
from .metrics_sources import ZONE
from .metrics_table import DAYS, PERCENT
from .planning import editing, find, free_key, line, role_of, span, words
from .planning import note as tell
from .plans import subject

LARGEST, LONGEST_DAYS = 1_000_000_000, 3_660
NOTE_LIMIT, JUDGEMENT_LIMIT = 4_000, 2_000
FIELDS = ("kind", "name", "note", "metric", "target", "starts", "ends", "owner_role", "owner", "order")


def find_goal(key: str) -> Goal:
    """The goal of that key, with its plan; Refused ``unknown-goal``."""
    return find(Goal, key, code="unknown-goal")


@transaction.atomic
def set_goal(
    *, plan: Plan, kind: str, name: str, at: datetime, actor: Person | None, key: str | None = None, note: str = "",
    metric: str = "", target: Decimal | None = None, starts: date | None = None, ends: date | None = None,
    owner_role: str = "", owner: Person | None = None, order: int = 0, after: int | None = None,
) -> Goal:  # fmt: skip
    """A goal as it is to be, all of it: a new one, or, where ``key`` names one of the plan, that one.

    ``kind`` number: ``metric``, ``target`` (above 0, of the metric's unit) and the days ``starts`` to ``ends`` are needed;
    quality: ``name`` is the question, the rest is optional. ``after``: see :func:`planning.editing`. Refused
    ``unknown-metric``, ``target-…``, ``goal-without-period``, ``goal-dropped``, ``goal-of-another-plan``.
    """
    if kind not in Goal.KINDS:
        raise Refused("unknown-decision", decision=kind, allowed=", ".join(Goal.KINDS))
    starts, ends = span(starts, ends)
    measured: dict[str, Any] = {"metric": "", "target": None}
    if kind == "number":
        measured = {"metric": metric, "target": checked_target(find_metric(metric), target)}
        if starts is None or ends is None:
            raise Refused("goal-without-period")
    fields = {
        "kind": kind, "name": line(name), "note": words(note, limit=NOTE_LIMIT), **measured, "starts": starts,
        "ends": ends, "owner_role": role_of(owner_role), "owner": owner, "order": order,
    }  # fmt: skip
    goal = _at_hand(plan, key, after)
    for field, value in fields.items():
        setattr(goal, field, value)
    goal.save()
    _note("goal.set", goal, at=at, actor=actor, **fields)
    return goal


def _at_hand(plan: Plan, key: str | None, after: int | None) -> Goal:
    known = Goal.objects.filter(key=key).first() if key else None
    if known is None:
        return Goal(key=free_key(Goal, key or opaque_key()), plan=plan)
    if known.plan_id != plan.pk:
        raise Refused("goal-of-another-plan")
    return _open(known, after)


def checked_target(metric: Metric, target: Decimal | None) -> Decimal:
    """A target that can be meant. Refused ``target-missing``, ``target-not-positive`` and what is beyond its unit."""
    if target is None or not target.is_finite():
        raise Refused("target-missing")
    if target <= 0:
        raise Refused("target-not-positive")
    if metric.unit == PERCENT and target > 100:
        raise Refused("target-over-hundred")
    if metric.unit == DAYS and target > LONGEST_DAYS:
        raise Refused("target-too-large", limit=f"{LONGEST_DAYS:,}")
    if target > LARGEST:
        raise Refused("target-too-large", limit=f"{LARGEST:,}")
    if metric.unit not in (PERCENT, DAYS) and target != target.to_integral_value():
        raise Refused("target-not-whole")
    kept = target.quantize(Decimal("0.01"))
    if not kept:
        raise Refused("target-not-positive")
    return kept


@transaction.atomic
def drop_goal(*, goal: Goal, at: datetime, actor: Person | None) -> Goal:
    """The goal is given up; it stays to be read. Said twice, nothing changes."""
    goal = editing(goal, None)
    if goal.dropped_at is None:
        goal.dropped_at = at
        goal.save(update_fields=["dropped_at", "edition"])
        _note("goal.drop", goal, at=at, actor=actor)
    return goal


@transaction.atomic
def restore_goal(*, goal: Goal, at: datetime, actor: Person | None) -> Goal:
    """It holds again."""
    goal = editing(goal, None)
    if goal.dropped_at is not None:
        goal.dropped_at = None
        goal.save(update_fields=["dropped_at", "edition"])
        _note("goal.restore", goal, at=at, actor=actor)
    return goal


@transaction.atomic
def judge_goal(
    *, goal: Goal, judgement: str, at: datetime, actor: Person | None, after: int | None = None
) -> Goal:  # fmt: skip
    """판단: what the team makes of it so far, in a few sentences, dated. Empty: the judgement is taken back."""
    text = words(judgement, limit=JUDGEMENT_LIMIT)
    goal = _open(goal, after)
    goal.judgement = text
    goal.judged_at, goal.judged_by = (at, actor) if text else (None, None)
    goal.save(update_fields=["judgement", "judged_at", "judged_by", "edition"])
    _note("goal.judge", goal, at=at, actor=actor, judgement=text)
    return goal


@transaction.atomic
def enter_metric(
    *, metric: str, on: date, value: int, at: datetime, actor: Person | None, note: str = ""
) -> HandCount:  # fmt: skip
    """What the team counted itself on (or for) the day ``on``. Said again for the same day, the last counts.

    Refused ``metric-not-by-hand``, ``day-in-future``, ``value-out-of-range``.
    """
    if metric not in BY_HAND:
        raise Refused("metric-not-by-hand")
    span(on, on)
    if on > at.astimezone(ZONE).date():
        raise Refused("day-in-future")
    if not 0 <= value <= LARGEST:
        raise Refused("value-out-of-range", limit=f"{LARGEST:,}")
    fields = {"value": value, "note": clean_line(note)[:200]}
    entered, _new = HandCount.objects.update_or_create(metric=metric, on=on, defaults={**fields, "by": actor, "at": at})
    tell("metric.enter", f"metric:{metric}", at=at, actor=actor, metric=metric, on=on, **fields)
    return entered


def _open(goal: Goal, after: int | None) -> Goal:
    goal = editing(goal, after)
    if goal.dropped_at is not None:
        raise Refused("goal-dropped")
    return goal


def _note(verb: str, goal: Goal, *, at: datetime, actor: Person | None, **facts: Any) -> None:
    tell(verb, subject(goal.plan), at=at, actor=actor, plan=goal.plan, goal=goal.key, **facts)
