"""What an event line about the agenda, forums, results and execution must say (see ``lines.py``)."""

from __future__ import annotations

from madang.actions.forums import DAYS_LIMIT
from madang.deliveries.models import Verdict
from madang.forums.models import FORMS, POSITIONS, PURPOSES
from madang.results.models import ATTRIBUTES, SECTIONS

from .fields import BY, CASE, KEY, NAME, NUMBER_OR_NONE, OPTIONAL, TEXT, Field

FORUM = {"forum": KEY, **BY}
OPINION = {"opinion": KEY, **BY}
STATEMENT = {"statement": KEY, **BY}
FORM = Field(str, required=False, words=FORMS)
FLAG = Field(bool, required=False)
LIST = Field(list, required=False)
DAYS = Field(int, required=False, least=1, most=DAYS_LIMIT)
NTH = Field(int, required=False, least=1, most=1_000)

VERBS: dict[str, dict[str, Field]] = {
    "agenda.decide": {**CASE, "decision": TEXT, "reason": OPTIONAL, "form": FORM, "question": OPTIONAL, "days": DAYS},
    "agenda.pick_up": {**CASE, "reason": TEXT},
    "forum.open": {
        **FORUM,
        "proposal": NAME,
        "procedure": NAME,
        "rules": NUMBER_OR_NONE,
        "department": NAME,
        "form": FORM,
        "question": OPTIONAL,
        "body": OPTIONAL,
        "days": NUMBER_OR_NONE,
        "long_running": FLAG,
        "purpose": Field(str, required=False, words=PURPOSES),
        "promised_on": OPTIONAL,
    },
    "forum.close": {**FORUM, "reason": TEXT},
    "forum.note": {
        **FORUM,
        "text": TEXT,
        "count": Field(int, required=False, most=1_000_000),
        "kind": Field(str, required=False, words=("offline", "summary")),
        "session": NAME,
        "evidence": OPTIONAL,
    },
    "opinion.post": {
        **FORUM,
        "text": TEXT,
        "position": Field(str, required=False, words=("", *POSITIONS)),
        "opinion": NAME,
        "reply_to": NAME,
        "channel": Field(str, required=False, words=("online", "paper")),
        "consent": FLAG,
        "session": NAME,
    },
    "opinion.delete": OPINION,
    "opinion.support": {**OPINION, "by": KEY},
    "opinion.unsupport": {**OPINION, "by": KEY},
    "opinion.hide": {**OPINION, "code": TEXT, "note": OPTIONAL},
    "opinion.show": {**OPINION, "note": TEXT},
    "statement.post": {**FORUM, "statement": KEY, "text": TEXT, "consent": FLAG},
    "statement.vote": {
        **STATEMENT, "by": KEY, "vote": Field(str, words=("agree", "disagree", "pass")), "consent": FLAG,
    },
    "statement.delete": STATEMENT,
    "statement.hide": {**STATEMENT, "code": TEXT, "note": OPTIONAL},
    "statement.show": {**STATEMENT, "note": TEXT},
    "forum.consent": {**FORUM, "by": KEY, "consent": Field(bool)},
    "population.set": {"attribute": Field(str, words=ATTRIBUTES), "bands": Field(list), "source": OPTIONAL, **BY},
    "result.deliver": {**CASE, "text": OPTIONAL, "stage": OPTIONAL},
    "result.publish": {**CASE, "text": OPTIONAL, "stage": OPTIONAL},
    "result.withdraw": {**CASE, "reason": TEXT},
    "report.edit": {**FORUM, **dict.fromkeys(SECTIONS, OPTIONAL)},
    "report.publish": FORUM,
    "report.withdraw": {**FORUM, "reason": TEXT},
    "task.finish": {**CASE, "text": OPTIONAL, "stage": OPTIONAL},
    "delivery.start": {
        **CASE, "plan": TEXT, "who": OPTIONAL, "budget": OPTIONAL, "milestones": LIST, "reason": OPTIONAL,
    },
    "delivery.update": {**CASE, "progress": TEXT, "percent": Field(int, required=False, most=100), "reached": LIST},
    "delivery.finish": {**CASE, "result": TEXT, "before": OPTIONAL, "after": OPTIONAL, "figures": LIST},
    "delivery.verdict": {
        **CASE, "by": KEY, "verdict": Field(str, words=Verdict.WORDS), "text": OPTIONAL, "name": NAME, "nth": NTH,
    },
    "delivery.withdraw_verdict": {**CASE, "by": KEY, "nth": NTH},
    "verdict.hide": {"verdict": KEY, "code": TEXT, "note": OPTIONAL, **BY},
    "verdict.show": {"verdict": KEY, "note": TEXT, **BY},
}  # fmt: skip
