"""``task``: something is to be done (a result delivered, a schedule published), or a window is open for someone."""

from __future__ import annotations

from datetime import datetime

from madang.procedures.models import StageVisit
from madang.rules.document import Stage


def counts(stage: Stage) -> tuple[str, ...]:
    """Nothing is counted here."""
    return ()


def enter(visit: StageVisit, stage: Stage, at: datetime) -> None:
    """Nothing but the clock starts here."""
