"""What an event line about the panel's work must say (see ``lines.py``)."""

from __future__ import annotations

from madang.actions.forums import DAYS_LIMIT
from madang.agenda.models import DossierCheck, DossierEntry

from .fields import BY, CASE, KEY, NAME, OPTIONAL, TEXT, Field

MEETING = {"meeting": KEY, **BY}
DAYS = Field(int, required=False, least=1, most=DAYS_LIMIT)
FLAG = Field(bool, required=False)

VERBS: dict[str, dict[str, Field]] = {
    "dossier.add": {
        **CASE,
        "section": Field(str, words=DossierEntry.SECTIONS),
        "text": TEXT,
        "side": Field(str, required=False, words=("", "for", "against")),
        "source": OPTIONAL,
        "link": OPTIONAL,
        "entry": NAME,
    },
    "dossier.remove": {"entry": KEY, **BY},
    "dossier.check": {**CASE, "code": Field(str, words=DossierCheck.CODES), "holds": FLAG},
    "agenda.bundle": {**CASE, "others": Field(list), "reason": TEXT},
    "meeting.plan": {**MEETING, "name": TEXT, "starts_at": TEXT, "place": OPTIONAL, "panel": NAME},
    "meeting.put": {**MEETING, "proposal": KEY},
    "meeting.vote": {
        **MEETING,
        "proposal": KEY,
        "round": Field(str, words=("first", "last")),
        "votes": Field(dict),
        "notes": OPTIONAL,
    },
    "meeting.conclude": {
        **MEETING,
        "proposal": KEY,
        "reason": OPTIONAL,
        "form": OPTIONAL,
        "question": OPTIONAL,
        "days": DAYS,
    },
    "meeting.minutes": {**MEETING, "text": TEXT, "publish": FLAG},
}
