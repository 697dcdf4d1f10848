"""What the author of a proposal may still do with it, as its page knows it. The actions ask again, under their lock."""

from __future__ import annotations

from typing import Any

from madang.actions.texts import OPEN_TEXT, OUT_OF_HAND, is_fixed
from madang.people.models import Person
from madang.proposals.models import Proposal
from madang.web.ui import words

from .matter import Matter


def _kinds(matter: Matter) -> set[str]:
    return {visit.kind for visit in matter.visits if visit.left is None}


def editable(matter: Matter) -> str:
    """The refusal that changing the text would meet, "" when none."""
    if is_fixed(matter.document):
        return "text-fixed-by-rules"
    if not _kinds(matter):
        return "case-closed"
    return "text-fixed" if matter.supports or matter.batches or not _kinds(matter) <= set(OPEN_TEXT) else ""


def clarifying(matter: Matter) -> str:
    """The refusal that an explanation would meet, "" when none."""
    return "" if _kinds(matter) else "case-closed"


def retirable(matter: Matter) -> str:
    """The refusal that retiring would meet, "" when none."""
    if is_fixed(matter.document):
        return "retire-forbidden-by-rules"
    if not _kinds(matter):
        return "case-closed"
    return "retire-too-late" if _kinds(matter) & set(OUT_OF_HAND) else ""


def own_acts(matter: Matter, person: Person | None) -> dict[str, bool] | None:
    """Which acts its page offers to the author; None for everyone else."""
    if person is None or matter.proposal.author_id != person.pk:
        return None
    return {
        "edit": not editable(matter),
        "clarify": bool(editable(matter)) and not clarifying(matter),
        "retire": not retirable(matter),
    }


def retirement(proposal: Proposal) -> dict[str, Any] | None:
    """When and why its author took it back; None when they did not."""
    if proposal.retired_at is None:
        return None
    return {"at": proposal.retired_at, "why": words.retired(proposal.retired_code), "reason": proposal.retired_reason}
