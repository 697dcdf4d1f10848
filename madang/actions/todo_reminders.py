"""할 일이 늦으면: the morning after, whoever is to do it is told; so many days later, those who lead. Each of them once.

One notice a person and morning, however many todos it tells of. A step is kept with the todo (``escalated``); another
date begins anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from django.conf import settings

from madang.notices.outbox import put
from madang.people.models import Department, Person, Role
from madang.people.queries import holding, officers_of
from madang.plans.models import Todo

from .occasions import day_of, zone

TOLD_AT = time(8)  # as reminders.TOLD_AT
SHOWN = 5
OWNER, LEAD = 1, 2  # steps of escalation
Owners = Callable[[Todo], Iterable[Person]]


def tell_owners(since: datetime, until: datetime) -> None:
    """The morning after its day: whose it is; where nobody has it, those who lead."""
    people = _People()
    _tell("todo-late", OWNER, 1, since, until, people.owners)


def tell_leads(since: datetime, until: datetime) -> None:
    """So many days later (setting ``TODO_ESCALATE_AFTER_DAYS``): PL and PM, where there is neither the officers in charge."""
    people = _People()
    _tell("todo-late-lead", LEAD, settings.TODO_ESCALATE_AFTER_DAYS, since, until, lambda todo: people.leads)


def _tell(kind: str, step: int, days: int, since: datetime, until: datetime, owners: Owners) -> None:
    for day in _mornings(since, until):
        rows = Todo.objects.open().filter(due=day - timedelta(days=days), escalated__lt=step, at__lt=_morning(day))
        late: dict[int, tuple[Person, list[Todo]]] = {}
        for todo in rows.select_related("person", "department", "case__department").order_by("order", "pk"):
            for person in owners(todo):
                late.setdefault(person.pk, (person, []))[1].append(todo)
        for person, todos in late.values():
            put(
                kind, f"{day}:{person.pk}", at=_morning(day), person=person, days=days, count=len(todos),
                titles=[todo.title for todo in todos[:SHOWN]],
            )  # fmt: skip
        rows.update(escalated=step)


def _mornings(since: datetime, until: datetime) -> Iterable[date]:
    """The days whose morning lies in ``since`` < morning ≤ ``until``."""
    day = day_of(since)
    while _morning(day) <= until:
        if _morning(day) > since:
            yield day
        day += timedelta(days=1)


def _morning(day: date) -> datetime:
    return datetime.combine(day, TOLD_AT, tzinfo=zone())


class _People:
    """Who holds what, asked once a round."""

    def __init__(self) -> None:
        self._of_role: dict[str, list[Person]] = {}
        self._of_department: dict[int, list[Person]] = {}
        self._leads: list[Person] | None = None

    @property
    def leads(self) -> list[Person]:
        """PL and PM; where there is neither, the officers in charge."""
        if self._leads is None:
            found = {one.pk: one for role in (Role.PL, Role.PM) for one in holding(role)}
            self._leads = list(found.values()) or list(holding(Role.OFFICER))
        return self._leads

    def owners(self, todo: Todo) -> list[Person]:
        """The person, else everyone in the role; those who lead, where nobody is in it."""
        if todo.person is not None:
            return [todo.person]
        if todo.role == Role.DEPARTMENT_OFFICER:
            department = todo.department or (todo.case.department if todo.case is not None else None)
            return (self._officers(department) if department is not None else []) or self.leads
        if todo.role not in self._of_role:
            self._of_role[todo.role] = list(holding(Role(todo.role))) if todo.role in Role.values else []
        return self._of_role[todo.role] or self.leads

    def _officers(self, department: Department) -> list[Person]:
        if department.pk not in self._of_department:
            self._of_department[department.pk] = list(officers_of(department))
        return self._of_department[department.pk]
