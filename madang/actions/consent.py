"""통계 동의: whether one's banded gender, age and area may be counted in a forum's report. Given and taken back at any time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.forums.models import Forum, Participant
from madang.people.models import Person

from .participation import bands

NOTHING = {"gender": "", "age_band": "", "area": ""}


@transaction.atomic
def choose_consent(*, forum: Forum, person: Person, consent: bool, at: datetime) -> bool:
    """``person``, who takes part in ``forum``, may be counted there or no longer; also after its end.

    What is known of them is taken over with the consent and emptied without it. False when nothing changes; Refused
    ``not-taking-part`` for whoever does not.
    """
    mine = Participant.objects.select_for_update().filter(forum=forum, person=person)
    before = mine.values_list("consent", flat=True).first()
    if before is None:
        raise Refused("not-taking-part")
    if before == consent:
        return False
    mine.update(consent=consent, **(bands(person, at) if consent else NOTHING))
    record(at=at, actor=person.actor, verb="forum.consent", subject=f"forum:{forum.key}", consent=consent)
    return True


def withdraw_everywhere(person: Person) -> None:
    """Someone leaves: nothing is known any more of how they were counted."""
    Participant.objects.filter(person=person).update(consent=False, **NOTHING)
