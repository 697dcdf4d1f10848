"""Reading the queue and what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from .models import Decision, Item  # noqa: F401 - in quotes below


class ItemQuerySet(models.QuerySet["Item"]):
    """What waits for a moderator, or waited."""

    def open(self) -> ItemQuerySet:
        """Not decided yet."""
        return self.filter(decided_at=None)

    def late(self, at: datetime) -> ItemQuerySet:
        """Open, and past their due time at ``at``."""
        return self.open().filter(due__lte=at)

    def free_for(self, person_id: int, at: datetime) -> ItemQuerySet:
        """Open, and held by nobody else at ``at``."""
        return self.open().filter(Q(held_by=None) | Q(held_by=person_id) | Q(held_until=None) | Q(held_until__lte=at))

    def oldest_first(self) -> ItemQuerySet:
        """The one due first, first."""
        return self.order_by("due", "id")

    def worst_first(self) -> ItemQuerySet:
        """The most severe first, then the one due first."""
        return self.order_by("-severity", "due", "id")


class DecisionQuerySet(models.QuerySet["Decision"]):
    """What was decided."""

    def hiding(self, subject: str) -> Decision | None:
        """The decision by which ``subject`` was hidden last, with the objection against it."""
        return self.filter(subject=subject, outcome="hide").select_related("objection").order_by("-id").first()
