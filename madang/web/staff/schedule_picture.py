"""연간 일정의 그림: where a project's days and runs lie in the year, in per cent of its length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from madang.actions.schedule import BUSY_WEEK, Load, Progress
from madang.plans.models import Project, Run
from madang.web.ui import project_words, words

WEEKS = 53
HIGHEST = 2 * BUSY_WEEK  # of the strip of weeks; a fuller week fills it


@dataclass(frozen=True)
class Year:
    """A year as a line from 0 to 100."""

    year: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, 12, 31)

    def at(self, day: date) -> float:
        """Where a day begins; 0 or 100 for one outside."""
        length = (self.last - self.first).days + 1
        return round(100 * min(max((day - self.first).days, 0), length) / length, 2)

    def middle(self, day: date) -> float:
        """The middle of a day."""
        return round((self.at(day) + self.at(day + timedelta(days=1))) / 2, 2)

    def reach(self, starts: date, ends: date) -> tuple[float, float]:
        """Where a time (both days included) begins, and how wide it is; never too thin to be seen."""
        begin = self.at(starts)
        return begin, max(0.6, round(self.at(ends + timedelta(days=1)) - begin, 2))

    def has(self, day: date) -> bool:
        """Whether the day is one of it."""
        return day.year == self.year

    def months(self) -> list[dict[str, Any]]:
        """The months: where each begins, its middle, and its name."""
        firsts = [date(self.year, month, 1) for month in range(1, 13)]
        ends = [*firsts[1:], date(self.year + 1, 1, 1)]
        return [
            {"x": self.at(one), "middle": round((self.at(one) + self.at(end)) / 2, 2), "name": format_date(one, "M")}
            for one, end in zip(firsts, ends, strict=True)
        ]  # fmt: skip


def bar(project: Project, far: Progress, year: Year, today: date) -> dict[str, Any]:
    """A project's line: its days, and its runs as marks (and as spans, where they last)."""
    x, width = year.reach(project.starts, project.ends)
    alive = [run for run in far.runs if run.cancelled_at is None and year.has(run.on)]
    return {
        "x": x,
        "width": width,
        "spans": [year.reach(run.on, run.until) for run in alive if run.until],
        "marks": [{"x": year.middle(run.on), "kind": _kind(run, today)} for run in alive],
    }


def _kind(run: Run, today: date) -> str:
    if run.done_at is not None:
        return "done"
    return "passed" if (run.until or run.on) < today else "coming"


def months_told(
    projects: Sequence[Project], far: Mapping[int, Progress], year: Year, today: date, hrefs: Mapping[int, str]
) -> list[dict[str, Any]]:
    """The text twin: what begins, is run and ends in each month, by day."""
    lines: dict[int, list[tuple[date, int, dict[str, Any]]]] = {month: [] for month in range(1, 13)}
    for project in projects:
        href = hrefs[project.pk]
        for day, word, shape, order in ((project.starts, _("시작"), "play", 0), (project.ends, _("끝"), "stop", 2)):
            if year.has(day):
                told = {
                    "day": day,
                    "word": word,
                    "shape": shape,
                    "tone": "quiet",
                    "title": project.name,
                    "href": href,
                    "note": "",
                }
                lines[day.month].append((day, order, told))
        for run in far[project.pk].runs:
            if year.has(run.on):
                state = project_words.run_state(run, today)
                title = f"{project.name} {project_words.run_name(run)}"
                note = " · ".join(
                    filter(None, (_("%(day)s까지") % {"day": words.day(run.until)} if run.until else "", run.place))
                )
                lines[run.on.month].append(
                    (run.on, 1, {**state, "day": run.on, "title": title, "href": href, "note": note})
                )
    names = year.months()
    return [
        {
            "name": names[month - 1]["name"],
            "now": (today.year, today.month) == (year.year, month),
            "runs": sum(order == 1 for _day, order, _line in found),
            "lines": [line for _day, _order, line in sorted(found, key=lambda one: one[:2])],
        }
        for month, found in lines.items()
    ]


def strip(load: Load, year: Year) -> dict[str, Any]:
    """Someone's weeks as bars, with the line above which a week is too full."""
    weeks = [
        {"x": year.at(week), "height": round(100 * min(number, HIGHEST) / HIGHEST, 1), "over": number > BUSY_WEEK}
        for week, number in sorted(load.weeks.items())
        if year.first - timedelta(days=6) <= week <= year.last
    ]
    return {
        "weeks": [{**one, "y": round(100 - one["height"], 1)} for one in weeks],
        "width": round(80 / WEEKS, 2),
        "limit": round(100 - 100 * BUSY_WEEK / HIGHEST, 1),
    }


def load_line(load: Load, year: Year) -> dict[str, Any]:
    """Someone's weeks in words, with their strip."""
    week, number = load.peak
    over = load.over
    return {
        "who": load.who if load.person is not None else words.role(load.role),
        "shared": load.person is None,
        "total": load.total,
        "peak": _("%(day)s 주에 %(count)s건") % {"day": words.day(week), "count": words.number(number)},
        "over": len(over),
        "weeks": ", ".join(_weeks(over[:4])) + (" …" if len(over) > 4 else ""),
        "strip": strip(load, year),
    }


def _weeks(found: Iterable[date]) -> Iterable[str]:
    return (words.day(week) for week in found)
