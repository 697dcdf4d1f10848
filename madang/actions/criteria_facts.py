"""What is known of the institution when criteria are set: how far past matters came, who is there to keep promises."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, F, Sum

from madang.people.models import Department, Membership, Person, RegisterEntry
from madang.people.queries import departments_without_officer
from madang.procedures.models import StageVisit
from madang.proposals.models import Support, SupportBatch
from madang.results.models import Population
from madang.rules.document import Document, Stage
from madang.rules.warnings import UNIT_DAYS, Known, Past

MATTERS = 2_000  # the newest; older ones say little about today


def known_about(document: Document, *, at: datetime) -> Known:
    """What ``rules.warnings`` needs to know about this house to judge ``document``."""
    idle = [department.name for department in departments_without_officer().order_by("name")]
    return Known(
        members=Person.objects.filter(is_active=True).count(),
        people=people_there(document),
        past={stage.key: past for stage in document.stages.values() if (past := past_of(stage, at=at)) is not None},
        departments=Department.objects.count(),
        idle=tuple(idle),
        roles=frozenset(Membership.objects.filter(person__is_active=True).values_list("role", flat=True)),
    )


def people_there(document: Document) -> int | None:
    """How many people the institution has: as its figures say, its register, or the document's largest electorate."""
    sums = Population.objects.values("attribute").annotate(all=Sum("people")).order_by().values_list("all", flat=True)
    return max(sums, default=None) or RegisterEntry.objects.count() or max(document.electorates.values(), default=None)


def past_of(stage: Stage, *, at: datetime) -> Past | None:
    """The supports that each past matter had, when as many days as ``stage`` lasts had passed since it began to collect.

    Matters whose collecting began so long ago, in the stage of that name of any procedure; None for what collects no
    supports, or without an end.
    """
    if stage.kind != "collect" or stage.settings.get("counter", "supports") != "supports" or stage.deadline is None:
        return None
    days = round(stage.deadline.period.count * UNIT_DAYS[stage.deadline.period.unit])
    window = timedelta(days=days)
    visits = StageVisit.objects.filter(kind="collect", stage=stage.key, entered__lte=at - window)
    cases = list(visits.order_by("-entered").values_list("case_id", flat=True)[:MATTERS])
    in_time = {
        "proposal__case__visits__kind": "collect",
        "proposal__case__visits__stage": stage.key,
        "proposal__case__in": cases,
        "at__lt": F("proposal__case__visits__entered") + window,
    }
    counts = dict.fromkeys(cases, 0)
    one_by_one = Support.objects.filter(**in_time).values_list("proposal__case").annotate(n=Count("person"))
    batches = SupportBatch.objects.filter(**in_time).values_list("proposal__case").annotate(n=Sum("count"))
    for found in (one_by_one, batches):
        for case, n in found:
            counts[case] += n
    return Past(days, tuple(counts.values()))
