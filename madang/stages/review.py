"""``review``: people of the team decide whether a proposal goes on, by a clock of their own."""

from __future__ import annotations

from datetime import datetime

from madang.procedures.models import StageVisit
from madang.rules.document import Stage


def counts(stage: Stage) -> tuple[str, ...]:
    """Nothing is counted here."""
    return ()


def enter(visit: StageVisit, stage: Stage, at: datetime) -> None:
    """The proposal stays as visible as it was, unless the stage says otherwise."""
    proposal, visibility = visit.case.proposal, stage.settings.get("visibility")
    if visibility and proposal.visibility == "hidden":  # by a moderator, see collect.py
        proposal.shown_as = visibility
        proposal.save(update_fields=["shown_as"])
    elif visibility and proposal.visibility != visibility:
        proposal.visibility = visibility
        proposal.save(update_fields=["visibility"])
