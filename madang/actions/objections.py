"""이의신청: the author of something hidden objects, and a second person decides."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.moderation.models import Decision, Objection
from madang.notices import outbox
from madang.people.models import Person

from . import content
from .moderation import show_content

WITHIN = timedelta(days=30)
TEXT_LIMIT = 3_000


def object_to(*, decision: Decision, text: str, person: Person, at: datetime) -> Objection:
    """``person``, whose text it was, says why hiding it was wrong. Once, and within thirty days."""
    text = clean_text(text)
    found = content.find(decision.subject)
    if found.author is None or found.author.pk != person.pk or decision.outcome != "hide":
        raise Refused("not-allowed")
    if not text:
        raise Refused("text-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    if at >= decision.at + WITHIN:
        raise Refused("objection-too-late", days=WITHIN.days)
    if found.state != "hidden":
        raise Refused("not-hidden")
    try:
        with transaction.atomic():
            made = Objection.objects.create(decision=decision, person=person, text=text, at=at)
            record(at=at, actor=person.actor, verb="objection.file", subject=decision.subject, decision=decision.pk)
    except IntegrityError as error:
        raise Refused("already-objected") from error
    return made


@transaction.atomic
def decide_objection(*, objection: Objection, outcome: str, reason: str, at: datetime, actor: Person) -> None:
    """``upheld``: it stays hidden; ``overturned``: it is shown again. Never by whoever decided first."""
    reason = clean_text(reason)
    if outcome not in ("upheld", "overturned"):
        raise Refused("unknown-decision", decision=outcome, allowed="upheld, overturned")
    if not reason:
        raise Refused("reason-empty")
    if len(reason) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(reason):,}")
    decision = objection.decision
    if actor.pk in (decision.by_id, objection.person_id):
        raise Refused("same-reviewer")
    taken = Objection.objects.filter(pk=objection.pk, decided_at=None).update(
        outcome=outcome, reason=reason, decided_by=actor, decided_at=at
    )
    if not taken:
        raise Refused("already-decided")
    record(
        at=at, actor=actor.actor, verb="objection.decide", subject=decision.subject, outcome=outcome, reason=reason,
        decision=decision.pk,
    )  # fmt: skip
    found = content.find(decision.subject)
    if outcome == "overturned" and found.state == "hidden":
        show_content(subject=decision.subject, note=reason, at=at, actor=actor)
    outbox.put(
        "objection-decided", str(objection.pk), at=at, person=objection.person, case=found.case_key,
        subject=decision.subject, outcome=outcome, decision=decision.pk,
    )  # fmt: skip
