"""What an event line about the operations plan must say (see ``lines.py``)."""

from __future__ import annotations

from madang.plans.models import Plan

from .fields import BY, KEY, NAME, OPTIONAL, TEXT, Field

PLAN = {"plan": KEY, **BY}
TODO = {"todo": Field(str, key=True, longest=100), **BY}
YEAR = Field(int, least=2000, most=2100)
FLAG = Field(bool, required=False)
NUMBER = Field(int, required=False, least=-30_000, most=30_000)
TASK = {
    "title": TEXT, "note": OPTIONAL, "role": OPTIONAL, "person": NAME, "department": NAME, "starts": OPTIONAL,
    "due": OPTIONAL, "offset": NUMBER, "watch": OPTIONAL, "order": NUMBER,
}  # fmt: skip
VERBS: dict[str, dict[str, Field]] = {
    "plan.open": {**PLAN, "year": YEAR, "title": TEXT, "copied_from": NAME},
    "plan.set": {
        **PLAN, "title": TEXT, "intro": OPTIONAL, "process_note": OPTIONAL, "preset": OPTIONAL, "procedure": OPTIONAL,
        "goals_public": FLAG,
    },
    "plan.step": {**PLAN, "step": Field(str, words=Plan.STEPS)},
    "plan.criteria": {**PLAN, "document": OPTIONAL, "preset": OPTIONAL, "procedure": OPTIONAL, "based_on": NUMBER},
    "plan.publish": PLAN,
    "plan.withdraw": PLAN,
    "todo.add": {**TODO, "project": NAME, "run": NAME, "proposal": NAME, **TASK},
    "todo.change": {**TODO, **TASK},
    "todo.finish": TODO,
    "todo.reopen": TODO,
    "todo.drop": TODO,
}  # fmt: skip
