"""Reading deliveries, in the field's own words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Prefetch, Q, Subquery

from madang.procedures.models import Duty

if TYPE_CHECKING:
    from .models import Delivery  # noqa: F401 - in quotes below


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """실행."""

    def with_case(self) -> DeliveryQuerySet:
        """Each with its visit, case, proposal, rules and department; long texts and the rules' JSON stay unread."""
        rows = self.select_related("visit", "case__proposal", "case__rules", "case__department")
        return rows.defer("case__rules__data", "case__rules__note", "case__proposal__body", "result", "before", "after")

    def with_reports(self) -> DeliveryQuerySet:
        """Each with the reports that are still owed (``visit.owed_reports``, the earliest first) and when it last told."""
        from .models import DeliveryUpdate

        owed = Duty.objects.open().filter(round__gt=0).select_related("department").order_by("round")
        rows = self.prefetch_related(Prefetch("visit__duties", owed, to_attr="owed_reports"))
        told = DeliveryUpdate.objects.filter(delivery=OuterRef("pk")).order_by("-at").values("at")[:1]
        return rows.annotate(told_at=Subquery(told))

    def public(self) -> DeliveryQuerySet:
        """Those of matters that everyone may see."""
        return self.filter(case__proposal__visibility="public")

    def running(self) -> DeliveryQuerySet:
        """Those that are being carried out."""
        return self.filter(visit__left=None)

    def finished(self) -> DeliveryQuerySet:
        """Those whose result has been told."""
        return self.exclude(finished_at=None)

    def late(self, at: datetime) -> DeliveryQuerySet:
        """Those of which a report is overdue at ``at``."""
        reports = Duty.objects.overdue(at).filter(visit=OuterRef("visit"), round__gt=0)
        return self.running().filter(Exists(reports))

    def of_departments(self, departments: Collection[int]) -> DeliveryQuerySet:
        """Those of matters that these departments have."""
        return self.filter(case__department__in=departments)

    # ── one page after the other: after the last row's moment and id ──

    def newest_first(self, after: tuple[datetime, int] | None = None) -> DeliveryQuerySet:
        """By the moment they began."""
        found = self.order_by("-visit__entered", "-pk")
        if after is None:
            return found
        moment, pk = after
        return found.filter(Q(visit__entered__lt=moment) | Q(visit__entered=moment, pk__lt=pk))

    def latest_finished_first(self, after: tuple[datetime, int] | None = None) -> DeliveryQuerySet:
        """By the moment their result was told."""
        found = self.order_by("-finished_at", "-pk")
        if after is None:
            return found
        moment, pk = after
        return found.filter(Q(finished_at__lt=moment) | Q(finished_at=moment, pk__lt=pk))

    def by_report(self) -> DeliveryQuerySet:
        """By when the next report falls (or fell) due; those that owe none come last."""
        found: DeliveryQuerySet = self._with_report_due().order_by(F("report_due").asc(nulls_last=True), "pk")
        return found

    def _with_report_due(self) -> Any:
        owed = Duty.objects.open().filter(visit=OuterRef("visit"), round__gt=0).order_by()
        first = owed.values("visit").annotate(first=Min("due_now")).values("first")
        return self.annotate(report_due=Subquery(first))

    def report_first(self, after: tuple[datetime, int] | None = None) -> DeliveryQuerySet:
        """By when the next report falls (or fell) due, ``report_due``; those that owe none are left out."""
        found: DeliveryQuerySet = self._with_report_due().filter(report_due__isnull=False).order_by("report_due", "pk")
        if after is None:
            return found
        moment, pk = after
        later: Q = Q(report_due__gt=moment) | Q(report_due=moment, pk__gt=pk)
        return found.filter(later)
