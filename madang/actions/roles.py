"""Taking roles away (giving them: ``people.grant_role``)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from madang.audit.models import record
from madang.people.models import Department, Membership, Person

from .journey import name_of


@transaction.atomic
def revoke_role(
    *, person: Person, role: str, at: datetime, actor: Person | None, department: Department | None = None
) -> bool:
    """End a role of a person (a department officer's for one department); False when they did not hold it."""
    gone, _ = Membership.objects.filter(person=person, role=role, department=department).delete()
    if gone:
        facts = {"role": role, "department": department.key if department else None}
        record(at=at, actor=name_of(actor), verb="role.revoke", subject=person.actor, **facts)
    return bool(gone)
