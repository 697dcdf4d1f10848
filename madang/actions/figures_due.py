"""Which figures and reports are to be counted, and counting them: found by query, so that a killed worker loses nothing.

A claim is a moment in the row; whoever finds one older than ``LEASE`` takes it over. Counting holds no lock and no
transaction of the case; what was counted is written in one statement.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Q

from madang.audit.models import record
from madang.forums.models import Forum, Opinion, StatementVote
from madang.results.drawing import pictures
from madang.results.models import DiscussionReport, Figures, ReportVersion

from .figures import counted, ended_at

log = logging.getLogger("madang.figures")
LEASE = timedelta(minutes=10)
FRESH = timedelta(minutes=15)  # how long figures of an open forum stand before newer ones are wanted
SMALL = 500  # rows to read: so many may be counted within a page view
TRIES = 3  # a report whose counting failed so often is left to people (log, staff page)


def work(*, at: datetime, reports: int = 1) -> bool:
    """Build what is due: at most so many reports, then figures somebody waits for. True when there may be more."""
    for forum in _ended(at)[:reports]:
        build_report(forum, at=at)
    wanted = Figures.objects.filter(_unclaimed(at), wanted_at__isnull=False).order_by("wanted_at").first()
    if wanted is not None:
        refresh(Forum.objects.select_related("visit", "case").get(pk=wanted.pk), at=at)
    return bool(_ended(at)[:1])


def _ended(at: datetime) -> Any:
    """Forums that have ended and whose report is not counted yet, the first ended first."""
    unbuilt = DiscussionReport.objects.filter(_unclaimed(at), built_at=None, failures__lt=TRIES)
    ended = Forum.objects.exclude(opened_at=None).filter(Q(visit__left__lte=at) | Q(visit__due__lte=at))
    return (
        ended.filter(Q(report=None) | Q(report__in=unbuilt))
        .select_related("visit", "case")
        .order_by("visit__due", "pk")
    )


def _unclaimed(at: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE) | Q(claimed_at__gt=at)


def build_report(forum: Forum, *, at: datetime) -> bool:
    """Count one ended forum for its report. False when another worker is at it, or it is counted, or it failed (log)."""
    report, _ = DiscussionReport.objects.get_or_create(forum=forum)
    end = ended_at(forum, at)
    free = DiscussionReport.objects.filter(_unclaimed(at), pk=report.pk, built_at=None)
    if end is None or not free.update(claimed_at=at):
        return False
    try:
        figures = counted(forum, at=at)
        drawn = pictures(figures)
    except OperationalError:  # the database is away: the worker's own concern, and it comes back to this
        raise
    except Exception:
        log.exception("the report on forum %s could not be counted", forum.key)
        DiscussionReport.objects.filter(pk=report.pk).update(failures=report.failures + 1, claimed_at=None)
        return False
    with transaction.atomic():
        _written(forum, report, figures, drawn, end, at)
    return True


def _written(
    forum: Forum, report: DiscussionReport, figures: dict[str, Any], drawn: dict[str, Any], end: datetime, at: datetime
) -> None:
    DiscussionReport.objects.filter(pk=report.pk).update(
        figures=figures, pictures=drawn, built_at=end, claimed_at=None, failures=0
    )
    ReportVersion.objects.filter(report=report.pk).update(papers_made=False)
    record(at=at, actor="system", verb="report.build", subject=forum.case.subject, forum=forum.key)


def rebuild_report(report: DiscussionReport, *, at: datetime) -> bool:
    """Count it anew (records came later, something was hidden); the earlier figures stand until the new ones are there."""
    forum = Forum.objects.select_related("visit", "case").get(pk=report.pk)
    DiscussionReport.objects.filter(pk=report.pk).update(built_at=None, failures=0, claimed_at=None)
    return build_report(forum, at=at)


# ── while it is open ──


def figures_of(forum: Forum, *, at: datetime) -> Figures:
    """The figures as they were last counted. When they are old, newer ones are wanted; a small forum's are counted now."""
    row, _ = Figures.objects.get_or_create(forum=forum)
    end = ended_at(forum, at)
    if row.made_at is not None and (at - row.made_at < FRESH or (end is not None and row.made_at >= end)):
        return row
    if is_small(forum):
        return refresh(forum, at=at)
    if row.wanted_at is None:
        Figures.objects.filter(pk=row.pk, wanted_at=None).update(wanted_at=at)
    return row


def refresh(forum: Forum, *, at: datetime) -> Figures:
    """Count them now, unless somebody else does; as they stand then."""
    Figures.objects.get_or_create(forum=forum)
    if Figures.objects.filter(_unclaimed(at), pk=forum.pk).update(claimed_at=at):
        try:
            figures = counted(forum, at=at)
            Figures.objects.filter(pk=forum.pk).update(
                data=figures, pictures=pictures(figures), made_at=at, wanted_at=None
            )
        except OperationalError:
            raise
        except Exception:  # asked for again by the next reader, not by the worker at once
            log.exception("the figures of forum %s could not be counted", forum.key)
            Figures.objects.filter(pk=forum.pk).update(wanted_at=None)
        Figures.objects.filter(pk=forum.pk).update(claimed_at=None)
    return Figures.objects.get(pk=forum.pk)


def is_small(forum: Forum) -> bool:
    """Whether it may be counted within a page view. (Looks at no more rows than that.)"""
    if len(Opinion.objects.filter(forum=forum).values_list("pk")[: SMALL + 1]) > SMALL:
        return False
    return len(StatementVote.objects.filter(statement__forum=forum).values_list("vote")[: 10 * SMALL + 1]) <= 10 * SMALL
