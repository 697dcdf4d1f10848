"""What a moderated subject is (``case:KEY``, ``comment:KEY``), and hiding, showing and masking it.

Whatever else people may write later gets its entry in ``KINDS``; the queue, the decisions and objections need not change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from madang.audit.models import record
from madang.base.errors import Refused
from madang.comments.models import Comment
from madang.moderation.models import Decision
from madang.moderation.reasons import REASONS
from madang.notices import outbox
from madang.people.models import Person
from madang.procedures.models import Case
from madang.proposals import search
from madang.proposals.models import Proposal

from .comments import count_shown
from .journey import name_of

COVER = "○○○"


@dataclass(frozen=True)
class Content:
    """A subject as moderators see it: ``state`` is shown, hidden, deleted or (of a proposal) private."""

    subject: str
    kind: str  # case, comment
    key: str
    case_key: str
    title: str
    text: str
    author: Person | None
    at: datetime
    state: str


def read(subjects: Iterable[str]) -> dict[str, Content]:
    """Those of ``subjects`` that there are, in two queries."""
    names = [subject.partition(":") for subject in subjects if "\x00" not in subject]
    cases = [key for kind, _, key in names if kind == "case"]
    comments = [key for kind, _, key in names if kind == "comment"]
    found: dict[str, Content] = {}
    if cases:
        for p in Proposal.objects.filter(case__key__in=cases).select_related("case", "author"):
            state = p.visibility if p.visibility in ("hidden", "private") else "shown"
            subject = f"case:{p.case.key}"
            found[subject] = Content(
                subject, "case", p.case.key, p.case.key, p.title, p.body, p.author, p.submitted_at, state
            )
    if comments:
        for c in Comment.objects.filter(key__in=comments).select_related("case__proposal", "author"):
            subject = f"comment:{c.key}"
            found[subject] = Content(
                subject, "comment", c.key, c.case.key, c.case.proposal.title, c.text, c.author, c.at, c.state
            )
    return found


def find(subject: str) -> Content:
    """One of them; Refused when there is none."""
    found = read([subject]).get(subject)
    if found is None:
        raise Refused("unknown-content", subject=subject)
    return found


def hide(content: Content, *, decision: Decision, at: datetime, actor: Person | None) -> None:
    """Nobody but its author and the team reads it any more. Within the deciding transaction."""
    if content.kind == "case":
        proposal = _locked_proposal(content.key)
        if proposal.visibility != "hidden":
            proposal.shown_as, proposal.visibility = proposal.visibility, "hidden"
            proposal.save(update_fields=["shown_as", "visibility"])
    else:
        comment = Comment.objects.select_for_update().get(key=content.key)
        if comment.state == "shown":
            count_shown(comment.case_id, -1)
        Comment.objects.filter(pk=comment.pk).update(state="hidden", gone_at=at, hidden_code=decision.code)
    verb = "proposal.hide" if content.kind == "case" else "comment.hide"
    record(
        at=at, actor=name_of(actor), verb=verb, subject=content.subject, code=decision.code, note=decision.note,
        decision=decision.pk,
    )  # fmt: skip
    if content.author is not None:
        facts: dict[str, Any] = {
            "case": content.case_key,
            "decision": decision.pk,
            "subject": content.subject,
            "code": decision.code,
        }
        reason = REASONS[decision.code][0]
        outbox.put("content-hidden", str(decision.pk), at=at, person=content.author, reason=reason, **facts)


def show(content: Content, *, decision: Decision, at: datetime, actor: Person | None) -> None:
    """It can be read again, as far as it could before. Within the deciding transaction."""
    if content.kind == "case":
        proposal = _locked_proposal(content.key)
        if proposal.visibility == "hidden":
            proposal.visibility, proposal.shown_as = proposal.shown_as or "public", ""
            proposal.save(update_fields=["shown_as", "visibility"])
    else:
        comment = Comment.objects.select_for_update().get(key=content.key)
        if comment.state == "hidden":
            Comment.objects.filter(pk=comment.pk).update(state="shown", gone_at=None, hidden_code="")
            count_shown(comment.case_id, +1)
    verb = "proposal.show" if content.kind == "case" else "comment.show"
    record(at=at, actor=name_of(actor), verb=verb, subject=content.subject, note=decision.note, decision=decision.pk)
    if content.author is not None:
        facts: dict[str, Any] = {"case": content.case_key, "decision": decision.pk, "subject": content.subject}
        outbox.put("content-shown", str(decision.pk), at=at, person=content.author, **facts)


def _locked_proposal(key: str) -> Proposal:
    """The proposal, with its case locked: a stage that begins in this moment reads what is decided here."""
    case = Case.objects.select_for_update(of=("self",)).get(key=key)
    return Proposal.objects.select_for_update(of=("self",)).get(pk=case.pk)


def replace(content: Content, changes: Iterable[tuple[str, str]]) -> int:
    """Write ``changes`` (old, new) into every version of the text that anyone can read; how often something was replaced."""
    changes = [(old, new) for old, new in changes if old and old != new]
    count = 0

    def changed(text: str) -> str:
        nonlocal count
        for old, new in changes:
            count += text.count(old)
            text = text.replace(old, new)
        return text

    if content.kind == "comment":
        comment = Comment.objects.select_for_update().get(key=content.key)
        Comment.objects.filter(pk=comment.pk).update(text=changed(comment.text))
        return count
    proposal = _locked_proposal(content.key)
    proposal.title, proposal.body = changed(proposal.title), changed(proposal.body)
    proposal.save(update_fields=["title", "body"])
    search.index(proposal.pk, f"{proposal.title}\n{proposal.body}")
    for version in proposal.earlier.all():
        version.title, version.body = changed(version.title), changed(version.body)
        version.save(update_fields=["title", "body"])
    for clarification in proposal.clarifications.all():
        clarification.text = changed(clarification.text)
        clarification.save(update_fields=["text"])
    return count
