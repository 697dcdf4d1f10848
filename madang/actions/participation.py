"""참여: people take part in a forum, online or in a place; each counts once in its matter, whichever door they use.

What counts is when they took part, not when somebody typed it in: who was at a session that began before the forum's end
can be entered for ``LATE`` days after it (:func:`at_session`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from madang.base.errors import Refused
from madang.forums.models import Forum, ForumSession, Participant
from madang.people.models import Person, Verification
from madang.procedures.models import StageVisit
from madang.procedures.prepared import Prepared
from madang.rules import engine

from .counting import Count, counting
from .journey import Journey, moving

BANDS = ((14, "-13"), (20, "14-19"), (30, "20-29"), (40, "30-39"), (50, "40-49"), (60, "50-59"), (70, "60-69"))
LATE = timedelta(days=14)  # after a forum's end; until then what happened in places may be entered

# In which forums of a case a person has taken part; whether a forum is open; how a person is verified.
_FORUMS: Prepared[int] = Prepared(
    lambda case_id, person_id: Participant.objects.filter(forum__case_id=case_id, person_id=person_id).values_list(
        "forum_id", flat=True
    )
)
_PERIOD: Prepared[tuple[datetime | None, datetime | None, datetime | None]] = Prepared(
    lambda forum_id: Forum.objects.filter(pk=forum_id).values_list("opened_at", "visit__left", "visit__due")
)
_VERIFIED: Prepared[Verification] = Prepared(lambda person_id: Verification.objects.filter(person_id=person_id))


@dataclass(frozen=True)
class TakingPart:
    """A forum that is open, while its count is in our hands. ``at``: the moment of the act; ``when``: at which people took
    part, which is earlier where it is entered afterwards (``held``).
    """

    forum: Forum
    count: Count
    held: datetime | None = None

    @property
    def at(self) -> datetime:
        return self.count.at

    @property
    def when(self) -> datetime:
        return self.held or self.count.at

    def join(self, person: Person | None, way: str, *, consent: bool | None = None) -> None:
        """``person`` takes part by this ``way``; counted when it is for the first time in this matter.

        ``consent``: whether their banded gender, age and area may be counted in the report (None: as before).
        """
        if person is None:
            return
        known: dict[str, Any] = {}
        if consent is not None:
            banded = bands(person, self.at) if consent else {"gender": "", "age_band": "", "area": ""}
            known = {"consent": consent, **banded}
        forums = _FORUMS(self.forum.case_id, person.pk)
        if self.forum.pk not in forums:
            Participant.objects.create(forum=self.forum, person=person, at=self.when, first_way=way, **known)
            if not forums:
                self.count.add(1)
        elif known:
            Participant.objects.filter(forum=self.forum, person=person).update(**known)


@contextmanager
def taking_part(forum: Forum, *, at: datetime) -> Iterator[TakingPart]:
    """A transaction in which people can take part in ``forum``; Refused before it is open and from its end on.

    ``forum-closed`` says when it ended: the face keeps what was written. Of an act and the end of the period the clock
    of the count decides, so nobody slips in after the last instant, and nobody's last second is lost.
    """
    with counting(forum.case_id, "participants", at=at) as count:
        if count is None:
            raise Refused("forum-not-open")
        check_open(forum, at=count.at)
        yield TakingPart(forum, count)


@contextmanager
def at_session(session: ForumSession, *, at: datetime, actor: Person | None) -> Iterator[TakingPart]:
    """A transaction in which people take part who were at ``session``, also when it is entered after the forum's end.

    The case is locked and the rules are applied in the same transaction, so that a tier is crossed once, whichever comes
    first: within the forum as by any other act; after its end the starts fire now that the people who were there in time
    would have fired, and their clocks begin now. Refused ``session-cancelled``, ``session-not-begun``, ``forum-closed``
    where it began after the end, ``attendance-too-late`` more than ``LATE`` after it.
    """
    forum, held = session.forum, session.starts_at
    with moving(forum.case, at=at, actor=actor) as journey:
        tally = journey.tallies.get("participants")
        now = ForumSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if now.cancelled_at is not None:
            raise Refused("session-cancelled")
        if journey.at < now.starts_at:
            raise Refused("session-not-begun")
        visit = StageVisit.objects.get(pk=forum.visit_id)
        opened = Forum.objects.values_list("opened_at", flat=True).get(pk=forum.pk)
        if tally is None or opened is None or held < opened:
            raise Refused("forum-not-open")
        end = visit.left or visit.due
        if end is not None and held >= end:
            raise Refused("forum-closed")
        if visit.left is not None and journey.at >= visit.left + LATE:
            raise Refused("attendance-too-late", days=LATE.days)
        yield TakingPart(forum, Count(tally, journey.at, None, held=True), held)
        if visit.left is not None:
            _fire_late(journey, visit, held)


def _fire_late(journey: Journey, visit: StageVisit, held: datetime) -> None:
    """The starts of a forum that has ended which its people, counted in full, would have fired at ``held``."""
    stage = journey.document.stages.get(visit.stage)
    if stage is None:
        return
    for move in engine.moves(stage, journey.situation(visit, held)):
        if isinstance(move, engine.Start):
            journey.fire(move.key)


def check_open(forum: Forum, *, at: datetime) -> None:
    """Refused unless people can take part at ``at``, as the database says under the lock."""
    ((opened, left, due),) = _PERIOD(forum.pk)
    if opened is None or at < opened:
        raise Refused("forum-not-open")
    if left is not None or (due is not None and at >= due):
        raise Refused("forum-closed")


def bands(person: Person, at: datetime) -> dict[str, str]:
    """What is known of a person from verification, as coarse as a report may count it: gender, age band, area."""
    found = _VERIFIED(person.pk)
    born = max((one.born for one in found if one.born is not None), default=None)
    age = at.year - born if born is not None else None
    band = "" if age is None else age_band(age)
    return {
        "gender": next((one.gender for one in found if one.gender), ""),
        "age_band": band,
        "area": next((one.area for one in found if one.area), ""),
    }


def age_band(age: int) -> str:
    """The band of an age in years: 34 → 30-39."""
    return next((name for limit, name in BANDS if age < limit), "70-")


def people_in(case_id: int) -> int:
    """How many different people the rows of a matter's forums hold, whoever was counted without a name apart."""
    again = Participant.objects.filter(
        forum__case=OuterRef("forum__case"), person=OuterRef("person"), forum__lt=OuterRef("forum")
    )
    return Participant.objects.filter(forum__case=case_id).filter(~Exists(again)).count()
