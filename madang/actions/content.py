"""What a moderated subject is (``case:KEY``, ``comment:KEY``, …), and hiding, showing and masking it.

Whatever else people may write gets its entry in ``WRITTEN`` (and its words and page in ``web/ui/contents.py``); the
queue, the decisions and objections need not change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from madang.audit.models import record
from madang.base.errors import Refused
from madang.comments.models import Comment
from madang.deliveries.models import Verdict
from madang.forums.models import Opinion, Statement
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
    """A subject as moderators see it: ``state`` is shown, hidden, deleted or (of a proposal) private.

    ``place``: the key of the page that it stands on, "" where its own key or its case's leads there.
    """

    subject: str
    kind: str  # case, or one of WRITTEN
    key: str
    case_key: str
    title: str
    text: str
    author: Person | None
    at: datetime
    state: str
    place: str = ""


@dataclass(frozen=True)
class Written:
    """A kind of text below a matter: rows with ``key, text, at, state, gone_at, hidden_code``.

    ``case`` and ``author``: the way from a row to its case and its author; ``place``: to the key of its page.
    ``earlier``: of a row, its earlier versions, which have a ``text`` too.
    ``counted``: told the id of the case when one more (+1) or one less (-1) can be read.
    """

    model: Any
    case: str
    author: str
    place: str = ""
    counted: Callable[[int, int], None] | None = None
    earlier: str = ""

    def rows(self, keys: Iterable[str]) -> Any:
        """Rows with everything that :class:`Content` says of them."""
        paths = [f"{self.case}__proposal", self.author, *([self.place.rpartition("__")[0]] if self.place else [])]
        return self.model.objects.filter(key__in=list(keys)).select_related(*paths)


WRITTEN: dict[str, Written] = {
    "comment": Written(Comment, "case", "author", counted=count_shown),
    "opinion": Written(Opinion, "forum__case", "author", place="forum__key", earlier="earlier"),
    "statement": Written(Statement, "forum__case", "author", place="forum__key"),
    "verdict": Written(Verdict, "delivery__case", "person", place="delivery__key"),
}


def _follow(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def read(subjects: Iterable[str]) -> dict[str, Content]:
    """Those of ``subjects`` that there are, in a query a kind."""
    names = [subject.partition(":") for subject in subjects if "\x00" not in subject]
    cases = [key for kind, _, key in names if kind == "case"]
    found: dict[str, Content] = {}
    if cases:
        for p in Proposal.objects.filter(case__key__in=cases).select_related("case", "author"):
            state = p.visibility if p.visibility in ("hidden", "private") else "shown"
            subject = f"case:{p.case.key}"
            found[subject] = Content(
                subject, "case", p.case.key, p.case.key, p.title, p.body, p.author, p.submitted_at, state
            )
    for kind, written in WRITTEN.items():
        keys = [key for named, _, key in names if named == kind]
        for row in written.rows(keys) if keys else ():
            case, subject = _follow(row, written.case), f"{kind}:{row.key}"
            author, place = _follow(row, written.author), _follow(row, written.place) if written.place else ""
            found[subject] = Content(
                subject, kind, row.key, case.key, case.proposal.title, row.text, author, row.at, row.state, place
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
        written, row = _locked(content)
        if row.state == "shown" and written.counted is not None:
            written.counted(_follow(row, written.case).pk, -1)
        written.model.objects.filter(pk=row.pk).update(state="hidden", gone_at=at, hidden_code=decision.code)
    verb = "proposal.hide" if content.kind == "case" else f"{content.kind}.hide"
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
        written, row = _locked(content)
        if row.state == "hidden":
            written.model.objects.filter(pk=row.pk).update(state="shown", gone_at=None, hidden_code="")
            if written.counted is not None:
                written.counted(_follow(row, written.case).pk, +1)
    verb = "proposal.show" if content.kind == "case" else f"{content.kind}.show"
    record(at=at, actor=name_of(actor), verb=verb, subject=content.subject, note=decision.note, decision=decision.pk)
    if content.author is not None:
        facts: dict[str, Any] = {"case": content.case_key, "decision": decision.pk, "subject": content.subject}
        outbox.put("content-shown", str(decision.pk), at=at, person=content.author, **facts)


def _locked(content: Content) -> tuple[Written, Any]:
    """Its row, in our hands."""
    written = WRITTEN[content.kind]
    return written, written.model.objects.select_for_update().get(key=content.key)


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

    if content.kind != "case":
        written, row = _locked(content)
        written.model.objects.filter(pk=row.pk).update(text=changed(row.text))
        for version in getattr(row, written.earlier).all() if written.earlier else ():
            version.text = changed(version.text)
            version.save(update_fields=["text"])
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
