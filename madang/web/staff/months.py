"""How a month is drawn: weeks with their days off, and the same as a list; what may be chosen in the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import holidays
from django.utils.translation import gettext as _

from madang.procedures.models import Holiday
from madang.rules.deadlines import Calendar
from madang.web.ui import words

SHOWN = 3  # entries in a day's cell; the list below shows all
Entry = dict[str, Any]


def month_of(raw: str, today: date) -> date:
    """The first day of the month asked for (``2026-11``); of today's for anything else."""
    try:
        found = date.fromisoformat(f"{raw}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 2000 <= found.year <= 2200 else today.replace(day=1)


def month_key(day: date) -> str:
    """The month as addresses say it."""
    return f"{day.year}-{day.month:02}"


def month_name(first: date) -> str:
    """The month as people say it."""
    if words.language() == "en":
        return first.strftime("%B %Y")
    return _("%(year)s년 %(month)s월") % {"year": first.year, "month": first.month}


def weekdays() -> list[str]:
    """The days of a week, from Monday."""
    return _("월 화 수 목 금 토 일").split()


def holiday_names(first: date, last: date, country: str) -> dict[date, str]:
    """Public holidays and the operator's own, by day; days on which this institution works are none."""
    years = {first.year, last.year}
    language = "ko" if country == "KR" and words.language() == "ko" else "en_US"
    found = dict(holidays.country_holidays(country, years=years, language=language))
    for one in Holiday.objects.filter(day__gte=first - timedelta(days=7), day__lte=last + timedelta(days=7)):
        if one.works:
            found.pop(one.day, None)
        else:
            found[one.day] = one.name
    return found


def weeks_of(
    first: date, last: date, today: date, entries: Sequence[Entry], named: dict[date, str], house: Calendar
) -> list[list[dict[str, Any]]]:
    """The weeks that touch the month, each day with its entries (``day`` says which are its)."""
    start = first - timedelta(days=first.weekday())
    weeks = []
    while start <= last:
        week = []
        for step in range(7):
            day = start + timedelta(days=step)
            mine = [one for one in entries if one["day"] == day]
            week.append(
                {
                    "day": day,
                    "within": first <= day <= last,
                    "today": day == today,
                    "off": not house.is_working_day(day),
                    "holiday": named.get(day, ""),
                    "entries": mine[:SHOWN],
                    "more": max(0, len(mine) - SHOWN),
                }
            )
        weeks.append(week)
        start += timedelta(days=7)
    return weeks


def days_of(
    entries: Sequence[Entry], first: date, last: date, today: date, named: dict[date, str]
) -> list[dict[str, Any]]:
    """The list twin: days on which there is something, holidays too."""
    days = sorted({one["day"] for one in entries} | {day for day in named if first <= day <= last})
    return [
        {
            "day": day,
            "today": day == today,
            "holiday": named.get(day, ""),
            "entries": [one for one in entries if one["day"] == day],
        }
        for day in days
    ]
