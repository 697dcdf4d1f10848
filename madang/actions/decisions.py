"""Decisions by people: the review before publication, the agenda panel's choice, and what is no proposal at all."""

from __future__ import annotations

from datetime import datetime

from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text
from madang.notices.outbox import put
from madang.people.models import Person
from madang.procedures.grounds import GROUNDS

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


def route_case(
    *,
    case_key: str,
    code: str,
    reason: str,
    at: datetime,
    actor: Person | None,
    to: str = "",
    link: str = "",
) -> None:
    """A matter that is no proposal ends here with the outcome ``routed``, under one of the seven grounds (``code``).

    ``reason`` is public; ``to``: where it can be taken (a code of ``PLACES`` or a name), ``link``: that place's address
    (http or https). What was owed is released; the author is told.
    """
    reason, to, link = clean_text(reason)[:2000], clean_line(to)[:120], clean_line(link)[:300]
    if code not in GROUNDS:
        raise Refused("unknown-decision", decision=code, allowed=", ".join(GROUNDS))
    if not reason:
        raise Refused("reason-empty")
    if link and not link.startswith(("https://", "http://")):
        raise Refused("link-malformed", link=link)
    with moving(case_key, at=at, actor=actor) as journey:
        journey.record("case.route", code=code, reason=reason, to=to, link=link)
        journey.end("routed", code=code, reason=reason, to=to, link=link)
        author = journey.case.proposal.author
        if author is not None:
            put("case-routed", str(journey.case.pk), at=journey.at, person=author, case=case_key, code=code, to=to)
