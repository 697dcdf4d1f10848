"""지표를 재다: figures of goals and reports, as of a moment, and what stands behind each of them.

``measure("proposals", first, last, at=now)`` is one figure; ``measure_all`` takes many in a fixed number of queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import F, IntegerField, Value

from madang.forums.models import Participant
from madang.results.models import ATTRIBUTES, Population
from madang.sense.banding import LEAST, Cell, banded

from .figures_people import AGES, GENDERS, week_of
from .metrics_sources import ZONE, Rows, Source, Span
from .metrics_table import BY_HAND, METRICS, Metric, band_metric, find_metric

__all__ = ["BY_HAND", "METRICS", "Measured", "Metric", "band_metric", "bands", "find_metric", "measure"]
Wanted = tuple[str, date, date]  # a metric's key, the first day, the last
TOGETHER = 200  # figures in one query (SQLite joins at most 500)


@dataclass(frozen=True)
class Measured:
    """A figure of ``metric`` over ``starts`` to ``ends``. ``value`` None: nothing to measure yet, or ``hidden`` because
    so few people are behind it. A share (0 to 100) is ``part`` of ``whole``; ``population``: the band's share there.
    """

    metric: Metric
    starts: date
    ends: date
    value: float | None
    part: int = 0
    whole: int = 0
    hidden: bool = False
    population: float | None = None


def measure(key: str, starts: date, ends: date, *, at: datetime) -> Measured:
    """One metric over the days ``starts`` to ``ends`` (included), of nothing after ``at``. Refused ``unknown-metric``."""
    return measure_all([(key, starts, ends)], at=at)[key, starts, ends]


def measure_all(wanted: Iterable[Wanted], *, at: datetime) -> dict[Wanted, Measured]:
    """Many figures: one query for all that is counted, one for each median, two for each period of bands."""
    asked = {one: find_metric(one[0]) for one in wanted}
    numbers = _numbers(asked, at)
    found: dict[Wanted, Measured] = {}
    for one, metric in asked.items():
        span = Span(one[1], one[2], at)
        if metric.kind == "median":
            spent = [days for _case, days in days_spent(metric.of[0].rows(span))]
            found[one] = Measured(metric, *one[1:], float(median(spent)) if spent else None, whole=len(spent))
        elif metric.kind == "band":
            found[one] = _band(metric, span)
        elif metric.kind == "share":
            part, whole = numbers[one, "of"], numbers[one, "whole"]
            found[one] = Measured(metric, *one[1:], 100 * part / whole if whole else None, part, whole)
        else:
            found[one] = Measured(metric, *one[1:], float(numbers[one, "of"]))
    return found


def _numbers(asked: dict[Wanted, Metric], at: datetime) -> Counter[tuple[Wanted, str]]:
    """What each metric counts, and the whole of each share, in one query: every source is a row of a union."""
    rows: list[Rows] = []
    names: list[tuple[Wanted, str]] = []
    for one, metric in asked.items():
        if metric.kind in ("median", "band"):
            continue
        for name, sources in (("of", metric.of), ("whole", metric.whole)):
            for source in sources:
                rows.append(_row(source, Span(one[1], one[2], at), len(names)))
                names.append((one, name))
    found: Counter[tuple[Wanted, str]] = Counter()
    for first in range(0, len(rows), TOGETHER):
        head, *others = rows[first : first + TOGETHER]
        for place, number in head.union(*others, all=True) if others else head:
            found[names[place]] += number or 0
    return found


def _row(source: Source, span: Span, place: int) -> Rows:
    named = source.rows(span).order_by().annotate(which_row=Value(place, output_field=IntegerField()))
    return named.values("which_row").annotate(how_many=source.number()).values_list("which_row", "how_many")


def days_spent(duties: Rows) -> list[tuple[int, int]]:
    """Of duties that were kept: their case, and how many days of the calendar that took."""
    told = duties.values_list("case", "since", "kept_at")
    return [(case, (_day(kept) - _day(since)).days) for case, since, kept in told]


def _day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


# ── who took part ──


def bands() -> dict[str, list[str]]:
    """The bands whose share can be a goal, by attribute: those of the population where it is known."""
    known: dict[str, list[str]] = {name: [] for name in ATTRIBUTES}
    for one in Population.objects.all():
        known[one.attribute].append(one.band)
    return {"gender": [*GENDERS], "age_band": [*AGES], "area": known["area"]}


def _band(metric: Metric, span: Span) -> Measured:
    """Whole weeks only (Monday 00:00 to Monday 00:00), so that nobody is found out by moving a period by a day."""
    begin, end = week_of(span.begin), week_of(span.end - timedelta.resolution)
    name = metric.attribute
    agreed = Participant.objects.filter(consent=True, at__gte=begin, at__lt=end).order_by("at", "forum")
    people: dict[int, str] = {}
    for person, band in agreed.values_list("person", name):
        people[person] = people.get(person) or band
    population = {one.band: one.people for one in Population.objects.filter(attribute=name)}
    told = [{name: band} for band in people.values()]
    names = list(dict.fromkeys([*bands_of(name, population), metric.band]))
    shown = banded(told, {name: names}, population={name: population})[0]
    cell = next((one for one in shown.cells if one.band == metric.band), Cell(metric.band, None, None, None))
    everybody = sum(population.values())
    there = 100 * population[metric.band] / everybody if everybody and metric.band in population else None
    if cell.count is None:
        few = shown.total > 0
        return Measured(metric, span.starts, span.ends, None, whole=shown.total if shown.total >= LEAST else 0,
                        hidden=few, population=there)  # fmt: skip
    value = 100 * cell.count / shown.total
    return Measured(metric, span.starts, span.ends, value, cell.count, shown.total, population=there)


def bands_of(attribute: str, population: dict[str, int]) -> Sequence[str]:
    """All bands of one attribute, in their order."""
    fixed: dict[str, Sequence[str]] = {"gender": GENDERS, "age_band": AGES}
    return fixed.get(attribute) or sorted(population)


# ── what stands behind a number ──


@dataclass(frozen=True)
class Behind:
    """One line behind a figure: ``thing`` (a case, project, todo, day or entry) and its part of the number.

    Of a share ``whole`` is how many there are there, ``number`` those that count; of a median ``number`` is its days.
    """

    kind: str
    thing: Any
    number: int
    whole: int | None = None


def cases_behind(
    key: str, starts: date, ends: date, *, at: datetime, first: int = 0, limit: int = 50
) -> tuple[int, list[Behind]]:
    """What stands behind a figure, the most telling first: how many lines there are, and ``limit`` of them from ``first``.

    Of counts the largest come first, of shares those with most missing, of days the slowest. People are never listed.
    """
    metric = find_metric(key)
    lines: list[Line]
    span = Span(starts, ends, at)
    if not metric.behind:
        return 0, []
    if metric.kind == "median":
        lines = sorted(((days, None, case) for case, days in days_spent(metric.of[0].rows(span))), key=_slowest)
    elif metric.kind == "share":
        part, whole = _by_thing(metric.of, span), _by_thing(metric.whole, span)
        lines = sorted(((part[thing], whole[thing], thing) for thing in whole), key=_most_missing)
    else:
        lines = sorted(((number, None, thing) for thing, number in _by_thing(metric.of, span).items()), key=_largest)
    page = lines[first : first + limit]
    things = things_of(metric.behind, [thing for _number, _whole, thing in page])
    shown = [Behind(metric.behind, things[thing], number, whole) for number, whole, thing in page if thing in things]
    return len(lines), shown


Line = tuple[int, int | None, Any]


def _slowest(line: Line) -> tuple[int, Any]:
    return -line[0], line[2]


_largest = _slowest


def _most_missing(line: Line) -> tuple[int, int, Any]:
    return line[0] - (line[1] or 0), -(line[1] or 0), line[2]


def _by_thing(sources: Iterable[Source], span: Span) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for source in sources:
        rows = (
            source.rows(span)
            .order_by()
            .annotate(thing_behind=F(source.behind))
            .values("thing_behind")
            .annotate(how_many=source.number())
        )
        for thing, number in rows.values_list("thing_behind", "how_many"):
            found[_day(thing) if isinstance(thing, datetime) else thing] += number
    return found


def things_of(kind: str, ids: Sequence[Any]) -> dict[Any, Any]:
    """The rows of that kind, by id, in one query; a day is itself."""
    from madang.plans.models import HandCount, Project, Todo
    from madang.procedures.models import Case

    if kind == "day":
        return {day: day for day in ids}
    rows: dict[str, Rows] = {
        "case": Case.objects.select_related("proposal").only("key", "origin", "proposal__title"),
        "project": Project.objects.select_related("plan"),
        "todo": Todo.objects.select_related("person", "department"),
        "entry": HandCount.objects.select_related("by"),
    }
    return dict(rows[kind].in_bulk(ids))
