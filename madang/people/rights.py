"""Who may do what: the one table of rights (explained in docs/rights.md), and the one question asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import Membership, Person, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import Department

_EVERYONE = frozenset(Role)
_LEAD = frozenset({Role.OFFICER, Role.PM, Role.PL})
_ANSWERING = frozenset({Role.OFFICER, Role.DEPARTMENT_OFFICER, Role.REPRESENTATIVE})

RIGHTS: dict[str, frozenset[Role]] = {
    "staff.enter": _EVERYONE,
    "case.assign": _LEAD | {Role.CITIZEN_PROPOSALS},
    "case.decide": _LEAD | {Role.CITIZEN_PROPOSALS},
    "case.move": _LEAD,
    "agenda.decide": _LEAD | {Role.FORUMS},
    "agenda.prepare": _LEAD | {Role.FORUMS},
    "panel.manage": _LEAD | {Role.FORUMS},
    "delivery.write": _LEAD | {Role.DEPARTMENT_OFFICER},
    "forum.prepare": _LEAD | {Role.FORUMS, Role.INSTITUTION_PROPOSALS, Role.DEPARTMENT_OFFICER},
    "forum.open": _LEAD | {Role.FORUMS, Role.INSTITUTION_PROPOSALS},
    "forum.agree_department": frozenset({Role.OFFICER, Role.DEPARTMENT_OFFICER}),
    "forum.agree_team": _LEAD,
    "duty.extend": frozenset({Role.OFFICER, Role.DEPARTMENT_OFFICER}),
    "answer.draft": _ANSWERING,
    "answer.publish": _ANSWERING,
    "answer.correct": _ANSWERING,
    "support.batch": _LEAD | {Role.CITIZEN_PROPOSALS},
    "rules.read": _EVERYONE - {Role.SITE, Role.PROMOTION, Role.DEPARTMENT_OFFICER},
    "rules.publish": _LEAD,
    "audit.read": frozenset({Role.OFFICER, Role.PM, Role.AUDITOR}),
    "people.manage": frozenset({Role.OFFICER}),
    "people.assist": _LEAD | {Role.CITIZEN_PROPOSALS},
    "register.load": frozenset({Role.OFFICER}),
    "rules.approve": _LEAD,
    "case.hand": frozenset({Role.OFFICER, Role.DEPARTMENT_OFFICER}),
    "case.route": _LEAD | {Role.CITIZEN_PROPOSALS},
    "answer.contribute": frozenset({Role.OFFICER, Role.DEPARTMENT_OFFICER}),
    "answer.approve": _ANSWERING,
    "template.write": frozenset({Role.OFFICER, Role.DEPARTMENT_OFFICER}),
    "content.moderate": _LEAD | {Role.CITIZEN_PROPOSALS, Role.FORUMS, Role.SITE},
    "content.review": _LEAD,
    "support.watch": _LEAD | {Role.CITIZEN_PROPOSALS, Role.AUDITOR},
    "support.invalidate": frozenset({Role.OFFICER, Role.PM}),
    "monitor.write": _LEAD | {Role.CITIZEN_PROPOSALS, Role.FORUMS, Role.PROMOTION},
    "session.manage": _LEAD | {Role.FORUMS, Role.DEPARTMENT_OFFICER},
    "report.write": _LEAD | {Role.FORUMS},
    "result.deliver": _LEAD | {Role.FORUMS},
    "result.publish": _LEAD | {Role.FORUMS},
    "plan.read": _EVERYONE - {Role.DEPARTMENT_OFFICER},
    "plan.write": _LEAD,
    "plan.publish": frozenset({Role.OFFICER, Role.PM}),
    "project.write": _LEAD
    | {Role.CITIZEN_PROPOSALS, Role.INSTITUTION_PROPOSALS, Role.FORUMS, Role.SITE, Role.PROMOTION},
    "todo.rule": _LEAD,
    "todo.write": _EVERYONE - {Role.REPRESENTATIVE, Role.AUDITOR},
    "operations.write": _LEAD,
    "page.write": _LEAD | {Role.SITE, Role.PROMOTION},
}


def may(
    person: Person | AnonymousUser | None,
    right: str,
    *,
    department: Department | None = None,
    level: str = "department",
) -> bool:
    """Whether ``person`` holds ``right``, here and now. Nobody, anonymous and closed accounts hold none.

    A department officer's rights (but for entering) hold for a matter of their own ``department`` only; what the
    representative answers, for answers of that ``level`` only, which in turn no department officer gives.
    LookupError for a right that is not in the table.
    """
    if right not in RIGHTS:
        raise LookupError(f"no right {right!r} in the table")
    if not isinstance(person, Person) or not person.is_active:
        return False
    allowed = RIGHTS[right]
    return any(held.role in allowed and _reaches(held, right, department, level) for held in memberships(person))


def memberships(person: Person) -> list[Membership]:
    """The roles the person holds, asked once per person object."""
    known: list[Membership] | None = person.__dict__.get("_memberships_held")
    if known is None:
        known = person.__dict__["_memberships_held"] = list(person.memberships.all())
    return known


def _reaches(held: Membership, right: str, department: Department | None, level: str) -> bool:
    if held.role == Role.DEPARTMENT_OFFICER and right != "staff.enter":
        return level == "department" and department is not None and held.department_id == department.pk
    if held.role == Role.REPRESENTATIVE and right.startswith("answer."):
        return level == "representative"
    return True
