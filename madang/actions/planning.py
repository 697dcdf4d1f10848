"""What all acts on the operations plan share: two people may edit one plan, and neither overwrites the other unseen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text
from madang.people.models import Department, Person, Role
from madang.plans.models import Edited, Plan

from .journey import name_of

Row = TypeVar("Row", bound=models.Model)
Held = TypeVar("Held", bound=Edited)
TITLE_LIMIT, TEXT_LIMIT = 200, 20_000
FIRST_YEAR, LAST_YEAR = 2000, 2100


def editing(row: Held, after: int | None) -> Held:
    """The row as it stands, locked until the transaction ends, its ``edition`` raised by one (saved by the caller).

    ``after``: the edition the writer had before them; Refused ``changed-meanwhile`` when another stands by now. None:
    whoever calls has looked under this lock (the clock, an event file).
    """
    found: Held = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if after is not None and after != found.edition:
        raise Refused("changed-meanwhile")
    found.edition += 1
    return found


def find(model: type[Row], key: str, *, code: str) -> Row:
    """The row of that key; Refused ``code`` when there is none."""
    found = model._default_manager.filter(key=key).first()
    if found is None:
        raise Refused(code, key=key)
    return found


def find_plan(key: str) -> Plan:
    """The plan of that key; Refused ``unknown-plan`` when there is none."""
    return find(Plan, key, code="unknown-plan")


def free_key(model: type[models.Model], key: str) -> str:
    """``key``, when nothing of that kind has it yet; Refused ``key-taken``."""
    if model._default_manager.filter(key=key).exists():
        raise Refused("key-taken", key=key)
    return key


def line(raw: str, *, required: bool = True, limit: int = TITLE_LIMIT) -> str:
    """One line as it will be kept; Refused ``title-empty``, ``title-too-long``."""
    text = clean_line(raw)
    if required and not text:
        raise Refused("title-empty")
    if len(text) > limit:
        raise Refused("title-too-long", limit=limit, length=len(text))
    return text


def words(raw: str, *, required: bool = False, limit: int = TEXT_LIMIT) -> str:
    """Some lines as they will be kept; Refused ``text-empty``, ``body-too-long``."""
    text = clean_text(raw)
    if required and not text:
        raise Refused("text-empty")
    if len(text) > limit:
        raise Refused("body-too-long", limit=f"{limit:,}", length=f"{len(text):,}")
    return text


def span(starts: date | None, ends: date | None) -> tuple[date | None, date | None]:
    """A period of days, both included; Refused ``period-backwards``, or ``year-out-of-range`` beyond reason."""
    for day in (starts, ends):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Refused("year-out-of-range", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    if starts and ends and ends < starts:
        raise Refused("period-backwards")
    return starts, ends


def role_of(raw: str) -> str:
    """A role's key, or "" for none; Refused ``unknown-role``."""
    if raw and raw not in Role.values:
        raise Refused("unknown-role", role=raw, roles=", ".join(Role.values))
    return raw


def told(**facts: Any) -> dict[str, Any]:
    """Facts as the audit trail and event files say them: keys of rows, days as 2027-03-01, without what says nothing."""
    return {name: _told(value) for name, value in facts.items() if value not in (None, "", [], {})}


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Person, Department, Plan)):
        return value.key
    return value if isinstance(value, (str, int, bool, list, dict)) else str(value)


def note(verb: str, subject: str, *, at: datetime, actor: Person | None, **facts: Any) -> None:
    """Write down one act of planning. The entry holds all of it, so that ``madang export`` tells it again as it stands.

    ``subject``: ``plan:KEY`` for what is part of a plan, so that a plan's own story is one query.
    """
    record(at=at, actor=name_of(actor), verb=verb, subject=subject, **told(**facts))
