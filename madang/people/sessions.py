"""Sessions that SQL can join: the cookie holds an opaque token, the table its hash and the person.

Django's database sessions with three differences: what is stored is the SHA-256 of the token (a leaked table opens no
session); the person stands in a column, so that one statement can find who acts, list one's sessions and end them; and
the row says when and with what browser it began and when it was last seen, to the hour.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from madang.base import clock

SEEN_EVERY = timedelta(hours=1)
_SINCE = "_since"  # [person's id, the moment they signed in]


def token_hash(token: str) -> str:
    """The 40-character name under which the table keeps a token."""
    return hashlib.sha256(token.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """The session behind a request. ``agent`` is set by the middleware before anything is saved."""

    agent = ""
    found: Any = None  # the row as it was read, None before reading and when there is none

    @classmethod
    def get_model_class(cls) -> Any:
        from .models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        token = self.session_key
        kept = self.model.objects.filter(session_key=token_hash(token), expire_date__gt=clock.now()) if token else None
        self.found = kept.first() if kept is not None else None
        if self.found is None:
            self._session_key = None
        return self.found

    def exists(self, session_key: str) -> bool:
        return super().exists(token_hash(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        now = clock.now()
        person = data.get(SESSION_KEY)
        if person is not None and (data.get(_SINCE) or [None])[0] != person:
            data[_SINCE] = [person, now.isoformat()]
        instance: Any = super().create_model_instance(data)
        instance.session_key = token_hash(instance.session_key)
        instance.person_id = person
        instance.started_at = self.signed_in_at(data)
        instance.seen_at = now
        instance.agent = self.agent or (self.found.agent if self.found is not None else "")
        return instance

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=token_hash(key)).delete()

    def signed_in_at(self, data: dict[str, Any] | None = None) -> datetime | None:
        """When the person signed in to this browser; None when nobody has."""
        since = (self if data is None else data).get(_SINCE)
        return datetime.fromisoformat(since[1]) if since else None

    def signed_in_again(self) -> None:
        """Whoever is signed in has just shown again that it is them, by signing in once more."""
        self.pop(_SINCE, None)

    def seen(self, now: datetime) -> None:
        """Note that the browser was here, unless that was noted within the hour. Nothing for a visitor without a session."""
        row = self.found
        if row is None or row.person_id is None or (row.seen_at is not None and now - row.seen_at < SEEN_EVERY):
            return
        agent = self.agent or row.agent
        kept: Any = self.model.objects
        kept.filter(pk=row.pk).update(seen_at=now, agent=agent)


def browsers_of(person: Any, *, at: datetime) -> Any:
    """The browsers in which ``person`` is signed in, the one seen last first."""
    return person.sessions.filter(expire_date__gt=at).order_by("-seen_at", "-started_at", "pk")


def end_sessions(person: Any, *, keep: str | None = None) -> int:
    """Sign ``person`` out of every browser but the one whose token is ``keep``; how many that were."""
    others = person.sessions.all()
    if keep:
        others = others.exclude(session_key=token_hash(keep))
    gone, _ = others.delete()
    return int(gone)
