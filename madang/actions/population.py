"""모집단: how many people of each band the institution has, so that a report can set beside them who took part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.people.models import Person
from madang.results.models import ATTRIBUTES, Population

from .journey import name_of

SUBJECT = "population:house"


MOST_PEOPLE, MOST_BANDS = 999_999_999, 1_000


def read_bands(lines: str) -> dict[str, int]:
    """Bands and how many people are in each, written a line each: ``20-29, 412,300``.

    Refused ``population-malformed`` with the line's number.
    """
    found: dict[str, int] = {}
    for at_line, line in enumerate(lines.splitlines(), start=1):
        if not clean_line(line):
            continue
        band, _, number = clean_line(line).partition(",")
        digits = number.replace(",", "").replace(" ", "").removesuffix("명")
        if not clean_line(band) or not digits.isascii() or not digits.isdigit() or len(digits) > 9:
            raise Refused("population-malformed", line=at_line)
        found[clean_line(band)[:40]] = int(digits)
    return found


@transaction.atomic
def set_population(
    *, attribute: str, bands: Mapping[str, int], source: str = "", at: datetime, actor: Person | None
) -> int:
    """How many people of each band of one attribute (gender, age_band, area) there are. How many bands there are now.

    What stood before is replaced; none leaves none. ``source``: where the figures come from, public.
    """
    assert attribute in ATTRIBUTES
    source = clean_line(source)[:200]
    found = {clean_line(band)[:40]: people for band, people in bands.items()}
    wrong = (
        at for at, (band, people) in enumerate(found.items(), start=1) if not band or not 0 <= people <= MOST_PEOPLE
    )
    for number in wrong:
        raise Refused("population-malformed", line=number)
    if len(found) > MOST_BANDS:
        raise Refused("too-many-rows", limit=MOST_BANDS)
    Population.objects.filter(attribute=attribute).delete()
    Population.objects.bulk_create(
        Population(attribute=attribute, band=band, people=people, source=source) for band, people in found.items()
    )
    facts = {
        "attribute": attribute,
        "count": len(found),
        "bands": [[*pair] for pair in found.items()],
        "source": source,
    }
    record(at=at, actor=name_of(actor), verb="population.set", subject=SUBJECT, **facts)
    return len(found)
