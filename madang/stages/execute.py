"""``execute``: what was promised is carried out; reports are owed as often as the rules say."""

from __future__ import annotations

from datetime import datetime

from madang.deliveries.models import Delivery
from madang.procedures.models import StageVisit
from madang.rules.document import Stage


def counts(stage: Stage) -> tuple[str, ...]:
    """Nothing is counted here."""
    return ()


def enter(visit: StageVisit, stage: Stage, at: datetime) -> None:
    """A delivery begins, without a plan yet."""
    before = Delivery.objects.filter(case=visit.case).count()
    key = visit.case.key if not before else f"{visit.case.key}-{before + 1}"
    Delivery.objects.create(key=key, case=visit.case, visit=visit)
