"""``collect``: the proposal takes supports until its window ends, seen by everyone, by link, or by those invited."""

from __future__ import annotations

from datetime import datetime

from madang.procedures.models import StageVisit, Tally
from madang.proposals.models import Proposal
from madang.rules.document import Stage


def counter(stage: Stage) -> str:
    """What is counted in this stage: supports, or sponsors who confirm a draft."""
    return str(stage.settings.get("counter", "supports"))


def enter(visit: StageVisit, stage: Stage, at: datetime) -> None:
    """Open the count and show the proposal as far as the stage says."""
    Tally.objects.get_or_create(case_id=visit.case_id, what=counter(stage), defaults={"last_at": at})
    visibility = stage.settings.get("visibility", "public")
    Proposal.objects.filter(case_id=visit.case_id).exclude(visibility=visibility).update(visibility=visibility)
