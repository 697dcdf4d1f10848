"""Answering: draft, publish, correct."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from madang.answers.models import AnswerRequest, AnswerVersion, Contribution
from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text
from madang.notices.outbox import put, spread
from madang.people.models import Department, Person
from madang.procedures import hands
from madang.procedures.models import Case, StageVisit

from .duties import assign_in
from .journey import Journey, moving, name_of

TEXT_LIMIT = 60_000
STRETCH = timedelta(minutes=30)  # a pause after which writing on is told anew


def needs_second_person() -> bool:
    """Whether this institution wants another person's approval before an answer is published."""
    return "answers" in settings.SECOND_PERSON


def _text(raw: str) -> str:
    text = clean_text(raw)
    if not text:
        raise Refused("text-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    return text


@transaction.atomic
def draft_answer(
    *,
    request: AnswerRequest,
    decision: str,
    text: str,
    edition: int,
    at: datetime,
    actor: Person | None,
    quiet: bool = False,
) -> AnswerRequest:
    """Save a draft. ``edition`` is the one the author started from; Refused when someone else saved in between.

    What is already there is not saved again: an approval stands until something changes. ``quiet``: saved by the page
    itself while someone writes; of one person's stretch of work the trail keeps the beginning only.
    """
    locked = AnswerRequest.objects.select_for_update(of=("self",)).select_related("case").get(pk=request.pk)
    if locked.versions.exists():
        raise Refused("already-published")
    if locked.edition != edition:
        raise Refused("changed-meanwhile")
    decision, text = clean_line(decision)[:40], clean_text(text)[:TEXT_LIMIT]
    if locked.draft_at is not None and (decision, text) == (locked.draft_decision, locked.draft_text):
        return locked
    same = locked.draft_by_id == (actor.pk if actor else None)
    told = not (quiet and same and locked.draft_at is not None and at - locked.draft_at < STRETCH)
    locked.draft_decision, locked.draft_text = decision, text
    locked.draft_by, locked.draft_at, locked.edition = actor, at, edition + 1
    if locked.approved_edition is not None:  # what was approved is another text
        locked.asked_by = locked.asked_at = locked.approved_by = locked.approved_at = locked.approved_edition = None
    locked.save()
    if told:
        record(at=at, actor=name_of(actor), verb="answer.draft", subject=locked.case.subject, request=locked.pk)
    return locked


def publish_answer(
    *,
    case_key: str,
    decision: str,
    text: str,
    at: datetime,
    actor: Person | None,
    department: Department | None = None,
    representative: bool | None = None,
    edition: int | None = None,
    stage: str | None = None,
    joined: Iterable[Department] | None = None,
) -> AnswerVersion:
    """Publish the answer a case waits for: the duty is kept (late or in time is derived), the proposer is told.

    A department's answer is given by the department that has the case (a case that no department has yet goes to
    ``department``). ``representative`` asks for the head's own answer (True) or a department's (False) where both are
    open; None takes the one that is. ``stage``: which answer stage, where the rules may have several open at once.
    ``edition``: of the draft that was looked at; Refused ``changed-meanwhile`` when it has changed since, and
    ``not-approved`` where the institution wants a second person and nobody has approved it. None for what never was a
    draft here (history that is taken in). ``joined``: the departments that answer with it; None: those that have
    given their contribution. Of two who publish at once one succeeds.
    """
    text = _text(text)
    with moving(case_key, at=at, actor=actor) as journey:
        visit = _open_answer(journey, representative, stage)
        decisions = journey.stage_of(visit).decisions
        if decision not in decisions:
            raise Refused("unknown-decision", decision=decision, allowed=", ".join(decisions))
        request = AnswerRequest.objects.select_for_update().get(visit=visit)
        if request.versions.exists():
            raise Refused("already-published")
        if edition is not None and request.edition != edition:
            raise Refused("changed-meanwhile")
        if edition is not None and needs_second_person() and request.approved_edition != edition:
            raise Refused("not-approved")
        duty = request.duty
        if duty.owner == "department":
            _settle_department(journey, department)
        version = AnswerVersion.objects.create(
            request=request,
            number=1,
            decision=decision,
            text=text,
            department=journey.case.department if duty.owner == "department" else None,
            published_at=journey.at,
            published_by=actor,
        )
        _join(version, joined, journey)
        journey.decided(visit, decision)
        journey.keep(visit)
        author = journey.case.proposal.author
        if author is not None:
            put("answered", str(request.pk), at=journey.at, person=author, case=journey.case.key)
        spread("answered-supporter", occasion=str(request.pk), at=journey.at, case=journey.case.key)
        journey.record("answer.publish", level=request.level, version=version.pk, decision=decision)
    return version


def _join(version: AnswerVersion, joined: Iterable[Department] | None, journey: Journey) -> None:
    """Who answers with it; and nobody contributes to it any more."""
    asked = list(version.request.contributions.select_related("department").order_by("given_at", "pk"))
    given = [one.department for one in asked if one.given_at is not None]
    own = version.department_id
    version.joined_by.set([one for one in (given if joined is None else joined) if one.pk != own])
    for one in asked:
        if not work_goes_on(journey.case, one.department, besides=version.request):
            hands.leave(journey.case, one.department, at=journey.at, outcome="done" if one.given_at else "ended")


def work_goes_on(case: Case, department: Department, *, besides: AnswerRequest) -> bool:
    """Whether another answer of the case still waits for this department's contribution."""
    waiting = Contribution.objects.waiting().filter(request__case=case, department=department)
    return waiting.exclude(request=besides).exists()


def _open_answer(journey: Journey, representative: bool | None, stage: str | None) -> StageVisit:
    """The answer stage that is open; Refused ``already-published`` for whoever comes second."""
    try:
        return journey.open_visit("answer", representative=representative, stage=stage)
    except Refused as refused:
        given = AnswerRequest.objects.published().filter(case=journey.case)
        if representative is not None:
            heads = Q(level="representative")
            given = given.filter(heads if representative else ~heads)
        if stage is not None:
            given = given.filter(visit__stage=stage)
        if given.exists():
            raise Refused("already-published") from refused
        raise


def _settle_department(journey: Journey, department: Department | None) -> None:
    case = journey.case
    if case.department is None and department is None:
        raise Refused("department-missing")
    if case.department is None and department is not None:
        assign_in(journey, department)
    elif department is not None and case.department != department:
        raise Refused("other-department", department=case.department.name if case.department else "")


@transaction.atomic
def correct_answer(
    *, request: AnswerRequest, text: str, reason: str, at: datetime, actor: Person | None, after: int | None = None
) -> AnswerVersion:
    """A published answer is corrected by a new version that says why; the earlier ones stay readable.

    The verdict stays: another verdict is another decision, not a correction. ``after``: the version the author started
    from; Refused ``changed-meanwhile`` when another came between.
    """
    text, reason = _text(text), clean_text(reason)
    if not reason:
        raise Refused("reason-empty")
    locked = AnswerRequest.objects.select_for_update(of=("self",)).select_related("case").get(pk=request.pk)
    last = locked.versions.order_by("number").last()
    if last is None:
        raise Refused("not-published")
    if after is not None and last.number != after:
        raise Refused("changed-meanwhile")
    version = AnswerVersion.objects.create(
        request=locked,
        number=last.number + 1,
        decision=last.decision,
        text=text,
        reason=reason,
        department=last.department,
        published_at=max(at, last.published_at),
        published_by=actor,
    )
    version.joined_by.set(last.joined_by.all())
    record(
        at=version.published_at,
        actor=name_of(actor),
        verb="answer.correct",
        subject=locked.case.subject,
        version=version.pk,
    )
    return version
