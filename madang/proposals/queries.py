"""Reading proposals, in the field's own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery

from madang.procedures.models import Case, Duty, StageVisit

from . import search

if TYPE_CHECKING:
    from .models import Proposal  # noqa: F401 - in quotes below

ROW = (
    "pk", "case__key", "title", "category", "area", "submitted_at", "support_count", "case__rules", "case__origin", "visibility",
)  # fmt: skip


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """제안."""

    # ── which ──

    def listed(self) -> ProposalQuerySet:
        """Those everyone may see in lists."""
        return self.filter(visibility="public")

    def found_by(self, query: str) -> ProposalQuerySet:
        """Those whose title or body contain every word of ``query``; all of them when it has no words."""
        found = search.condition(query)
        if found is None:
            return self
        where, params = found
        matching: ProposalQuerySet = self.extra(where=[where], params=params)  # type: ignore[assignment]
        return matching

    def collecting_at(self, at: datetime) -> ProposalQuerySet:
        """Those that take supports at ``at``."""
        open_window = StageVisit.objects.filter(
            Q(due=None) | Q(due__gt=at), case=OuterRef("pk"), kind="collect", left=None
        )
        return self.filter(Exists(open_window))

    def in_procedure(self, slug: str) -> ProposalQuerySet:
        """Those on their way through a procedure, under whichever version of its rules."""
        return self.filter(case__rules__procedure__slug=slug)

    def in_stage(self, stage: str) -> ProposalQuerySet:
        """Those that are now in a stage of that key."""
        return self.filter(Exists(StageVisit.objects.filter(case=OuterRef("pk"), stage=stage, left=None)))

    def in_kind(self, kinds: Sequence[str]) -> ProposalQuerySet:
        """Those that are now in a stage of one of these kinds."""
        return self.filter(Exists(StageVisit.objects.filter(case=OuterRef("pk"), kind__in=kinds, left=None)))

    def over(self) -> ProposalQuerySet:
        """Those of which nothing goes on any more."""
        return self.filter(case__closed_at__isnull=False)

    def answered(self, yes: bool = True) -> ProposalQuerySet:
        """Those that have an official answer; or those that have none."""
        kept = Duty.objects.filter(visit__kind="answer", kept_at__isnull=False)
        if yes:  # few of many: begin with the answers
            return self.filter(case__in=kept.values("case"))
        return self.filter(~Exists(kept.filter(case=OuterRef("pk"))))

    # ── with ──
    # What is filtered or ordered by is the annotation, never the relation behind it: each mention of a relation to many
    # would be joined anew.

    def with_supports(self) -> ProposalQuerySet:
        """Each with ``support_count`` (None when nothing is counted)."""
        if "support_count" in self.query.annotations:
            return self
        return self.annotate(
            tally=FilteredRelation("case__tallies", condition=Q(case__tallies__what="supports")),
            support_count=F("tally__value"),
            counted_case=F("tally__case"),
        )

    def with_window(self) -> ProposalQuerySet:
        """Each with ``closes``, the end of the window in which it takes supports (None when there is none)."""
        return self.annotate(
            open_window=FilteredRelation(
                "case__visits", condition=Q(case__visits__kind="collect", case__visits__left__isnull=True)
            ),
            closes=F("open_window__due"),
        )

    # ── in which order, one page after the other ──
    # A page begins after the last row of the one before it: by that row's value and key, never by a number of rows.

    def newest_first(self, after: tuple[datetime, str] | None = None) -> ProposalQuerySet:
        """By the moment of submission; ``after``: (moment, key) of the last one seen."""
        found = self.order_by("-submitted_at", "-case")
        if after is None:
            return found
        moment, key = after
        later = Q(submitted_at__lt=moment) | Q(submitted_at=moment, case__lt=_id_of(key))
        return found.filter(later, submitted_at__lte=moment)  # the second for the index

    def most_supported_first(self, after: tuple[int, str] | None = None) -> ProposalQuerySet:
        """By the number of supports, those that have been counted; ``after``: (supports, key) of the last one seen."""
        found = (
            self.with_supports().filter(Q(support_count__gte=0)).order_by(F("support_count").desc(), F("counted_case"))
        )
        if after is None:
            return found
        value, key = after
        later = Q(support_count__lt=value) | Q(support_count=value, counted_case__gt=_id_of(key))
        return found.filter(later, Q(support_count__lte=value))

    def closing_first(self, at: datetime, after: tuple[datetime, str] | None = None) -> ProposalQuerySet:
        """Those still collecting at ``at``, soonest end first; ``after``: (end, key) of the last one seen."""
        found = self.with_window().filter(Q(closes__gt=at)).order_by(F("closes"), "case")
        if after is None:
            return found
        moment, key = after
        later = Q(closes__gt=moment) | Q(closes=moment, case__gt=_id_of(key))
        return found.filter(later, Q(closes__gte=moment))

    def near_a_tier(self, at: datetime) -> ProposalQuerySet:
        """Those collecting at ``at`` that have come at least half the way to what their count leads to next."""
        found = self.with_supports().closing_first(at).annotate(goal=F("tally__wake"))
        return found.filter(Q(support_count__lt=F("goal")), Q(goal__lte=F("support_count") * 2))

    # ── as plain rows ──

    def rows(self, *more: str) -> Any:
        """Named rows with what a line of a list shows (no long texts); ``more``: further fields."""
        return self.with_supports().values_list(*ROW, *more, named=True)


def _id_of(key: str) -> Subquery:
    return Subquery(Case.objects.filter(key=key).values("pk")[:1])
