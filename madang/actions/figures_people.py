"""참여한 사람: banded attributes of those who consented, never so few that one could tell who, beside the population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from madang.forums.models import Forum, Participant
from madang.people.models import Verification
from madang.results.models import ATTRIBUTES, Population
from madang.sense.banding import Distribution, banded

from .participation import BANDS

BATCH = 2_000
GENDERS = ("female", "male", "other")
AGES = (*(name for _limit, name in BANDS), "70-")


def who_took_part(forum: Forum, until: datetime, *, ended: bool) -> dict[str, Any]:
    """How many consented, and per attribute the bands with their counts (None: too few to say) and the population's.

    While the forum is open, those who had joined by the beginning of the week (Monday 00:00): whoever looked again after
    one more had joined would learn about that one (see ``sense.banding``).
    """
    mine = Participant.objects.filter(forum=forum)
    agreed = mine.filter(consent=True)
    by = until if ended else week_of(until)
    known = list(Population.objects.all())
    people = {name: {one.band: one.people for one in known if one.attribute == name} for name in ATTRIBUTES}
    sources = {one.attribute: one.source for one in known if one.source}
    rows = agreed.filter(at__lt=by).order_by("at", "person").values(*ATTRIBUTES).iterator(BATCH)
    found = banded(rows, _bands(people), population=people)
    return {
        "people": mine.count(),
        "consented": agreed.count(),
        "by": None if ended else by.isoformat(),
        "attributes": [_plain(one, sources.get(one.attribute, "")) for one in found],
    }


def week_of(moment: datetime) -> datetime:
    """The beginning of the institution's week in which ``moment`` lies."""
    day = moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    monday = day - timedelta(days=day.weekday())
    return datetime.combine(monday, time.min, ZoneInfo(settings.TIME_ZONE))


def _bands(people: Mapping[str, Mapping[str, int]]) -> dict[str, Sequence[str]]:
    """The names of all bands. Areas are those of the population or of everybody who is verified, never of those who took part."""
    areas = sorted(people["area"]) or sorted(
        Verification.objects.exclude(area="").order_by().values_list("area", flat=True).distinct()
    )
    return {"gender": GENDERS, "age_band": AGES, "area": areas}


def _plain(found: Distribution, source: str) -> dict[str, Any]:
    # Shares of everybody who consented, which is public: so they tell no more than the counts do.
    rows = [
        {
            "band": cell.band,
            "count": cell.count,
            "share": None if cell.count is None or not cell.band else round(cell.count / found.total, 4),
            "population": None if cell.population is None else round(cell.population, 4),
        }
        for cell in found.cells
    ]
    return {"name": found.attribute, "rows": rows, "source": source}
