"""운영 보고서 of a month or a year: it drafts itself when the period is over, staff write, publish, take back.

Figures are those of the last counting; what was published keeps the figures of that moment (``OperationsVersion``).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.people.models import Person
from madang.plans.models import SECTIONS, OperationsReport, OperationsVersion

from .operations_counted import counted
from .operations_told import pictures
from .planning import editing, note, words
from .reports import public_reason

_PERIOD = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")
BACK = 12  # months: how far back the clock drafts what nobody has drafted


def days_of(period: str) -> tuple[date, date]:
    """The first and the last day of "2026-11" or "2026"; Refused ``unknown-period``."""
    found = _PERIOD.fullmatch(period)
    if found is None or not 2000 <= int(found[1]) <= 2100:
        raise Refused("unknown-period", period=period[:20])
    year = int(found[1])
    if found[2] is None:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(found[2])
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def look_at(period: str, *, at: datetime) -> OperationsReport:
    """The report on ``period``; while nobody has drafted it, one that is counted now and not kept.

    Refused ``unknown-period``, ``period-to-come`` before it has begun.
    """
    starts, ends = days_of(period)
    if starts > timezone.localtime(at).date():
        raise Refused("period-to-come")
    found = OperationsReport.objects.filter(period=period).first()
    if found is not None:
        return found
    figures = counted(starts, ends, at=at)
    return OperationsReport(
        period=period, starts=starts, ends=ends, figures=figures, pictures=pictures(figures), counted_at=at
    )


@transaction.atomic
def draft_report(period: str, *, at: datetime) -> OperationsReport:
    """The report on ``period``, counted now and kept if there is none yet. Refused as :func:`look_at`."""
    drafted = look_at(period, at=at)
    if drafted.pk is not None:
        return drafted
    kept = {name: getattr(drafted, name) for name in ("starts", "ends", "figures", "pictures", "counted_at")}
    report, made = OperationsReport.objects.get_or_create(period=period, defaults=kept)
    if made:
        note("operations.draft", subject(period), at=at, actor=None, period=period)
    return report


def subject(period: str) -> str:
    """How the audit trail names a report."""
    return f"operations:{period}"


def draft_due(*, at: datetime) -> int:
    """Draft what nobody has drafted: the months and years that are over, since something happened here; how many there were."""
    missing = [period for period in _over(at) if not OperationsReport.objects.filter(period=period).exists()]
    for period in missing:
        draft_report(period, at=at)
    return len(missing)


def _over(at: datetime) -> Iterator[str]:
    first = Entry.objects.order_by("pk").values_list("at", flat=True).first()
    if first is None:
        return
    began, last = timezone.localtime(first).date(), timezone.localtime(at).date().replace(day=1) - timedelta(days=1)
    for _ in range(BACK):
        if last < began:
            return
        yield f"{last:%Y-%m}"
        if last.month == 12:
            yield f"{last:%Y}"
        last = last.replace(day=1) - timedelta(days=1)


@transaction.atomic
def recount(*, period: str, at: datetime) -> OperationsReport:
    """Count it anew; what was published keeps its figures."""
    report = draft_report(period, at=at)
    figures = counted(report.starts, report.ends, at=at)
    OperationsReport.objects.filter(pk=report.pk).update(figures=figures, pictures=pictures(figures), counted_at=at)
    report.refresh_from_db()
    return report


@transaction.atomic
def edit_operations(
    *, period: str, sections: Mapping[str, str], at: datetime, actor: Person | None, after: int | None = None
) -> OperationsReport:
    """What staff write in it, all sections (one that is missing is emptied). ``after``: see :func:`planning.editing`.

    Refused ``report-unchanged``, ``changed-meanwhile``, ``body-too-long``.
    """
    report = editing(draft_report(period, at=at), after)
    told = {name: words(sections.get(name, "")) for name in SECTIONS}
    told = {name: text for name, text in told.items() if text}
    if told == report.sections:
        raise Refused("report-unchanged")
    report.sections = told
    report.save(update_fields=["sections", "edition"])
    note("operations.edit", subject(period), at=at, actor=actor, period=period, **told)
    return report


@transaction.atomic
def publish_operations(
    *, period: str, at: datetime, actor: Person | None, after: int | None = None
) -> OperationsVersion:
    """Everyone reads it from now on, counted to this moment. Refused ``period-runs`` before the period is over,
    ``changed-meanwhile``, ``already-public`` when nothing has changed since the last time.
    """
    report = editing(draft_report(period, at=at), after)
    if timezone.localtime(at).date() <= report.ends:
        raise Refused("period-runs")
    figures = counted(report.starts, report.ends, at=at)
    last = report.versions.order_by("-number").first()
    if report.published_at is not None and last is not None and (last.sections, last.figures) == (report.sections, figures):  # fmt: skip
        raise Refused("already-public")
    report.figures, report.pictures, report.counted_at, report.published_at = figures, pictures(figures), at, at
    report.save()
    number = last.number + 1 if last is not None else 1
    version = OperationsVersion.objects.create(
        report=report,
        number=number,
        figures=figures,
        sections=report.sections,
        pictures=report.pictures,
        by=actor,
        at=at,
    )
    note("operations.publish", subject(period), at=at, actor=actor, period=period, number=number)
    return version


@transaction.atomic
def withdraw_operations(*, period: str, reason: str, at: datetime, actor: Person | None) -> None:
    """Nobody reads it any more, and everyone can read why. Refused ``not-public``, ``reason-empty``."""
    reason = public_reason(reason)
    report = OperationsReport.objects.select_for_update(of=("self",)).filter(period=period).first()
    if report is None or report.published_at is None:
        raise Refused("not-public")
    report.versions.filter(withdrawn_at=None).update(withdrawn_at=at, withdrawn_reason=reason)
    report.published_at = None
    report.edition += 1
    report.save(update_fields=["published_at", "edition"])
    note("operations.withdraw", subject(period), at=at, actor=actor, period=period, reason=reason)


def published(period: str) -> OperationsVersion | None:
    """The version that everyone reads, None without one."""
    rows = OperationsVersion.objects.filter(report__period=period, withdrawn_at=None).exclude(report__published_at=None)
    return rows.select_related("report", "by").order_by("-number").first()
