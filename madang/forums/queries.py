"""Reading forums and what was said in them, in the field's own words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber

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

    def with_authors(self) -> OpinionQuerySet:
        """Each with who wrote it."""
        return self.select_related("author", "department")

    def positions(self, forum_id: int) -> dict[str, int]:
        """How many people stand on each side (an open forum: how many opinions, under ""); taken back is not counted.

        In a ``pro_con`` forum everyone has one position, whatever becomes of its text: a hidden one still counts.
        """
        found = self.filter(forum=forum_id, parent=None).exclude(state="deleted")
        return dict(found.order_by().values_list("position").annotate(count=Count("pk")))

    def first_replies(self, parents: list[int], each: int) -> OpinionQuerySet:
        """The first ``each`` answers to every one of ``parents``, in one query."""
        place = Window(RowNumber(), partition_by=F("parent"), order_by=[F("at").asc(), F("id").asc()])
        found = self.filter(parent__in=parents).annotate(place=place).filter(place__lte=each)
        return found.with_authors().order_by("at", "id")

    def oldest_first(self, after: tuple[datetime, str] | None = None) -> OpinionQuerySet:
        """``after``: (moment, key) of the last one seen."""
        found = self.order_by("at", "id")
        if after is None:
            return found
        at, key = after
        return found.filter(Q(at__gt=at) | Q(at=at, id__gt=self._id_of(key)), at__gte=at)

    def newest_first(self, after: tuple[datetime, str] | None = None) -> OpinionQuerySet:
        """``after``: (moment, key) of the last one seen."""
        found = self.order_by("-at", "-id")
        if after is None:
            return found
        at, key = after
        return found.filter(Q(at__lt=at) | Q(at=at, id__lt=self._id_of(key)), at__lte=at)

    def _id_of(self, key: str) -> Subquery:
        return Subquery(self.model.objects.filter(key=key).values("pk")[:1])


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
