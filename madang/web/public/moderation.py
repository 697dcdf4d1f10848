"""신고와 가리기 현황: how many reports, how fast they were decided, what was hidden and why; open to everyone."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.moderation.models import Decision, Item, Objection, Report
from madang.moderation.reasons import FLAGS, REASONS
from madang.web.ui import contents

from .pages import page

MONTHS = 12
SHOWN = 30  # of the latest decisions


@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    """The numbers of the last twelve months, month by month, the latest decisions, and the criteria."""
    now = clock.now()
    begins = _months(now)
    since = begins[-1]
    items = Item.objects.filter(decided_at__gte=since).values_list("opened_at", "decided_at")
    waits = [(opened, decided) for opened, decided in items if decided is not None]
    hidden = list(Decision.objects.filter(outcome="hide", at__gte=since).values_list("code", "at"))
    objections = list(Objection.objects.filter(at__gte=since).values_list("at", "outcome"))
    reports = list(Report.objects.filter(at__gte=since).values_list("at", flat=True))
    codes = Counter(code for code, _ in hidden)
    context = {
        "hours": settings.MODERATION_HOURS,
        "months": _lived([_month(first, waits, hidden, objections, reports) for first in begins]),
        "all": _delays(waits),
        "reports": len(reports),
        "decided": len(waits),
        "hidden": len(hidden),
        "waiting": Item.objects.open().count(),
        "objections": len(objections),
        "overturned": sum(outcome == "overturned" for _, outcome in objections),
        "upheld": sum(outcome == "upheld" for _, outcome in objections),
        "reasons": [
            {"name": gettext(name), "note": gettext(note), "count": codes[code]}
            for code, (name, note) in REASONS.items()
        ],
        "flags": [gettext(name) for code, name in FLAGS.items() if code != "moderator"],
        "log": [_logged(one) for one in Decision.objects.exclude(outcome="keep").order_by("-at", "-pk")[:SHOWN]],
    }
    return page(request, "moderation/moderation.html", context)


def _months(now: datetime) -> list[datetime]:
    """The first instants of the last months, the latest first."""
    found = [timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def _same(first: datetime, at: datetime) -> bool:
    local = timezone.localtime(at)
    return (local.year, local.month) == (first.year, first.month)


def _month(first: datetime, waits: Any, hidden: Any, objections: Any, reports: Any) -> dict[str, Any]:
    decided = [one for one in waits if _same(first, one[1])]
    return {
        "first": first,
        "reports": sum(_same(first, at) for at in reports),
        "decided": len(decided),
        "hidden": sum(_same(first, at) for _, at in hidden),
        "objections": sum(_same(first, at) for at, _ in objections),
        **_delays(decided),
    }


def _lived(months: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the empty months before anything was ever reported."""
    while len(months) > 1 and not any(months[-1][name] for name in ("reports", "decided", "hidden", "objections")):
        months = months[:-1]
    return months


def _delays(waits: list[tuple[datetime, datetime]]) -> dict[str, str]:
    """How long half of them, and nine out of ten, waited at most."""
    took = sorted(decided - opened for opened, decided in waits)
    if not took:
        return {"median": "—", "most": "—"}
    return {
        "median": lasting(timedelta(seconds=median(each.total_seconds() for each in took))),
        "most": lasting(took[min(len(took) - 1, -(-9 * len(took) // 10) - 1)]),
    }


def lasting(time: timedelta) -> str:
    """45분, 3시간, 2일: in the unit that says most."""
    minutes = max(0, round(time.total_seconds() / 60))
    if minutes < 90:
        return ngettext("%(count)s분", "%(count)s분", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(count)s시간", "%(count)s시간", hours) % {"count": hours}
    days = round(hours / 24)
    return ngettext("%(count)s일", "%(count)s일", days) % {"count": days}


def _logged(one: Decision) -> dict[str, Any]:
    """A decision as everyone may read it: what sort of text, when, why."""
    return {
        "at": one.at,
        "kind": contents.name(one.subject),
        "what": {
            "hide": gettext("가림"),
            "show": gettext("다시 보임"),
            "mask": gettext("일부 가림"),
            "restore": gettext("번호 되돌림"),
        }.get(one.outcome, one.outcome),
        "reason": gettext(REASONS[one.code][0]) if one.code in REASONS else "",
        "note": one.note,
    }
