"""Sessions that SQL can join: the cookie holds an opaque token, the table its hash and the person.

Django's database sessions with two differences: what is stored is the SHA-256 of the token (a leaked table opens no
session), and the person stands in a column, so that one statement can find who acts, list one's sessions and end them.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from madang.base import clock


def token_hash(token: str) -> str:
    """The 40-character name under which the table keeps a token."""
    return hashlib.sha256(token.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """The session behind a request."""

    @classmethod
    def get_model_class(cls) -> Any:
        from .models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        token = self.session_key
        kept = self.model.objects.filter(session_key=token_hash(token), expire_date__gt=clock.now()) if token else None
        found = kept.first() if kept is not None else None
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(token_hash(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        instance: Any = super().create_model_instance(data)
        instance.session_key = token_hash(instance.session_key)
        instance.person_id = data.get(SESSION_KEY)
        return instance

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=token_hash(key)).delete()
