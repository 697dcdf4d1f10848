"""Whose hands a matter was in, and how long, in words: 교통정책과 3일 4시간 → 도로과 1일."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from madang.procedures.hands import way
from madang.procedures.models import Hand

from .answer_letter import department_name


def lasting(time: timedelta) -> str:
    """A stretch of time in days and hours; what is shorter than an hour is said so."""
    hours = int(time.total_seconds() // 3600)
    days, rest = divmod(hours, 24)
    facts = {"days": f"{days:,}", "hours": rest}
    if not hours:
        return gettext("1시간 미만")
    if not days:
        return gettext("%(hours)s시간") % facts
    return (gettext("%(days)s일 %(hours)s시간") if rest else gettext("%(days)s일")) % facts


def told(hands: Iterable[Hand], now: datetime, closed_at: datetime | None) -> list[dict[str, Any]]:
    """Each stretch: who (a department, or that one is looked for), how long, since when, whether it goes on, and how it
    ended (``outcome``, ``reason``: not for the public)."""
    return [
        {
            "who": department_name(one.department) or gettext("부서를 정하는 중"),
            "unassigned": one.department is None,
            "time": lasting(one.time),
            "since": one.since,
            "until": one.until,
            "open": one.until is None and closed_at is None,
            "outcome": one.outcome,
            "reason": one.reason,
        }
        for one in way(hands, now, closed_at)
    ]
