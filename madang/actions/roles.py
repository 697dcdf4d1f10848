"""Taking roles away (giving them: ``people.grant_role``)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.people.models import Department, Membership, Person, Role

from .calendar_links import end_links
from .journey import name_of
from .passing import release


@transaction.atomic
def revoke_role(
    *, person: Person, role: str, at: datetime, actor: Person | None, department: Department | None = None
) -> bool:
    """End a role of a person (a department officer's for one department); False when they did not hold it."""
    if role == Role.OFFICER and actor is not None and only_officer(person):
        raise Refused("last-officer")
    gone, _ = Membership.objects.filter(person=person, role=role, department=department).delete()
    if gone:
        end_links(person, at=at)
        facts = {"role": role, "department": department.key if department else None}
        record(at=at, actor=name_of(actor), verb="role.revoke", subject=person.actor, **facts)
        release(person=person, role=role)
    return bool(gone)


def only_officer(person: Person) -> bool:
    """Whether nobody else could give roles if ``person`` went. Locks the officers' rows until the transaction ends, so
    that two who leave at the same moment do not both count on the other.
    """
    officers = Membership.objects.filter(role=Role.OFFICER, person__is_active=True)
    held = set(officers.select_for_update(of=("self",)).order_by("pk").values_list("person_id", flat=True))
    return held == {person.pk}
