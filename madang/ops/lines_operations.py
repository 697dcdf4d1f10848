"""What an event line about the reports on operations must say (see ``lines.py``)."""

from __future__ import annotations

from madang.plans.models import SECTIONS

from .fields import BY, KEY, OPTIONAL, TEXT, Field

PERIOD = {"period": KEY, **BY}
VERBS: dict[str, dict[str, Field]] = {
    "operations.edit": {**PERIOD, **dict.fromkeys(SECTIONS, OPTIONAL)},
    "operations.publish": PERIOD,
    "operations.withdraw": {**PERIOD, "reason": TEXT},
}
