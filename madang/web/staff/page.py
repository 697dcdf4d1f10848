"""What every staff page shares: the frame with the tasks on the left, messages, and paging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext, pgettext

from madang.agenda.models import AgendaItem
from madang.answers.models import AnswerRequest, Contribution
from madang.answers.queries import AnswerRequestQuerySet, ContributionQuerySet
from madang.base import clock
from madang.base.errors import Refused
from madang.moderation.models import Item
from madang.people.rights import may
from madang.procedures.models import Case, SavedFilter, StageVisit
from madang.web.ui.refusals import said

from .door import holds, only_own_departments

PAGE = 50
CALENDAR = ("answer.draft", "case.assign", "audit.read")  # who has dates to keep, or to watch
CASES = ("case.assign", "case.decide", "agenda.decide", "audit.read")  # who may open the list of cases


def render(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """``staff/<template>.html`` within the staff's frame."""
    shared = {"tasks": tasks(request), "up": _up(request)}
    return render_template(request, f"staff/{template}.html", {**shared, **context}, status=status)


def _up(request: HttpRequest) -> tuple[str, str]:
    """The list that a matter's page leads back to, for the crumbs: the one this person may open."""
    if any(may(request.user, right) for right in CASES):
        return gettext("제안 분류"), reverse("staff_cases")
    return gettext("답변 대기함"), reverse("staff_answers")


def done(request: HttpRequest, text: str) -> None:
    """Say on the next page that it is done."""
    messages.success(request, text)


def refuse(request: HttpRequest, refused: Refused) -> None:
    """Say on the next page why it was not done."""
    messages.error(request, said(refused))


def where_back(request: HttpRequest, otherwise: str) -> str:
    """The address of this house that the form asked to go back to (``next``), else ``otherwise``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return otherwise


# ── the tasks on the left ──


def tasks(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu by task: what this person may open, the most used first, with how much waits there."""
    groups = [
        {
            "title": "",
            "items": [
                _item(request, gettext("오늘 할 일"), "staff_home"),
                _item(request, gettext("할 일 모두"), "staff_todos"),
            ],
        },
        {"title": gettext("제안과 답변"), "items": [*_answering(request), *_sorting(request)]},
        {"title": gettext("공론장"), "items": list(_discussing(request))},
        {"title": pgettext("메뉴", "살펴보기"), "items": _watching(request)},
        {"title": gettext("시민과 동료"), "items": _serving(request)},
        {"title": gettext("운영"), "items": _running(request)},
    ]
    return [group for group in groups if group["items"]]


def _answering(request: HttpRequest) -> Iterator[dict[str, Any]]:
    person = request.user
    if any(holds(person, right) for right in ("answer.draft", "case.assign", "audit.read")):
        waiting = my_answers(request).summary(clock.now())
        yield _item(request, gettext("답변 대기함"), "staff_answers", waiting["waiting"], waiting["late"] > 0)
    if holds(person, "answer.contribute"):
        asked = contribution_counts(request)
        yield _item(request, gettext("의견 요청"), "staff_contributions", asked["waiting"], asked["late"] > 0)
    elif may(person, "case.assign") or may(person, "audit.read"):
        yield _item(request, gettext("의견 요청"), "staff_contributions")
    if any(holds(person, right) for right in ("delivery.write", "case.assign", "audit.read")):
        yield _item(request, gettext("실행 기록"), "staff_deliveries")


def _sorting(request: HttpRequest) -> Iterator[dict[str, Any]]:
    person = request.user
    if any(may(person, right) for right in CASES):
        yield _item(request, gettext("제안 분류"), "staff_cases", unassigned().count())
    if any(holds(person, right) for right in CALENDAR):
        yield _item(request, gettext("마감 달력"), "staff_calendar")
    if holds(person, "session.manage"):
        yield _item(request, gettext("현장 토론"), "staff_sessions")
    if holds(person, "template.write"):
        yield _item(request, gettext("답변 서식"), "staff_templates")


def _discussing(request: HttpRequest) -> Iterator[dict[str, Any]]:
    if holds(request.user, "forum.prepare"):
        yield _item(request, gettext("공론장 책상"), "staff_forums")
        yield _item(request, gettext("시민에게 묻기"), "staff_question_new")
    if may(request.user, "agenda.prepare"):
        waiting = AgendaItem.objects.before_panel().count()
        yield _item(request, gettext("의제 후보"), "staff_agenda", waiting or None)
        yield _item(request, gettext("의제선정 회의"), "staff_meetings")
    if may(request.user, "panel.manage"):
        yield _item(request, gettext("의제선정단"), "staff_panels")


def _watching(request: HttpRequest) -> list[dict[str, Any]]:
    person, found = request.user, []
    if may(person, "content.moderate"):
        items = Item.objects.open()
        late = items.late(clock.now()).exists()
        found.append(_item(request, gettext("살펴볼 글"), "staff_moderation", items.count(), late))
    rest = [
        ("monitor.write", gettext("제안 모니터링"), "staff_monitoring"),
        ("support.watch", gettext("수상한 공감"), "staff_integrity"),
    ]
    return found + _allowed(request, rest)


def _serving(request: HttpRequest) -> list[dict[str, Any]]:
    return _allowed(
        request,
        [
            ("people.assist", gettext("창구"), "staff_counter"),
            ("people.manage", gettext("사람과 역할"), "staff_people"),
            ("people.manage", pgettext("여럿", "부서"), "staff_departments"),
            ("register.load", gettext("주민 명부"), "staff_register"),
        ],
    )


def _running(request: HttpRequest) -> list[dict[str, Any]]:
    return _allowed(
        request,
        [
            ("plan.read", gettext("운영 계획"), "staff_plans"),
            ("plan.read", gettext("운영 보고서"), "staff_operations"),
            ("page.write", gettext("쪽 관리"), "staff_pages"),
            ("page.write", gettext("띠 알림"), "staff_banners"),
            ("report.write", gettext("전체 주민의 통계"), "staff_population"),
            ("rules.read", gettext("기준"), "staff_rules"),
            ("rules.publish", gettext("휴일"), "staff_holidays"),
            ("audit.read", gettext("감사기록"), "staff_audit"),
        ],
    )


def _allowed(request: HttpRequest, doors: Sequence[tuple[str, str, str]]) -> list[dict[str, Any]]:
    return [_item(request, label, name) for right, label, name in doors if may(request.user, right)]


def _item(request: HttpRequest, label: str, name: str, count: int | None = None, late: bool = False) -> dict[str, Any]:
    href = reverse(name)
    current = request.path == href or (name != "staff_home" and request.path.startswith(f"{href}/"))
    return {"label": label, "href": href, "current": current, "count": count, "late": late}


def my_answers(request: HttpRequest) -> AnswerRequestQuerySet:
    """The answer requests this person looks after: their departments', the head's own, or everyone's."""
    found = AnswerRequest.objects.all()
    own = only_own_departments(request.user)
    if own is None:
        return found
    if may(request.user, "answer.draft", level="representative"):
        return found.filter(Q(level="representative") | Q(visit__duties__department__in=own))
    return found.for_departments(own)


def my_contributions(request: HttpRequest) -> ContributionQuerySet:
    """What is asked of this person's departments; of every department for those who see all answers."""
    own = only_own_departments(request.user)
    found = Contribution.objects.all()
    return found if own is None else found.filter(department__in=own)


def contribution_counts(request: HttpRequest) -> dict[str, int]:
    """How many contributions wait, and how many of them are late; asked once a request."""
    known: dict[str, int] | None = request.__dict__.get("_contribution_counts")
    if known is None:
        today = timezone.localtime(clock.now()).date()
        known = (
            my_contributions(request)
            .waiting()
            .aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(wanted_by__lt=today)))
        )
        request.__dict__["_contribution_counts"] = known
    return known


def unassigned() -> QuerySet[Case]:
    """Open cases that no department has yet."""
    return Case.objects.open().filter(department=None)


def deciding(kind: str) -> QuerySet[StageVisit]:
    """Open stages of a kind that people decide (review, agenda)."""
    return StageVisit.objects.filter(kind=kind, left=None)


# ── lists ──


def paged(request: HttpRequest, found: Any) -> tuple[list[Any], str]:
    """One page of ``found``, and the address of the next one ("" when this is the last)."""
    start = request.GET.get("from", "")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 8 else 0
    rows = list(found[first : first + PAGE + 1])
    following = address(request, **{"from": str(first + PAGE)}) if len(rows) > PAGE else ""
    return rows[:PAGE], following


def address(request: HttpRequest, **changed: str) -> str:
    """This list's address with some of its parameters changed (an empty one falls away)."""
    kept = {name: value for name, value in request.GET.items() if name != "from"}
    chosen = {name: value for name, value in {**kept, **changed}.items() if value}
    return f"{request.path}?{urlencode(chosen)}" if chosen else request.path


def chips(
    request: HttpRequest, name: str, current: str, choices: Sequence[tuple[str, str, int | None]]
) -> list[dict[str, Any]]:
    """Filters: (value, label, count); the first is the list without the parameter."""
    return [
        {
            "label": label,
            "href": address(request, **{name: "" if index == 0 else value}),
            "current": value == current,
            "count": count,
        }
        for index, (value, label, count) in enumerate(choices)
    ]


def saved_filters(request: HttpRequest) -> dict[str, Any]:
    """For ``staff/_filters.html``: this person's saved filters of this very list, and what is chosen now."""
    match = request.resolver_match
    page = match.url_name if match and match.url_name else ""
    kept = [(name, value) for name, value in request.GET.items() if name not in ("from", "format") and value]
    query = urlencode(kept)
    saved = SavedFilter.objects.filter(person=request.user.pk, page=page)
    return {
        "page": page,
        "query": query,
        "saved": [
            {
                "pk": one.pk,
                "name": one.name,
                "href": f"{request.path}?{one.query}" if one.query else request.path,
                "current": one.query == query,
            }
            for one in saved
        ],
        "here": request.get_full_path(),
    }


def days(count: int) -> str:
    """3일, 1,200일."""
    return ngettext("%(count)s일", "%(count)s일", count) % {"count": f"{count:,}"}


def end_of(day: date) -> datetime:
    """The first instant after ``day`` in the institution's time zone, as a due date is kept."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(settings.TIME_ZONE))
