"""Reading candidates and their dossiers, in the field's own words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery

if TYPE_CHECKING:
    from .models import AgendaItem, DossierEntry  # noqa: F401 - in quotes below

CUT = ("bundled", "retired", "routed")  # the stage ended without the panel having decided


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """의제 후보."""

    def before_panel(self) -> AgendaItemQuerySet:
        """Those the panel has still to decide on, the soonest due first. What is bundled goes with its lead."""
        return self.filter(visit__left=None, lead=None).order_by("visit__due", "pk")

    def decided(self) -> AgendaItemQuerySet:
        """Those the panel has chosen, or not chosen, the latest first."""
        return self.filter(visit__left__isnull=False).exclude(visit__outcome__in=CUT).order_by("-visit__left", "-pk")

    def before(self, after: tuple[datetime, int] | None) -> AgendaItemQuerySet:
        """Of those decided, the ones after the last row of a page: (moment, id)."""
        if after is None:
            return self
        left, pk = after
        return self.filter(Q(visit__left__lt=left) | Q(visit__left=left, pk__lt=pk))

    def public(self) -> AgendaItemQuerySet:
        """Of matters that everyone finds."""
        return self.filter(case__proposal__visibility="public")

    def with_matter(self) -> AgendaItemQuerySet:
        """Each with case, proposal, rules and visit (the rules' JSON stays unread) and ``support_count``."""
        from madang.procedures.models import Tally

        tally = Tally.objects.filter(case=OuterRef("case"), what="supports").values("value")[:1]
        rows = self.select_related("visit", "case__proposal", "case__rules", "lead__case__proposal")
        rows = rows.defer(
            "case__rules__data", "case__rules__note", "case__proposal__body", "lead__case__proposal__body"
        )
        return rows.annotate(support_count=Subquery(tally))

    def with_dossier(self) -> AgendaItemQuerySet:
        """Each with ``section_count`` (in how many sections something stands) and ``check_count``."""
        return self.annotate(
            section_count=Count("entries__section", filter=Q(entries__removed_at=None), distinct=True),
            check_count=Count("checks", distinct=True),
        )

    def with_bundled(self) -> AgendaItemQuerySet:
        """Each with what was bundled into it (``bundled``), with supports, and the meetings it was on (``discussed``)."""
        from .models import AgendaItem, Discussed

        others = AgendaItem.objects.with_matter().order_by("pk")
        met = Discussed.objects.select_related("meeting").order_by("meeting__starts_at", "pk")
        return self.prefetch_related(Prefetch("bundled", others), Prefetch("discussed", met))


class DossierEntryQuerySet(models.QuerySet["DossierEntry"]):
    """What the panel is told of candidates."""

    def there(self) -> DossierEntryQuerySet:
        """Not taken out."""
        return self.filter(removed_at=None)
