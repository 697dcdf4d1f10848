"""What an event line about projects and their runs must say (see ``lines.py``)."""

from __future__ import annotations

from madang.plans.models import Project, Share

from .fields import BY, KEY, NAME, OPTIONAL, TEXT, Field

PROJECT, RUN = {"project": KEY, **BY}, {"run": KEY, **BY}
ANY = Field(int, required=False, most=30_000)
LONG = Field(str, required=False, key=True, longest=80)
VERBS: dict[str, dict[str, Field]] = {
    "project.set": {
        **PROJECT, "plan": KEY, "name": TEXT, "starts": TEXT, "ends": TEXT, "template": OPTIONAL,
        "stage": Field(str, required=False, words=Project.STAGES), "purpose": OPTIONAL, "audience": OPTIONAL,
        "runs_planned": ANY, "content": OPTIONAL, "method": OPTIONAL, "order": ANY,
    },
    "project.drop": {**PROJECT, "todos": Field(str, required=False, words=("drop", "move")), "to": NAME},
    "project.restore": PROJECT,
    "project.share": {
        **PROJECT, "role": TEXT, "part": Field(str, required=False, words=Share.PARTS), "person": NAME,
        "department": NAME,
    },
    "run.set": {
        **RUN, "project": KEY, "on": TEXT, "until": OPTIONAL, "number": ANY, "title": OPTIONAL, "place": OPTIONAL,
        "proposal": NAME, "forum": LONG, "session": LONG,
    },
    "run.finish": {**RUN, "number": ANY},
    "run.cancel": {**RUN, "number": ANY},
    "run.reopen": {**RUN, "number": ANY},
}  # fmt: skip
