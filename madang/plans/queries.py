"""Reading todos, in the field's own words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from madang.people.models import Membership, Person, Role
from madang.people.queries import department_ids_of
from madang.people.rights import memberships

if TYPE_CHECKING:
    from .models import Todo  # noqa: F401 - in quotes below

LEADS = (Role.OFFICER, Role.PM, Role.PL)


class TodoQuerySet(models.QuerySet["Todo"]):
    """할 일."""

    def open(self) -> TodoQuerySet:
        """Still to be done."""
        return self.filter(done_at=None, dropped_at=None)

    def late(self, today: date) -> TodoQuerySet:
        """Open, and the day by whose end it was due is over."""
        return self.open().filter(due__lt=today)

    def with_department(self) -> Any:
        """``of_department``: the department whose officers are to do it: its own, else the one that has the matter."""
        return self.annotate(of_department=Coalesce("department_id", "case__department_id"))

    def of_person(self, person: Person) -> TodoQuerySet:
        """Given to this very person."""
        return self.filter(person=person)

    def of_roles(self, person: Person) -> TodoQuerySet:
        """Given to a role that the person holds, and to nobody in particular."""
        held = {each.role for each in memberships(person)} - {Role.DEPARTMENT_OFFICER}
        return self.filter(person=None, role__in=held)

    def of_departments(self, person: Person) -> TodoQuerySet:
        """Of the officers of a department that the person answers for."""
        mine = department_ids_of(person)
        if not mine:
            return self.none()
        rows = self.with_department().filter(person=None, role=Role.DEPARTMENT_OFFICER)
        return rows.filter(of_department__in=mine)

    def of_nobody(self) -> TodoQuerySet:
        """Given to a role that nobody holds, or to the officers of a department that has none (or that nobody knows yet)."""
        held = Membership.objects.filter(person__is_active=True)
        filled = list(held.exclude(role=Role.DEPARTMENT_OFFICER).values_list("role", flat=True).distinct())
        officers = held.filter(role=Role.DEPARTMENT_OFFICER).values("department")
        rows = self.with_department().filter(person=None)
        empty = ~Q(role__in=[*filled, Role.DEPARTMENT_OFFICER])
        return rows.filter(
            empty | Q(role=Role.DEPARTMENT_OFFICER) & (Q(of_department=None) | ~Q(of_department__in=officers))
        )

    def for_person(self, person: Person) -> TodoQuerySet:
        """All that this person may be waited for: their own, their roles', their departments'; what nobody has, for those who lead."""
        rows = [self.of_person(person), self.of_roles(person), self.of_departments(person)]
        if any(held.role in LEADS for held in memberships(person)):
            rows.append(self.of_nobody())
        return self.filter(pk__in=_pks(rows))

    def with_matter(self) -> TodoQuerySet:
        """Each with what it belongs to, for a list."""
        return self.select_related(
            "project__plan", "run", "person", "department", "case__proposal", "case__department", "rule"
        ).defer("case__proposal__body")

    def soonest_first(self) -> TodoQuerySet:
        """By the date, those without one last."""
        return self.order_by(F("due").asc(nulls_last=True), "order", "pk")


def _pks(rows: list[TodoQuerySet]) -> Any:
    first, *others = [each.order_by().values("pk") for each in rows]
    return first.union(*others, all=True)
