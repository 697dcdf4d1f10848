"""Reading forums and what was said in them, in the field's own words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

if TYPE_CHECKING:
    from .models import Forum, ForumSession, Opinion  # noqa: F401 - in quotes below


class ForumQuerySet(models.QuerySet["Forum"]):
    """공론장."""

    def with_case(self) -> ForumQuerySet:
        """Each with its case, proposal, rules, department and visit; the rules' JSON stays unread."""
        rows = self.select_related("visit", "case__proposal", "case__rules", "case__department")
        return rows.defer("case__rules__data", "case__rules__note", "case__proposal__body")

    def with_participants(self) -> ForumQuerySet:
        """Each with ``participant_count``: the people who took part, online and offline."""
        from madang.procedures.models import Tally

        tally = Tally.objects.filter(case=OuterRef("case"), what="participants").values("value")[:1]
        return self.annotate(participant_count=Subquery(tally))

    def opened(self) -> ForumQuerySet:
        """Those that have been opened, of matters that everyone may see."""
        return self.exclude(opened_at=None).filter(case__proposal__visibility="public")

    def open_at(self, at: datetime) -> ForumQuerySet:
        """Those in which people can take part at ``at``."""
        in_time = Q(visit__due=None) | Q(visit__due__gt=at)
        return self.opened().filter(in_time, opened_at__lte=at, visit__left=None)

    def closed_at(self, at: datetime) -> ForumQuerySet:
        """Those that have ended by ``at``."""
        return self.opened().filter(Q(visit__left__isnull=False) | Q(visit__due__lte=at))

    def prepared(self) -> ForumQuerySet:
        """Those that still wait to be opened."""
        return self.filter(opened_at=None, visit__left=None)


class OpinionQuerySet(models.QuerySet["Opinion"]):
    """의견 of a forum."""

    def shown(self) -> OpinionQuerySet:
        """Those that everyone can read."""
        return self.filter(state="shown")

    def top(self) -> OpinionQuerySet:
        """Those that answer no other."""
        return self.filter(parent=None)


class SessionQuerySet(models.QuerySet["ForumSession"]):
    """현장 토론 of forums."""

    def public(self) -> SessionQuerySet:
        """Those of forums that have been opened, of matters that everyone may see."""
        return self.exclude(forum__opened_at=None).filter(forum__case__proposal__visibility="public")

    def coming(self, at: datetime) -> SessionQuerySet:
        """Those that are not over at ``at`` and will take place, the next first."""
        return self.filter(ends_at__gt=at, cancelled_at=None).order_by("starts_at", "pk")

    def over(self, at: datetime) -> SessionQuerySet:
        """Those that took place, the latest first."""
        return self.filter(ends_at__lte=at, cancelled_at=None).order_by("-starts_at", "-pk")

    def with_counts(self) -> SessionQuerySet:
        """Each with ``seated``, ``waiting`` and ``came``: how many people that is."""
        return self.annotate(
            seated=Count("registrations", filter=Q(registrations__state="seated")),
            waiting=Count("registrations", filter=Q(registrations__state="waiting")),
            came=Count("registrations", filter=Q(registrations__came=True)),
        )

    def with_forum(self) -> SessionQuerySet:
        """Each with its forum, proposal and department."""
        rows = self.select_related("forum__visit", "forum__case__proposal", "forum__case__department")
        return rows.defer("forum__case__proposal__body", "forum__body")
