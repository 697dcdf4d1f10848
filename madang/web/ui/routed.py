"""That a matter was no proposal and was routed away, as its page says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from madang.procedures.grounds import GROUNDS, PLACES


def routed(visits: Iterable[Any]) -> dict[str, Any] | None:
    """{at, ground, reason, to, link} of the visits of a case; None when it was not routed away."""
    for visit in visits:
        ground = GROUNDS.get(visit.facts.get("code"))
        if visit.outcome == "routed" and ground:
            facts = visit.facts
            to = str(facts.get("to") or "")
            return {
                "at": visit.left,
                "ground": gettext(ground),
                "reason": str(facts.get("reason") or ""),
                "to": gettext(PLACES[to][0]) if to in PLACES else to,
                "link": str(facts.get("link") or ""),
            }
    return None
