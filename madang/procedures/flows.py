"""How matters move, counted: the numbers of the process pictures (``madang.rules.flow``).

Six queries, however many procedures, versions and matters there are: the database adds up, and a row a stage comes back.
A median has no function that both databases know: the lengths of stay are numbered in the database by size, and of each
stage only the one or two in the middle are fetched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Count, F, FloatField, Func, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from madang.rules.flow import Flow, Passage

from .models import Mark, RuleVersion, StageVisit

RULES, ORIGIN = "case__rules", "case__origin"
Slugs = Mapping[int, str]  # rule version → the procedure it is of
By = defaultdict[str, dict[Any, Any]]  # procedure → what is counted → its number


def flows() -> dict[str, Flow]:
    """Every procedure that ever had a matter, by its slug, in numbers as of now: unlisted matters too, only numbers."""
    slugs = dict(RuleVersion.objects.order_by().values_list("pk", "procedure__slug"))
    if not slugs:
        return {}
    passages, outcomes, starts = _passages(slugs), _outcomes(slugs), _starts(slugs)
    each = _medians(slugs, StageVisit.objects.all(), ORIGIN, "stage")
    whole = _medians(slugs, StageVisit.objects.filter(stage__in=_shared(each)), "stage")
    return {
        slug: Flow(
            passages={key: Passage(now, cases, left, each[slug].get(key)) for key, (now, cases, left) in found.items()},
            medians={key[0]: days for key, days in whole[slug].items()},
            outcomes=outcomes[slug],
            starts=starts[slug],
        )
        for slug, found in passages.items()
    }


def _passages(slugs: Slugs) -> By:
    """(origin, stage) → (open now, different cases that ever came, visits that have ended)."""
    counts = {
        "now": Count("pk", filter=Q(left=None)),
        "cases": Count("case", distinct=True),
        "ended": Count("left"),
    }
    rows = StageVisit.objects.order_by().values(RULES, ORIGIN, "stage").annotate(**counts)
    found: By = defaultdict(dict)
    for rules, origin, stage, *numbers in rows.values_list(RULES, ORIGIN, "stage", *counts):
        before = found[slugs[rules]].get((origin, stage), (0, 0, 0))  # a case is of one version, so all can be added
        found[slugs[rules]][origin, stage] = tuple(map(sum, zip(before, numbers, strict=True)))
    return found


def _outcomes(slugs: Slugs) -> By:
    """(origin, stage, outcome) → the visits that ended with it."""
    rows = StageVisit.objects.exclude(outcome=None).order_by().values_list(RULES, ORIGIN, "stage", "outcome")
    return _added(slugs, rows.annotate(Count("pk")))


def _starts(slugs: Slugs) -> By:
    """(origin, stage, start) → the different cases that have ended the stage and in which the start had fired."""
    rows = Mark.objects.filter(case__visits__left__isnull=False).order_by()
    counted = rows.values_list(RULES, ORIGIN, "case__visits__stage", "key").annotate(Count("case", distinct=True))
    return _added(slugs, counted)


def _added(slugs: Slugs, rows: Any) -> By:
    found: By = defaultdict(lambda: defaultdict(int))
    for rules, origin, stage, name, count in rows:
        found[slugs[rules]][origin, stage, name] += count
    return found


class _Days(Func):
    """From the second moment to the first, in days of 24 hours."""

    template = "(EXTRACT(EPOCH FROM (%(expressions)s)) / 86400.0)"
    arg_joiner = " - "
    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """SQLite's own function: Django's subtraction asks Python about every row."""
        joiner = ") - julianday("
        return self.as_sql(compiler, connection, template="(julianday(%(expressions)s))", arg_joiner=joiner, **more)


def _shared(medians: By) -> set[str]:
    """The stages in which matters of several origins have ended: only there the median of all is another one."""
    several = (Counter(stage for _origin, stage in found) for found in medians.values())
    return {stage for stages in several for stage, origins in stages.items() if origins > 1}


def _medians(slugs: Slugs, visits: QuerySet[StageVisit], *by: str) -> By:
    """``by`` → the days that half of the visits that have ended took at most; of an even number the mean of the two."""
    names = sorted(set(slugs.values()))
    # By number, written out: the version's own row is heavy with its document, and a join would read it for every visit.
    ids = {slug: [pk for pk, other in slugs.items() if other == slug] for slug in names}
    which = [When(case__rules__in=ids[slug], then=Value(n)) for n, slug in enumerate(names)]
    group = [F("procedure"), *(F(name) for name in by)]
    rows = visits.exclude(left=None).order_by()
    rows = rows.annotate(procedure=Case(*which, output_field=IntegerField()), days=_Days("left", "entered"))
    rows = rows.annotate(
        nth=Window(RowNumber(), partition_by=group, order_by=["days", "pk"]), of=Window(Count("pk"), partition_by=group)
    )
    middle = rows.filter(of__lte=2 * F("nth"), of__gte=2 * F("nth") - 2)
    lengths: defaultdict[tuple[Any, ...], list[float]] = defaultdict(list)
    for *key, days in middle.values_list("procedure", *by, "days"):
        lengths[tuple(key)].append(days)
    found: By = defaultdict(dict)
    for (number, *rest), some in lengths.items():
        found[names[number]][tuple(rest)] = sum(some) / len(some)
    return found
