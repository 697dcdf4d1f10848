"""Decisions by people: the review before publication, and the agenda panel's choice."""

from __future__ import annotations

from datetime import datetime

from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.people.models import Person

from .journey import moving


def decide(
    *,
    case_key: str,
    kind: str,
    decision: str,
    at: datetime,
    actor: Person | None,
    reason: str = "",
    code: str | None = None,
) -> None:
    """Decide an open stage of ``kind`` (``review`` or ``agenda``) with one of the words its rules allow.

    Every decision but the one that lets the matter through says why, publicly; ``code`` is one of the stage's reason
    codes where it has them.
    """
    reason = clean_text(reason)
    with moving(case_key, at=at, actor=actor) as journey:
        visit = journey.open_visit(kind)
        stage = journey.stage_of(visit)
        if decision not in stage.decisions:
            raise Refused("unknown-decision", decision=decision, allowed=", ".join(stage.decisions))
        if decision not in ("pass", "select") and not reason and not code:
            raise Refused("reason-empty")
        codes = stage.settings.get("reasons", {})
        if code is not None and code not in codes:
            raise Refused("unknown-decision", decision=code, allowed=", ".join(codes))
        journey.decided(visit, decision, reason=reason, code=code)
        journey.record(f"{kind}.decide", stage=stage.key, decision=decision, code=code, reason=reason)
