"""``agenda``: a candidate waits for the agenda panel to select it, not select it, or take it up at the next meeting."""

from __future__ import annotations

from datetime import datetime

from madang.agenda.models import AgendaItem
from madang.procedures.models import StageVisit
from madang.rules.document import Stage


def counts(stage: Stage) -> tuple[str, ...]:
    """Nothing is counted here."""
    return ()


def enter(visit: StageVisit, stage: Stage, at: datetime) -> None:
    """It becomes a candidate. Whether staff picked it up (and why) stands in the facts of its mark."""
    mark = visit.case.marks.filter(at=at, facts__picked_up=True).order_by("pk").last()
    reason = str(mark.facts.get("reason", "")) if mark is not None else ""
    before = AgendaItem.objects.filter(case=visit.case).count()
    key = visit.case.key if not before else f"{visit.case.key}-{before + 1}"
    AgendaItem.objects.create(key=key, case=visit.case, visit=visit, at=at, picked_up=mark is not None, reason=reason)
