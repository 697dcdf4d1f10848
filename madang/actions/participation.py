"""참여: people take part in a forum, online or in a place; each counts once in its matter, whichever door they use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from madang.base.errors import Refused
from madang.forums.models import Forum, Participant
from madang.people.models import Person, Verification
from madang.procedures.models import StageVisit

from .counting import Count, counting

BANDS = ((14, "-13"), (20, "14-19"), (30, "20-29"), (40, "30-39"), (50, "40-49"), (60, "50-59"), (70, "60-69"))


@dataclass(frozen=True)
class TakingPart:
    """A forum that is open, while its count is in our hands. ``at``: the moment of the act."""

    forum: Forum
    count: Count

    @property
    def at(self) -> datetime:
        return self.count.at

    def join(self, person: Person | None, way: str, *, consent: bool | None = None) -> None:
        """``person`` takes part by this ``way``; counted when it is for the first time in this matter.

        ``consent``: whether their banded gender, age and area may be counted in the report (None: as before).
        """
        if person is None:
            return
        mine = Participant.objects.filter(forum=self.forum, person=person)
        if not mine.exists():
            elsewhere = Participant.objects.filter(forum__case=self.forum.case_id, person=person).exists()
            Participant.objects.create(forum=self.forum, person=person, at=self.at, first_way=way)
            if not elsewhere:
                self.count.add(1)
        if consent is not None:
            known = bands(person, self.at) if consent else {"gender": "", "age_band": "", "area": ""}
            mine.update(consent=consent, **known)


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


def check_open(forum: Forum, *, at: datetime) -> None:
    """Refused unless people can take part at ``at``, as the database says under the lock."""
    visit = StageVisit.objects.get(pk=forum.visit_id)
    opened = Forum.objects.values_list("opened_at", flat=True).get(pk=forum.pk)
    if opened is None or at < opened:
        raise Refused("forum-not-open")
    if visit.left is not None or (visit.due is not None and at >= visit.due):
        raise Refused("forum-closed")


def bands(person: Person, at: datetime) -> dict[str, str]:
    """What is known of a person from verification, as coarse as a report may count it: gender, age band, area."""
    found = Verification.objects.filter(person=person)
    born = max((one.born for one in found if one.born is not None), default=None)
    age = at.year - born if born is not None else None
    band = "" if age is None else next((name for limit, name in BANDS if age < limit), "70-")
    return {
        "gender": next((one.gender for one in found if one.gender), ""),
        "age_band": band,
        "area": next((one.area for one in found if one.area), ""),
    }


def people_in(case_id: int) -> int:
    """How many different people the rows of a matter's forums hold, whoever was counted without a name apart."""
    again = Participant.objects.filter(
        forum__case=OuterRef("forum__case"), person=OuterRef("person"), forum__lt=OuterRef("forum")
    )
    return Participant.objects.filter(forum__case=case_id).filter(~Exists(again)).count()
