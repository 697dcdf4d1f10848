"""약속 현황판: what the institution owes, by when, and what it has kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from statistics import median
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.people.models import Department
from madang.procedures.models import Duty, Extension
from madang.procedures.queries import DutyQuerySet
from madang.web.ui import standing, words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.sheets import sheet_links, wanted

from .matter import owner_name
from .pages import address, after_moment, chosen, cursor, page
from .sheets import MOST, duties_sheet

PAGE = 30
Kept = tuple[str, int | None, datetime, datetime | None]  # owner, department, since, kept at
MEASURED = 5000  # the median is that of so many newest ones


def week_end(at: datetime) -> datetime:
    """The first instant after the week (Monday to Sunday) of ``at``."""
    local = timezone.localtime(at)
    monday = datetime.combine(local.date() - timedelta(days=local.weekday()), time.min, tzinfo=local.tzinfo)
    return monday + timedelta(days=7)


def month_start(at: datetime) -> datetime:
    """The first instant of the month of ``at``."""
    return timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def this_month(at: datetime) -> dict[str, int]:
    """Answers that can be judged this month, and how many of them came in time."""
    settled = Duty.objects.answers().settled_between(month_start(at), at)
    return {"due": settled.count(), "kept": settled.kept_in_time().count()}


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """The board; with a choice in the address, the list behind one of its numbers."""
    now, path = clock.now(), reverse("duties")
    state = chosen(request, "state")
    department = chosen(request, "department")
    owner = chosen(request, "owner")
    departments = {one.pk: one for one in Department.objects.all()}
    choice = {"state": state if state in titles() else "", "department": department, "owner": owner}
    context: dict[str, Any] = {"path": path, "href": lambda **more: address(path, {**choice, **more})}
    if wanted(request):
        return duties_sheet(request, _every_line(choice, now))
    context["downloads"] = sheet_links(request)
    if any(choice.values()):
        context |= _list(request, choice, now, departments)
        return page(request, "duties/list.html", context)
    kept = list(_newest_kept())
    board = _board(now, departments, kept)
    late, _ = _page(_chosen({"state": "late"}, now), "late", None)
    context |= {"board": board, "total": _total(board, kept), "late": _lines(late[:5], now), "more_late": len(late) > 5}
    return page(request, "duties/board.html", context)


# ── the board ──


def _board(now: datetime, departments: Mapping[int, Department], kept: Iterable[Kept]) -> list[dict[str, Any]]:
    """A line a department (and one for each other owner), the house's order."""
    lines = Duty.objects.board(now, until=week_end(now), since=month_start(now))
    days = _days(kept)
    for line in lines:
        department = departments.get(line["department"])
        line["who"] = owner_name(line["owner"], department)
        key = {"department": department.key} if department else {"owner": line["owner"]}
        line["key"] = key
        line["days"] = days.get((line["owner"], line["department"]))
        line["percent"] = words.percent_of(line["in_time"], line["settled"]) if line["settled"] else None
        line["order"] = (department is None, department.order if department else 0, line["who"])
    return sorted(lines, key=lambda line: line["order"])


def _days(kept: Iterable[Kept]) -> dict[tuple[str, int | None], int]:
    """How many days it took, the median of each owner's newest fulfilled duties."""
    taken: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for owner, department, since, at in kept:
        taken[owner, department].append(_whole_days(since, at))
    return {who: round(median(days)) for who, days in taken.items()}


def _newest_kept() -> Iterable[Kept]:
    return Duty.objects.kept().latest_kept_first().values_list("owner", "department", "since", "kept_at")[:MEASURED]


def _whole_days(since: datetime, kept: datetime | None) -> int:
    assert kept is not None
    return (timezone.localtime(kept).date() - timezone.localtime(since).date()).days


def _total(board: list[dict[str, Any]], kept: Iterable[Kept]) -> dict[str, Any]:
    sums = {name: sum(line[name] for line in board) for name in ("soon", "late", "extended", "settled", "in_time")}
    days = [_whole_days(since, at) for _, _, since, at in kept]
    sums["percent"] = words.percent_of(sums["in_time"], sums["settled"])
    return {**sums, "days": round(median(days)) if days else None}


# ── the list behind a number ──


def titles() -> dict[str, str]:
    """state=… → what the list is called."""
    return {
        "soon": gettext("이번 주까지인 약속"),
        "late": gettext("늦은 약속"),
        "extended": gettext("연장한 약속"),
        "settled": gettext("이번 달에 마감된 약속"),
        "in-time": gettext("이번 달에 제때 지킨 약속"),
        "owed": gettext("지금 지켜야 할 약속"),
        "kept": gettext("지킨 약속"),
    }


def _chosen(choice: Mapping[str, str], now: datetime) -> DutyQuerySet:
    found = Duty.objects.all()
    if choice.get("department"):
        found = found.filter(department__key=choice["department"])
    if choice.get("owner"):
        found = found.filter(owner=choice["owner"], department=None)
    state = choice.get("state")
    if state == "soon":
        return found.due_between(now, week_end(now))
    if state == "late":
        return found.overdue(now)
    if state == "extended":
        return found.open().extended()
    if state == "settled":
        return found.settled_between(month_start(now), now)
    if state == "in-time":
        return found.settled_between(month_start(now), now).kept_in_time()
    if state == "kept":
        return found.kept()
    return found.open()


def _list(
    request: HttpRequest, choice: dict[str, str], now: datetime, departments: Mapping[int, Department]
) -> dict[str, Any]:
    state = choice["state"]
    rows, after = _page(_chosen(choice, now), state, after_moment(chosen(request, "after")))
    department = next((one for one in departments.values() if one.key == choice["department"]), None)
    who = department_name(department) if department else words.owner(choice["owner"]) if choice["owner"] else ""
    return {
        "title": titles().get(state, titles()["owed"]),
        "who": who,
        "rows": _lines(rows, now),
        "next": address(reverse("duties"), {**choice, "after": after}) if after else "",
        "states": [
            {
                "label": label,
                "current": name == (state or "owed"),
                "href": address(reverse("duties"), {**choice, "state": name}),
            }
            for name, label in titles().items()
        ],
    }


def _page(found: DutyQuerySet, state: str, after: tuple[datetime, str] | None) -> tuple[list[Duty], str]:
    last = (after[0], int(after[1])) if after and after[1].isascii() and after[1].isdigit() else None
    kept = state in ("kept", "in-time")
    ordered = found.latest_kept_first(last) if kept else found.soonest_first(last)
    rows = list(
        ordered.select_related("department", "visit", "case__proposal", "case__rules").defer(
            "case__proposal__body", "case__rules__data", "case__rules__note"
        )[: PAGE + 1]
    )
    if len(rows) <= PAGE:
        return rows, ""
    end = rows[PAGE - 1]
    moment = end.kept_at if kept and end.kept_at else end.due_now
    return rows[:PAGE], cursor(moment, str(end.pk))


def _every_line(choice: Mapping[str, str], now: datetime) -> Iterator[dict[str, Any]]:
    """All lines of the list, a page at a time."""
    after: tuple[datetime, str] | None = None
    for _number in range(MOST // PAGE):
        rows, word = _page(_chosen(choice, now), choice["state"], after)
        yield from _lines(rows, now)
        after = after_moment(word)
        if after is None:
            return


def _lines(rows: list[Duty], now: datetime) -> list[dict[str, Any]]:
    """Duties as ``ui/proposals.html`` shows them, each with its matter (a matter that is not public keeps its title)."""
    reasons = dict(Extension.objects.filter(duty__in=rows).order_by("pk").values_list("duty_id", "reason"))
    lines = []
    for duty in rows:
        public = duty.case.proposal.visibility == "public"
        lines.append(
            {
                "who": owner_name(duty.owner, duty.department),
                "what": standing.owed(duty.case.rules.document, duty.visit.stage, duty.visit.kind, duty.round),
                "due": duty.due_now,
                "kept_at": duty.kept_at,
                "extended_to": duty.extended_to,
                "reason": reasons.get(duty.pk, ""),
                "late_reason": duty.late_reason,
                "title": duty.case.proposal.title if public else gettext("아직 공개되지 않은 제안"),
                "href": reverse("proposal", args=[duty.case.key]) if public else "",
            }
        )
    return lines
