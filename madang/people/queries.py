"""Reading people and departments, in the field's own words."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from .models import Department, Membership, Person, Role
from .rights import memberships


def officers_of(department: Department) -> QuerySet[Person]:
    """부서 담당자: those who answer for ``department`` and have an address to be told at."""
    return Person.objects.filter(
        is_active=True,
        email__isnull=False,
        memberships__role=Role.DEPARTMENT_OFFICER,
        memberships__department=department,
    ).order_by("pk")


def holding(role: Role) -> QuerySet[Person]:
    """Everyone who holds ``role`` with an open account."""
    return Person.objects.filter(is_active=True, memberships__role=role).distinct().order_by("pk")


def departments_without_officer() -> QuerySet[Department]:
    """Departments whose duties nobody would be told of."""
    officers = Membership.objects.filter(
        role=Role.DEPARTMENT_OFFICER, department=OuterRef("pk"), person__is_active=True, person__email__isnull=False
    )
    return Department.objects.filter(~Exists(officers))


def department_ids_of(person: Person) -> list[int]:
    """The departments the person answers for, by id; from the memberships already asked for."""
    return [
        held.department_id
        for held in memberships(person)
        if held.role == Role.DEPARTMENT_OFFICER and held.department_id
    ]
