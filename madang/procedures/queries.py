"""Reading cases and duties, in the field's own words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case as When_
from django.db.models import Count, Exists, F, OuterRef, Q, Value, When

if TYPE_CHECKING:
    from .models import Case, Duty  # noqa: F401 - in quotes below


class CaseQuerySet(models.QuerySet["Case"]):
    """건."""

    def with_rules(self) -> CaseQuerySet:
        """Each with its rules and department; the rules' JSON stays unread (``RuleVersion.document`` keeps it)."""
        return self.select_related("rules", "department").defer("rules__data")

    def locked(self, *, skip_locked: bool = False) -> CaseQuerySet:
        """In our hands until the transaction ends. ``skip_locked``: without those that are in another's.

        No key: whoever counts may meanwhile write rows that point at the case (a crossing), or each would wait for
        the other (PostgreSQL).
        """
        return self.with_rules().select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)

    def due(self, at: datetime) -> CaseQuerySet:
        """Those in which something may happen by ``at`` without anyone acting, the longest waiting first."""
        return self.filter(wake_at__lte=at).order_by("wake_at", "pk")

    def woken(self) -> CaseQuerySet:
        """Those whose count has reached its wake and that nobody has looked at since (a process died in between)."""
        from .models import Tally

        return self.filter(Exists(Tally.objects.filter(case=OuterRef("pk"), value__gte=F("wake"))))

    def open(self) -> CaseQuerySet:
        """Those in which some stage is open."""
        return self.filter(closed_at=None)


class DutyQuerySet(models.QuerySet["Duty"]):
    """의무."""

    def open(self) -> DutyQuerySet:
        """Owed now: neither kept nor released."""
        return self.filter(kept_at=None, released_at=None)

    def overdue(self, at: datetime) -> DutyQuerySet:
        """Open and too late at ``at``."""
        return self.open().filter(due_now__lte=at)

    def due_between(self, at: datetime, until: datetime) -> DutyQuerySet:
        """Open, not late at ``at``, and due before or at ``until``."""
        return self.open().filter(due_now__gt=at, due_now__lte=until)

    def kept(self) -> DutyQuerySet:
        """Fulfilled, in time or not."""
        return self.exclude(kept_at=None)

    def kept_late(self) -> DutyQuerySet:
        """Fulfilled at or after the due date in force."""
        return self.kept().filter(kept_at__gte=F("due_now"))

    def extended(self) -> DutyQuerySet:
        """Postponed at least once."""
        return self.exclude(extended_to=None)

    def kept_in_time(self) -> DutyQuerySet:
        """Fulfilled before the due date in force."""
        return self.kept().filter(kept_at__lt=F("due_now"))

    def settled_between(self, since: datetime, at: datetime) -> DutyQuerySet:
        """Fulfilled, or become late without being fulfilled, from ``since`` up to ``at``: what can be judged."""
        kept = Q(kept_at__gte=since, kept_at__lte=at)
        missed = Q(kept_at=None, released_at=None, due_now__gte=since, due_now__lte=at)
        return self.filter(kept | missed)

    def answers(self) -> DutyQuerySet:
        """Those to answer."""
        return self.filter(visit__kind="answer")

    # ── one page after the other: after the last row's moment and id ──

    def soonest_first(self, after: tuple[datetime, int] | None = None) -> DutyQuerySet:
        """By the due date in force."""
        found = self.order_by("due_now", "pk")
        if after is None:
            return found
        moment, pk = after
        return found.filter(Q(due_now__gt=moment) | Q(due_now=moment, pk__gt=pk), due_now__gte=moment)

    def latest_kept_first(self, after: tuple[datetime, int] | None = None) -> DutyQuerySet:
        """By the moment they were fulfilled, the newest first."""
        found = self.order_by("-kept_at", "-pk")
        if after is None:
            return found
        moment, pk = after
        return found.filter(Q(kept_at__lt=moment) | Q(kept_at=moment, pk__lt=pk), kept_at__lte=moment)

    def in_the_public_eye(self) -> DutyQuerySet:
        """Ordered as a citizen looks at them: the most urgent first."""
        settled = When_(When(kept_at__isnull=False, then=Value(1)), default=Value(0))
        return self.order_by(settled, "due_now", "pk")

    def summary(self, at: datetime) -> dict[str, Any]:
        """Counts for a board: owed, late, extended, kept and kept in time."""
        return self.aggregate(
            owed=Count("pk", filter=Q(kept_at=None, released_at=None)),
            late=Count("pk", filter=Q(kept_at=None, released_at=None, due_now__lte=at)),
            extended=Count("pk", filter=Q(kept_at=None, released_at=None, extended_to__isnull=False)),
            kept=Count("pk", filter=Q(kept_at__isnull=False)),
            kept_in_time=Count("pk", filter=Q(kept_at__isnull=False, kept_at__lt=F("due_now"))),
        )

    def board(self, at: datetime, *, until: datetime, since: datetime) -> list[dict[str, Any]]:
        """One line an owner and department: due by ``until``, late, extended, and what was settled from ``since``."""
        open_ = Q(kept_at=None, released_at=None)
        kept = Q(kept_at__gte=since, kept_at__lte=at)
        missed = open_ & Q(due_now__gte=since, due_now__lte=at)
        return list(
            self.order_by()
            .values("owner", "department")
            .annotate(
                soon=Count("pk", filter=open_ & Q(due_now__gt=at, due_now__lte=until)),
                late=Count("pk", filter=open_ & Q(due_now__lte=at)),
                extended=Count("pk", filter=open_ & Q(extended_to__isnull=False)),
                settled=Count("pk", filter=kept | missed),
                in_time=Count("pk", filter=kept & Q(kept_at__lt=F("due_now"))),
            )
        )
