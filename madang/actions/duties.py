"""Who owes, and until when: assigning a department, extending a deadline."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.notices.outbox import put
from madang.people.models import Department, Person
from madang.procedures import hands
from madang.procedures.models import Duty, Extension, StageVisit

from .journey import Journey, moving

REASON_LIMIT = 1000


def assign_department(*, case_key: str, department: Department, at: datetime, actor: Person | None) -> None:
    """``department`` takes the case; what departments owe in it is now owed by this one. The clocks do not change."""
    with moving(case_key, at=at, actor=actor) as journey:
        if journey.case.closed_at is not None:
            raise Refused("case-closed")
        assign_in(journey, department, by=actor)


def assign_in(journey: Journey, department: Department, *, by: Person | None = None) -> None:
    """As :func:`assign_department`, within an act that already holds the case."""
    before = give_in(journey, department, by=by)
    journey.record("case.assign", department=department.key, before=before.key if before else None)


def give_in(journey: Journey, department: Department, *, by: Person | None, reason: str = "") -> Department | None:
    """The case changes hands, without a word in the trail; the department that had it. ``reason``: why it gave it away."""
    case = journey.case
    before = case.department
    case.department = department
    hands.take(case, department, at=journey.at, by=by, reason=reason)
    for visit in journey.visits:
        for duty in visit.duties.all():
            if duty.owner == "department" and duty.kept_at is None:
                duty.department = department
                duty.save(update_fields=["department"])
        if visit.kind == "answer" and visit.duty is not None and visit.duty.owner == "department":
            put("answer-requested", f"{visit.pk}:{department.key}", at=journey.at, department=department, case=case.key)
    return before


def extend_duty(*, case_key: str, duty: str, until: date, reason: str, at: datetime, actor: Person | None) -> Extension:
    """Postpone an open duty to the end of day ``until``, as often and as far as its rules allow, saying why in public.

    Only while the deadline in force has not passed: late is late.
    """
    reason = clean_text(reason)
    if not reason:
        raise Refused("reason-empty")
    with moving(case_key, at=at, actor=actor) as journey:
        visit, owed = journey.owed(duty)
        rule = journey.stage_of(visit).deadline
        end = journey.calendar.end_of(until)
        _check_extension(journey, owed, end)
        if rule is not None and rule.extend_by is not None:
            latest = journey.calendar.due(_last_moment(owed.due), rule.extend_by, roll=rule.roll)
            if end > latest:
                raise Refused("extension-too-long", limit=_day(latest))
        extension = Extension.objects.create(
            duty=owed, at=journey.at, by=actor, before=owed.due_now, until=end, reason=reason
        )
        owed.extended_to = end
        owed.save(update_fields=["extended_to"])
        visit.due = end
        StageVisit.objects.filter(pk=visit.pk).update(due=end)
        journey.record("duty.extend", duty=duty, extension=extension.pk)
    return extension


def explain_lateness(
    *, case_key: str, duty: str, reason: str, at: datetime, actor: Person | None, number: int | None = None
) -> Duty:
    """Say in public why a promise is (or was) not kept in time; said again, the newest words stand.

    Of several promises of that name (reports) the one of ``number`` (its round), else the one that has been late the
    longest, else the last one that was kept late. Refused ``not-late`` while there is still time, ``no-such-duty`` when
    nothing of that name is or was owed.
    """
    reason = clean_text(reason)[:REASON_LIMIT]
    if not reason:
        raise Refused("reason-empty")
    with moving(case_key, at=at, actor=actor) as journey:
        owed = _late_one(journey, duty, number)
        owed.late_reason = reason
        owed.save(update_fields=["late_reason"])
        which = {"number": owed.round} if owed.round else {}
        journey.record("duty.explain", duty=duty, reason=reason, **which)
    return owed


def _late_one(journey: Journey, key: str, number: int | None) -> Duty:
    """Which promise is meant (see :func:`explain_lateness`); of several stages of that name the newest that fits."""
    found = list(journey.case.duties.filter(key=key, released_at=None).order_by("-pk"))
    if number is not None:
        found = [duty for duty in found if duty.round == number][:1]
    if not found:
        raise Refused("no-such-duty", duty=key)
    late = [duty for duty in found if (duty.kept_at or journey.at) >= duty.due_now]
    if not late:
        raise Refused("not-late")
    return min((duty for duty in late if duty.kept_at is None), key=lambda duty: duty.due_now, default=late[0])


def _check_extension(journey: Journey, duty: Duty, end: datetime) -> None:
    if duty.round:
        raise Refused("report-not-extendable")
    rule = journey.stage_of(duty.visit).deadline
    allowed = rule.extensions if rule else 0
    if not allowed:
        raise Refused("extension-not-allowed")
    if duty.extensions.count() >= allowed:
        raise Refused("extension-used-up", max=allowed)
    in_force = duty.extended_to or duty.due
    if journey.at >= in_force:
        raise Refused("extension-too-late")
    if end <= in_force:
        raise Refused("extension-not-later", due=_day(in_force))


def _last_moment(due: datetime) -> datetime:
    """A moment of the last day of a period that ends at ``due``."""
    return due - timedelta(microseconds=1)


def _day(due: datetime) -> str:
    """The last day of a period that ends at ``due``, as people read it."""
    return _last_moment(due.astimezone(ZoneInfo(settings.TIME_ZONE))).date().isoformat()
