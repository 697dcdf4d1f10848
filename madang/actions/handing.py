"""From hand to hand: a department hands a matter over or refuses it, others contribute. No clock stops for it."""

from __future__ import annotations

from datetime import date, datetime

from madang.answers.models import AnswerRequest, Contribution
from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.notices.outbox import put
from madang.people.models import Department, Person, Role
from madang.people.queries import holding
from madang.procedures import hands

from .duties import REASON_LIMIT, give_in
from .journey import Journey, moving

NOTE_LIMIT = 2000


def _reason(raw: str) -> str:
    reason = clean_text(raw)[:REASON_LIMIT]
    if not reason:
        raise Refused("reason-needed")
    return reason


def _open_case(journey: Journey) -> None:
    if journey.case.closed_at is not None:
        raise Refused("case-closed")


def hand_over(*, case_key: str, department: Department, reason: str, at: datetime, actor: Person | None) -> None:
    """The department that has the case hands it over to another one, saying why; the clocks go on.

    Refused ``nobody-has-it`` when no department has it, ``same-department`` when nothing would change.
    """
    reason = _reason(reason)
    with moving(case_key, at=at, actor=actor) as journey:
        _open_case(journey)
        before = journey.case.department
        if before is None:
            raise Refused("nobody-has-it")
        if before.pk == department.pk:
            raise Refused("same-department", department=department.name)
        give_in(journey, department, by=actor, reason=reason)
        journey.record("case.hand_over", department=department.key, before=before.key, reason=reason)
        occasion = f"{journey.case.pk}:{journey.at.isoformat()}:{department.key}"
        put("work-handed-over", occasion, at=journey.at, department=department, case=case_key, reason=reason)


def refuse_case(*, case_key: str, reason: str, at: datetime, actor: Person | None) -> None:
    """The department that has the case says that it is not theirs: it goes back to be assigned, the clocks go on.

    Those who assign (담당자, 시민제안 스탭) are told.
    """
    reason = _reason(reason)
    with moving(case_key, at=at, actor=actor) as journey:
        _open_case(journey)
        before = journey.case.department
        if before is None:
            raise Refused("nobody-has-it")
        hands.let_go(journey.case, at=journey.at, reason=reason)
        journey.case.department = None
        for visit in journey.visits:
            for duty in visit.duties.all():
                if (
                    duty.owner == "department" and duty.kept_at is None
                ):  # a report that was given stays its department's
                    duty.department = None
                    duty.save(update_fields=["department"])
        journey.record("case.refuse", department=before.key, reason=reason)
        for person in [*holding(Role.OFFICER), *holding(Role.CITIZEN_PROPOSALS)]:
            occasion = f"{journey.case.pk}:{journey.at.isoformat()}:{person.key}"
            put("work-handed-over", occasion, at=journey.at, person=person, case=case_key, reason=reason)


def ask_to_contribute(
    *,
    case_key: str,
    department: Department,
    at: datetime,
    actor: Person | None,
    note: str = "",
    wanted_by: date | None = None,
    stage: str | None = None,
) -> list[Contribution]:
    """Another department contributes to what is answered: to the answers that wait now (``stage``: to that one only),
    and to those that will be asked for later. What was asked of it, by answer; a refusal may be asked again.

    Refused ``lead-contributes`` for the department that has the case, ``already-asked`` when nothing would change.
    """
    note = clean_text(note)[:NOTE_LIMIT]
    with moving(case_key, at=at, actor=actor) as journey:
        _open_case(journey)
        if journey.case.department is not None and journey.case.department.pk == department.pk:
            raise Refused("lead-contributes", department=department.name)
        new = hands.join(journey.case, department, at=journey.at, by=actor)
        waiting = AnswerRequest.objects.waiting().filter(case=journey.case).order_by("pk")
        if stage is not None:
            waiting = waiting.filter(visit__stage=stage)
            if not waiting.exists():
                raise Refused("no-open-stage", kind=stage)
        asked = []
        for request in waiting:
            one = Contribution.objects.filter(request=request, department=department).first()
            if one is not None and one.declined_at is None:
                continue
            one = one or Contribution(request=request, department=department)
            one.note, one.wanted_by, one.asked_by, one.asked_at = note, wanted_by, actor, journey.at
            one.declined_at, one.reason = None, ""
            one.save()
            asked.append(one)
            occasion = f"{one.pk}:{journey.at.isoformat()}"
            put(
                "contribution-asked", occasion, at=journey.at, department=department, case=case_key, contribution=one.pk
            )
        if not new and not asked:
            raise Refused("already-asked", department=department.name)
        wanted = wanted_by.isoformat() if wanted_by else None
        journey.record("case.contribute", department=department.key, note=note, wanted_by=wanted, stage=stage)
    return asked
