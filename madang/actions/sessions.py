"""현장 토론: planning, changing and cancelling a session of a forum. Signing up is in ``registrations``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text, opaque_key
from madang.forums.models import Forum, ForumNote, ForumSession, Registration
from madang.notices.outbox import put_all
from madang.people.models import Person
from madang.procedures.models import StageVisit

from .forums import record_act

TITLE_LIMIT, PLACE_LIMIT, ACCESS_LIMIT, CONTACT_LIMIT, REASON_LIMIT = 200, 200, 2_000, 200, 2_000
CAPACITY_LIMIT = 100_000
LONGEST = timedelta(days=3)


@dataclass(frozen=True)
class Plan:
    """What a session is to be, as people read it. ``starts_at`` ≤ t < ``ends_at``; ``capacity``: seats."""

    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    capacity: int
    access: str = ""
    contact: str = ""

    def cleaned(self) -> Plan:
        """As it will be kept; Refused when something is missing or too long."""
        title, place = clean_line(self.title), clean_line(self.place)
        access, contact = clean_text(self.access), clean_line(self.contact)
        if self.kind not in ForumSession.KINDS:
            raise Refused("unknown-decision", decision=self.kind, allowed=", ".join(ForumSession.KINDS))
        if not title:
            raise Refused("title-empty")
        if len(title) > TITLE_LIMIT:
            raise Refused("title-too-long", limit=TITLE_LIMIT, length=len(title))
        if not place:
            raise Refused("place-empty")
        for text, limit in ((place, PLACE_LIMIT), (access, ACCESS_LIMIT), (contact, CONTACT_LIMIT)):
            if len(text) > limit:
                raise Refused("body-too-long", limit=f"{limit:,}", length=f"{len(text):,}")
        if not 1 <= self.capacity <= CAPACITY_LIMIT:
            raise Refused("capacity-not-positive", limit=f"{CAPACITY_LIMIT:,}")
        if not timedelta() < self.ends_at - self.starts_at <= LONGEST:
            raise Refused("session-ends-before")
        return Plan(self.kind, title, self.starts_at, self.ends_at, place, self.capacity, access, contact)

    def told(self) -> dict[str, Any]:
        """As the audit trail and event files say it."""
        facts = {name: getattr(self, name) for name in ("kind", "title", "place", "capacity", "access", "contact")}
        times = {name: timezone.localtime(getattr(self, name)).isoformat() for name in ("starts_at", "ends_at")}
        return {**facts, **times}


def plan_of(session: ForumSession) -> Plan:
    """How the session stands now."""
    return Plan(**{name: getattr(session, name) for name in Plan.__dataclass_fields__})


def find_session(key: str) -> ForumSession:
    """The session of that key; Refused when there is none."""
    session = ForumSession.objects.select_related("forum__visit", "forum__case").filter(key=key).first()
    if session is None:
        raise Refused("unknown-session", session=key)
    return session


def locked(session: ForumSession) -> ForumSession:
    """The session as it stands, with all that is decided about its seats in our hands."""
    found = ForumSession.objects.select_for_update(of=("self",)).select_related("forum__visit", "forum__case")
    return found.get(pk=session.pk)


@transaction.atomic
def plan_session(
    *, forum: Forum, plan: Plan, at: datetime, actor: Person | None, key: str | None = None
) -> ForumSession:
    """A session is announced. It must lie within the time in which the forum is open; one that has taken place already
    may be entered, for its record. Refused ``key-taken`` when ``key`` is in use, and as :class:`Plan` says.
    """
    plan = plan.cleaned()
    _check_time(forum, plan, at)
    key = key or opaque_key()
    if ForumSession.objects.filter(key=key).exists():
        raise Refused("key-taken", key=key)
    session = ForumSession.objects.create(key=key, forum=forum, planned_at=at, **vars(plan))
    record_act(forum, "session.plan", at, actor, session=key, **plan.told())
    return session


@transaction.atomic
def change_session(*, session: ForumSession, plan: Plan, at: datetime, actor: Person | None) -> ForumSession:
    """It is to be otherwise. Who is registered is told, unless only the number of seats differs.

    More seats move waiting people up, in their order; fewer never take a seat from anybody.
    """
    from .registrations import fill, tell

    plan = plan.cleaned()
    session = locked(session)
    _check_coming(session, at)
    before = plan_of(session)
    if plan == before:
        raise Refused("session-unchanged")
    if plan.starts_at <= at:
        raise Refused("session-past")
    _check_time(session.forum, plan, at)
    for name, value in vars(plan).items():
        setattr(session, name, value)
    session.changed_at, session.edition = at, session.edition + 1
    session.save()
    moved = fill(session, at)
    changes = {name: value for name, value in plan.told().items() if value != before.told()[name]}
    up = {"moved_up": [person.key for person in moved]} if moved else {}
    record_act(session.forum, "session.change", at, actor, session=session.key, **plan.told(), **up)
    if set(changes) - {"capacity"}:
        registered = Registration.objects.filter(session=session, state__in=("seated", "waiting"))
        people = registered.exclude(person__in=moved).values_list("person_id", flat=True)
        facts = {"before": timezone.localtime(before.starts_at).isoformat(), "was_at": before.place}
        put_all("session-changed", f"{session.key}:{session.edition}", people, at=at, **about(session), **facts)
    for person in moved:
        tell("session-moved-up", session, person, at)
    return session


@transaction.atomic
def cancel_session(*, session: ForumSession, reason: str, at: datetime, actor: Person | None) -> None:
    """It will not take place, for a reason that everyone can read; everyone registered is told. Its page stays."""
    reason = clean_text(reason)
    if not reason:
        raise Refused("reason-empty")
    if len(reason) > REASON_LIMIT:
        raise Refused("body-too-long", limit=f"{REASON_LIMIT:,}", length=f"{len(reason):,}")
    session = locked(session)
    if session.cancelled_at is not None:
        raise Refused("session-cancelled")
    held = session.registrations.filter(came=True).exists() or ForumNote.objects.filter(session=session).exists()
    if held or session.ends_at <= at:
        raise Refused("session-begun")
    session.cancelled_at, session.cancelled_why, session.edition = at, reason, session.edition + 1
    session.save(update_fields=["cancelled_at", "cancelled_why", "edition"])
    record_act(session.forum, "session.cancel", at, actor, session=session.key, reason=reason)
    registered = session.registrations.filter(state__in=("seated", "waiting")).values_list("person_id", flat=True)
    put_all("session-cancelled", session.key, registered, at=at, **about(session), reason=reason)


def about(session: ForumSession) -> dict[str, Any]:
    """What every notice about it says."""
    return {
        "case": session.forum.case.key, "session": session.key, "title": session.title, "place": session.place,
        "due": timezone.localtime(session.starts_at).isoformat(),
    }  # fmt: skip


def _check_coming(session: ForumSession, at: datetime) -> None:
    if session.cancelled_at is not None:
        raise Refused("session-cancelled")
    if session.starts_at <= at:
        raise Refused("session-begun")


def _check_time(forum: Forum, plan: Plan, at: datetime) -> None:
    """It begins while the forum is open; before that is known, in the future."""
    visit = StageVisit.objects.get(pk=forum.visit_id)
    opened = Forum.objects.values_list("opened_at", flat=True).get(pk=forum.pk)
    if opened is None:
        if visit.left is not None:
            raise Refused("forum-closed")
        if plan.starts_at <= at:
            raise Refused("session-past")
        return
    end = visit.left or visit.due
    if plan.starts_at < opened or (end is not None and plan.starts_at >= end):
        raise Refused("session-outside")
