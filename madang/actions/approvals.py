"""The second person: asking for the approval of an answer's draft, giving it, or sending the draft back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from madang.answers.models import AnswerRequest
from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.notices.outbox import put
from madang.people.models import Person, Role
from madang.people.queries import holding, officers_of

from .duties import REASON_LIMIT
from .journey import name_of


def _locked(request: AnswerRequest, edition: int) -> AnswerRequest:
    """The request in our hands, at the edition that was looked at."""
    rows = AnswerRequest.objects.select_for_update(of=("self",)).select_related(
        "case__department", "draft_by", "asked_by"
    )
    found = rows.get(pk=request.pk)
    if found.versions.exists():
        raise Refused("already-published")
    if found.edition != edition:
        raise Refused("changed-meanwhile")
    return found


def approvers(request: AnswerRequest) -> list[Person]:
    """Who may be the second person for this draft: neither who wrote it nor who asks."""
    if request.level == "representative":
        found = [*holding(Role.REPRESENTATIVE), *holding(Role.OFFICER)]
    else:
        department = request.case.department
        found = [*(officers_of(department) if department else ()), *holding(Role.OFFICER)]
    apart = {request.draft_by_id, request.asked_by_id}
    return list({one.pk: one for one in found if one.pk not in apart}.values())


@transaction.atomic
def ask_approval(*, request: AnswerRequest, edition: int, at: datetime, actor: Person) -> AnswerRequest:
    """Ask for another person's eyes on the draft of ``edition``; all who may give the approval are told."""
    found = _locked(request, edition)
    if not found.draft_text or not found.draft_decision:
        raise Refused("text-empty")
    if found.approved_edition == edition:
        return found
    found.asked_by, found.asked_at, found.sent_back = actor, at, ""
    found.save(update_fields=["asked_by", "asked_at", "sent_back"])
    for person in approvers(found):
        occasion = f"{found.pk}:{at.isoformat()}:{person.key}"
        put("approval-asked", occasion, at=at, person=person, case=found.case.key, by=str(actor))
    record(at=at, actor=name_of(actor), verb="answer.ask_approval", subject=found.case.subject, request=found.pk)
    return found


def _second(found: AnswerRequest, actor: Person) -> None:
    if found.asked_at is None:
        raise Refused("not-asked")
    if actor.pk in (found.draft_by_id, found.asked_by_id):
        raise Refused("own-approval")


@transaction.atomic
def approve_answer(*, request: AnswerRequest, edition: int, at: datetime, actor: Person) -> AnswerRequest:
    """``actor`` stands for the draft of ``edition`` as the second person. Never who wrote it or asked."""
    found = _locked(request, edition)
    _second(found, actor)
    found.approved_by, found.approved_at, found.approved_edition = actor, at, edition
    found.save(update_fields=["approved_by", "approved_at", "approved_edition"])
    record(at=at, actor=name_of(actor), verb="answer.approve", subject=found.case.subject, request=found.pk)
    return found


@transaction.atomic
def send_back_answer(
    *, request: AnswerRequest, edition: int, reason: str, at: datetime, actor: Person
) -> AnswerRequest:
    """The draft is not approved as it stands, for this reason; who asked is told."""
    reason = clean_text(reason)[:REASON_LIMIT]
    if not reason:
        raise Refused("reason-needed")
    found = _locked(request, edition)
    _second(found, actor)
    asked_by = found.asked_by
    found.sent_back = reason
    found.asked_by = found.asked_at = found.approved_by = found.approved_at = found.approved_edition = None
    found.save(update_fields=["sent_back", "asked_by", "asked_at", "approved_by", "approved_at", "approved_edition"])
    if asked_by is not None:
        occasion = f"{found.pk}:{at.isoformat()}"
        put("approval-refused", occasion, at=at, person=asked_by, case=found.case.key, by=str(actor), reason=reason)
    record(at=at, actor=name_of(actor), verb="answer.send_back", subject=found.case.subject, request=found.pk)
    return found
