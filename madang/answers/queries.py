"""Reading answer requests, in the field's own words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, Q

if TYPE_CHECKING:
    from .models import AnswerRequest, Contribution  # noqa: F401 - in quotes below

_WAITING = Q(visit__left=None, visit__duties__kept_at=None, visit__duties__released_at=None)


class AnswerRequestQuerySet(models.QuerySet["AnswerRequest"]):
    """답변 요청."""

    def waiting(self) -> AnswerRequestQuerySet:
        """Those whose answer is still owed."""
        return self.filter(_WAITING)

    def published(self) -> AnswerRequestQuerySet:
        """Those that have been answered."""
        return self.filter(visit__duties__kept_at__isnull=False)

    def late(self, at: datetime) -> AnswerRequestQuerySet:
        """Waiting, and past the due date in force."""
        return self.waiting().filter(visit__duties__due_now__lte=at)

    def drafted(self) -> AnswerRequestQuerySet:
        """Waiting, with a draft begun."""
        return self.waiting().exclude(draft_at=None)

    def for_departments(self, departments: Iterable[int]) -> AnswerRequestQuerySet:
        """Those that one of these departments (ids) owes, or gave."""
        return self.filter(visit__duties__department__in=list(departments))

    def with_matter(self) -> AnswerRequestQuerySet:
        """Each with its case, proposal, rules, department and duty, for one row of a list (long texts left out)."""
        rows = self.select_related("case__proposal__author", "case__department", "case__rules", "visit", "draft_by")
        return rows.prefetch_related("visit__duties__department").defer(
            "draft_text", "case__proposal__body", "case__rules__data", "case__rules__note"
        )

    def soonest_first(self) -> AnswerRequestQuerySet:
        """Late ones first, then by due date."""
        return self.order_by(F("visit__duties__due_now").asc(nulls_last=True), "pk")

    def latest_first(self) -> AnswerRequestQuerySet:
        """The newest answer first."""
        return self.order_by(F("visit__duties__kept_at").desc(nulls_last=True), "-pk")

    def summary(self, at: datetime) -> dict[str, Any]:
        """Counts for a queue: waiting, of which late and drafted; and published."""
        return self.aggregate(
            waiting=Count("pk", filter=_WAITING),
            late=Count("pk", filter=_WAITING & Q(visit__duties__due_now__lte=at)),
            drafted=Count("pk", filter=_WAITING & Q(draft_at__isnull=False)),
            published=Count("pk", filter=Q(visit__duties__kept_at__isnull=False)),
        )


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """의견: what other departments add to an answer."""

    def waiting(self) -> ContributionQuerySet:
        """Asked for, neither given nor declined, and of use still: the answer has not been published."""
        return self.filter(given_at=None, declined_at=None, request__visit__left=None)

    def late(self, today: date) -> ContributionQuerySet:
        """Waiting, after the day on which they were wanted."""
        return self.waiting().filter(wanted_by__lt=today)

    def given(self) -> ContributionQuerySet:
        """Those whose text the lead may use."""
        return self.exclude(given_at=None)

    def with_matter(self) -> ContributionQuerySet:
        """Each with its department, case, rules and the duty of the answer, for one row of a list."""
        rows = self.select_related(
            "department",
            "written_by",
            "request__case__proposal",
            "request__case__department",
            "request__case__rules",
            "request__visit",
        ).prefetch_related("request__visit__duties__department")
        return rows.defer("request__draft_text", "request__case__proposal__body", "request__case__rules__data")

    def soonest_first(self) -> ContributionQuerySet:
        """By the day they are wanted, then by the due date of the answer."""
        return self.order_by(F("wanted_by").asc(nulls_last=True), "request__visit__duties__due_now", "pk")
