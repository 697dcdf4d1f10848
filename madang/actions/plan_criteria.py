"""Step 3 of the operations plan: the criteria as a draft of the procedure, changed sentence by sentence, then published.

Publishing is that of every rule version (``procedures.publish_rules``). Where the institution wants a second person, the
document of a procedure that exists waits for them as any other does; the first one of a new procedure is published by
somebody else than who changed it last.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.people.models import Person
from madang.plans.models import Plan
from madang.procedures.models import Procedure, RuleDraft, RuleVersion
from madang.rules.document import BrokenDocument, read_document

from . import rule_drafts
from .journey import name_of
from .planning import editing, note
from .plans import subject
from .procedures import find_procedure, publish_rules
from .todo_defaults import install_default_rules

FIRST_SLUG = "proposals"


@transaction.atomic
def set_criteria(
    *, plan: Plan, document: Any, at: datetime, actor: Person | None, preset: str = "", procedure: str = "",
    based_on: int = 0, after: int | None = None,
) -> Plan:  # fmt: skip
    """The draft as it is to be; None: there is none (any more). ``procedure``: the one it is to be the next version of, "" for a new
    one; ``based_on``: the version it was made from (0: none); ``preset``: what it began from.

    ``after``: see :func:`planning.editing`. Refused ``rules-broken`` with the first problems.
    """
    if document is not None:
        try:
            read_document(document)
        except BrokenDocument as error:
            problems = " · ".join(problem.sentence("ko") for problem in error.problems[:5])
            raise Refused("rules-broken", problems=problems) from error
    plan = editing(plan, after)
    plan.criteria, plan.criteria_after, plan.criteria_by = document, based_on if document else 0, actor
    plan.preset, plan.procedure = preset, procedure
    plan.save()
    facts = {"preset": plan.preset, "procedure": plan.procedure, "based_on": plan.criteria_after}
    text = json.dumps(document, ensure_ascii=False) if document is not None else ""  # text: the order of stages matters
    note("plan.criteria", subject(plan), at=at, actor=actor, plan=plan.key, document=text, **facts)
    return plan


@transaction.atomic
def publish_criteria(
    *, plan: Plan, at: datetime, actor: Person, reason: str = "", after: int | None = None
) -> RuleVersion | RuleDraft:
    """Publish the draft: the next version of its procedure, or the first one of a new procedure, which begins with the
    usual todo rules. What came of it: the version, or the document that waits for a second person (setting ``SECOND_PERSON``).

    Refused ``no-criteria``, ``own-draft`` (a new procedure, by who changed it last), and as ``publish_rules`` and
    ``ask_rules`` refuse.
    """
    plan = editing(plan, after)
    if plan.criteria is None:
        raise Refused("no-criteria")
    slug, new = plan.procedure or free_slug(), not plan.procedure
    facts: dict[str, Any] = {"slug": slug, "data": plan.criteria, "at": at, "actor": actor, "note": reason}
    made: RuleVersion | RuleDraft
    if new and rule_drafts.wanted():
        made = _first_by_two(plan, facts, actor)
    elif rule_drafts.wanted():
        made = rule_drafts.ask_rules(after=plan.criteria_after, **facts)
    else:
        made = publish_rules(after=plan.criteria_after or None, **facts)
    if new:  # what a procedure asks of people begins with it
        install_default_rules(procedure=slug, at=at, actor=actor)
    plan.procedure, plan.criteria, plan.criteria_after, plan.criteria_by = slug, None, 0, None
    plan.save()
    note("plan.criteria", subject(plan), at=at, actor=actor, plan=plan.key, preset=plan.preset, procedure=slug)
    return made


def _first_by_two(plan: Plan, facts: dict[str, Any], actor: Person) -> RuleVersion:
    """The first version of a procedure, by a second person."""
    asker = plan.criteria_by
    if asker is None or asker.pk == actor.pk:
        raise Refused("own-draft")
    version = publish_rules(**{**facts, "actor": asker})
    told = {"number": version.number, "asked_by": asker.key}
    record(at=facts["at"], actor=name_of(actor), verb="rules.approve", subject=f"procedure:{facts['slug']}", **told)
    return version


def free_slug() -> str:
    """A name for a procedure that begins: ``proposals``, or with a number."""
    taken = set(Procedure.objects.values_list("slug", flat=True))
    return next(one for one in (FIRST_SLUG, *(f"{FIRST_SLUG}-{n}" for n in range(2, 999))) if one not in taken)


def outdated(plan: Plan) -> RuleVersion | None:
    """The version that came in between, where the draft was made from an older one."""
    if plan.criteria is None or not plan.procedure:
        return None
    current = find_procedure(plan.procedure).current
    return current if current.number != plan.criteria_after else None
