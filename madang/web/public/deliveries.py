"""실행: everything the institution carries out, and the part about it on other pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.deliveries.models import Delivery, Verdict
from madang.deliveries.queries import DeliveryQuerySet
from madang.people.models import Department
from madang.web.ui import carried
from madang.web.ui.answer_letter import department_name

from .answers import opening
from .matter import Matter
from .pages import address, after_moment, chosen, cursor, page

PAGE = 20


def titles() -> dict[str, str]:
    """state=… → what the list is called; the first unless another is asked for."""
    return {"": gettext("실행 중"), "late": gettext("보고가 늦은 것"), "done": gettext("마친 것")}


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """The list: what is being carried out, what is late, what is done; of one department if chosen."""
    now, path = clock.now(), reverse("deliveries")
    state, key = chosen(request, "state"), chosen(request, "department")
    state = state if state in titles() else ""
    departments = list(Department.objects.filter(cases__deliveries__isnull=False).distinct())
    department = next((one for one in departments if one.key == key), None)
    everything = Delivery.objects.public()
    if department is not None:
        everything = everything.filter(case__department=department)
    choice = {"state": state, "department": department.key if department else ""}
    rows, after = _page(everything, state, after_moment(chosen(request, "after")), now)
    context = {
        "path": path,
        "rows": [row(one, now) for one in rows],
        "states": [
            {
                "label": label,
                "href": address(path, {**choice, "state": name}),
                "current": name == state,
                "count": _of(everything, name, now).count(),
            }
            for name, label in titles().items()
        ],
        "state": state,
        "departments": [(one.key, department_name(one)) for one in departments],
        "department": department.key if department else "",
        "next": address(path, {**choice, "after": after}) if after else "",
        "first": not chosen(request, "after"),
    }
    return page(request, "deliveries/list.html", context)


def _of(found: DeliveryQuerySet, state: str, now: datetime) -> DeliveryQuerySet:
    return {"late": lambda: found.late(now), "done": found.finished}.get(state, found.running)()


def _page(
    everything: DeliveryQuerySet, state: str, after: tuple[datetime, str] | None, now: datetime
) -> tuple[list[Any], str]:
    last = (after[0], int(after[1])) if after and after[1].isascii() and after[1].isdigit() else None
    found = _of(everything, state, now)
    ordered = {"late": found.report_first, "done": found.latest_finished_first}.get(state, found.newest_first)(last)
    rows: list[Any] = list(ordered.with_case().with_reports()[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    end = rows[PAGE - 1]
    moment = {"late": lambda: end.report_due, "done": lambda: end.finished_at}.get(state, lambda: end.visit.entered)()
    return rows[:PAGE], cursor(moment, str(end.pk))


def row(one: Any, now: datetime) -> dict[str, Any]:
    """A delivery with its case and reports as ``deliveries/_row.html`` shows it."""
    case, owed = one.case, one.visit.owed_reports
    return {
        "href": reverse("delivery", args=[one.key]),
        "title": case.proposal.title,
        "department": department_name(case.department) or gettext("아직 맡은 부서가 없어요"),
        "status": carried.status(one, owed, now),
        "percent": one.percent,
        "next": carried.next_report(case.rules.document, one, owed),
        "told_at": one.told_at,
        "since": one.visit.entered,
        "finished_at": one.finished_at,
    }


def newest(limit: int, now: datetime) -> list[dict[str, Any]]:
    """What is being carried out, the newest first, for the first page."""
    found = Delivery.objects.public().running().newest_first().with_case().with_reports()
    return [row(one, now) for one in found[:limit]]


def section(matter: Matter) -> list[dict[str, Any]]:
    """What ``deliveries/_section.html`` needs on a matter's page: each of its deliveries, the newest first."""
    if not any(visit.kind == "execute" for visit in matter.visits):
        return []
    found, visits = matter.deliveries[::-1], {visit.pk: visit for visit in matter.visits}
    for one in found:
        one.visit = visits[one.visit_id]
    counts = verdict_counts(*found)
    return [_brief(matter, one, counts.get(one.pk, {})) for one in found]


def _brief(matter: Matter, one: Delivery, counts: dict[str, int]) -> dict[str, Any]:
    owed = [
        duty for duty in matter.duties
        if duty.visit_id == one.visit_id and duty.round and duty.kept_at is None and duty.released_at is None
    ]  # fmt: skip
    return {
        "href": reverse("delivery", args=[one.key]),
        "status": carried.status(one, owed, matter.now),
        "percent": one.percent,
        "gist": opening(one.result or one.plan, 160) if one.result or one.plan else "",
        "next": carried.next_report(matter.document, one, owed),
        "verdicts": sum(counts.values()),
        "kept": counts.get("kept", 0),
    }


def verdict_counts(*found: Delivery) -> dict[int, dict[str, int]]:
    """How many people say what about each promise. (A sentence that was hidden leaves its verdict.)"""
    rows = Verdict.objects.filter(delivery__in=found).exclude(state="deleted").order_by()
    counts: dict[int, dict[str, int]] = {}
    for delivery, word, count in rows.values_list("delivery", "verdict").annotate(count=Count("person")):
        counts.setdefault(delivery, {})[word] = count
    return counts
