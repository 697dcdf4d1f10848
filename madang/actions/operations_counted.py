"""What a month or a year of operation came to, counted: goals, figures, the way of matters, promises, order, promotion.

All of it is JSON of keys and numbers; names and titles are looked up when it is read, so that what was hidden since does
not stand in a report. Periods are days of the institution's time zone, both included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from madang.comments.models import Comment
from madang.moderation.models import Decision, Objection, Report
from madang.monitoring.models import Note
from madang.plans.models import Goal, Run, Todo
from madang.procedures.models import Duty, Mark, StageVisit
from madang.proposals.models import Invalidation, Proposal, Support

from . import metrics, pacing
from .monitoring import bounds

Figures = dict[str, Any]
NOTABLE = 12
# The figures every report has beside the year's goals, in this order: keys of ``metrics.METRICS``.
FIGURES = (
    "proposals", "supporters", "comments", "agenda_candidates", "forums_opened", "participants", "sessions_held",
    "answers_published", "answered_in_time", "days_to_answer", "policies_in_execution", "reports_in_time",
    "new_members", "visits",
)  # fmt: skip


def counted(starts: date, ends: date, *, at: datetime) -> Figures:
    """Everything of the days ``starts`` to ``ends``, as far as they have gone by at ``at``."""
    since, until = bounds(starts)[0], min(bounds(ends)[1], at)
    return {
        "until": timezone.localtime(until).isoformat(),
        "goals": _goals(ends, at),
        "figures": _figures(starts, ends, at),
        "funnel": _funnel(since, until),
        "duties": _duties(since, until),
        "notable": _notable(since, until),
        "moderation": _moderation(since, until),
        "promotion": _promotion(starts, ends, since, until),
    }


def _goals(ends: date, at: datetime) -> list[dict[str, Any]]:
    """The year's quantitative goals as they stood at the end of the period."""
    found = list(Goal.objects.filter(plan__year=ends.year, kind="number", dropped_at=None).order_by("order", "pk"))
    paces = pacing.standings(found, at=min(at, bounds(ends)[1]))
    return [
        {
            "goal": goal.key, "name": goal.name, "metric": goal.metric, "target": paces[goal.pk].target,
            "value": paces[goal.pk].actual, "share": paces[goal.pk].share, "state": paces[goal.pk].state,
            "gap": paces[goal.pk].gap,
        }
        for goal in found
    ]  # fmt: skip


def _figures(starts: date, ends: date, at: datetime) -> list[dict[str, Any]]:
    """Each figure, the one of the period before, and of the same days a year ago."""
    spans = {
        "value": (starts, ends), "before": previous(starts, ends), "year_ago": (_years_back(starts), _years_back(ends))
    }  # fmt: skip
    found = metrics.measure_all([(key, *span) for key in FIGURES for span in spans.values()], at=at)
    return [{"metric": key, **{name: found[key, *span].value for name, span in spans.items()}} for key in FIGURES]


def previous(starts: date, ends: date) -> tuple[date, date]:
    """The month before a month, the year before a year."""
    last = starts - timedelta(days=1)
    return (last.replace(day=1) if (ends - starts).days < 32 else last.replace(month=1, day=1)), last


def _years_back(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _funnel(since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Per procedure and stage: how many matters came in, went on with which outcome, and were there at the end."""
    entered = Q(entered__gte=since, entered__lt=until)
    there = Q(entered__lt=until) & (Q(left=None) | Q(left__gte=until))
    rows = StageVisit.objects.order_by().values("case__rules__procedure__slug", "stage")
    table: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows.annotate(came=Count("pk", filter=entered), stays=Count("pk", filter=there)):
        where = row["case__rules__procedure__slug"], row["stage"]
        table[where] = {"procedure": where[0], "stage": where[1], "entered": row["came"], "there": row["stays"], "left": {}}  # fmt: skip
    gone = rows.filter(left__gte=since, left__lt=until).values("case__rules__procedure__slug", "stage", "outcome")
    for line in gone.annotate(n=Count("pk")):
        table[line["case__rules__procedure__slug"], line["stage"]]["left"][line["outcome"] or ""] = line["n"]
    return [row for row in table.values() if row["entered"] or row["there"] or row["left"]]


def _duties(since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Per owner and department: what could be judged in the period, what was kept in time, late, and is late still."""
    settled = Duty.objects.filter(
        Q(kept_at__gte=since, kept_at__lt=until)
        | Q(due_now__gte=since, due_now__lt=until, released_at=None) & (Q(kept_at=None) | Q(kept_at__gte=until))
    )
    days: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    lines: dict[tuple[str, str | None], dict[str, Any]] = {}
    rows = settled.order_by().values_list("owner", "department__key", "since", "due_now", "kept_at")
    for owner, department, begun, due, kept in rows.iterator():
        line = lines.setdefault((owner, department), {"owner": owner, "department": department, "settled": 0, "in_time": 0, "late": 0, "open": 0})  # fmt: skip
        line["settled"] += 1
        if kept is None or kept >= until:
            line["open"] += 1
        else:
            line["in_time" if kept < due else "late"] += 1
            days[owner, department].append((timezone.localtime(kept).date() - timezone.localtime(begun).date()).days)
    for who, line in lines.items():
        line["days"] = median(days[who]) if days[who] else None
    return sorted(lines.values(), key=lambda line: (line["department"] is None, -line["settled"], line["department"] or line["owner"]))  # fmt: skip


def _notable(since: datetime, until: datetime) -> list[dict[str, Any]]:
    """The matters of the period: those that reached a criterion, the most supported and talked about, those noted as good."""
    found: dict[int, dict[str, Any]] = {}

    def add(rows: Iterable[tuple[int, Any]], what: str) -> None:
        for pk, value in rows:
            found.setdefault(pk, {"why": {}})["why"].setdefault(what, value)

    span = {"at__gte": since, "at__lt": until}
    marks = Mark.objects.filter(**span).order_by("-at", "-pk").values_list("case", "key")
    add(marks[:NOTABLE], "mark")
    supports = Support.objects.filter(**span).order_by().values_list("proposal").annotate(n=Count("person"))
    add(supports.order_by("-n", "proposal")[:NOTABLE], "supports")
    comments = Comment.objects.filter(**span).order_by().values_list("case").annotate(n=Count("pk"))
    add(comments.order_by("-n", "case")[: NOTABLE // 2], "comments")
    noted = Note.objects.filter(**span, tag__in=("good", "pick-up")).exclude(case=None).values_list("case", "tag")
    add(noted, "note")
    keys = dict(Proposal.objects.filter(pk__in=found, visibility="public").values_list("pk", "case__key"))
    weight = {"mark": 4, "note": 3, "supports": 2, "comments": 1}
    ordered = sorted(
        (pk for pk in found if pk in keys),
        key=lambda pk: (-sum(weight[what] for what in found[pk]["why"]), -found[pk]["why"].get("supports", 0), pk),
    )
    return [{"case": keys[pk], "why": found[pk]["why"]} for pk in ordered[:NOTABLE]]


def _moderation(since: datetime, until: datetime) -> dict[str, int]:
    """How order was kept: reported, decided, hidden, objected to, overturned, and supports taken out of the count."""
    span = {"at__gte": since, "at__lt": until}
    decided = Decision.objects.filter(**span).aggregate(
        all=Count("pk"), hidden=Count("pk", filter=Q(outcome="hide")), masked=Count("pk", filter=Q(outcome="mask")),
        late=Count("pk", filter=Q(at__gte=F("item__due"))),
    )  # fmt: skip
    out = Invalidation.objects.filter(applied_at__gte=since, applied_at__lt=until)
    overturned = Objection.objects.filter(decided_at__gte=since, decided_at__lt=until, outcome="overturned")
    return {
        "reports": Report.objects.filter(**span).count(),
        **{name: count for name, count in decided.items() if name != "all"},
        "decided": decided["all"],
        "objections": Objection.objects.filter(**span).count(),
        "overturned": overturned.count(),
        "invalidated": sum(out.values_list("count", flat=True)),
    }


def _promotion(starts: date, ends: date, since: datetime, until: datetime) -> dict[str, int]:
    """What was done so that people know: todos of 홍보 that were due or done, and runs of projects that took place."""
    todos = Todo.objects.filter(dropped_at=None, role="promotion").aggregate(
        done=Count("pk", filter=Q(done_at__gte=since, done_at__lt=until)),
        due=Count("pk", filter=Q(due__gte=starts, due__lte=ends)),
    )
    runs = Run.objects.filter(cancelled_at=None, on__gte=starts, on__lte=ends)
    return {**todos, "runs": runs.count(), "runs_done": runs.exclude(done_at=None).count()}
