"""Putting notices into the outbox, inside the act that causes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from madang.people.models import Department, Person

from .models import Broadcast, Notice


def put(
    kind: str,
    occasion: str,
    *,
    at: datetime,
    person: Person | None = None,
    department: Department | None = None,
    email: str = "",
    **facts: Any,
) -> None:
    """Tell ``person``, ``department`` or whoever reads ``email`` once about ``occasion`` (unique within its kind), as soon as the worker runs."""
    Notice.objects.get_or_create(
        unique=f"{kind}:{occasion}",
        defaults={
            "kind": kind,
            "person": person,
            "department": department,
            "email": email,
            "facts": facts,
            "at": at,
            "send_after": at,
        },
    )


def put_all(kind: str, occasion: str, people: Iterable[int], *, at: datetime, **facts: Any) -> None:
    """Tell each of these ``people`` (by id) once about ``occasion``; for as many as fit into a room."""
    told = [
        Notice(kind=kind, unique=f"{kind}:{occasion}:{pk}", person_id=pk, facts=facts, at=at, send_after=at)
        for pk in people
    ]
    Notice.objects.bulk_create(told, ignore_conflicts=True, batch_size=500)


def spread(*kinds: str, occasion: str, at: datetime, **facts: Any) -> None:
    """Tell everyone whom these ``kinds`` concern (``actions.audiences`` knows who) once about ``occasion``.

    One row a kind now, however many people they are: the worker writes theirs.
    """
    told = [Broadcast(kind=kind, occasion=occasion, at=at, facts=facts) for kind in kinds]
    Broadcast.objects.bulk_create(told, ignore_conflicts=True)
