"""Renaming departments (registering them: ``people.register_department``)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.people.models import Department, Person

from .journey import name_of


@transaction.atomic
def rename_department(
    *,
    department: Department,
    name: str,
    at: datetime,
    actor: Person | None,
    name_en: str = "",
    order: int | None = None,
) -> bool:
    """Another name (and place in the list); False when nothing changes. What was published before shows it as well."""
    found = Department.objects.select_for_update().get(pk=department.pk)
    name, name_en = clean_line(name)[:80], clean_line(name_en)[:80]
    if not name:
        raise Refused("text-empty")
    if Department.objects.filter(name=name).exclude(pk=found.pk).exists():
        raise Refused("key-taken", key=name)
    place = found.order if order is None else order
    before = found.name
    if (before, found.name_en, found.order) == (name, name_en, place):
        return False
    found.name, found.name_en, found.order = name, name_en, place
    found.save()
    record(
        at=at,
        actor=name_of(actor),
        verb="department.rename",
        subject=f"department:{found.key}",
        before=before,
        name=name,
    )
    return True
