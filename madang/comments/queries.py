"""Reading comments, a page at a time: what a page costs does not depend on how many comments there are."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, Subquery, Window
from django.db.models.functions import RowNumber

if TYPE_CHECKING:
    from .models import Comment


class CommentQuerySet(models.QuerySet["Comment"]):
    """의견."""

    def of(self, case_id: int, parent: Comment | None = None) -> CommentQuerySet:
        """The comments of a case that are no replies; or the replies to ``parent``."""
        return self.filter(case=case_id, parent=parent).select_related("author", "department")

    def newest_first(self, after: tuple[datetime, str] | None = None) -> CommentQuerySet:
        """``after``: (moment, key) of the last one seen."""
        found = self.order_by("-at", "-id")
        if after is None:
            return found
        at, key = after
        return found.filter(Q(at__lt=at) | Q(at=at, id__lt=self._id_of(key)), at__lte=at)

    def oldest_first(self, after: tuple[datetime, str] | None = None) -> CommentQuerySet:
        """``after``: (moment, key) of the last one seen."""
        found = self.order_by("at", "id")
        if after is None:
            return found
        at, key = after
        return found.filter(Q(at__gt=at) | Q(at=at, id__gt=self._id_of(key)), at__gte=at)

    def most_supported_first(self, after: tuple[int, str] | None = None) -> CommentQuerySet:
        """``after``: (supports, key) of the last one seen."""
        found = self.order_by("-supports", "-id")
        if after is None:
            return found
        value, key = after
        return found.filter(Q(supports__lt=value) | Q(supports=value, id__lt=self._id_of(key)), supports__lte=value)

    def first_replies(self, parents: list[int], each: int) -> CommentQuerySet:
        """The first ``each`` replies to every one of ``parents``, in one query."""
        place = Window(RowNumber(), partition_by=F("parent"), order_by=[F("at").asc(), F("id").asc()])
        found = self.filter(parent__in=parents).annotate(place=place).filter(place__lte=each)
        return found.select_related("author", "department").order_by("at", "id")

    def _id_of(self, key: str) -> Subquery:
        return Subquery(self.model.objects.filter(key=key).values("pk")[:1])
