"""수치: what a forum looks like from afar. Counted as of a moment, the same rows giving the same figures.

Counting goes row by row (iterators, sums by the database), so that a forum of 50,000 opinions takes as little memory as
a small one; what is slow (themes, the opinion map, pictures) is done by the worker, never inside a page view of a large
forum. Texts are not copied: quotations name the opinion, so what is hidden later is gone from every page at once.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, Sum
from django.db.models.functions import TruncDate

from madang.forums.models import POSITIONS, Forum, ForumNote, Opinion, OpinionSupport, OpinionVersion, Participant
from madang.procedures.models import StageVisit, Tally

from .figures_people import who_took_part
from .figures_said import opinion_map_of, themes_of

BATCH = 2_000
ZONE = ZoneInfo(settings.TIME_ZONE)


def counted(forum: Forum, *, at: datetime) -> dict[str, Any]:
    """All figures of ``forum`` as of ``at`` (its end, when it has ended by then): plain JSON, no names, no texts of people."""
    end = ended_at(forum, at)
    until = end or at
    return {
        "until": until.isoformat(),
        "course": course(forum, until),
        "participation": participation(forum, until),
        "positions": positions(forum, until) if forum.form == "pro_con" else None,
        "who": who_took_part(forum, until, ended=end is not None),
        "themes": themes_of(forum),
        "map": opinion_map_of(forum) if forum.form != "pro_con" else None,
        "records": records(forum),
    }


def ended_at(forum: Forum, at: datetime) -> datetime | None:
    """When the forum ended, if it has by ``at``: the end of its period, or the moment a long-running one was closed."""
    visit = forum.visit
    ends = [moment for moment in (visit.due, visit.left) if moment is not None and moment <= at]
    return min(ends, default=None) if forum.opened_at is not None else None


def course(forum: Forum, until: datetime) -> dict[str, Any]:
    """When it opened and ended, and the stages that its matter passed until then."""
    visits = StageVisit.objects.filter(case=forum.case_id, entered__lte=until).order_by("entered", "pk")
    opened = forum.opened_at or until
    first, last = day_of(opened), day_of(until - timedelta.resolution if until > opened else until)
    return {
        "opened": opened.isoformat(),
        "days": (last - first).days + 1,
        "long_running": forum.long_running,
        "steps": [[visit.entered.isoformat(), visit.stage, visit.kind] for visit in visits],
    }


def participation(forum: Forum, until: datetime) -> dict[str, Any]:
    """How many people took part, by which door, on which day for the first time; how much was said and supported."""
    joined = Participant.objects.filter(forum=forum, at__lt=until)
    by_day = joined.annotate(day=TruncDate("at", tzinfo=ZONE)).values_list("day").annotate(n=Count("person")).order_by()
    per_day: Counter[date] = Counter(dict(by_day))
    notes = ForumNote.objects.filter(forum=forum)
    for moment, count in notes.exclude(count=0).values_list("at", "count"):
        per_day[day_of(moment)] += count
    ways = dict(joined.values_list("first_way").annotate(n=Count("person")).order_by())
    nameless = notes.aggregate(n=Sum("count"))["n"] or 0
    said = dict(
        Opinion.objects.filter(forum=forum, parent=None).values_list("state").annotate(n=Count("pk")).order_by()
    )
    replies = Opinion.objects.filter(forum=forum, parent__isnull=False, state="shown").count()
    paper = Opinion.objects.filter(forum=forum, channel="paper", state="shown").count()
    tally = Tally.objects.filter(case=forum.case_id, what="participants").first()
    online = sum(count for way, count in ways.items() if way != "session")
    return {
        "people": sum(ways.values()) + nameless,
        "in_the_matter": tally.value if tally is not None else 0,
        "online": online,
        "on_site": ways.get("session", 0) + nameless,
        "ways": ways,
        "per_day": _days(per_day, forum.opened_at or until, until),
        "opinions": said.get("shown", 0),
        "replies": replies,
        "paper": paper,
        "gone": {"hidden": said.get("hidden", 0), "deleted": said.get("deleted", 0)},
        "supports": OpinionSupport.objects.filter(opinion__forum=forum).count(),
    }


def positions(forum: Forum, until: datetime) -> dict[str, Any]:
    """찬성·반대·기타: where people stood first and last, who changed and how, and the standing at the end of each day.

    As on the forum's page: of words that a moderator hid the position still counts, what its author took back does not.
    """
    rows = Opinion.objects.filter(forum=forum, parent=None).exclude(position="").exclude(state="deleted")
    changes: dict[date, Counter[str]] = {}
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    moves: Counter[tuple[str, str]] = Counter()
    for position, number, at, changed in rows.values_list("position", "number", "at", "changed_at").iterator(BATCH):
        last[position] += 1
        first[position] += number == 1
        changes.setdefault(day_of(changed or at), Counter())[position] += 1
    earlier = OpinionVersion.objects.filter(opinion__in=rows)
    for number, position, since, ends, now in earlier.values_list(
        "number", "position", "since", "until", "opinion__position"
    ).iterator(BATCH):
        changes.setdefault(day_of(since), Counter())[position] += 1
        changes.setdefault(day_of(ends), Counter())[position] -= 1
        if number == 1:
            first[position] += 1
            moves[position, now] += position != now
    wavered = earlier.exclude(position=F("opinion__position")).values("opinion").distinct().count()
    return {
        "first": {name: first[name] for name in POSITIONS},
        "last": {name: last[name] for name in POSITIONS},
        "moves": [[a, b, moves[a, b]] for a in POSITIONS for b in POSITIONS if moves[a, b]],
        "changed": sum(moves.values()),
        "back_again": wavered - sum(moves.values()),
        "per_day": _standing(changes, forum.opened_at or until, until),
    }


def _standing(changes: dict[date, Counter[str]], opened: datetime, until: datetime) -> list[list[Any]]:
    """[day, for, against, other] at the end of each day."""
    now: Counter[str] = Counter()
    found: list[list[Any]] = []
    for day in days_between(opened, until):
        now.update(changes.pop(day, Counter()))
        found.append([day.isoformat(), *(now[name] for name in POSITIONS)])
    return found


def records(forum: Forum) -> list[dict[str, Any]]:
    """What staff recorded in places and along the way: which notes, when, how many people were counted there."""
    return [
        {"note": note.pk, "kind": note.kind, "at": note.at.isoformat(), "count": note.count}
        for note in ForumNote.objects.filter(forum=forum).order_by("at", "pk")
    ]


def _days(per_day: Counter[date], opened: datetime, until: datetime) -> list[list[Any]]:
    return [[day.isoformat(), per_day.get(day, 0)] for day in days_between(opened, until)]


def days_between(opened: datetime, until: datetime) -> list[date]:
    """The days of the institution on which the forum was open; ``until`` is the first instant after."""
    first, last = day_of(opened), day_of(max(until - timedelta.resolution, opened))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def day_of(moment: datetime) -> date:
    """The institution's day."""
    return moment.astimezone(ZONE).date()
