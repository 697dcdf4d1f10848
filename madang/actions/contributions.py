"""What a department adds to another's answer: written, given, or declined with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from madang.answers.models import Contribution
from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.people.models import Person
from madang.procedures import hands

from .answers import TEXT_LIMIT, work_goes_on
from .duties import REASON_LIMIT
from .journey import moving, name_of


def _locked(contribution: Contribution) -> Contribution:
    """The row in our hands; Refused when there is nothing to write any more."""
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("department", "request__case")
    found = rows.get(pk=contribution.pk)
    if found.given_at is not None or found.declined_at is not None:
        raise Refused("contribution-settled")
    if found.request.versions.exists():
        raise Refused("already-published")
    return found


@transaction.atomic
def draft_contribution(
    *, contribution: Contribution, text: str, edition: int, at: datetime, actor: Person | None, quiet: bool = False
) -> Contribution:
    """Save what is written so far. ``edition`` and ``quiet``: as in ``answers.draft_answer``."""
    found = _locked(contribution)
    if found.edition != edition:
        raise Refused("changed-meanwhile")
    text = clean_text(text)[:TEXT_LIMIT]
    if text == found.text:
        return found
    told = not quiet or found.written_by_id != (actor.pk if actor else None) or not found.text
    found.text, found.written_by, found.edition = text, actor, edition + 1
    found.save(update_fields=["text", "written_by", "edition"])
    if told:
        facts = {"department": found.department.key, "contribution": found.pk}
        record(at=at, actor=name_of(actor), verb="contribution.draft", subject=found.request.case.subject, **facts)
    return found


def give_contribution(
    *, contribution: Contribution, text: str, at: datetime, actor: Person | None, edition: int | None = None
) -> Contribution:
    """The department's part is done: whoever leads may use the text, and the department answers with them."""
    text = clean_text(text)
    if not text:
        raise Refused("text-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    with moving(contribution.request.case, at=at, actor=actor) as journey:
        found = _locked(contribution)
        if edition is not None and found.edition != edition:
            raise Refused("changed-meanwhile")
        found.text, found.written_by, found.given_at = text, actor, journey.at
        found.edition += 1
        found.save(update_fields=["text", "written_by", "given_at", "edition"])
        _leave(found, journey.at, "done")
        journey.record("contribution.give", department=found.department.key, contribution=found.pk)
    return found


def decline_contribution(
    *, contribution: Contribution, reason: str, at: datetime, actor: Person | None
) -> Contribution:
    """The department has nothing to add, and says why; the reason stays in the house."""
    reason = clean_text(reason)[:REASON_LIMIT]
    if not reason:
        raise Refused("reason-needed")
    with moving(contribution.request.case, at=at, actor=actor) as journey:
        found = _locked(contribution)
        found.reason, found.written_by, found.declined_at = reason, actor, journey.at
        found.save(update_fields=["reason", "written_by", "declined_at"])
        _leave(found, journey.at, "refused", reason)
        journey.record("contribution.decline", department=found.department.key, contribution=found.pk, reason=reason)
    return found


def _leave(one: Contribution, at: datetime, outcome: str, reason: str = "") -> None:
    """The department's hand is off the case, unless another answer still waits for it."""
    if not work_goes_on(one.request.case, one.department, besides=one.request):
        hands.leave(one.request.case, one.department, at=at, outcome=outcome, reason=reason)
