"""Showing who one is, and being one person over all logins: what a person proves, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.people.models import Person, Verification

from .journey import name_of


@dataclass(frozen=True)
class Identity:
    """Who somebody was shown to be: the keyed hash of the identifier, and what was said with it."""

    level: str
    hashed: str
    born: int | None = None
    gender: str = ""
    area: str = ""


def holder_of(hashed: str) -> Person | None:
    """The person to whom an identity belongs already."""
    found = Verification.objects.select_related("person").filter(identity_hash=hashed).first()
    return found.person if found else None


def prove_identity(*, person: Person, identity: Identity, source: str, at: datetime, actor: Person | None) -> bool:
    """``person`` has shown who they are; False when that was known already.

    Refused ``identity-held`` when the identity is another person's, ``identity-differs`` when this person was shown to
    be somebody else before (else one identity after another could be lent to the same account).
    """
    try:
        with transaction.atomic():
            return _prove(person, identity, source, at, actor)
    except IntegrityError as error:  # somebody else proved the same in this very moment
        raise Refused("identity-held") from error


def _prove(person: Person, identity: Identity, source: str, at: datetime, actor: Person | None) -> bool:
    holder = holder_of(identity.hashed)
    if holder is not None and holder.pk != person.pk:
        raise Refused("identity-held")
    known = Verification.objects.select_for_update().filter(person=person, level=identity.level).first()
    if known is not None and known.identity_hash not in (None, identity.hashed):
        raise Refused("identity-differs")
    told = {"born": identity.born, "gender": clean_line(identity.gender)[:10], "area": clean_line(identity.area)[:40]}
    if known is not None and (known.identity_hash or holder) and all(getattr(known, k) == v for k, v in told.items()):
        return False
    # The hash stands once: an identity proven at two levels is the same identity.
    hashed = identity.hashed if holder is None or (known and known.identity_hash) else None
    Verification.objects.update_or_create(
        person=person,
        level=identity.level,
        defaults={**told, "source": source[:40], "at": at, "identity_hash": hashed},
    )
    record(at=at, actor=name_of(actor), verb="person.verify", subject=person.actor, level=identity.level, source=source)
    return True


@transaction.atomic
def join_by_login(*, person: Person, name: str, provider: str, at: datetime) -> None:
    """A person who has just been made by signing in through another provider has joined, and agreed."""
    person.name, person.joined_at = clean_line(name)[:60], at
    person.save()
    record(at=at, actor=person.actor, verb="person.join", subject=person.actor, agreed=True, provider=provider)


@transaction.atomic
def rename_person(*, person: Person, name: str, at: datetime, actor: Person | None) -> bool:
    """The public name changes, everywhere at once; False when it was that already. The old one is not kept."""
    name = clean_line(name)[:60]
    if name == person.name:
        return False
    Person.objects.filter(pk=person.pk).update(name=name)
    person.name = name
    record(at=at, actor=name_of(actor), verb="person.rename", subject=person.actor)
    return True


def note_login(*, person: Person, provider: str, connected: bool, at: datetime, actor: Person | None) -> None:
    """A further login was connected to the person, or taken off."""
    verb = "person.connect" if connected else "person.disconnect"
    record(at=at, actor=name_of(actor), verb=verb, subject=person.actor, provider=provider)
