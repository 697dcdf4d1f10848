"""모집단: how many people of each band the institution has, so that a report can set beside them who took part."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.people.models import Person
from madang.results.models import ATTRIBUTES, Population

from .journey import name_of

SUBJECT = "population:house"


@transaction.atomic
def set_population(*, attribute: str, lines: str, source: str = "", at: datetime, actor: Person | None) -> int:
    """The bands of one attribute (gender, age_band, area), a line each: ``20-29, 412,300``. How many there are now.

    What stood before is replaced; no line leaves none. Refused ``population-malformed`` with the line's number.
    """
    assert attribute in ATTRIBUTES
    source = clean_line(source)[:200]
    found: dict[str, int] = {}
    for at_line, line in enumerate(lines.splitlines(), start=1):
        if not clean_line(line):
            continue
        band, _, number = clean_line(line).partition(",")
        digits = number.replace(",", "").replace(" ", "").removesuffix("명")
        if not clean_line(band) or not digits.isascii() or not digits.isdigit() or len(digits) > 9:
            raise Refused("population-malformed", line=at_line)
        found[clean_line(band)[:40]] = int(digits)
    Population.objects.filter(attribute=attribute).delete()
    Population.objects.bulk_create(
        Population(attribute=attribute, band=band, people=people, source=source) for band, people in found.items()
    )
    record(at=at, actor=name_of(actor), verb="population.set", subject=SUBJECT, attribute=attribute, count=len(found))
    return len(found)
