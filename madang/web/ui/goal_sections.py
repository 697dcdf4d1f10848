"""The goals of a plan as one part of a page or paper: plain values, in the language in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch

from madang.actions import pacing, phases
from madang.actions.metrics_sources import ZONE
from madang.plans.models import Evidence, Goal, Phase, Plan

from . import goal_words


def goals_section(goals: Plan | Iterable[Goal], now: datetime) -> dict[str, Any]:
    """``numbers`` (cards), ``questions`` (with ``evidence``) and ``tally``: how many goals stand how, of a plan or some goals.

    Of a plan: those that hold. The macros of ``ui/goals.html`` show them; all of it is plain values, for a paper too.
    """
    rows = _of(goals) if isinstance(goals, Plan) else list(goals)
    paces = pacing.standings(rows, at=now)
    shown = [(row, goal_words.goal(row, paces[row.pk])) for row in rows]
    numbers = [each for row, each in shown if row.kind == "number"]
    states = [paces[row.pk].state for row in rows if row.kind == "number"]
    return {
        "numbers": numbers,
        "questions": [{**each, "evidence": _evidence(row)} for row, each in shown if row.kind == "quality"],
        "tally": {name: states.count(name) for name in ("on-track", "behind", "met", "missed") if name in states},
    }


def _of(plan: Plan) -> list[Goal]:
    evidence = Prefetch("evidence", Evidence.objects.filter(gone_at=None), to_attr="shown")
    return list(plan.goals.filter(dropped_at=None).select_related("owner").prefetch_related(evidence))


def _evidence(goal: Goal) -> list[dict[str, Any]]:
    shown: list[Evidence] = goal.shown  # type: ignore[attr-defined]
    return [goal_words.evidence(one) for one in shown]


def phase_rows(now: datetime) -> list[dict[str, Any]]:
    """The way of the years, for the macro ``phases``; of the phase under way each condition with its figure as of yesterday."""
    return [_phase(phase, now) for phase in Phase.objects.order_by("number")]


def _phase(phase: Phase, now: datetime) -> dict[str, Any]:
    current = phase.begun_at is not None and phase.ended_at is None
    yesterday = now.astimezone(ZONE).date() - timedelta(days=1)
    if current:
        standing = phases.standing(phase, on=yesterday, at=now)
        conditions = [goal_words.condition(raw, figure, met) for raw, figure, met in standing]
    else:
        conditions = [goal_words.condition(raw) for raw in phase.conditions]
    return {
        "number": phase.number, "name": phase.name, "aim": phase.aim, "state": goal_words.phase_state(phase),
        "current": current, "editable": phase.ended_at is None, "begun": phase.begun_at is not None, "since": phase.begun_at,
        "until": phase.ended_at, "conditions": conditions, "met_at": phase.met_at,
    }  # fmt: skip
