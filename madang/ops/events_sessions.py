"""The event file's verbs about sessions: planned, changed, cancelled, who registered and who came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from madang.actions import forums, people, registrations, sessions
from madang.forums.models import ForumSession
from madang.people.models import Person

from .lines import BadLine, Event, moment_of

if TYPE_CHECKING:
    from .events import Names


def session(e: Event) -> ForumSession:
    """The session that an event names, as it stands now."""
    return sessions.find_session(e["session"])


def _plan(e: Event) -> sessions.Plan:
    return sessions.Plan(
        kind=e["kind"],
        title=e["title"],
        starts_at=moment_of(e, "starts_at"),
        ends_at=moment_of(e, "ends_at"),
        place=e["place"],
        capacity=e["capacity"],
        access=e.get("access", ""),
        contact=e.get("contact", ""),
    )


def _session_plan(e: Event, at: datetime, names: Names) -> None:
    forum = names.remembered("forum", e["forum"], forums.find_forum)
    sessions.plan_session(forum=forum, plan=_plan(e), key=e["session"], at=at, actor=names.person(e.get("by")))


def _session_change(e: Event, at: datetime, names: Names) -> None:
    sessions.change_session(session=session(e), plan=_plan(e), at=at, actor=names.person(e.get("by")))


def _session_cancel(e: Event, at: datetime, names: Names) -> None:
    sessions.cancel_session(session=session(e), reason=e["reason"], at=at, actor=names.person(e.get("by")))


def _who(e: Event, names: Names) -> Person:
    person = names.person(e.get("person") or e.get("by"))
    if person is None:
        raise BadLine(_("person이나 by 가운데 하나가 있어야 해요."))
    return person


def _session_register(e: Event, at: datetime, names: Names) -> None:
    registrations.register(session=session(e), person=_who(e, names), at=at, actor=names.person(e.get("by")))


def _session_unregister(e: Event, at: datetime, names: Names) -> None:
    registrations.unregister(session=session(e), person=_who(e, names), at=at, actor=names.person(e.get("by")))


def _session_attend(e: Event, at: datetime, names: Names) -> None:
    keys = e["people"]
    if not all(isinstance(key, str) for key in keys):
        raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % {"name": "people", "type": '["…"]'})
    came = [people.find_person(key) for key in keys]
    registrations.attend(session=session(e), came=came, at=at, actor=names.person(e.get("by")))


DO: dict[str, Callable[[Event, datetime, Names], None]] = {
    "session.plan": _session_plan,
    "session.change": _session_change,
    "session.cancel": _session_cancel,
    "session.register": _session_register,
    "session.unregister": _session_unregister,
    "session.attend": _session_attend,
}
