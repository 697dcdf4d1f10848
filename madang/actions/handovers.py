"""Leaving the team: whatever is still in someone's hands goes to others, then the roles end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from madang.answers.models import AnswerRequest, Contribution
from madang.audit.models import record
from madang.base.errors import Refused
from madang.moderation.models import Item
from madang.notices.outbox import put
from madang.people.models import Department, Invitation, Membership, Person, Role, Session
from madang.people.rights import may
from madang.procedures.models import Duty, RuleDraft

from . import passing
from .journey import name_of
from .people import grant_role
from .roles import only_officer, revoke_role


@dataclass(frozen=True)
class Work:
    """Things of one kind in someone's hands that go to one receiver together.

    ``key`` names it in a form. ``kind``: department, drafts, approvals, contributions, rules, invitations, plan, locks.
    ``items`` are the keys of the matters, as far as they have any.
    """

    key: str
    kind: str
    count: int
    department: Department | None = None
    level: str = "department"
    items: list[str] = field(default_factory=list)


def open_work(person: Person) -> list[Work]:
    """What ``person`` has in hand and would leave behind."""
    found = [
        Work(f"department-{one.key}", "department", _duties(one), department=one) for one in lonely_departments(person)
    ]
    found += _by_department("drafts", _drafts(person))
    found += _by_department("approvals", _approvals(person))
    found += [
        Work(f"contribution-{one.pk}", "contributions", 1, department=one.department, items=[one.request.case.key])
        for one in _contributions(person).select_related("department", "request__case").order_by("pk")
    ]
    rules = list(_rule_drafts(person).values_list("procedure__slug", flat=True))
    if rules:
        found.append(Work("rules", "rules", len(rules), items=rules))
    sent = _invitations(person).count()
    if sent:
        found.append(Work("invitations", "invitations", sent))
    planned = passing.held_by(person).counts()
    if any(planned.values()):
        found.append(Work("plan", "plan", sum(planned.values())))
    locked = _locks(person).count()
    return found + ([Work("locks", "locks", locked)] if locked else [])


def lonely_departments(person: Person) -> list[Department]:
    """The departments of which ``person`` is the only officer."""
    held = person.memberships.filter(role=Role.DEPARTMENT_OFFICER).select_related("department")
    others = Membership.objects.filter(role=Role.DEPARTMENT_OFFICER, person__is_active=True).exclude(person=person)
    covered = set(others.values_list("department_id", flat=True))
    return [one.department for one in held.order_by("pk") if one.department and one.department_id not in covered]


def _duties(department: Department) -> int:
    return Duty.objects.filter(department=department, kept_at=None, released_at=None).count()


def _drafts(person: Person) -> QuerySet[AnswerRequest]:
    return AnswerRequest.objects.filter(draft_by=person, versions=None, visit__left=None)


def _approvals(person: Person) -> QuerySet[AnswerRequest]:
    """Answers for which the person has asked a second one, still waiting."""
    return AnswerRequest.objects.filter(asked_by=person, approved_at=None, versions=None, visit__left=None)


def _contributions(person: Person) -> QuerySet[Contribution]:
    return Contribution.objects.filter(written_by=person, given_at=None, declined_at=None)


def _rule_drafts(person: Person) -> QuerySet[RuleDraft]:
    return RuleDraft.objects.filter(asked_by=person, decided_at=None)


def _invitations(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(invited_by=person, accepted_at=None, withdrawn_at=None)


def _locks(person: Person) -> QuerySet[Item]:
    """What the person has taken out of the moderators' queue."""
    return Item.objects.filter(held_by=person, decided_at=None)


def _by_department(kind: str, rows: QuerySet[AnswerRequest]) -> list[Work]:
    groups: dict[tuple[str, Department | None], list[str]] = {}
    for one in rows.select_related("case__department").order_by("pk"):
        level = "representative" if one.level == "representative" else "department"
        groups.setdefault((level, one.case.department), []).append(one.case.key)
    return [
        Work(f"{kind}-{level}-{department.key if department else ''}", kind, len(keys), department, level, keys)
        for (level, department), keys in groups.items()
    ]


def may_receive(person: Person, work: Work, taken_over: Sequence[Work] = ()) -> bool:
    """Whether ``person`` could do that work in their roles, or as the officer of a department that they take over too."""
    if work.department in [one.department for one in taken_over] and work.level == "department":
        return True
    match work.kind:
        case "department":
            return True
        case "drafts" | "approvals":
            return may(person, "answer.draft", department=work.department, level=work.level)
        case "contributions":
            return may(person, "answer.contribute", department=work.department)
        case "rules":
            return may(person, "rules.publish")
        case "invitations":
            return may(person, "people.manage")
        case "plan":
            return person.memberships.exists()
    return may(person, "content.moderate")


def needs_receiver(work: Work) -> bool:
    """Items taken out of the queue just go back; everything else goes to somebody."""
    return work.kind != "locks"


@transaction.atomic
def leave_team(
    *, person: Person, receivers: Mapping[str, Person], at: datetime, actor: Person | None, note: str = ""
) -> int:
    """End every role of ``person``, after handing over their open work (``receivers``: by the key of each Work).

    ``note``: 인수인계, for those who take over (what the person has written themselves goes with it). The account stays,
    as a citizen's; its sessions end. Refused ``receiver-missing``, ``receiver-cannot``, ``last-officer``. How many things were handed over.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if person.memberships.filter(role=Role.OFFICER).exists() and only_officer(person):
        raise Refused("last-officer")
    works = open_work(person)
    chosen: dict[str, Person] = {}
    for work in works:
        if needs_receiver(work):
            receiver = receivers.get(work.key)
            if receiver is None or receiver.pk == person.pk or not receiver.is_active:
                raise Refused("receiver-missing")
            taken_over = [one for one in works if one.kind == "department" and receivers.get(one.key) == receiver]
            if not may_receive(receiver, work, taken_over):
                raise Refused("receiver-cannot", name=str(receiver))
            chosen[work.key] = receiver
    for work in works:
        _pass_on(work, person, chosen.get(work.key), at, actor)
    _leave_note(person, chosen, note, at, actor)
    for held in person.memberships.select_related("department").order_by("pk"):
        revoke_role(person=person, role=held.role, department=held.department, at=at, actor=actor)
    Session.objects.filter(person=person).delete()
    count = sum(work.count if work.kind != "department" else 1 for work in works)
    record(
        at=at, actor=name_of(actor), verb="team.leave", subject=person.actor, count=count,
        to=sorted({receiver.key for receiver in chosen.values()}),
    )  # fmt: skip
    for receiver in {one.pk: one for one in chosen.values()}.values():
        passed = [work for work in works if chosen.get(work.key) == receiver]
        put(
            "work-handed-over", f"{person.key}:{receiver.key}:{at.isoformat()}", at=at, person=receiver, by=person.key,
            works=[{"kind": work.kind, "count": work.count, "items": work.items[:20]} for work in passed],
            departments=[work.department.key for work in passed if work.kind == "department" and work.department],
        )  # fmt: skip
    return count


def _leave_note(person: Person, chosen: Mapping[str, Person], text: str, at: datetime, actor: Person | None) -> None:
    """The plan's part goes over, with the note; whoever takes over anything else gets the note too."""
    own = passing.note_of(person)
    text = "\n\n".join(filter(None, (own.note if own else "", text)))
    first = chosen.get("plan")
    others = {one.pk: one for one in chosen.values() if first is None or one.pk != first.pk}
    if first is not None:
        passing.pass_on(giver=person, receiver=first, text=text, at=at, actor=actor)
    if text:
        for receiver in others.values():
            passing.pass_on(giver=person, receiver=receiver, text=text, at=at, actor=actor)
        if not chosen:
            held = person.memberships.exclude(role=Role.DEPARTMENT_OFFICER).order_by("pk").first()
            role = held.role if held is not None else Role.OFFICER
            passing.pass_on(giver=person, receiver=None, role=role, text=text, at=at, actor=actor)
    if own is not None:
        own.delete()


def _pass_on(work: Work, person: Person, receiver: Person | None, at: datetime, actor: Person | None) -> None:
    if work.kind == "locks":
        _locks(person).update(held_by=None, held_until=None)
        return
    assert receiver is not None
    if work.kind == "department":
        grant_role(person=receiver, role=Role.DEPARTMENT_OFFICER, department=work.department, at=at, actor=actor)
    elif work.kind in ("drafts", "approvals"):
        column = "draft_by" if work.kind == "drafts" else "asked_by"
        rows = _drafts(person) if work.kind == "drafts" else _approvals(person)
        level = Q(level="representative") if work.level == "representative" else ~Q(level="representative")
        pks = list(rows.filter(level, case__department=work.department).values_list("pk", flat=True))
        AnswerRequest.objects.filter(pk__in=pks).update(**{column: receiver})
    elif work.kind == "contributions":
        _contributions(person).filter(pk=int(work.key.partition("-")[2])).update(written_by=receiver)
    elif work.kind == "rules":
        _rule_drafts(person).update(asked_by=receiver)
    elif work.kind == "plan":
        pass  # with the note: _leave_note
    elif work.kind == "invitations":
        _invitations(person).update(invited_by=receiver)
