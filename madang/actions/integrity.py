"""Looking at supports: which patterns there are, who is behind them, and what taking them out would change.

Nothing is written here. ``findings_of`` and ``watch`` read the supports with their traces and hand them to
``proposals.patterns``; ``effects`` asks the rules what they would have said without some of the supports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet

from madang.people.models import Person
from madang.procedures.models import Case, StageVisit
from madang.proposals import patterns, selection
from madang.proposals.models import Proposal, Support, SupportBatch, SupportTrace
from madang.rules import engine
from madang.rules.conditions import Situation
from madang.rules.document import Stage

from .journey import calendar

LATEST = 20_000  # of a proposal: more are not looked at together
LATEST_OF_MANY = 2_000  # of each, on the list
WATCHED = 40  # proposals on the list: those with the most supports in the last days
RECENT = timedelta(days=14)
COMPARED = timedelta(days=60)  # how far back the usual is measured


# ── patterns ──


def usual(*, at: datetime) -> patterns.Usual:
    """What supports look like at large: their networks, and how many came from newcomers."""
    traces = SupportTrace.objects.filter(at__gte=at - COMPARED, at__lt=at)
    networks = dict(traces.exclude(network="").values_list("network").annotate(n=Count("pk")).order_by())
    age = ExpressionWrapper(F("at") - F("person__joined_at"), output_field=DurationField())
    supports = Support.objects.filter(at__gte=at - COMPARED, at__lt=at)
    counted = supports.alias(age=age).aggregate(
        total=Count("person_id"), fresh=Count("person_id", filter=Q(age__gte=timedelta(0), age__lt=patterns.FRESH))
    )
    return patterns.Usual(max(counted["total"], sum(networks.values())), networks, counted["fresh"])


def findings_of(proposal: Proposal, *, at: datetime, known: patterns.Usual | None = None) -> list[patterns.Finding]:
    """The patterns in one proposal's supports up to ``at``."""
    rows = _rows([proposal.pk], at, LATEST).get(proposal.pk, [])
    return patterns.findings(rows, known or usual(at=at))


def watch(*, at: datetime) -> list[tuple[Proposal, list[patterns.Finding]]]:
    """Proposals with patterns, among those with the most supports of the last two weeks before ``at``; worst first."""
    recent = Support.objects.filter(at__gte=at - RECENT, at__lt=at).values_list("proposal_id")
    busiest = [pk for pk, _ in recent.annotate(n=Count("person_id")).order_by("-n", "proposal_id")[:WATCHED]]
    if not busiest:
        return []
    known = usual(at=at)
    rows = _rows(busiest, at, LATEST_OF_MANY)
    proposals = Proposal.objects.select_related("case").defer("body").in_bulk(busiest)
    found = [(proposals[pk], patterns.findings(rows.get(pk, []), known)) for pk in busiest]
    suspicious = [(proposal, seen) for proposal, seen in found if seen]
    return sorted(suspicious, key=lambda pair: (-sum(one.strong for one in pair[1]), -max(f.count for f in pair[1])))


def _rows(proposals: Sequence[int], at: datetime, latest: int) -> dict[int, list[patterns.Row]]:
    """The latest supports of each proposal before ``at``, with their traces: two queries however many proposals."""
    traces: dict[tuple[int, int], tuple[str, str]] = {}
    seen = SupportTrace.objects.filter(proposal__in=proposals, at__lt=at).order_by("-at", "-pk")
    for proposal, person, network, device in seen.values_list("proposal_id", "person_id", "network", "device")[
        : latest * len(proposals)
    ]:
        traces.setdefault((proposal, person), (network, device))
    found: dict[int, list[patterns.Row]] = defaultdict(list)
    supports = Support.objects.filter(proposal__in=proposals, at__lt=at).order_by("-at", "-person_id")
    columns = supports.values_list("proposal_id", "person_id", "at", "person__joined_at", "person__email")
    for proposal, person, moment, joined, email in columns[: latest * len(proposals)]:
        if len(found[proposal]) < latest:
            network, device = traces.get((proposal, person), ("", ""))
            found[proposal].append(patterns.Row(person, moment, joined, network, device, email or ""))
    return found


def query_of(finding: patterns.Finding) -> dict[str, Any]:
    """The query that selects a finding's supports, as an invalidation keeps it (people by their keys)."""
    query = dict(finding.query)
    if "ids" in query:
        query["people"] = sorted(Person.objects.filter(pk__in=query.pop("ids")).values_list("key", flat=True))
    return query


def timeline(proposal: Proposal, *, at: datetime, points: int = 60) -> list[tuple[datetime, int]]:
    """How many supports came in each of at most ``points`` equal spans from the first to the last: (beginning, number)."""
    moments = list(
        Support.objects.filter(proposal=proposal, at__lt=at).order_by("-at").values_list("at", flat=True)[:LATEST]
    )
    if not moments:
        return []
    first, last = moments[-1], moments[0]
    span = max((last - first) / points, patterns.BIN)
    counts = [0] * (int((last - first) / span) + 1)
    for moment in moments:
        counts[int((moment - first) / span)] += 1
    return [(first + number * span, count) for number, count in enumerate(counts)]


# ── effects ──


@dataclass(frozen=True)
class Consequence:
    """What the rules would have said of one thing that happened, without the supports in question.

    ``kind``: ``mark`` (a start that fired) or ``exit`` (how a stage ended); ``holds``: it would have happened all the
    same, then; ``later``: when it would have happened instead (None: not so far); ``instead``: the outcome instead.
    """

    kind: str
    key: str
    at: datetime
    threshold: int | None
    holds: bool
    later: datetime | None = None
    instead: str | None = None
    withdrawable: bool = False


@dataclass(frozen=True)
class Effects:
    """What taking supports out would do: how many, the count before and after, and what would no longer hold."""

    chosen: int
    verified: int
    before: int
    after: int
    consequences: list[Consequence]
    sample: list[Support]


def effects(proposal: Proposal, query: selection.Query, *, sample: int = 12) -> Effects:
    """The effects of the (clean) ``query``, as the counts stand now."""
    case = Case.objects.with_rules().get(pk=proposal.pk)
    rows = selection.chosen(proposal, query)
    before = case.tallies.filter(what="supports").values_list("value", flat=True).first() or 0
    number = rows.count()
    verified = rows.filter(person__verifications__identity_hash__isnull=False).distinct().count()
    shown = list(rows.select_related("person").order_by("at", "person_id")[:sample])
    return Effects(number, verified, before, before - number, _consequences(case, rows), shown)


def _consequences(case: Case, rows: QuerySet[Support]) -> list[Consequence]:
    visits = list(case.visits.order_by("entered", "pk"))
    marks = {mark.key: mark for mark in case.marks.all()}
    open_ = {visit.stage for visit in visits if visit.left is None}
    lost: set[str] = set()
    found = []
    for visit in visits:
        stage = case.rules.document.stages.get(visit.stage)
        if stage is None:
            continue
        for start in stage.starts:
            mark = marks.get(start.key)
            thresholds = [
                n
                for what, n in start.when.counts(_situation(case, visit, visit.entered, {}, set()))
                if what == "supports"
            ]
            if mark is None or not thresholds:
                continue
            without = {**mark.facts, "supports": mark.facts.get("supports", 0) - rows.filter(at__lte=mark.at).count()}
            holds = start.when.met(_situation(case, visit, mark.at, without, set(marks) - {start.key}))
            later = None if holds else _reached(case, rows, max(thresholds), visit.due)
            if not holds and later is None:
                lost.add(start.key)
            found.append(
                Consequence("mark", start.key, mark.at, max(thresholds), holds, later,
                            withdrawable=not holds and later is None and start.stage in open_)
            )  # fmt: skip
        if visit.left is not None and visit.kind == "collect":
            found += _other_exit(case, visit, stage, rows, set(marks) - lost)
    return found


def _other_exit(
    case: Case, visit: StageVisit, stage: Stage, rows: QuerySet[Support], marks: set[str]
) -> list[Consequence]:
    """How a collecting stage would have ended instead, when not as it did."""
    assert visit.left is not None
    counted = int(visit.facts.get("supports", 0)) - rows.filter(at__lte=visit.left).count()
    situation = _situation(case, visit, visit.left, {**visit.facts, "supports": counted}, marks)
    leave = next((move for move in engine.moves(stage, situation) if isinstance(move, engine.Leave)), None)
    if leave is not None and leave.outcome == visit.outcome:
        return []
    outcome = leave.outcome if leave else ""
    return [Consequence("exit", visit.outcome or "", visit.left, None, False, instead=outcome)]


def _situation(case: Case, visit: StageVisit, now: datetime, facts: dict[str, Any], marks: set[str]) -> Situation:
    document = case.rules.document
    return Situation(
        facts, visit.entered, visit.due, now, frozenset(marks), calendar(document.country), document.electorates
    )


def _reached(case: Case, rows: QuerySet[Support], threshold: int, due: datetime | None) -> datetime | None:
    """When the other supports (paper included) reached ``threshold``; None when they did not before ``due``."""
    honest = Support.objects.filter(proposal_id=case.pk).exclude(person__in=rows.values("person_id")).order_by("at")
    paper, before = 0, None
    batches = list(SupportBatch.objects.filter(proposal_id=case.pk).order_by("at").values_list("at", "count"))
    moment: datetime | None = None
    for until, count in [*batches, (None, 0)]:
        need = threshold - paper
        if need <= 0:
            moment = before
            break
        reached = honest.values_list("at", flat=True)[need - 1 : need].first() if need > 0 else before
        if reached is not None and (until is None or reached < until):
            moment = max(reached, before) if before else reached
            break
        paper, before = paper + count, until
    return moment if moment is not None and (due is None or moment < due) else None
