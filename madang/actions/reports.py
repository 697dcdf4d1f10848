"""토론 보고서: what staff write in it, publishing it, and taking it back with a reason everyone can read.

What is counted in it stands in ``figures_due``. Every saving is a version; ``edition`` is the number of the one that the
writer had before them, so that nobody writes over anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.forums.models import Forum
from madang.people.models import Person
from madang.results.models import SECTIONS, DiscussionReport, ReportVersion

from .figures import ended_at
from .journey import name_of

SECTION_LIMIT, REASON_LIMIT = 20_000, 1_000


def newest(report: DiscussionReport) -> ReportVersion | None:
    """The version that was saved last."""
    return report.versions.order_by("-number").first()


@transaction.atomic
def edit_report(
    *, forum: Forum, sections: Mapping[str, str], at: datetime, actor: Person | None, edition: int | None = None
) -> ReportVersion:
    """The next version of what staff write; nobody else reads it before it is published. Missing sections stay as they are.

    Refused ``report-too-early`` while the forum is open, ``changed-meanwhile`` when another version than ``edition`` is
    the newest (None: whatever is), ``body-too-long``, ``report-unchanged``.
    """
    if ended_at(forum, at) is None:
        raise Refused("report-too-early")
    DiscussionReport.objects.get_or_create(forum=forum)
    report = DiscussionReport.objects.select_for_update(of=("self",)).get(forum=forum)
    last = newest(report)
    number = last.number if last is not None else 0
    if edition is not None and edition != number:
        raise Refused("changed-meanwhile")
    before: dict[str, str] = last.sections if last is not None else {}
    after = {name: _section(sections[name]) if name in sections else before.get(name, "") for name in SECTIONS}
    after = {name: text for name, text in after.items() if text}
    if after == before:
        raise Refused("report-unchanged")
    version = ReportVersion.objects.create(report=report, number=number + 1, sections=after, by=actor, at=at)
    _note(forum, "report.edit", at, actor, number=version.number)
    return version


def _section(raw: str) -> str:
    text = clean_text(raw)
    if len(text) > SECTION_LIMIT:
        raise Refused("body-too-long", limit=f"{SECTION_LIMIT:,}", length=f"{len(text):,}")
    return text


@transaction.atomic
def publish_report(*, forum: Forum, at: datetime, actor: Person | None, number: int | None = None) -> ReportVersion:
    """Everyone reads the newest version (``number``: the one that was looked at) from here on.

    A report may be published without a word of staff's: what was counted is its own account. Refused
    ``report-too-early``, ``changed-meanwhile`` when another version is the newest, ``already-public``.
    """
    if ended_at(forum, at) is None:
        raise Refused("report-too-early")
    DiscussionReport.objects.get_or_create(forum=forum)
    report = DiscussionReport.objects.select_for_update(of=("self",)).get(forum=forum)
    version = newest(report)
    if number is not None and number != (version.number if version is not None else 0):
        raise Refused("changed-meanwhile")
    if version is None:
        version = ReportVersion.objects.create(report=report, number=1, sections={}, by=actor, at=at)
    if report.published_id == version.pk:
        raise Refused("already-public")
    version.published_at, version.published_by, version.withdrawn_at, version.withdrawn_why = at, actor, None, ""
    version.save()
    report.published, report.opened_at = version, report.opened_at or at
    report.withdrawn_at, report.withdrawn_why = None, ""
    report.save(update_fields=["published", "opened_at", "withdrawn_at", "withdrawn_why"])
    _note(forum, "report.publish", at, actor, number=version.number)
    return version


@transaction.atomic
def withdraw_report(*, forum: Forum, reason: str, at: datetime, actor: Person | None) -> None:
    """Nobody reads it any more, and everyone can read why; its versions stay. Refused ``reason-empty``, ``not-public``."""
    reason = public_reason(reason)
    report = DiscussionReport.objects.select_for_update(of=("self",)).filter(forum=forum).first()
    if report is None or report.published is None:
        raise Refused("not-public")
    version = report.published
    version.withdrawn_at, version.withdrawn_why = at, reason
    version.save(update_fields=["withdrawn_at", "withdrawn_why"])
    report.published, report.withdrawn_at, report.withdrawn_why = None, at, reason
    report.save(update_fields=["published", "withdrawn_at", "withdrawn_why"])
    _note(forum, "report.withdraw", at, actor, number=version.number, reason=reason)


def public_reason(raw: str) -> str:
    """A reason as everyone will read it; Refused when empty or too long."""
    reason = clean_text(raw)
    if not reason:
        raise Refused("reason-empty")
    if len(reason) > REASON_LIMIT:
        raise Refused("body-too-long", limit=f"{REASON_LIMIT:,}", length=f"{len(reason):,}")
    return reason


def _note(forum: Forum, verb: str, at: datetime, actor: Person | None, **facts: object) -> None:
    record(at=at, actor=name_of(actor), verb=verb, subject=forum.case.subject, forum=forum.key, **facts)
