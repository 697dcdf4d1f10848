"""What an event line about rules of todos, and about what changes hands, must say (see ``lines.py``)."""

from __future__ import annotations

from .fields import BY, KEY, NAME, OPTIONAL, TEXT, Field

RULE = {"rule": KEY, **BY}
_NUMBER = Field(int, required=False, least=-30_000, most=30_000)
VERBS: dict[str, dict[str, Field]] = {
    "todo_rule.set": {
        **RULE, "when": TEXT, "title": TEXT, "role": TEXT, "what": OPTIONAL, "least": Field(int, required=False),
        "procedure": OPTIONAL, "note": OPTIONAL, "days": _NUMBER, "working": Field(bool, required=False),
        "watch": OPTIONAL, "order": _NUMBER, "since": OPTIONAL,
    },
    "todo_rule.drop": RULE,
    "handover.pass": {
        "handover": KEY, "giver": KEY, "receiver": NAME, "role": OPTIONAL, "note": OPTIONAL,
        "todos": Field(list, required=False), "goals": Field(list, required=False),
        "projects": Field(list, required=False), **BY,
    },
}  # fmt: skip
