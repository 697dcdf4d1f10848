"""참가 신청: signing up for a session, the waiting list, and who came.

Everything about seats is decided with the session's row locked, so that however many sign up at once, nobody sits twice
and no seat is given twice. Whoever comes later waits, in the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from madang.base.errors import Refused
from madang.forums.models import ForumSession, Registration
from madang.notices.outbox import put
from madang.people.models import Person
from madang.procedures.models import StageVisit

from .forums import record_act
from .participation import at_session
from .sessions import about, locked


@dataclass(frozen=True)
class Place:
    """Where someone stands: seated, waiting (``turn`` 1 is the next to move up), or left. ``new``: by this very act."""

    state: str
    turn: int = 0
    new: bool = False


@transaction.atomic
def register(*, session: ForumSession, person: Person, at: datetime, actor: Person | None) -> Place:
    """``person`` wants to come: a seat, or a place in the queue. A second time changes nothing.

    Refused ``session-cancelled``, ``session-begun``, ``forum-not-open`` before its forum is, ``forum-closed``.
    """
    session = locked(session)
    _check_open(session, at)
    mine = Registration.objects.filter(session=session, person=person).first()
    if mine is not None and mine.state != "left":
        return place_of(mine)
    newest = Registration.objects.filter(session=session).order_by("-at").values_list("at", flat=True).first()
    at = max(at, newest + timedelta(microseconds=1)) if newest is not None else at  # the lock says who was first
    taken = Registration.objects.filter(session=session, state="seated").count()
    state = "seated" if taken < session.capacity else "waiting"
    mine, _made = Registration.objects.update_or_create(
        session=session, person=person, defaults={"state": state, "at": at, "changed_at": at}
    )
    _record("session.register", session, person, at, actor)
    place = place_of(mine, new=True)
    put(
        "session-registered", f"{session.key}:{person.pk}:{at.isoformat()}", at=at, person=person, **about(session),
        state=state, turn=place.turn,
    )  # fmt: skip
    return place


@transaction.atomic
def unregister(*, session: ForumSession, person: Person, at: datetime, actor: Person | None) -> bool:
    """``person`` will not come; whoever waits first gets the seat and is told. False when they were not registered.

    Refused ``session-begun`` once it has: who came is what counts then.
    """
    session = locked(session)
    if session.starts_at <= at:
        raise Refused("session-begun")
    mine = Registration.objects.filter(session=session, person=person).exclude(state="left").first()
    if mine is None:
        return False
    mine.state, mine.changed_at = "left", at
    mine.save(update_fields=["state", "changed_at"])
    moved = fill(session, at) if session.cancelled_at is None else []
    _record("session.unregister", session, person, at, actor, moved_up=[each.key for each in moved])
    for each in moved:
        tell("session-moved-up", session, each, at)
    return True


def attend(
    *, session: ForumSession, came: Iterable[Person], at: datetime, actor: Person | None
) -> int:  # fmt: skip
    """These people were there, registered or not, and so take part in the forum; who was registered and is not among
    them did not come. How many were new. Told again, it adds: nobody is taken out again, because they have been counted.

    Refused as :func:`participation.at_session`: also for a while after the forum's end.
    """
    people = {person.pk: person for person in came}
    with at_session(session, at=at, actor=actor) as part:
        known = {one.person_id: one for one in Registration.objects.filter(session=session)}
        new = [person for pk, person in people.items() if pk not in known or not known[pk].came]
        for person in new:
            if person.pk in known:
                Registration.objects.filter(pk=known[person.pk].pk).update(came=True)
            else:  # without a seat, but there
                Registration.objects.create(
                    session=session, person=person, state="waiting", at=part.at, changed_at=part.at, came=True
                )
            part.join(person, "session")
        missed = Registration.objects.filter(session=session, came=None).exclude(state="left")
        missed.update(came=False)
        names = [person.key for person in new]
        record_act(session.forum, "session.attend", part.at, actor, session=session.key, people=names, count=len(names))
    return len(new)


def fill(session: ForumSession, at: datetime) -> list[Person]:
    """Free seats go to whoever waits, in their order; who that is. The session is locked."""
    taken = Registration.objects.filter(session=session, state="seated").count()
    free = session.capacity - taken
    if free <= 0:
        return []
    waiting = Registration.objects.filter(session=session, state="waiting").select_related("person")
    first = list(waiting.order_by("at", "pk")[:free])
    Registration.objects.filter(pk__in=[one.pk for one in first]).update(state="seated", changed_at=at)
    return [one.person for one in first]


def place_of(mine: Registration, *, new: bool = False) -> Place:
    """Where a registration stands in the queue."""
    if mine.state != "waiting":
        return Place(mine.state, new=new)
    ahead = Registration.objects.filter(session=mine.session_id, state="waiting", at__lt=mine.at).count()
    return Place("waiting", ahead + 1, new)


def tell(kind: str, session: ForumSession, person: Person, at: datetime) -> None:
    """One person, about their place in it."""
    put(kind, f"{session.key}:{person.pk}:{at.isoformat()}", at=at, person=person, **about(session))


def leave_all(person: Person, *, at: datetime) -> None:
    """Whoever closes their account gives back their seats; who was where is kept only where they came and are counted."""
    mine = Registration.objects.filter(person=person)
    for one in mine.filter(session__starts_at__gt=at).exclude(state="left").select_related("session"):
        unregister(session=one.session, person=person, at=at, actor=person)
    mine.exclude(came=True).delete()


def _check_open(session: ForumSession, at: datetime) -> None:
    if session.cancelled_at is not None:
        raise Refused("session-cancelled")
    if session.starts_at <= at:
        raise Refused("session-begun")
    if session.forum.opened_at is None or session.forum.opened_at > at:
        raise Refused("forum-not-open")
    if StageVisit.objects.filter(pk=session.forum.visit_id, left__isnull=False).exists():
        raise Refused("forum-closed")


def _record(
    verb: str, session: ForumSession, person: Person, at: datetime, actor: Person | None, moved_up: Sequence[str] = ()
) -> None:
    """Under whoever acts; ``person`` where that is somebody else."""
    facts = {} if actor == person else {"person": person.key}
    more = {"moved_up": list(moved_up)} if moved_up else {}
    record_act(session.forum, verb, at, actor, session=session.key, **facts, **more)
