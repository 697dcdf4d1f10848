"""What an event line about goals and phases must say (see ``lines.py``)."""

from __future__ import annotations

from madang.plans.models import Evidence, Goal

from .fields import BY, KEY, NAME, OPTIONAL, TEXT, Field

GOAL = {"goal": KEY, **BY}
LIST = Field(list, required=False)
PHASE = {"number": Field(int, least=1, most=5), **BY}
VERBS: dict[str, dict[str, Field]] = {
    "goal.set": {
        **GOAL, "plan": KEY, "kind": Field(str, words=Goal.KINDS), "name": TEXT, "note": OPTIONAL, "metric": OPTIONAL,
        "target": OPTIONAL, "starts": OPTIONAL, "ends": OPTIONAL, "owner_role": OPTIONAL, "owner": NAME,
        "order": Field(int, required=False, most=30_000),
    },
    "goal.drop": GOAL,
    "goal.restore": GOAL,
    "goal.judge": {**GOAL, "judgement": OPTIONAL},
    "evidence.add": {
        **GOAL, "evidence": KEY, "kind": Field(str, words=Evidence.KINDS), "on": TEXT, "text": TEXT, "link": OPTIONAL,
    },
    "evidence.remove": {"evidence": KEY, **BY},
    "metric.enter": {"metric": TEXT, "on": TEXT, "value": Field(int), "note": OPTIONAL, **BY},
    "phase.set": {**PHASE, "name": TEXT, "aim": OPTIONAL, "conditions": LIST},
    "phase.begin": PHASE,
}  # fmt: skip
