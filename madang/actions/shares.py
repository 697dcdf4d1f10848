"""역할 분담: who leads, does, is consulted and is informed in a project. It follows from whose the todos are, until someone
says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from madang.base.errors import Refused
from madang.people.models import Department, Person, Role
from madang.plans.models import Project, Share, Todo

from .planning import note, role_of
from .plans import subject

ROLES = tuple(role for role in Role.values if role != Role.AUDITOR)  # the auditor watches, and has no part


@dataclass(frozen=True)
class Part:
    """The part of a role, or of one person in it (``name``), in a project. ``derived``: nobody said so; it follows from
    ``todos``, how many are theirs.
    """

    role: str
    part: str
    derived: bool
    todos: int = 0
    person: int | None = None  # the row's key
    name: str = ""


@transaction.atomic
def share(
    *, project: Project, role: str, part: str, at: datetime, actor: Person | None, person: Person | None = None,
    department: Department | None = None,
) -> None:  # fmt: skip
    """The part of a role (or of one person in it) in a project; "" takes back what was said, and it follows from the todos
    again. Refused ``unknown-role``, ``unknown-part``, ``project-dropped``.
    """
    if not role_of(role):
        raise Refused("unknown-role", role=role, roles=", ".join(ROLES))
    if part and part not in Share.PARTS:
        raise Refused("unknown-part", part=part, parts=", ".join(Share.PARTS))
    project = Project.objects.select_for_update(of=("self",)).select_related("plan").get(pk=project.pk)
    if project.dropped_at is not None:
        raise Refused("project-dropped")
    said = Share.objects.filter(project=project, role=role, person=person)
    if [(one.part, one.department) for one in said.select_related("department")] == [(part, department)]:
        return
    gone, _ = said.delete()
    if part:
        Share.objects.create(project=project, role=role, person=person, department=department, part=part)
    if part or gone:
        facts = {"person": person, "department": department, "part": part}
        note("project.share", subject(project.plan), at=at, actor=actor, project=project.key, role=role, **facts)


def parts_of(projects: Iterable[int]) -> dict[int, list[Part]]:
    """Everyone's part in these projects (rows' keys), roles in the order of the team. Two queries, however many projects.

    From the todos, given up ones aside: the role with most of them leads (of several, the first in the order of the team),
    the other roles do; someone named in a role's todos does. The officer in charge is informed of what they have no part in.
    """
    keys = list(projects)
    mine = Todo.objects.filter(project__in=keys, dropped_at=None).exclude(role="", person=None)
    counted: dict[int, dict[tuple[str, int | None, str], int]] = {key: {} for key in keys}
    rows = mine.order_by().values_list("project", "role", "person", "person__name").annotate(number=Count("pk"))
    for project, role, person, name, number in rows:
        counted[project][role, person, name or ""] = number
    said: dict[int, list[Share]] = {key: [] for key in keys}
    for one in Share.objects.filter(project__in=keys).select_related("person"):
        said[one.project_id].append(one)
    return {key: _parts(counted[key], said[key]) for key in keys}


def _parts(counted: dict[tuple[str, int | None, str], int], said: list[Share]) -> list[Part]:
    roles: dict[str, int] = {}
    for (role, _person, _name), number in counted.items():
        if role:
            roles[role] = roles.get(role, 0) + number
    spoken = {(one.role, one.person_id) for one in said}
    found = [
        Part(one.role, one.part, False, roles.get(one.role, 0), one.person_id, str(one.person or "")) for one in said
    ]
    leads = any(one.part == "lead" for one in said)
    first = min(roles, key=lambda role: (-roles[role], ROLES.index(role)), default="") if not leads else ""
    for role, number in roles.items():
        if (role, None) not in spoken:
            found.append(Part(role, "lead" if role == first else "does", True, number))
    for (role, person, name), number in counted.items():
        if person is not None and (role, person) not in spoken:
            found.append(Part(role, "does", True, number, person, name))
    if found and all(one.role != Role.OFFICER for one in found):
        found.append(Part(Role.OFFICER.value, "informed", True))
    return sorted(found, key=lambda one: (_place(one.role), one.person is not None, one.name))


def _place(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)
