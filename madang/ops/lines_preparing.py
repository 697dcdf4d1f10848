"""What an event line about preparing a forum, its materials and experiments must say (see ``lines.py``)."""

from __future__ import annotations

from madang.actions.blocks import KINDS
from madang.actions.forum_desk import SIDES
from madang.forums.models import FORMS, PURPOSES

from .fields import BY, KEY, NAME, NUMBER_OR_NONE, OPTIONAL, TEXT, Field

FORUM = {"forum": KEY, **BY}
LIST = Field(list, required=False)
PURPOSE = Field(str, required=False, words=PURPOSES)
BLOCK = {
    "block": NAME,
    "kind": Field(str, words=KINDS),
    "title": OPTIONAL,
    "text": OPTIONAL,
    "rows": LIST,
    "link": OPTIONAL,
    "alt": OPTIONAL,
}

VERBS: dict[str, dict[str, Field]] = {
    "forum.prepare": {
        **FORUM,
        "procedure": NAME,
        "rules": NUMBER_OR_NONE,
        "department": NAME,
        "form": Field(str, required=False, words=FORMS),
        "question": OPTIONAL,
        "body": OPTIONAL,
        "days": NUMBER_OR_NONE,
        "long_running": Field(bool, required=False),
        "opens_on": OPTIONAL,
        "purpose": PURPOSE,
        "promised_on": OPTIONAL,
        "effect": OPTIONAL,
        "difficulty": OPTIONAL,
        "alternative": OPTIONAL,
        "setup": OPTIONAL,
        "blocks": LIST,
    },
    "forum.agree": {**FORUM, "side": Field(str, words=SIDES)},
    "forum.disagree": {**FORUM, "side": Field(str, words=SIDES), "reason": TEXT},
    "forum.add": {**FORUM, **BLOCK, "block": KEY, "corrects": NAME},
    "forum.withdraw": {**FORUM, "block": KEY, "reason": TEXT},
    "experiment.observe": {**FORUM, "observation": NAME, "on": TEXT, "text": TEXT, "corrects": NAME},
    "experiment.withdraw": {**FORUM, "observation": KEY, "reason": TEXT},
    "experiment.conclude": {**FORUM, "finding": TEXT, "feeds": NAME},
    "experiment.feed": {**FORUM, "feeds": KEY},
}
