"""가온시: a city that does not exist, with eighteen months of life in it, for whoever wants to look at Madang.

``material`` is what is told (texts, names), ``places`` when and how far each matter goes, ``plan`` who does what at which
moment, ``play`` does it through the ordinary actions. Nothing is written into the tables by hand but passwords.
"""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .material import CITIZEN_LOGINS, PASSWORD, address, material

__all__ = ["PASSWORD", "accounts", "empty"]


def accounts() -> list[tuple[str, str, str]]:
    """Who can sign in to the demonstration, for printing: the role, the address, the password.

    One of each role; every department's officers have one too: ``DEPARTMENT_1@gaon.example``.
    """
    from madang.people.models import Role

    told: list[tuple[str, str, str]] = [
        (_("시민 %(name)s") % {"name": name}, address(key), PASSWORD) for key, name in CITIZEN_LOGINS
    ]
    seen: set[str] = set()
    name = "name" if (get_language() or "ko").startswith("ko") else "name_en"
    departments = {department["key"]: department[name] for department in material().departments}
    for person in material().staff:
        if person["role"] not in seen:
            seen.add(person["role"])
            role = str(Role(person["role"]).label)
            where = f" ({departments[person['department']]})" if person["department"] else ""
            told.append((role + where, address(person["key"]), PASSWORD))
    return told


def empty() -> bool:
    """Whether nothing has happened in this instance yet, so that the demonstration may be filled in."""
    from madang.people.models import Department, Person
    from madang.procedures.models import Procedure

    return not any(model.objects.exists() for model in (Procedure, Department, Person))
