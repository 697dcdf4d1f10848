"""Registering people, departments and roles (by staff and event files; citizens sign themselves up)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import EmailField

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.people.models import LEVELS, Department, Membership, Person, Role, Verification

from .journey import name_of


def identity_hash(identifier: str) -> str:
    """The keyed hash (setting ``IDENTITY_KEY``) under which an identifier is kept; the identifier itself never is."""
    return hmac.new(settings.IDENTITY_KEY.encode(), identifier.encode(), hashlib.sha256).hexdigest()


def find_person(key: str) -> Person:
    """The person of that key; Refused when there is none."""
    person = Person.objects.filter(key=key).first()
    if person is None:
        raise Refused("unknown-person", person=key)
    return person


def find_department(key: str) -> Department:
    """The department of that key; Refused when there is none."""
    department = Department.objects.filter(key=key).first()
    if department is None:
        raise Refused("unknown-department", department=key)
    return department


@transaction.atomic
def register_person(
    *,
    key: str,
    at: datetime,
    actor: Person | None,
    name: str = "",
    email: str | None = None,
    verified: Mapping[str, Any] | None = None,
) -> Person:
    """A person known by ``key``. ``verified``: level (see LEVELS), and optionally born, gender, area, identifier."""
    if Person.objects.filter(key=key).exists():
        raise Refused("key-taken", key=key)
    email = _free_email(email) if email else None
    person = Person(key=key, name=clean_line(name)[:60], email=email, joined_at=at)
    person.set_unusable_password()
    person.save()
    record(at=at, actor=name_of(actor), verb="person.register", subject=person.actor)
    if verified:
        verify_person(person=person, at=at, actor=actor, **verified)
    return person


def _free_email(raw: str) -> str:
    """The address as it is kept; Refused when it is none, or somebody's already."""
    email = Person.objects.normalize_email(clean_line(raw))
    try:
        EmailField().run_validators(email)
    except ValidationError as error:
        raise Refused("email-malformed", email=email[:80]) from error
    if Person.objects.filter(email__iexact=email).exists():
        raise Refused("key-taken", key=email)
    return email


@transaction.atomic
def verify_person(
    *,
    person: Person,
    level: str,
    at: datetime,
    actor: Person | None,
    born: int | None = None,
    gender: str = "",
    area: str = "",
    identifier: str | None = None,
) -> None:
    """The person has shown who they are, to ``level``. One identifier belongs to one person."""
    identifier = clean_line(identifier or "")
    hashed = identity_hash(identifier) if identifier else None
    if hashed and Verification.objects.filter(identity_hash=hashed).exclude(person=person).exists():
        raise Refused("key-taken", key=level)
    Verification.objects.update_or_create(
        person=person,
        level=level,
        defaults={
            "born": born,
            "gender": clean_line(gender)[:10],
            "area": clean_line(area)[:40],
            "at": at,
            "identity_hash": hashed,
        },
    )
    record(at=at, actor=name_of(actor), verb="person.verify", subject=person.actor, level=level)


def level_of(person: Person) -> str:
    """The strongest level this person has reached; everyone who is registered has an account."""
    reached = set(person.verifications.values_list("level", flat=True)) | {"account"}
    return max(reached, key=LEVELS.index)


@transaction.atomic
def register_department(
    *, key: str, name: str, at: datetime, actor: Person | None, name_en: str = "", order: int = 0
) -> Department:
    """A department that can be asked to answer."""
    if Department.objects.filter(key=key).exists():
        raise Refused("key-taken", key=key)
    department = Department.objects.create(
        key=key, name=clean_line(name)[:80], name_en=clean_line(name_en)[:80], order=order
    )
    record(at=at, actor=name_of(actor), verb="department.register", subject=f"department:{key}")
    return department


@transaction.atomic
def grant_role(
    *, person: Person, role: str, at: datetime, actor: Person | None, department: Department | None = None
) -> None:
    """Give a person a role, for one department where the role is a department's."""
    if role not in Role.values:
        raise Refused("unknown-role", role=role, roles=", ".join(Role.values))
    if role == Role.DEPARTMENT_OFFICER and department is None:
        raise Refused("department-missing")
    _, new = Membership.objects.get_or_create(person=person, role=role, department=department, defaults={"since": at})
    if new:
        facts = {"role": role, "department": department.key if department else None}
        record(at=at, actor=name_of(actor), verb="role.grant", subject=person.actor, **facts)
