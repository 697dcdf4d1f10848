"""할 일 as people read them: whose, what for, how they stand; and what they put on 오늘 할 일."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.actions import passing
from madang.actions.occasions import day_of
from madang.people.models import Membership, Person, Role
from madang.people.queries import department_ids_of
from madang.people.rights import memberships
from madang.plans.models import Todo
from madang.plans.queries import TodoQuerySet
from madang.procedures.models import Case
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name

from .door import holds, may_see, who
from .page import end_of
from .todo import SHOWN, Row, Work, stat

AHEAD = timedelta(days=14)  # 오늘 할 일 shows what is due within two weeks; the rest waits in the list
WHOSE = ("me", "role", "department")


def nobody() -> str:
    """How a role is shown that nobody holds."""
    return _("맡은 사람이 없는 역할")


class Holders:
    """Which roles and departments have someone in them, asked once a page."""

    def __init__(self) -> None:
        held = Membership.objects.filter(person__is_active=True).values_list("role", "department_id").distinct()
        pairs = set(held)
        self.roles = {role for role, _department in pairs}
        self.departments = {department for role, department in pairs if role == Role.DEPARTMENT_OFFICER}

    def empty(self, todo: Todo) -> bool:
        """Whether nobody is there to do it."""
        if todo.person_id is not None:
            return False
        if todo.role == Role.DEPARTMENT_OFFICER:
            return department_of(todo) not in self.departments
        return todo.role not in self.roles


def department_of(todo: Todo) -> int | None:
    """The department whose officers are to do it, by id."""
    return todo.department_id or (todo.case.department_id if todo.case is not None else None)


def whose(todo: Todo) -> str:
    """The person, the department, or the role."""
    if todo.person is not None:
        return str(todo.person)
    if todo.role == Role.DEPARTMENT_OFFICER:
        department = todo.department or (todo.case.department if todo.case is not None else None)
        return department_name(department) or _("담당 부서 (아직 정하지 않음)")
    return words.role(todo.role)


def kind_of(todo: Todo, person: Person) -> str:
    """Why it is on this person's list: me, department, role."""
    if todo.person_id == person.pk:
        return "me"
    return "department" if todo.role == Role.DEPARTMENT_OFFICER else "role"


def state(todo: Todo, today: date) -> dict[str, str]:
    """How it stands: word, shape, tone."""
    if todo.dropped_at is not None:
        return {"word": _("그만둠"), "shape": "stop", "tone": "quiet"}
    if todo.done_at is not None:
        late = todo.due is not None and day_of(todo.done_at) > todo.due
        return {"word": _("늦게 마침") if late else _("마침"), "shape": "check", "tone": "ok"}
    if todo.due is not None and todo.due < today:
        return {"word": _("늦음"), "shape": "late", "tone": "bad"}
    return {"word": _("할 일"), "shape": "ring", "tone": "open"}


def of_what(todo: Todo, person: Person) -> tuple[str, str]:
    """What it belongs to: a matter, a project, nothing; and where that is, as far as ``person`` may go there."""
    if todo.case is not None:
        return todo.case.proposal.title, reverse("staff_case", args=[todo.case.key]) if may_see(
            person, todo.case
        ) else ""
    if todo.project is not None:
        year, key = todo.project.plan.year, todo.project.key
        return todo.project.name, reverse("staff_project", args=[year, key]) if holds(person, "plan.read") else ""
    return "", ""


def may_touch(person: Person, todo: Todo) -> bool:
    """Whether this person may change it: whoever it waits for, and those who run the projects."""
    if holds(person, "project.write"):
        return True
    if not holds(person, "todo.write"):
        return False
    roles = {each.role for each in memberships(person)}
    if todo.person_id is not None:
        return todo.person_id == person.pk
    if todo.role == Role.DEPARTMENT_OFFICER:
        return department_of(todo) in department_ids_of(person)
    return todo.role in roles


def list_row(todo: Todo, person: Person, today: date, holders: Holders) -> dict[str, Any]:
    """One line of a list."""
    belongs, href = of_what(todo, person)
    return {
        "key": todo.key,
        "title": todo.title,
        "href": reverse("staff_todo", args=[todo.key]),
        "due": end_of(todo.due) if todo.due else None,
        "of": belongs,
        "of_href": href,
        "owner": whose(todo),
        "nobody": holders.empty(todo),
        "state": state(todo, today),
        "open": todo.done_at is None and todo.dropped_at is None,
        "raised": todo.rule_id is not None,
        "watch": todo.watch,
        "may": may_touch(person, todo),
    }


# ── 오늘 할 일 ──


def todos(request: HttpRequest, now: datetime) -> Work:
    """What is due within two weeks, and what is late: for me, my roles, my departments; and what nobody has, for those who lead."""
    person, today = who(request), day_of(now)
    mine = Todo.objects.open().for_person(person)
    counts = mine.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due__lt=today)))
    if not counts["all"]:
        return Work()
    soon = mine.filter(Q(due__lte=today + AHEAD) | Q(due=None)).with_matter().soonest_first()[: 2 * SHOWN]
    holders = Holders()
    rows = [_row(todo, person, today, holders) for todo in soon]
    stats = [stat(counts["all"], _("내 할 일"), reverse("staff_todos"), counts["late"] > 0)]
    return Work(stats, rows)


def _row(todo: Todo, person: Person, today: date, holders: Holders) -> Row:
    row = list_row(todo, person, today, holders)
    standing = row["state"]
    return {
        "href": row["href"],
        "title": row["of"] or row["title"],
        "todo": row["title"],
        "shape": standing["shape"],
        "tone": standing["tone"],
        "note": "",
        "due": row["due"],
        "owner": row["owner"],
        "nobody": nobody() if row["nobody"] else "",
        "unassigned": row["nobody"],
        "action": _("열기"),
        "finish": reverse("staff_todo_act", args=[todo.key, "finish"]) if row["may"] else "",
        "whose": kind_of(todo, person),
    }


def handover_notes(request: HttpRequest, now: datetime) -> Work:
    """Notes of those who handed something over, to be read."""
    waiting = list(passing.waiting_for(who(request)).select_related("giver")[:SHOWN])
    rows: list[Row] = [
        {
            "href": reverse("staff_handover_note", args=[one.key]),
            "title": _("%(name)s 님이 넘긴 것") % {"name": one.giver or _("떠난 동료")},
            "todo": _("인수인계 읽기"),
            "shape": "people",
            "tone": "info",
            "note": "",
            "due": one.passed_at,
            "owner": "",
            "unassigned": False,
            "action": _("읽기"),
            "whose": "me",
            "no_due": True,
        }
        for one in waiting
    ]
    return Work(rows=rows)


# ── on a matter's page ──


def of_case(request: HttpRequest, case: Case, now: datetime) -> dict[str, Any]:
    """The todos about a matter: the open ones, then what has been done."""
    person, today = who(request), day_of(now)
    found: Iterable[Todo] = Todo.objects.filter(case=case).with_matter().soonest_first()[:60]
    rows = list(found)
    holders = Holders() if rows else None
    lines = [list_row(todo, person, today, holders) for todo in rows] if holders else []
    return {
        "todos_open": [row for row in lines if row["open"]],
        "todos_done": [row for row in lines if not row["open"]],
        "may_add_todo": holds(person, "todo.write"),
        "todo_nobody": nobody(),
    }


def filtered(person: Person, chosen: str, *, everything: bool) -> TodoQuerySet:
    """The todos of one choice of WHOSE; "all" for those who may read the plan; else all that wait for this person."""
    rows = Todo.objects.all()
    match chosen:
        case "me":
            return rows.of_person(person)
        case "role":
            return rows.of_roles(person)
        case "department":
            return rows.of_departments(person)
        case "all" if everything:
            return rows
    return rows.for_person(person)
