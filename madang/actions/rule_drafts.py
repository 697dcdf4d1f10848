"""The second person for criteria: whoever changes them asks, somebody else publishes or sends back.

Only where the institution wants it (setting ``SECOND_PERSON``); one document a procedure waits at a time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.notices.outbox import put
from madang.people.models import Person
from madang.people.rights import RIGHTS, may
from madang.procedures.models import Procedure, RuleDraft, RuleVersion
from madang.rules.document import BrokenDocument, read_document

from .journey import name_of
from .procedures import find_procedure, publish_rules


def wanted() -> bool:
    """Whether criteria need a second person here."""
    return "rules" in settings.SECOND_PERSON


def waiting(procedure: Procedure) -> RuleDraft | None:
    """The document of ``procedure`` that waits for a second person."""
    return procedure.drafts.filter(decided_at=None).select_related("asked_by", "procedure").order_by("pk").last()


@transaction.atomic
def ask_rules(*, slug: str, data: Any, after: int, note: str = "", at: datetime, actor: Person) -> RuleDraft:
    """Put a document before a second person. One's own that still waits is replaced; another's must be decided first."""
    procedure = _locked(slug)
    try:
        read_document(data)
    except BrokenDocument as error:
        problems = " · ".join(problem.sentence("ko") for problem in error.problems[:5])
        raise Refused("rules-broken", problems=problems) from error
    current = procedure.current
    if current.number != after:
        raise Refused("rules-outdated", number=current.number)
    if current.data == data:
        raise Refused("rules-unchanged")
    before = waiting(procedure)
    if before is not None:
        if before.asked_by_id != actor.pk and before.after == current.number:
            raise Refused("draft-waits")
        _decide(before, by=actor, at=at)  # one's own earlier one, or one that could not be published any more
    draft = RuleDraft.objects.create(
        procedure=procedure, data=data, after=after, note=clean_text(note), asked_by=actor, asked_at=at
    )
    record(at=at, actor=name_of(actor), verb="rules.ask", subject=f"procedure:{slug}", draft=draft.pk, after=after)
    for person in approvers(actor):
        put("rules-approval-asked", f"{draft.pk}:{person.key}", at=at, person=person, procedure=slug, by=str(actor))
    return draft


def approvers(asker: Person) -> list[Person]:
    """Everyone who could be the second person for what ``asker`` wants."""
    able = Person.objects.filter(is_active=True, memberships__role__in=RIGHTS["rules.approve"]).distinct()
    return list(able.exclude(pk=asker.pk).order_by("pk"))


@transaction.atomic
def approve_rules(*, slug: str, draft: int, at: datetime, actor: Person) -> RuleVersion:
    """Publish the document that waits: in the name of who wrote it, and with the name of who approved it in the trail.

    Refused ``own-draft`` for who asked, ``draft-decided`` or ``draft-changed`` when it is not the one that waits any
    more, ``rules-outdated`` when another version was published meanwhile.
    """
    found = _found(slug, draft)
    if found.asked_by_id == actor.pk:
        raise Refused("own-draft")
    if not may(actor, "rules.approve"):
        raise Refused("not-allowed")
    version = publish_rules(slug=slug, data=found.data, at=at, actor=found.asked_by, note=found.note, after=found.after)
    found.published = version
    _decide(found, by=actor, at=at)
    facts = {"number": version.number, "draft": found.pk, "asked_by": found.asked_by.key}
    record(at=at, actor=name_of(actor), verb="rules.approve", subject=f"procedure:{slug}", **facts)
    return version


@transaction.atomic
def return_rules(*, slug: str, draft: int, reason: str, at: datetime, actor: Person) -> None:
    """Send the document back to who wrote it, with the reason."""
    found = _found(slug, draft)
    reason = clean_text(reason)
    if found.asked_by_id == actor.pk:
        raise Refused("own-draft")
    if not reason:
        raise Refused("text-empty")
    found.reason = reason
    _decide(found, by=actor, at=at)
    record(at=at, actor=name_of(actor), verb="rules.return", subject=f"procedure:{slug}", draft=found.pk, reason=reason)
    facts: dict[str, Any] = {"procedure": slug, "by": str(actor), "reason": reason}
    put("rules-sent-back", str(found.pk), at=at, person=found.asked_by, **facts)


@transaction.atomic
def recall_rules(*, slug: str, draft: int, at: datetime, actor: Person) -> None:
    """Whoever asked takes it back."""
    found = _found(slug, draft)
    if found.asked_by_id != actor.pk:
        raise Refused("not-allowed")
    _decide(found, by=actor, at=at)
    record(at=at, actor=name_of(actor), verb="rules.recall", subject=f"procedure:{slug}", draft=found.pk)


def _locked(slug: str) -> Procedure:
    return Procedure.objects.select_for_update().get(pk=find_procedure(slug).pk)


def _found(slug: str, draft: int) -> RuleDraft:
    found = waiting(_locked(slug))
    if found is None:
        raise Refused("draft-decided")
    if found.pk != draft:
        raise Refused("draft-changed")
    return found


def _decide(draft: RuleDraft, *, by: Person, at: datetime) -> None:
    draft.decided_by, draft.decided_at = by, at
    draft.save()
