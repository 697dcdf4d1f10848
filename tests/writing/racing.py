"""What one of several processes does in the tests of writing. Each function lives in a process of its own."""

from __future__ import annotations

from typing import Any

from madang.actions import supports, texts
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.people.models import Person
from madang.proposals.models import Proposal
from tests import make

LATER = make.AT + make.days(1)


def prepare(number: int) -> list[str]:
    """So many proposals by one author; their keys."""
    author = make.person("하나", key="author")
    make.person("두리", key="neighbour")
    return [make.proposal(f"제안 {n}", by=author, key=f"n{n}").case.key for n in range(number)]


def editing(gate: Any, keys: list[str]) -> list[str]:
    """The author changes every text; the keys of those that changed."""
    author = Person.objects.get(key="author")
    gate.wait()
    done = []
    for key in keys:
        try:
            texts.edit_proposal(case_key=key, title=f"고친 {key}", body="", at=LATER, actor=author)
            done.append(key)
        except Refused as refused:
            if refused.code != "text-fixed":
                raise
    return done


def supporting(gate: Any, keys: list[str]) -> list[str]:
    """Someone supports every proposal; the keys that took it."""
    neighbour = Person.objects.get(key="neighbour")
    found = {key: Proposal.objects.get(case__key=key) for key in keys}
    gate.wait()
    return [key for key in keys if supports.cast_support(proposal=found[key], person=neighbour, at=LATER)]


def order_of_acts(keys: list[str]) -> dict[str, list[str]]:
    """What happened to each text, in the order of the trail."""
    verbs = ("proposal.edit", "support.cast")
    trail = Entry.objects.filter(verb__in=verbs).order_by("pk").values_list("subject", "verb")
    return {key: [verb for subject, verb in trail if subject == f"case:{key}"] for key in keys}


def write_and_retire() -> None:
    """A text that was changed, supported, explained and retired."""
    author = make.person("하나", key="author")
    proposal = make.proposal("첫 제목", by=author, key="a", body="첫 글", category="교통")
    texts.edit_proposal(case_key="a", title="둘째 제목", body="둘째 글", area="솔내동", at=LATER, actor=author)
    texts.edit_proposal(case_key="a", title="셋째 제목", body="둘째 글", at=LATER, actor=author)
    make.paper(proposal, 50, at=LATER)
    texts.clarify_proposal(case_key="a", text="설명", at=LATER, actor=author)
    texts.retire_proposal(case_key="a", code="done", at=LATER, actor=author)


def texts_of(key: str) -> Any:
    """Every text of a proposal."""
    proposal = Proposal.objects.get(case__key=key)
    earlier = list(proposal.earlier.values_list("number", "title", "body", "category", "area"))
    added = list(proposal.clarifications.values_list("text", flat=True))
    return proposal.title, proposal.body, proposal.number, proposal.retired_code, earlier, added
