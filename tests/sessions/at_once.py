"""What one of several processes does in the tests of this folder."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def prepare(people: int, seats: int, at: datetime) -> list[str]:
    """An open forum, a session with so many seats, and so many people; their names."""
    from tests import make
    from tests.sessions import making

    making.session(making.forum(key="bike", at=at), key="talk", seats=seats, at=at)
    return [person.key for person in make.crowd(people, at=at)]


def signing_up(start: Any, names: list[str], at: datetime) -> list[tuple[str, str, int]]:
    """Each of these signs up, and once more as somebody who pressed twice; what they were told."""
    from madang.actions import registrations
    from madang.actions.people import find_person
    from madang.actions.sessions import find_session

    session, told = find_session("talk"), []
    start.wait()
    for name in names:
        person = find_person(name)
        for _ in range(2):
            place = registrations.register(session=session, person=person, at=at, actor=person)
        told.append((name, place.state, place.turn))
    return told


def seats() -> list[tuple[str, str]]:
    """Who sits and who waits, in their order."""
    from madang.forums.models import Registration

    return list(Registration.objects.order_by("at", "pk").values_list("person__key", "state"))


def leaving(start: Any, names: list[str], at: datetime) -> None:
    """Each of these takes it back."""
    from madang.actions import registrations
    from madang.actions.people import find_person
    from madang.actions.sessions import find_session

    start.wait()
    for name in names:
        person = find_person(name)
        registrations.unregister(session=find_session("talk"), person=person, at=at, actor=person)
