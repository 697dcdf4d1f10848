"""How each reader gets a notice: by mail at once, in a digest, on the site only, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from madang.notices.kinds import DAILY, NOW, OFF, SITE, WEEKLY, kind_of
from madang.notices.models import Notice, Preference
from madang.people.models import Person, Role
from madang.people.queries import holding, officers_of

from . import wording

DIGEST_AT = time(8)  # the institution's time; the weekly one on Mondays
BATCH = 200


def preferences(people: Iterable[int], kinds: Iterable[str]) -> dict[tuple[int, str], str]:
    """How these people want these kinds, where they said so, by person and kind."""
    said = Preference.objects.filter(person__in=list(people), kind__in=list(kinds))
    return {(person, kind): how for person, kind, how in said.values_list("person_id", "kind", "how")}


def way(person_id: int, kind: str, said: dict[tuple[int, str], str]) -> str:
    """How this person gets this kind; what must be said comes at once, whatever they said."""
    known = kind_of(kind)
    return said.get((person_id, kind), known.default) if known.optional else NOW


def choose(rows: Sequence[Notice], at: datetime) -> None:
    """Write into ``rows`` (unsaved) how their readers get them, and settle those that are not mailed."""
    said = preferences({row.person_id for row in rows if row.person_id}, {row.kind for row in rows})
    for row in rows:
        row.how = way(row.person_id, row.kind, said) if row.person_id else NOW
        if row.how == OFF:
            row.how, row.sent_at, row.outcome = SITE, at, "off"
            continue
        settle(row, row.person, at)


def settle(row: Notice, person: Person | None, at: datetime) -> None:
    """When the row is sent; or that it is not, because it stays on the site or there is no address."""
    address = person.email if person is not None else row.email
    if row.how == SITE:
        row.sent_at, row.outcome = at, "site"
    elif not address or (person is not None and not person.is_active and kind_of(row.kind).group != "account"):
        row.sent_at, row.outcome = at, "no-address"
    elif row.how in (DAILY, WEEKLY):
        row.send_after = next_digest(at, row.how)


def next_digest(at: datetime, how: str) -> datetime:
    """The next moment after ``at`` at which the daily or weekly digest goes out."""
    zone = ZoneInfo(settings.TIME_ZONE)
    local = at.astimezone(zone)
    days = (7 - local.weekday()) % 7 if how == WEEKLY else 0
    moment = datetime.combine(local.date() + timedelta(days=days), DIGEST_AT, tzinfo=zone)
    if moment <= at:
        moment = datetime.combine(moment.date() + timedelta(days=7 if how == WEEKLY else 1), DIGEST_AT, tzinfo=zone)
    return moment


def write_out(at: datetime, before: datetime | None = None) -> int:
    """What departments are to be told, written out for each of their officers; how many rows that made.

    A department without officers is the 담당자's concern: somebody must know.
    """
    made = 0
    while True:
        with transaction.atomic():
            waiting = Notice.objects.waiting(at) if before is None else Notice.objects.waiting(before)
            rows = list(
                waiting.exclude(department=None)
                .select_for_update(of=("self",), skip_locked=True)
                .select_related("department")[:BATCH]
            )
            if not rows:
                return made
            new = [_copy(row, person) for row in rows for person in _officers(row)]
            Notice.objects.bulk_create(new, ignore_conflicts=True)
            Notice.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=at, outcome="spread")
            made += len(new)


def _officers(row: Notice) -> list[Person]:
    assert row.department is not None
    return list(officers_of(row.department)) or list(holding(Role.OFFICER))


def _copy(row: Notice, person: Person) -> Notice:
    return Notice(
        kind=row.kind,
        unique=f"{row.unique}@{person.pk}"[:160],
        person=person,
        facts=row.facts,
        at=row.at,
        send_after=row.send_after,
    )


def theirs(row: Notice, proposals: wording.Proposals) -> bool:
    """Whether the reader may still be told."""
    return wording.theirs(row, row.person, proposals)
