"""When people do things: citizens around the clock, staff in office hours, supports in bursts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from madang.rules.deadlines import Calendar

HOURS = (3, 1.5, 0.7, 0.4, 0.4, 0.6, 1.5, 4, 6, 5, 4.5, 5, 7.5, 6.5, 5, 4.5, 4.5, 5, 6, 6.5, 8, 9, 8, 5.5)
WEEKDAYS = (1.1, 1.1, 1.05, 1.0, 0.9, 0.7, 0.85)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Rhythm:
    """Draws moments of a calendar from ``rng``."""

    rng: Random
    calendar: Calendar

    def moment(self, day: date, *, hour: float | None = None) -> datetime:
        """A moment of ``day`` at which a citizen is awake; at ``hour`` (14.5 is half past two) when given."""
        if hour is None:
            hour = self.rng.choices(range(24), HOURS)[0] + self.rng.random()
        return self._at(day, hour)

    def _at(self, day: date, hour: float) -> datetime:
        seconds = min(int(hour * 3600), 86_399)
        return datetime.combine(day, time.min, tzinfo=self.calendar.zone) + timedelta(
            seconds=seconds, microseconds=self.rng.randrange(1_000_000)
        )

    def office(self, day: date) -> datetime:
        """A moment in office hours of ``day``, or of the next working day."""
        return self._at(self.calendar.next_working_day(day), self.rng.triangular(9.1, 17.9, 14.5))

    def office_within(self, start: date, first: int, last: int) -> datetime:
        """A moment in office hours, from ``first`` days after ``start`` on; in a long holiday rather before than after ``last``."""
        limit = start + timedelta(days=last)
        day = self.calendar.next_working_day(start + timedelta(days=first))
        while day > limit or not self.calendar.is_working_day(day):
            day = min(day, limit + timedelta(days=1)) - timedelta(days=1)
        return self.office(day)

    def office_after(self, moment: datetime, days: float = 0) -> datetime:
        """The same, ``days`` after ``moment``; never before it."""
        local = (moment + timedelta(days=days)).astimezone(self.calendar.zone)
        found = self.office(local.date())
        if found > moment:
            return found
        late = local.hour + local.minute / 60
        if self.calendar.is_working_day(local.date()) and 9 <= late < 17.8:
            return moment + timedelta(minutes=self.rng.uniform(3, 12))
        return self.office(local.date() + timedelta(days=1))

    def curve(self, born: datetime, count: int, first: int, last: int, *, surges: int = 0) -> list[datetime]:
        """``count`` moments on days ``first`` … ``last`` after ``born``: a burst, a long tail, and some late surges."""
        start = born.astimezone(self.calendar.zone)
        days = range(first, last + 1)
        pace = self.rng.uniform(3, 7)
        weights = []
        for day in days:
            weekday = WEEKDAYS[(start.date() + timedelta(days=day)).weekday()]
            weights.append(weekday * (math.exp(-(day - first) / pace) + 0.16))
        if first == 0:
            weights[0] *= max(0.1, 1 - start.hour / 24)
        for _ in range(surges):
            peak = self.rng.randrange(len(weights))
            for offset, strength in ((0, 1.6), (1, 1.1), (2, 0.4)):
                if peak + offset < len(weights):
                    weights[peak + offset] += strength * self.rng.uniform(0.5, 1.2)
        moments = []
        for day in self.rng.choices(days, weights, k=count):
            moment = self.moment(start.date() + timedelta(days=day))
            if moment <= born:
                rest = datetime.combine(start.date() + timedelta(days=1), time.min, tzinfo=self.calendar.zone) - born
                moment = born + rest * self.rng.uniform(0.02, 0.98)
            moments.append(moment)
        moments.sort()
        for index in range(1, len(moments)):  # no two at the same microsecond
            moments[index] = max(moments[index], moments[index - 1] + timedelta(microseconds=1))
        return moments
