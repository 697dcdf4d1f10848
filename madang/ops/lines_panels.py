"""What an event line about drawing a panel must say (see ``lines.py``)."""

from __future__ import annotations

from madang.actions.panel_draws import ANSWERS

from .fields import BY, KEY, NUMBER, OPTIONAL, TEXT, Field

PANEL = {"panel": KEY, **BY}

VERBS: dict[str, dict[str, Field]] = {
    "panel.make": {**PANEL, "name": TEXT, "size": NUMBER},
    "panel.enrol": {**PANEL, "people": Field(list)},
    "panel.target": {**PANEL, "targets": Field(list)},
    "panel.close": PANEL,
    "panel.draw": {**PANEL, "seed": TEXT, "source": OPTIONAL, "published": Field(dict, required=False)},
    "panel.answer": {**PANEL, "number": NUMBER, "answer": Field(str, words=ANSWERS)},
    "panel.replace": {**PANEL, "seed": TEXT, "source": OPTIONAL},
}
