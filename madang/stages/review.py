"""``review``: people of the team decide whether a proposal goes on, by a clock of their own."""

from __future__ import annotations

from datetime import datetime

from madang.procedures.models import StageVisit
from madang.proposals.models import Proposal
from madang.rules.document import Stage


def counts(stage: Stage) -> tuple[str, ...]:
    """Nothing is counted here."""
    return ()


def enter(visit: StageVisit, stage: Stage, at: datetime) -> None:
    """The proposal stays as visible as it was, unless the stage says otherwise."""
    visibility = stage.settings.get("visibility")
    if visibility:
        Proposal.objects.filter(case_id=visit.case_id).update(visibility=visibility)
