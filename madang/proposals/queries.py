"""Reading proposals, in the field's own words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, FilteredRelation, Q

from . import search

if TYPE_CHECKING:
    from .models import Proposal


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """제안."""

    def listed(self) -> ProposalQuerySet:
        """Those everyone may see in lists."""
        return self.filter(visibility="public")

    def found_by(self, query: str) -> ProposalQuerySet:
        """Those whose title or body contain every word of ``query``; all of them when it has no words."""
        found = search.condition(query)
        return self.extra(where=[found[0]], params=found[1]) if found else self

    def with_supports(self) -> ProposalQuerySet:
        """Each with ``supports``, its count (0 when nothing has been counted)."""
        return self.annotate(
            tally=FilteredRelation("case__tallies", condition=Q(case__tallies__what="supports")),
            supports=F("tally__value"),
        )

    def collecting_at(self, at: datetime) -> ProposalQuerySet:
        """Those that take supports at ``at``."""
        return self.filter(
            Q(case__visits__due=None) | Q(case__visits__due__gt=at),
            case__visits__kind="collect",
            case__visits__left=None,
        )
