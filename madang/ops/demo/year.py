"""운영 계획 of the year the demonstration is in: written in January, lived by, looked at every month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from madang.rules.deadlines import Calendar

from .life import Planned, planned

VISITS = (9_800, 10_400, 13_900, 14_600, 15_200, 13_700, 11_900, 10_800, 14_100, 15_700, 16_300, 12_500)  # by month
HAND_IN = 5  # day of the month on which the report on the one before is published
PUBLIC = 3  # how many of the latest reports are


class Year:
    """The acts of planning and of living by the plan, from ``opened`` to ``end``."""

    def __init__(self, opened: datetime, end: datetime, calendar: Calendar) -> None:
        self.opened, self.end, self.calendar = opened, end, calendar
        self.year = (end - timedelta(days=1)).astimezone(calendar.zone).year

    def acts(self) -> Iterator[Planned]:
        """Everything, in no order."""
        begun = self.office(
            max(min(date(self.year, 1, 5), self._day(self.end) - timedelta(days=14)), self._day(self.opened))
        )
        yield planned(begun, "year_open", year=self.year)
        if self.end - begun > timedelta(days=280):
            yield planned(self.office(self._day(self.end) - timedelta(days=25)), "year_open_next", year=self.year + 1)
        at = begun + timedelta(days=4)
        while at < self.end - timedelta(days=2):  # the last days' work is not done yet
            yield planned(self.office(self._day(at), 16.4), "year_week")
            at += timedelta(days=7)
        yield from self._months(begun)

    def _months(self, begun: datetime) -> Iterator[Planned]:
        first = self._day(self.opened).replace(day=1)
        over = []
        while (following := (first + timedelta(days=32)).replace(day=1)) < self._day(self.end):
            over.append((first, following))
            first = following
        for month, following in over:
            at = self.office(following + timedelta(days=1), 10.6)
            if at > begun:
                value = VISITS[month.month - 1] + 40 * (month.year - self.year)
                yield planned(at, "year_visits", on=following - timedelta(days=1), value=value)
        for month, following in over[-PUBLIC:]:
            at = self.office(following + timedelta(days=HAND_IN - 1), 11.2)
            yield planned(at, "year_report", period=f"{month:%Y-%m}")

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.calendar.zone).date()

    def office(self, day: date, hour: float = 10.1) -> datetime:
        """``hour`` o'clock of that day, or of the next working day after it."""
        on = self.calendar.next_working_day(day)
        return datetime.combine(on, time(int(hour), int(hour % 1 * 60), 11), tzinfo=self.calendar.zone)
