"""의제선정단 in the plan: who registers, the draw by a public seed, and those drawn in place of the ones who cannot come."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from madang.actions.participation import age_band
from madang.rules.deadlines import Calendar

from .life import DAY, HOUR, Planned, planned
from .material import Json
from .promised import office

KEY, SEATS, REGISTERED = "panel", 26, 140
BEFORE = 40  # days before the panel meets for the first time
SEEDS = (
    "가온시민회관 공개 추첨 7 21 24 30 33 41",
    "가온시민회관 공개 추첨 2 9 18 27 36 44",
)


def seats(citizens: list, meets: datetime, calendar: Calendar) -> Iterator[Planned]:
    """The panel that meets for the first time at ``meets``, out of the verified among ``citizens`` who were there."""
    at = office(calendar, meets - BEFORE * DAY, 10.1)
    there = [act.facts for act in citizens if act.at < at and act.facts["verified"]][:REGISTERED]
    people = [{"key": facts["key"], "attributes": _attributes(facts["verified"], at)} for facts in there]
    counts = Counter(pair for person in people for pair in person["attributes"].items())
    targets = [
        {
            "category": category, "name": name, "min": math.floor(SEATS * count / len(people)),
            "max": math.ceil(SEATS * count / len(people)) + 1,
        }
        for (category, name), count in sorted(counts.items())
    ]  # fmt: skip
    if len(people) < 2 * SEATS:
        return
    yield planned(at, "make_panel", key=KEY, name="제1기 의제선정단", size=SEATS, people=people, targets=targets)
    yield planned(at + 10 * DAY, "close_pool", key=KEY)
    drawn = office(calendar, at + 12 * DAY, 14.1)
    yield planned(drawn, "draw_panel", key=KEY, seed=SEEDS[0])
    yield planned(office(calendar, drawn + 8 * DAY, 14.1) + HOUR, "fill_seats", key=KEY, seed=SEEDS[1])


def _attributes(verified: Json, at: datetime) -> dict[str, str]:
    gender = "female" if verified["gender"] == "f" else "male"
    return {"gender": gender, "age_band": age_band(at.year - int(verified["born"]))}
