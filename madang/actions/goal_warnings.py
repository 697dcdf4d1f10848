"""What is odd about a goal though it may be meant: nothing is refused for it, whoever set it is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from madang.people.models import Membership
from madang.plans.models import Goal

from .metrics import measure_all
from .metrics_sources import ZONE

FAR = 10  # times the figure of as many days before
Warning_ = tuple[str, dict[str, Any]]  # code, facts


def warnings_of(goal: Goal, *, at: datetime) -> list[Warning_]:
    """Codes with facts: ``goals-overlap`` (other), ``goal-outside-year`` (year), ``target-far`` (before, times: ten times
    what as many days before came to), ``target-low`` (before: a tenth of it), ``goal-of-nobody`` (role)."""
    found: list[Warning_] = []
    if goal.kind == "number":
        found += [("goals-overlap", {"other": other.name}) for other in overlapping(goal)]
        found += _far(goal, at)
    if goal.starts and goal.ends and (goal.starts.year > goal.plan.year or goal.ends.year < goal.plan.year):
        found.append(("goal-outside-year", {"year": goal.plan.year}))
    if goal.owner_role and goal.owner_id is None and not Membership.objects.filter(role=goal.owner_role).exists():
        found.append(("goal-of-nobody", {"role": goal.owner_role}))
    return found


def overlapping(goal: Goal) -> list[Goal]:
    """Goals of any plan that measure the same on some of the same days."""
    others = Goal.objects.filter(kind="number", metric=goal.metric, dropped_at=None).exclude(pk=goal.pk)
    return list(others.filter(starts__lte=goal.ends, ends__gte=goal.starts))


def _far(goal: Goal, at: datetime) -> list[Warning_]:
    """A count's target beside what as many days came to before the goal's first one."""
    assert goal.starts is not None
    assert goal.ends is not None
    assert goal.target is not None
    last = goal.starts - timedelta(days=1)
    if last > at.astimezone(ZONE).date():
        last = at.astimezone(ZONE).date() - timedelta(days=1)
    wanted = goal.metric, last - (goal.ends - goal.starts), last
    before = measure_all([wanted], at=at)[wanted]
    if not before.metric.grows or not before.value:
        return []
    if float(goal.target) >= FAR * before.value:
        return [("target-far", {"before": before.value})]
    if float(goal.target) * FAR <= before.value:
        return [("target-low", {"before": before.value})]
    return []
