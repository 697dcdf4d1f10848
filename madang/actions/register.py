"""The residents' register: handed in whole by the institution, kept as keyed hashes, asked one resident at a time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db import transaction
from django.db.models import QuerySet

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, opaque_key
from madang.people.models import Person, RegisterEntry

from .identity import Identity, prove_identity
from .journey import name_of
from .people import identity_hash

BATCH = 2_000


@dataclass(frozen=True)
class Resident:
    """One line of a register, as read from the file."""

    name: str
    born: date
    phone: str = ""  # its last four digits
    area: str = ""
    gender: str = ""

    @cached_property
    def hashed(self) -> str:
        """What is kept of who it is."""
        return resident_hash(self.name, self.born, self.phone)


def resident_hash(name: str, born: date, phone: str) -> str:
    """The keyed hash of a resident; ``phone`` as far as the register knows it. Blanks in a name do not count."""
    plain = unicodedata.normalize("NFKC", clean_line(name)).replace(" ", "").casefold()
    return identity_hash(f"register:{plain}|{born.isoformat()}|{last_four(phone)}")


def last_four(phone: str) -> str:
    """The last four digits of a phone number; "" when there are none."""
    digits = re.sub(r"\D", "", phone)
    return digits[-4:] if len(digits) >= 4 else ""


def read_day(written: str) -> date | None:
    """A day as registers write it: 1980-03-05, 1980.3.5, 19800305, with or without a time behind. None when it is none."""
    text = unicodedata.normalize("NFKC", written).strip()
    found = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text) or re.fullmatch(
        r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?(?:[ T]00:00(?::00)?)?", text
    )
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day if day and 1850 <= day.year <= 2200 else None


DRAFT = "draft-"  # a register that was read and waits for someone to say yes


def stage_register(*, residents: Iterable[Resident], at: datetime) -> tuple[str, int]:
    """Keep the hashes of a register aside, until :func:`adopt_register`; its name, and the number of residents.

    What was set aside before, and never adopted, goes. Written in batches of their own, so that nobody else has to wait.
    """
    RegisterEntry.objects.filter(register__startswith=DRAFT).delete()
    name, count = f"{DRAFT}{at:%Y%m%d%H%M%S}-{opaque_key(6)}", 0
    batch: list[RegisterEntry] = []
    for one in residents:
        batch.append(
            RegisterEntry(
                register=name, identity_hash=one.hashed, born=one.born.year, gender=one.gender[:10], area=one.area[:40]
            )
        )
        count += 1
        if len(batch) >= BATCH:
            RegisterEntry.objects.bulk_create(batch)
            batch = []
    RegisterEntry.objects.bulk_create(batch)
    return name, count


@transaction.atomic
def adopt_register(*, name: str, at: datetime, actor: Person | None) -> int:
    """Put the register set aside in the place of the old one, whole; its number of residents. Who was verified stays so.

    Refused ``register-gone`` when it is no longer there.
    """
    if not name.startswith(DRAFT) or not RegisterEntry.objects.filter(register=name).exists():
        raise Refused("register-gone")
    RegisterEntry.objects.exclude(register=name).delete()
    kept = name.removeprefix(DRAFT)
    count = RegisterEntry.objects.filter(register=name).update(register=kept)
    record(at=at, actor=name_of(actor), verb="register.load", subject=f"register:{kept}", count=count)
    return count


def load_register(*, residents: Iterable[Resident], at: datetime, actor: Person | None) -> int:
    """Both at once."""
    name, _ = stage_register(residents=residents, at=at)
    return adopt_register(name=name, at=at, actor=actor)


def in_force() -> QuerySet[RegisterEntry]:
    """The register that counts."""
    return RegisterEntry.objects.exclude(register__startswith=DRAFT)


def find_resident(*, name: str, born: str, phone: str = "") -> RegisterEntry:
    """The line of the register; Refused ``birth-malformed``, ``register-empty`` or ``not-in-register``."""
    day = read_day(born)
    if day is None:
        raise Refused("birth-malformed")
    hashes = {resident_hash(name, day, phone), resident_hash(name, day, "")}
    found = in_force().filter(identity_hash__in=hashes).first()
    if found is None:
        raise Refused("not-in-register" if in_force().exists() else "register-empty")
    return found


def verify_resident(
    *, person: Person, name: str, born: str, at: datetime, actor: Person | None, phone: str = ""
) -> None:
    """``person`` is a resident, as the register says. One line of the register is one person."""
    entry = find_resident(name=name, born=born, phone=phone)
    identity = Identity("resident", entry.identity_hash, entry.born, entry.gender, entry.area)
    prove_identity(person=person, identity=identity, source="register", at=at, actor=actor)
