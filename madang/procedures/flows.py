"""How matters move, counted: the numbers of the process pictures (``madang.rules.flow``).

Five queries, however many procedures, versions and matters there are: the database adds up, and a row a stage comes
back. A median has no function that both databases know: the lengths of stay are numbered in the database by size, and
of each stage only the one or two in the middle are fetched.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from madang.rules.flow import Flow, Passage

from .models import Mark, StageVisit

DAY = timedelta(days=1)
SLUG, ORIGIN = "case__rules__procedure__slug", "case__origin"
By = defaultdict[str, dict[Any, Any]]  # procedure → what is counted → its number


def flows() -> dict[str, Flow]:
    """Every procedure that ever had a matter, by its slug, in numbers as of now: unlisted matters too, only numbers."""
    passages, outcomes, starts = _passages(), _outcomes(), _starts()
    whole, each = _medians("stage"), _medians(ORIGIN, "stage")
    return {
        slug: Flow(
            passages={key: Passage(now, cases, left, each[slug].get(key)) for key, (now, cases, left) in found.items()},
            medians={key[0]: days for key, days in whole[slug].items()},
            outcomes=outcomes[slug],
            starts=starts[slug],
        )
        for slug, found in passages.items()
    }


def _passages() -> By:
    """(origin, stage) → (open now, different cases that ever came, visits that have ended)."""
    counts = {
        "now": Count("pk", filter=Q(left=None)),
        "cases": Count("case", distinct=True),
        "ended": Count("pk", filter=~Q(left=None)),
    }
    rows = StageVisit.objects.order_by().values(SLUG, ORIGIN, "stage").annotate(**counts)
    found: By = defaultdict(dict)
    for slug, origin, stage, now, cases, left in rows.values_list(SLUG, ORIGIN, "stage", *counts):
        found[slug][origin, stage] = (now, cases, left)
    return found


def _medians(*by: str) -> By:
    """``by`` → the days that half of the visits that have ended took at most; of an even number the mean of the two."""
    group = [F(name) for name in (SLUG, *by)]
    length = F("left") - F("entered")
    rows = (
        StageVisit.objects.exclude(left=None)
        .order_by()
        .annotate(
            length=length,
            nth=Window(RowNumber(), partition_by=group, order_by=[length.asc(), F("pk").asc()]),
            of=Window(Count("pk"), partition_by=group),
        )
    )
    middle = rows.filter(of__lte=2 * F("nth"), of__gte=2 * F("nth") - 2)
    lengths: defaultdict[tuple[str, ...], list[timedelta]] = defaultdict(list)
    for *key, took in middle.values_list(SLUG, *by, "length"):
        lengths[tuple(key)].append(took)
    found: By = defaultdict(dict)
    for (slug, *rest), some in lengths.items():
        found[slug][tuple(rest)] = sum(some, timedelta()) / len(some) / DAY
    return found


def _outcomes() -> By:
    """(origin, stage, outcome) → the visits that ended with it."""
    rows = StageVisit.objects.exclude(left=None).exclude(outcome=None).order_by()
    found: By = defaultdict(dict)
    for slug, origin, stage, outcome, visits in rows.values_list(SLUG, ORIGIN, "stage", "outcome").annotate(
        Count("pk")
    ):
        found[slug][origin, stage, outcome] = visits
    return found


def _starts() -> By:
    """(origin, stage, start) → the different cases that have ended the stage and in which the start had fired."""
    rows = Mark.objects.filter(case__visits__left__isnull=False).order_by()
    counted = rows.values_list(SLUG, ORIGIN, "case__visits__stage", "key").annotate(Count("case", distinct=True))
    found: By = defaultdict(dict)
    for slug, origin, stage, key, cases in counted:
        found[slug][origin, stage, key] = cases
    return found
