"""A proposal's text after it was sent in: changed while nobody stands behind it, explained further once somebody does."""

from __future__ import annotations

from datetime import datetime

from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text
from madang.people.models import Person
from madang.proposals import search
from madang.proposals.models import Clarification, Proposal, Support, SupportBatch, TextVersion
from madang.rules.document import Document

from .journey import Journey, moving
from .proposals import check_texts
from .screening import screened

CLARIFICATION_LIMIT, CLARIFICATIONS = 5_000, 30
RETIRE_CODES = ("duplicate", "under-way", "unfeasible", "done", "other")
OPEN_TEXT = ("collect", "review")  # while the matter is in the citizens' hands, or before anyone has looked at it
OUT_OF_HAND = ("forum", "ballot", "execute")  # it belongs to more people than its author
TEXT = ("title", "body", "category", "area")


def is_fixed(document: Document) -> bool:
    """Whether the rules forbid an author to change or retire what was once sent in."""
    return bool(document.data.get("text") == "fixed")


def why_not_edit(journey: Journey) -> str:
    """The refusal that stands in the way of changing the text, "" when nothing does. Counts are locked."""
    if is_fixed(journey.document):
        return "text-fixed-by-rules"
    if not journey.visits:
        return "case-closed"
    if not all(visit.kind in OPEN_TEXT for visit in journey.visits) or _supported(journey):
        return "text-fixed"
    return ""


def _supported(journey: Journey) -> bool:
    """Whether anyone stands behind the text, whatever was taken out of the count since."""
    tally = journey.tallies.get("supports")
    if tally is not None and tally.value > 0:
        return True
    pk = journey.case.pk
    return Support.objects.filter(proposal=pk).exists() or SupportBatch.objects.filter(proposal=pk).exists()


def _own(journey: Journey, actor: Person | None) -> Proposal:
    proposal = Proposal.objects.get(pk=journey.case.pk)
    if actor is None or proposal.author_id != actor.pk:
        raise Refused("not-yours")
    return proposal


def edit_proposal(
    *,
    case_key: str,
    title: str,
    body: str,
    at: datetime,
    actor: Person | None,
    category: str | None = None,
    area: str | None = None,
    number: int | None = None,
    title_limit: int | None = None,
) -> Proposal:
    """The author changes the text; what it said before stays readable. Nothing happens when nothing is different.

    ``category`` and ``area`` stay when None. ``number``: the version the author had before them; Refused
    ``changed-meanwhile`` when another is in force. Whoever counts a support locks the same count, so either the support
    stands and the text does too, or the new text is there before the support.
    """
    title, body = check_texts(title, body) if title_limit is None else check_texts(title, body, title_limit)
    with moving(case_key, at=at, actor=actor) as journey:
        proposal = _own(journey, actor)
        refusal = why_not_edit(journey)
        if refusal:
            raise Refused(refusal)
        if number is not None and number != proposal.number:
            raise Refused("changed-meanwhile")
        texts = screened(f"case:{case_key}", {"title": title, "body": body}, at=journey.at)
        title, body = texts["title"], texts["body"]
        new = {
            "title": title,
            "body": body,
            "category": proposal.category if category is None else clean_line(category)[:40],
            "area": proposal.area if area is None else clean_line(area)[:40],
        }
        old = {name: getattr(proposal, name) for name in TEXT}
        if new == old:
            return proposal
        TextVersion.objects.create(proposal=proposal, number=proposal.number, until=journey.at, **old)
        for name, value in new.items():
            setattr(proposal, name, value)
        proposal.number += 1
        proposal.save(update_fields=[*TEXT, "number"])
        search.index(proposal.pk, f"{title}\n{body}")
        journey.record("proposal.edit", number=proposal.number)
    return proposal


def clarify_proposal(*, case_key: str, text: str, at: datetime, actor: Person | None) -> Clarification:
    """The author adds to a text that people stand behind: below it, with its date, for good."""
    text = clean_text(text)
    if not text:
        raise Refused("text-empty")
    if len(text) > CLARIFICATION_LIMIT:
        raise Refused("body-too-long", limit=f"{CLARIFICATION_LIMIT:,}", length=f"{len(text):,}")
    with moving(case_key, at=at, actor=actor) as journey:
        proposal = _own(journey, actor)
        if journey.case.closed_at is not None or not journey.visits:
            raise Refused("case-closed")
        if proposal.clarifications.count() >= CLARIFICATIONS:
            raise Refused("too-many-clarifications", limit=CLARIFICATIONS)
        text = screened(f"case:{case_key}", {"clarification": text}, at=journey.at)["clarification"]
        made = Clarification.objects.create(proposal=proposal, text=text, at=journey.at)
        journey.record("proposal.clarify", clarification=made.pk)
    return made


def why_not_retire(journey: Journey) -> str:
    """The refusal that stands in the way of retiring, "" when nothing does."""
    if is_fixed(journey.document):
        return "retire-forbidden-by-rules"
    if not journey.visits:
        return "case-closed"
    if any(visit.kind in OUT_OF_HAND for visit in journey.visits):
        return "retire-too-late"
    return ""


def retire_proposal(*, case_key: str, code: str, at: datetime, actor: Person | None, reason: str = "") -> Proposal:
    """철회: the author takes the proposal back, and says why; it stays readable, and nothing more comes of it.

    ``code``: one of :data:`RETIRE_CODES`; ``other`` needs words. Refused where the rules forbid it, when the case is
    over, or when it is in a debate, a vote or being carried out.
    """
    reason = clean_text(reason)
    if code not in RETIRE_CODES:
        raise Refused("unknown-decision", decision=code, allowed=", ".join(RETIRE_CODES))
    if code == "other" and not reason:
        raise Refused("reason-empty")
    if len(reason) > CLARIFICATION_LIMIT:
        raise Refused("body-too-long", limit=f"{CLARIFICATION_LIMIT:,}", length=f"{len(reason):,}")
    with moving(case_key, at=at, actor=actor) as journey:
        proposal = _own(journey, actor)
        refusal = why_not_retire(journey)
        if refusal:
            raise Refused(refusal)
        proposal.retired_at, proposal.retired_code, proposal.retired_reason = journey.at, code, reason
        proposal.save(update_fields=["retired_at", "retired_code", "retired_reason"])
        journey.record("proposal.retire", code=code)
        journey.end("retired", code=code)
    return proposal
