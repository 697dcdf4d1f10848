"""Decisions by people: the review before publication, the agenda panel's choice, and what is no proposal at all."""

from __future__ import annotations

from datetime import datetime

from madang.agenda.models import AgendaItem
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text
from madang.forums.models import FORMS
from madang.notices.outbox import put, spread
from madang.people.models import Person
from madang.procedures.grounds import GROUNDS
from madang.rules.conditions import Fact
from madang.rules.document import Stage

from .forums import QUESTION_LIMIT, allowed_days
from .journey import Journey, moving


def decide(
    *,
    case_key: str,
    kind: str,
    decision: str,
    at: datetime,
    actor: Person | None,
    reason: str = "",
    code: str | None = None,
    form: str = "",
    question: str = "",
    days: int | None = None,
    meeting: str = "",
) -> None:
    """Decide an open stage of ``kind`` (``review`` or ``agenda``) with one of the words its rules allow.

    Every decision but the one that lets the matter through says why, publicly; ``code`` is one of the stage's reason
    codes where it has them. The panel chooses with a ``form`` of discussion, a ``question`` (default: as the rules and
    the proposal's title have it) and a period in ``days``, at least as long as the rules say (None: just so long). A
    proposal that the panel selects without being a candidate is picked up first, which needs the reason. ``meeting``:
    the key of the panel's meeting that decided so.
    """
    reason, question = clean_text(reason), clean_line(question)[:QUESTION_LIMIT]
    if form and form not in FORMS:
        raise Refused("unknown-decision", decision=form, allowed=", ".join(FORMS))
    with moving(case_key, at=at, actor=actor) as journey:
        if kind == "agenda" and decision == "select" and not any(visit.kind == kind for visit in journey.visits):
            pick_up_in(journey, reason)
        visit = journey.open_visit(kind)
        stage = journey.stage_of(visit)
        if decision not in stage.decisions:
            raise Refused("unknown-decision", decision=decision, allowed=", ".join(stage.decisions))
        if decision not in ("pass", "select") and not reason and not code:
            raise Refused("reason-empty")
        codes = stage.settings.get("reasons", {})
        if code is not None and code not in codes:
            raise Refused("unknown-decision", decision=code, allowed=", ".join(codes))
        chosen: dict[str, Fact] = {}
        if kind == "agenda":
            days = _days_of_discussion(journey, stage, days) if decision == "select" else None
            chosen = {"form": form, "question": question, "days": days, "meeting": meeting}
        chosen = {name: value for name, value in chosen.items() if value}
        journey.decided(visit, decision, reason=reason, code=code, **chosen)
        journey.record(f"{kind}.decide", stage=stage.key, decision=decision, code=code, reason=reason, **chosen)
        # Of what was bundled into another everyone is told with that one, once.
        if kind == "agenda" and not AgendaItem.objects.filter(visit=visit).exclude(lead=None).exists():
            told = {"decision": decision, "reason": reason, "question": str(chosen.get("question", ""))}
            spread(
                "agenda-decided", occasion=f"{visit.pk}:{journey.at.isoformat()}", at=journey.at, case=case_key, **told
            )


def _days_of_discussion(journey: Journey, stage: Stage, days: int | None) -> int | None:
    """The period, as the stage after the panel's allows it."""
    following = (journey.document.stage(rule.to) for rule in stage.exits if rule.to is not None)
    forum = next((one for one in following if one.kind == "forum"), None)
    return days if forum is None else allowed_days(days, journey, forum)


def pick_up(*, case_key: str, reason: str, at: datetime, actor: Person | None) -> None:
    """Staff bring a proposal before the panel that has not reached the threshold, saying why in public.

    One whose window has ended comes back for this. Refused where the rules know no panel, and for what was taken back.
    """
    with moving(case_key, at=at, actor=actor) as journey:
        pick_up_in(journey, clean_text(reason))
        journey.record("agenda.pick_up", reason=clean_text(reason))
        spread("picked-up", occasion=case_key, at=journey.at, case=case_key, reason=clean_text(reason))


def pick_up_in(journey: Journey, reason: str) -> None:
    """As :func:`pick_up`, within an act that already holds the case."""
    if not reason:
        raise Refused("reason-empty")
    stages = journey.document.stages
    starts = [start for stage in stages.values() for start in stage.starts if stages[start.stage].kind == "agenda"]
    if not starts:
        raise Refused("no-open-stage", kind="agenda")
    proposal = journey.case.proposal
    if proposal.retired_at is not None or proposal.visibility == "hidden":
        raise Refused("proposal-gone")
    journey.fire(starts[0].key, picked_up=True, reason=reason)


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
    (http or https). What was owed is released; the author is told. Refused ``route-too-late`` for what is carried out.
    """
    reason, to, link = clean_text(reason)[:2000], clean_line(to)[:120], clean_line(link)[:300]
    if code not in GROUNDS:
        raise Refused("unknown-decision", decision=code, allowed=", ".join(GROUNDS))
    if not reason:
        raise Refused("reason-empty")
    if link and not link.startswith(("https://", "http://")):
        raise Refused("link-malformed", link=link)
    with moving(case_key, at=at, actor=actor) as journey:
        if any(visit.kind == "execute" for visit in journey.visits):
            raise Refused("route-too-late")
        journey.record("case.route", code=code, reason=reason, to=to, link=link)
        journey.end("routed", code=code, reason=reason, to=to, link=link)
        author = journey.case.proposal.author
        if author is not None:
            put("case-routed", str(journey.case.pk), at=journey.at, person=author, case=case_key, code=code, to=to)
