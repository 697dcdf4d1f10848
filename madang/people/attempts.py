"""Where attempts to sign in are counted: Django's database cache, but honest about a database that is away."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connections, router


class Attempts(DatabaseCache):
    """Django's reports a write that the database refused as "somebody else wrote it", and a visitor would be told to slow
    down when in truth the database is locked. This one raises OperationalError instead.
    """

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = None) -> bool:
        connection = connections[router.db_for_write(self.cache_model_class)]
        before = connection.errors_occurred
        done: bool = super()._base_set(mode, key, value, timeout)  # type: ignore[misc]
        if not done and connection.errors_occurred and not before:
            raise OperationalError("the database did not take the count of attempts")
        return done
