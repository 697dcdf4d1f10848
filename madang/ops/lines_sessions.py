"""What an event line about sessions must say (see ``lines.py``)."""

from __future__ import annotations

from madang.forums.models import ForumSession

from .fields import BY, KEY, NAME, OPTIONAL, TEXT, Field

SESSION = {"session": KEY, **BY}
PLAN = {
    "kind": Field(str, words=ForumSession.KINDS),
    "title": TEXT,
    "starts_at": TEXT,
    "ends_at": TEXT,
    "place": TEXT,
    "capacity": Field(int, least=1, most=100_000),
    "access": OPTIONAL,
    "contact": OPTIONAL,
}
VERBS: dict[str, dict[str, Field]] = {
    "session.plan": {"forum": KEY, **SESSION, **PLAN},
    "session.change": {**SESSION, **PLAN},
    "session.cancel": {**SESSION, "reason": TEXT},
    "session.register": {**SESSION, "person": NAME},
    "session.unregister": {**SESSION, "person": NAME},
    "session.attend": {**SESSION, "people": Field(list)},
}
