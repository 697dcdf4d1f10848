"""일정 주소: secret addresses at which a calendar app reads someone's todos and runs, or the whole team's.

Whoever has the address can read it, so it is shown once, only its hash is kept, and it ends with its maker's last role.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from madang.audit.models import record
from madang.base.errors import Refused
from madang.people.models import Person
from madang.people.rights import RIGHTS, may
from madang.plans.models import CalendarLink

from .journey import name_of

TOKEN_BYTES = 32
SCOPES = ("mine", "team")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def links_of(person: Person) -> QuerySet[CalendarLink]:
    """The addresses of theirs that still lead somewhere, the newest first."""
    return CalendarLink.objects.filter(made_by=person, ended_at=None).order_by("-at", "-pk")


@transaction.atomic
def make_link(*, person: Person, scope: str, at: datetime, actor: Person | None) -> str:
    """A new secret address for ``person``: of what is theirs (``mine``) or the team's (``team``). The token, told only now.

    The one they had of that scope ends. Refused ``not-in-team``, ``unknown-scope``.
    """
    if scope not in SCOPES:
        raise Refused("unknown-scope", scope=scope)
    if not may(person, "plan.read" if scope == "team" else "staff.enter"):
        raise Refused("not-in-team")
    person = Person.objects.select_for_update().get(pk=person.pk)
    links_of(person).filter(person__isnull=scope == "team").update(ended_at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    of = person if scope == "mine" else None
    CalendarLink.objects.create(person=of, made_by=person, token_hash=_hash(token), at=at)
    record(at=at, actor=name_of(actor), verb="calendar.link", subject=person.actor, scope=scope)
    return token


@transaction.atomic
def end_link(*, person: Person, scope: str, at: datetime, actor: Person | None) -> bool:
    """Nobody reads there any more; False when there was none."""
    gone = links_of(person).filter(person__isnull=scope == "team").update(ended_at=at)
    if gone:
        record(at=at, actor=name_of(actor), verb="calendar.unlink", subject=person.actor, scope=scope)
    return bool(gone)


def end_links(person: Person, *, at: datetime) -> int:
    """What someone may not read any more after a role was taken from them ends; how many. Part of the act that takes it."""
    roles, links = set(person.memberships.values_list("role", flat=True)), links_of(person)
    if not roles:
        return links.update(ended_at=at)
    return 0 if roles & RIGHTS["plan.read"] else links.filter(person=None).update(ended_at=at)


def find_link(token: str) -> CalendarLink | None:
    """What the address stands for; None for one that never was, has ended, or whose maker may not read it any more."""
    if len(token) > 100:
        return None
    links = CalendarLink.objects.filter(ended_at=None).select_related("made_by", "person")
    found = links.filter(token_hash=_hash(token)).first()
    if found is None or not may(found.made_by, "plan.read" if found.person is None else "staff.enter"):
        return None
    return found
