"""``forum``: people discuss a question. It is prepared first; its period begins when staff open it."""

from __future__ import annotations

from datetime import datetime

from madang.forums.models import Forum
from madang.procedures.models import StageVisit
from madang.rules.document import Stage

FORMS = ("pro_con", "open", "experiment")


def counts(stage: Stage) -> tuple[str, ...]:
    """The people who take part, online and offline."""
    return ("participants",)


def enter(visit: StageVisit, stage: Stage, at: datetime) -> None:
    """A forum to prepare, with the question, the form and the period that the panel has chosen, if it did."""
    chosen = visit.case.visits.filter(kind="agenda", facts__decision="select").order_by("pk").last()
    facts = chosen.facts if chosen is not None else {}
    forms = stage.settings.get("forms") or FORMS
    form = str(facts["form"]) if facts.get("form") in forms else str(forms[0])
    question = str(facts.get("question") or visit.case.proposal.title)[:300]
    before = Forum.objects.filter(case=visit.case).count()
    key = visit.case.key if not before else f"{visit.case.key}-{before + 1}"
    forum = Forum(key=key, case=visit.case, visit=visit, form=form, question=question, days=facts.get("days"))
    if visit.case.origin == "debate":  # whoever begins a debate has asked already: nothing is to be prepared
        forum.opened_at, forum.long_running = at, True
    forum.save(force_insert=True)
    if visit.case.origin == "institution" and forum.opened_at is None:  # asked once it opens; until then its own affair
        proposal = visit.case.proposal
        proposal.visibility = "private"
        proposal.save(update_fields=["visibility"])
