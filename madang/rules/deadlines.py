"""How days are counted.

Source: Korean Civil Act, arts. 157–161, as fixed in ``docs/interchange.md``. A period that begins at a moment of day D
does not count D; N days end with the end of day D+N. ``due`` is the first instant *after* the period, 00:00 of the
day after its last day, in the institution's time zone: windows are half-open, an act at ``due`` is too late.

* days: every calendar day counts.
* working days: Saturdays, Sundays and holidays do not count.
* months: the same day of the month N months on, or that month's last day (31 January + 1 month = 28/29 February).
* roll: where the last day is no working day, a *duty* ends with the next working day; a citizens' window never moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

import holidays as public_holidays
from dateutil.relativedelta import relativedelta

Unit = Literal["days", "working_days", "months"]
UNITS: tuple[Unit, ...] = ("days", "working_days", "months")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: ``count`` (≥ 1) of ``unit``."""

    count: int
    unit: Unit

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Period:
        """Read ``{"days": 30}``, ``{"working_days": 3}`` or ``{"months": 2}``; other keys are left to the caller."""
        for unit in UNITS:
            if unit in data:
                return cls(int(data[unit]), unit)
        raise ValueError("a period needs days, working_days or months")


@lru_cache(maxsize=64)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    """The country's public holidays of one year, substitute and election days included (library: holidays)."""
    return frozenset(public_holidays.country_holidays(country, years=year)) if country else frozenset()


@dataclass(frozen=True)
class Calendar:
    """The institution's days: its time zone, its country's public holidays and the days off it added itself.

    ``country`` is an ISO 3166 code known to the ``holidays`` library, or empty for weekends only. ``added`` are
    temporary holidays; ``removed`` are days that the institution works although the library calls them holidays.
    """

    zone: ZoneInfo
    country: str = "KR"
    added: frozenset[date] = field(default_factory=frozenset)
    removed: frozenset[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on ``day``."""
        if day in self.added or day.weekday() >= 5:
            return False
        return day in self.removed or day not in _public_holidays(self.country, day.year)

    def next_working_day(self, day: date) -> date:
        """``day`` itself when it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def last_day(self, start: datetime, period: Period, *, roll: bool) -> date:
        """The last day of ``period`` counted from the moment ``start`` (aware)."""
        day = start.astimezone(self.zone).date()
        if period.unit == "months":
            day += relativedelta(months=period.count)
        elif period.unit == "days":
            day += timedelta(days=period.count)
        else:
            left = period.count
            while left:
                day += DAY
                left -= self.is_working_day(day)
        return self.next_working_day(day) if roll else day

    def due(self, start: datetime, period: Period, *, roll: bool) -> datetime:
        """The first instant after ``period``; ``roll`` for duties (see the module's text)."""
        return self.end_of(self.last_day(start, period, roll=roll))

    def end_of(self, day: date) -> datetime:
        """The first instant after ``day``."""
        return datetime.combine(day + DAY, time.min, tzinfo=self.zone)

    def with_added(self, days: Iterable[date]) -> Calendar:
        """The same calendar with more days off."""
        return Calendar(self.zone, self.country, self.added | frozenset(days), self.removed)


@lru_cache(maxsize=1)
def known_countries() -> frozenset[str]:
    """The codes of the countries whose public holidays are known."""
    return frozenset(public_holidays.list_supported_countries(include_aliases=False))
