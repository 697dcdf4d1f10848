"""마감 달력: a month of promises, wanted contributions and ending windows; and the same as a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from madang.actions.journey import calendar, house_country
from madang.base import clock
from madang.people.models import Department
from madang.people.rights import may
from madang.procedures.models import Duty, StageVisit
from madang.web.ui import places, standing, words
from madang.web.ui.answer_letter import department_name

from .answers import owner_name
from .contributions import contribution_row
from .desk_aside import contribution_state
from .door import only_own_departments, requires
from .months import (
    Entry,
    days_of,
    holiday_names,
    month_key,
    month_name,
    month_of,
    weekdays,
    weeks_of,
)
from .page import CALENDAR, address, chips, my_contributions, render, saved_filters
from .sheets import sheet_links, sheet_response, wanted

MOST = 1000  # of one kind in a month


@requires(*CALENDAR)
@require_safe
def staff_calendar(request: HttpRequest) -> HttpResponseBase:
    """One month (``month=2026-11``), of one department if chosen, as weeks (default) or as a list (``view=list``)."""
    now = clock.now()
    today = timezone.localtime(now).date()
    first = month_of(request.GET.get("month", ""), today)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    departments, chosen = _departments(request)
    entries = sorted(_entries(request, first, last, chosen, now), key=lambda one: (one["day"], one["order"]))
    if wanted(request):
        return sheet_response(
            request, "calendar", [_("날짜"), _("무엇"), _("건"), _("맡은 곳"), _("상태")], _rows(entries)
        )
    country = house_country()
    named = holiday_names(first, last, country)
    view = "list" if request.GET.get("view") == "list" else ""
    context = {
        "month": first,
        "title": month_name(first),
        "before": address(request, month=month_key(first - timedelta(days=1))),
        "after": address(request, month=month_key(last + timedelta(days=1))),
        "this_month": "" if first.replace(day=1) == today.replace(day=1) else address(request, month=""),
        "weeks": weeks_of(first, last, today, entries, named, calendar(country)),
        "days": days_of(entries, first, last, today, named),
        "weekdays": weekdays(),
        "view": view,
        "views": chips(request, "view", view, [("", _("달력"), None), ("list", _("목록"), None)]),
        "departments": departments,
        "chosen": chosen,
        "late": _late(request, chosen, now),
        "filters": saved_filters(request),
        "sheets": sheet_links(request),
        "feed": _feed(),
    }
    return render(request, "calendar", context)


def _departments(request: HttpRequest) -> tuple[list[tuple[str, str]], str]:
    """What may be chosen, and what is; who has departments of their own sees those only."""
    own = only_own_departments(request.user)
    found = Department.objects.all() if own is None else Department.objects.filter(pk__in=own)
    choices = [(one.key, department_name(one)) for one in found]
    chosen = request.GET.get("department", "")
    return choices, chosen if chosen in dict(choices) else ""


def _scoped(request: HttpRequest, found: Any, field: str, chosen: str) -> Any:
    """Rows of the departments in question (``field`` leads to the department)."""
    own = only_own_departments(request.user)
    if own is not None and not may(request.user, "answer.draft", level="representative"):
        found = found.filter(**{f"{field}__in": own})
    return found.filter(**{f"{field}__key": chosen}) if chosen else found


def _bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """Due moments whose last day lies in the month: after 00:00 of the first day, up to 00:00 after the last."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(first, time.min, zone), datetime.combine(last + timedelta(days=1), time.min, zone)


def _entries(request: HttpRequest, first: date, last: date, chosen: str, now: datetime) -> Iterator[Entry]:
    since, until = _bounds(first, last)
    duties = Duty.objects.filter(released_at=None, due_now__gt=since, due_now__lte=until).select_related(
        "department", "visit__delivery", "case__proposal", "case__rules", "case__department"
    )
    duties = duties.defer("case__proposal__body", "case__rules__data", "case__rules__note")
    for duty in _scoped(request, duties, "department", chosen).order_by("due_now", "pk")[:MOST]:
        yield _duty(duty, now)
    contributions = my_contributions(request).filter(wanted_by__gte=first, wanted_by__lte=last).with_matter()
    if chosen:
        contributions = contributions.filter(department__key=chosen)
    for one in contributions.soonest_first()[:MOST]:
        state = contribution_state(one, now)
        href = contribution_row(request, one)["href"]
        yield {
            "day": one.wanted_by, "order": 2, "what": _("부서 의견"), "title": one.request.case.proposal.title,
            "who": department_name(one.department), "word": state["word"], "shape": state["shape"],
            "tone": state["tone"], "href": href,
        }  # fmt: skip
    windows = StageVisit.objects.filter(kind="collect", left=None, due__gt=since, due__lte=until)
    windows = _scoped(request, windows, "case__department", chosen)
    zone = ZoneInfo(settings.TIME_ZONE)
    counted = windows.annotate(end=TruncDate("due", tzinfo=zone)).values("end").annotate(count=Count("pk"))
    for row in counted.order_by("end"):
        title = ngettext("공감 마감 %(num)s건", "공감 마감 %(num)s건", row["count"]) % {"num": row["count"]}
        yield {
            "day": row["end"] - timedelta(days=1), "order": 3, "what": _("공감 마감"), "title": title, "who": "",
            "word": _("모으는 중"), "shape": "ring", "tone": "open", "href": reverse("proposals"),
        }  # fmt: skip


def _duty(duty: Duty, now: datetime) -> Entry:
    case = duty.case
    if duty.kept_at is not None:
        in_time = duty.kept_at < duty.due_now
        look = (_("지킴") if in_time else _("늦게 지킴"), "check", "ok" if in_time else "warn")
    elif duty.due_now <= now:
        look = (_("늦음"), "late", "bad")
    elif duty.extended_to is not None:
        look = (_("연장함"), "clock", "warn")
    else:
        look = (_("약속"), "clock", "info")
    return {
        "day": words.last_day(duty.due_now),
        "order": 0 if look[2] == "bad" else 1,
        "what": standing.owed(case.rules.document, duty.visit.stage, duty.visit.kind, duty.round),
        "title": case.proposal.title,
        "who": department_name(duty.department) if duty.department else owner_name(duty.owner),
        "word": look[0],
        "shape": look[1],
        "tone": look[2],
        "href": places.staff_delivery(duty.visit.delivery.key)
        if duty.round
        else reverse("staff_case", kwargs={"key": case.key}),
    }


def _rows(entries: Sequence[Entry]) -> Iterator[tuple[Any, ...]]:
    for one in entries:
        yield one["day"], one["what"], one["title"], one["who"], one["word"]


def _late(request: HttpRequest, chosen: str, now: datetime) -> int:
    """How many promises are late now, whatever the month."""
    return int(_scoped(request, Duty.objects.overdue(now), "department", chosen).count())


def _feed() -> str:
    """The calendar feed of public deadlines; empty where there is none."""
    try:
        return reverse("feed_deadlines")
    except NoReverseMatch:
        return ""
