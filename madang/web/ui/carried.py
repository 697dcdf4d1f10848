"""What is carried out, in words: where it stands, its reports in time, late or missing, its milestones.

Pure functions of rows that were already read; the public pages and the desk say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from madang.deliveries.models import Delivery, DeliveryUpdate, Milestone
from madang.procedures.models import Duty
from madang.rules.document import Document

from . import standing, words


def late_days(due: datetime, at: datetime) -> int:
    """How many days after its last day something came, or has not come by ``at``; at least 1 once it is late."""
    return max(1, (timezone.localtime(at).date() - words.last_day(due)).days)


def late_by(due: datetime, at: datetime) -> str:
    """3일 늦음."""
    count = late_days(due, at)
    return ngettext("%(count)s일 늦음", "%(count)s일 늦음", count) % {"count": words.number(count)}


def status(delivery: Delivery, owed: Sequence[Duty], now: datetime) -> standing.Status:
    """Where it stands; ``owed``: its reports that are still owed, the earliest first."""
    if delivery.finished_at is not None:
        return standing.Status(gettext("다 마쳤어요"), "check", "ok", words.day_year(delivery.finished_at))
    if delivery.visit.left is not None:
        return standing.Status(gettext("그만두었어요"), "stop", "quiet", words.day_year(delivery.visit.left))
    if owed and owed[0].due_now <= now:
        return standing.Status(gettext("보고가 늦었어요"), "late", "bad", late_by(owed[0].due_now, now))
    if delivery.planned_at is None:
        return standing.Status(gettext("추진 개요를 준비하고 있어요"), "clock", "wait")
    return standing.Status(gettext("실행 중"), "play", "ok")


def next_report(document: Document, delivery: Delivery, owed: Sequence[Duty]) -> dict[str, Any] | None:
    """{what, due} of the report that is owed first."""
    if not owed or delivery.visit.left is not None:
        return None
    first = owed[0]
    return {"what": standing.owed(document, delivery.visit.stage, "execute", first.round), "due": first.due_now}


# ── 추진 현황 ──


def story(
    document: Document, delivery: Delivery, duties: Iterable[Duty], updates: Iterable[DeliveryUpdate], now: datetime
) -> list[dict[str, Any]]:
    """The reports as a timeline, the newest first: those that came, those that did not come, and the one that is next."""
    by_duty = {update.duty_id: update for update in updates if update.duty_id is not None}
    items = [_besides(update) for update in updates if update.duty_id is None]
    reports = [duty for duty in duties if duty.round and (duty.kept_at is not None or duty.released_at is None)]
    for duty in reports:
        what = standing.owed(document, delivery.visit.stage, "execute", duty.round)
        items.append({"what": what, "number": duty.round, **_report(duty, by_duty.get(duty.pk), now)})
    return sorted(items, key=lambda item: (item["at"], item["number"]), reverse=True)


def _besides(update: DeliveryUpdate) -> dict[str, Any]:
    look = {"word": gettext("덧붙인 소식"), "shape": "info", "tone": "info"}
    return {
        "what": "",
        "number": 0,
        "at": update.at,
        "due": None,
        "late_reason": "",
        "look": look,
        "by_result": False,
        **_told(update),
    }


def _told(update: DeliveryUpdate | None) -> dict[str, Any]:
    return {
        "text": update.progress if update is not None else "",
        "percent": update.percent if update is not None else None,
    }


def _report(duty: Duty, update: DeliveryUpdate | None, now: datetime) -> dict[str, Any]:
    late = (duty.kept_at or now) >= duty.due_now
    if duty.kept_at is not None and late:
        days = late_days(duty.due_now, duty.kept_at)
        word = ngettext("%(count)s일 늦게 알림", "%(count)s일 늦게 알림", days) % {"count": words.number(days)}
        look, at = (word, "check", "warn"), duty.kept_at
    elif duty.kept_at is not None:
        look, at = (gettext("제때 알림"), "check", "ok"), duty.kept_at
    elif late:
        word = gettext("보고 없음 · %(late)s") % {"late": late_by(duty.due_now, now)}
        look, at = (word, "late", "bad"), duty.due_now
    else:
        look, at = (gettext("다음 보고"), "clock", "info"), duty.due_now
    word, shape, tone = look
    by_result = duty.kept_at is not None and update is None
    return {
        "at": at,
        "due": duty.due_now,
        "open": duty.kept_at is None,
        "late_reason": duty.late_reason,
        "look": {"word": word, "shape": shape, "tone": tone},
        "by_result": by_result,
        **_told(update),
    }


# ── 추진 일정 ──


def milestones(found: Iterable[Milestone], now: datetime) -> list[dict[str, Any]]:
    """Each step of the plan with how it stands."""
    today = timezone.localtime(now).date()
    return [{"name": one.name, "by": one.by, **_step(one.by, one.done_on, today)} for one in found]


def _step(by: date | None, done: date | None, today: date) -> dict[str, Any]:
    if done is not None and by is not None and done > by:
        days = (done - by).days
        note = ngettext("%(count)s일 늦게", "%(count)s일 늦게", days) % {"count": words.number(days)}
        return {"word": gettext("이룸"), "shape": "check", "tone": "warn", "note": f"{words.day(done)} · {note}"}
    if done is not None:
        return {"word": gettext("이룸"), "shape": "check", "tone": "ok", "note": words.day(done)}
    if by is not None and by < today:
        days = (today - by).days
        note = ngettext("%(count)s일 지남", "%(count)s일 지남", days) % {"count": words.number(days)}
        return {"word": gettext("날짜가 지남"), "shape": "late", "tone": "bad", "note": note}
    return {"word": gettext("남음"), "shape": "ring", "tone": "quiet", "note": ""}


def plans(delivery: Delivery) -> list[dict[str, Any]]:
    """The plans before the one in force, the newest first; why each was changed."""
    return [
        {
            "number": number,
            "until": one.until,
            "reason": one.reason,
            "plan": one.plan,
            "who": one.who,
            "budget": one.budget,
            "steps": [(name, date.fromisoformat(day) if day else None) for name, day in one.steps],
        }
        for number, one in reversed(list(enumerate(delivery.earlier.all(), 1)))
    ]
