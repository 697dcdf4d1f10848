"""``collect``: the proposal takes supports until its window ends, seen by everyone, by link, or by those invited."""

from __future__ import annotations

from datetime import datetime

from madang.procedures.models import StageVisit
from madang.rules.document import Stage


def counts(stage: Stage) -> tuple[str, ...]:
    """Supports, or sponsors who confirm a draft."""
    return (str(stage.settings.get("counter", "supports")),)


def enter(visit: StageVisit, stage: Stage, at: datetime) -> None:
    """Show the proposal as far as the stage says."""
    proposal, visibility = visit.case.proposal, stage.settings.get("visibility", "public")
    if proposal.visibility == "hidden":  # by a moderator: it becomes visible so far once it is shown again
        proposal.shown_as = visibility
        proposal.save(update_fields=["shown_as"])
    elif proposal.visibility != visibility:
        proposal.visibility = visibility
        proposal.save(update_fields=["visibility"])
