"""국면: the institution's way over the years. The clock finds when a phase's conditions are met; people begin the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from madang.base.errors import Refused
from madang.people.models import Person
from madang.plans.models import Phase

from .goals import LONGEST_DAYS, checked_target
from .metrics import Measured, find_metric, measure_all
from .metrics_sources import ZONE, midnight
from .planning import editing, line, note, words

MOST, MOST_CONDITIONS = 5, 10
AIM_LIMIT = 4_000
LOOKED_BACK = 366  # days that a clock which stood still makes up for

Condition = dict[str, Any]


def under_way() -> Phase | None:
    """The phase that has begun and not ended."""
    return Phase.objects.filter(begun_at__isnull=False, ended_at=None).order_by("-number").first()


def next_of(phase: Phase) -> Phase | None:
    """The one that comes after it, if it has been described."""
    return Phase.objects.filter(number__gt=phase.number, begun_at=None).order_by("number").first()


@transaction.atomic
def set_phase(
    *, number: int, name: str, at: datetime, actor: Person | None, aim: str = "", conditions: Sequence[Condition] = (),
    after: int | None = None,
) -> Phase:  # fmt: skip
    """What a phase is for and when the next may begin: all ``conditions`` ({"metric", "least", "days"}) hold. Changed
    conditions are looked at anew. Refused ``phase-out-of-range``, ``condition-malformed``, ``phase-over``, ``target-…``.
    """
    if not 1 <= number <= MOST:
        raise Refused("phase-out-of-range", most=MOST)
    found = Phase.objects.filter(number=number).first()
    phase = editing(found, after) if found else Phase(number=number)
    if phase.ended_at is not None:
        raise Refused("phase-over")
    kept = [checked_condition(each) for each in conditions]
    if len(kept) > MOST_CONDITIONS:
        raise Refused("too-many-rows", limit=MOST_CONDITIONS)
    if phase.conditions != kept:
        phase.met_at = phase.looked_on = None
    phase.name, phase.aim, phase.conditions = line(name), words(aim, limit=AIM_LIMIT), kept
    phase.save()
    facts = {"number": number, "name": phase.name, "aim": phase.aim, "conditions": kept}
    note("phase.set", subject(phase), at=at, actor=actor, **facts)
    return phase


def checked_condition(raw: Condition) -> Condition:
    """{"metric", "least", "days"} as it is kept (``least`` a text, as targets are told); Refused ``condition-malformed``."""
    try:
        metric, least, days = find_metric(str(raw["metric"])), Decimal(str(raw["least"])), int(raw["days"])
    except (KeyError, TypeError, ValueError, OverflowError, InvalidOperation):
        raise Refused("condition-malformed") from None
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("condition-malformed")
    return {"metric": metric.key, "least": told_number(checked_target(metric, least)), "days": days}


def told_number(value: Decimal) -> str:
    """As short as it is exact: 30, 12.5."""
    return f"{value.to_integral_value() if value == value.to_integral_value() else value.normalize():f}"


@transaction.atomic
def begin_phase(*, phase: Phase, at: datetime, actor: Person | None) -> Phase:
    """People begin a phase; the one under way ends with that. Refused ``phase-begun``, ``phase-not-next`` for one that
    comes before the one under way."""
    phase = editing(phase, None)
    if phase.begun_at is not None:
        raise Refused("phase-begun")
    now = Phase.objects.select_for_update(of=("self",)).filter(begun_at__isnull=False, ended_at=None).first()
    if now is not None and now.number > phase.number:
        raise Refused("phase-not-next")
    if now is not None:
        now.ended_at = at
        now.edition += 1
        now.save(update_fields=["ended_at", "edition"])
    phase.begun_at = at
    phase.met_at = phase.looked_on = None
    phase.save()
    note("phase.begin", subject(phase), at=at, actor=actor, number=phase.number)
    return phase


def find_phase(number: int) -> Phase:
    """The phase of that number; Refused ``unknown-phase``."""
    phase = Phase.objects.filter(number=number).first()
    if phase is None:
        raise Refused("unknown-phase", number=number)
    return phase


def subject(phase: Phase) -> str:
    """How the audit trail names it."""
    return f"phase:{phase.number}"


# ── the clock ──


def standing(phase: Phase, *, on: date, at: datetime) -> list[tuple[Condition, Measured, bool]]:
    """Each condition with its figure over its days up to the day ``on`` (included), and whether it holds."""
    wanted = {
        place: (each["metric"], on - timedelta(days=each["days"] - 1), on)
        for place, each in enumerate(phase.conditions)
    }
    found = measure_all(wanted.values(), at=at)
    return [
        (each, found[wanted[place]], holds(each, found[wanted[place]])) for place, each in enumerate(phase.conditions)
    ]


def holds(condition: Condition, figure: Measured) -> bool:
    """Whether the figure is at least ``least`` (at most, where less is better). Nothing measured holds nothing."""
    if figure.value is None:
        return False
    least = float(condition["least"])
    return figure.value <= least if figure.metric.better == "less" else figure.value >= least


def look(*, at: datetime) -> Phase | None:
    """Once a day: is the phase under way fulfilled? The phase, when that was found now.

    Every day that has ended since the last look is looked at in its turn, so that a clock that stood still finds the same
    midnight (``met_at``: the end of the first day on which all conditions held). Done twice, nothing changes.
    """
    yesterday = at.astimezone(ZONE).date() - timedelta(days=1)
    waiting = Phase.objects.filter(begun_at__isnull=False, ended_at=None, met_at=None).exclude(conditions=[])
    phase = waiting.order_by("-number").first()
    if phase is None or (phase.looked_on is not None and phase.looked_on >= yesterday):
        return None
    with transaction.atomic():
        held = Phase.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=phase.pk).first()
        if held is None or held.met_at or held.ended_at or held.begun_at is None or held.conditions != phase.conditions:
            return None
        held.met_at = _first_met(held, yesterday)
        held.looked_on = yesterday
        held.save(update_fields=["met_at", "looked_on"])
    return held if held.met_at else None


def _first_met(phase: Phase, yesterday: date) -> datetime | None:
    assert phase.begun_at is not None
    begun = phase.begun_at.astimezone(ZONE).date()
    day = max(
        phase.looked_on + timedelta(days=1) if phase.looked_on else begun, yesterday - timedelta(days=LOOKED_BACK)
    )
    while day <= yesterday:
        end = midnight(day + timedelta(days=1))
        if all(met for _condition, _figure, met in standing(phase, on=day, at=end - timedelta.resolution)):
            return end
        day += timedelta(days=1)
    return None
