"""제안 분류: matters that wait for a department, a review or the agenda panel; and every other one, to be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from madang.actions.duties import assign_department
from madang.actions.handing import ask_to_contribute
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Department
from madang.people.rights import may
from madang.procedures.models import Duty, StageVisit
from madang.proposals.models import Proposal
from madang.web.ui import standing, words
from madang.web.ui.answer_letter import department_name

from .door import requires, who
from .duties import department_choices
from .page import CASES, chips, done, paged, refuse, render, saved_filters, where_back
from .sheets import sheet_links, sheet_response, wanted

STATES = {
    "": Q(case__closed_at=None, case__department=None),
    **{kind: Q(case__visits__kind=kind, case__visits__left=None) for kind in ("review", "agenda", "forum", "task", "execute")},
    "open": Q(case__closed_at=None),
    "all": Q(),
}  # fmt: skip


@requires(*CASES)
def staff_cases(request: HttpRequest) -> HttpResponseBase:
    """The list: those with a promise running first, then the newest."""
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    query = request.GET.get("q", "").strip()[:100]
    departments = department_choices()
    chosen = request.GET.get("department", "")
    chosen = chosen if chosen in dict(departments) else ""
    soonest = Duty.objects.open().filter(case=OuterRef("case")).order_by("due_now").values("due_now")[:1]
    found = Proposal.objects.found_by(query).filter(STATES[state]).with_supports()
    if chosen and state:
        found = found.filter(case__department__key=chosen)
    found = found.annotate(soonest=Subquery(soonest)).order_by(F("soonest").asc(nulls_last=True), "-case").distinct()
    if wanted(request):
        return sheet_response(request, "cases", _columns(), _lines(_with_matter(found).iterator(chunk_size=500)))
    rows, following = paged(request, _with_matter(found))
    context = {
        "rows": [case_row(one) for one in rows],
        "following": following,
        "query": query,
        "state": state,
        "states": chips(
            request,
            "state",
            state,
            [
                ("", _("부서 없음"), None),
                ("review", _("검토 대기"), None),
                ("agenda", _("의제 후보"), None),
                ("forum", _("토론"), None),
                ("task", _("결과와 할 일"), None),
                ("execute", _("실행"), None),
                ("open", _("진행 중"), None),
                ("all", _("전체"), None),
            ],
        ),
        "may_assign": may(request.user, "case.assign"),
        "may_route": may(request.user, "case.route"),
        "departments": departments,
        "department": chosen,
        "here": request.get_full_path(),
        "filters": saved_filters(request),
        "sheets": sheet_links(request),
    }
    return render(request, "cases", context)


def _with_matter(found: Any) -> Any:
    visits = Prefetch("case__visits", StageVisit.objects.select_related("forum").order_by("pk"), to_attr="way")
    return (
        found.select_related("case__rules", "case__department")
        .defer("body", "case__rules__data", "case__rules__note")
        .prefetch_related(visits)
    )


def case_row(proposal: Any) -> dict[str, Any]:
    """One line: by when something is owed, what, where it stands, whose it is."""
    case, now = proposal.case, clock.now()
    status = standing.status(case.rules.document, case.way, now)
    return {
        "key": case.key,
        "href": reverse("staff_case", kwargs={"key": case.key}),
        "title": proposal.title,
        "category": words.category(proposal.category),
        "submitted_at": proposal.submitted_at,
        "due": proposal.soonest,
        "status": status,
        "supports": proposal.support_count or 0,
        "department": case.department.key if case.department else "",
        "department_name": department_name(case.department),
        "open": case.closed_at is None,
    }


def _columns() -> list[str]:
    return [
        _("건"), _("제목"), _("분야"), _("제안한 때"), _("지금"), _("공감"), _("부서"), _("마감"),
    ]  # fmt: skip


def _lines(found: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for row in map(case_row, found):
        yield (
            row["key"], row["title"], row["category"], row["submitted_at"], row["status"].word, row["supports"],
            row["department_name"], words.last_day(row["due"]) if row["due"] else None,
        )  # fmt: skip


@requires("case.assign")
@require_POST
def staff_cases_assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked cases, or the one whose button was pressed, to a department."""

    def assign(key: str, department: Department) -> None:
        assign_department(case_key=key, department=department, at=clock.now(), actor=who(request))

    def sentence(count: int) -> str:
        return ngettext(
            "%(count)s건을 %(department)s에 맡겼습니다.", "%(count)s건을 %(department)s에 맡겼습니다.", count
        )

    return _with_department(request, assign, sentence)


@requires("case.assign")
@require_POST
def staff_cases_contribute(request: HttpRequest) -> HttpResponse:
    """Let a department contribute to the ticked cases."""

    def ask(key: str, department: Department) -> None:
        ask_to_contribute(case_key=key, department=department, at=clock.now(), actor=who(request))

    def sentence(count: int) -> str:
        return ngettext(
            "%(count)s건에 %(department)s의 의견을 요청했습니다.",
            "%(count)s건에 %(department)s의 의견을 요청했습니다.",
            count,
        )

    return _with_department(request, ask, sentence)


def _with_department(
    request: HttpRequest, act: Callable[[str, Department], None], sentence: Callable[[int], str]
) -> HttpResponse:
    """Do ``act`` with each chosen case and the chosen department; what is refused is said, the rest is done."""
    single = request.POST.get("only", "")
    keys = [single] if single else request.POST.getlist("case")[:500]
    chosen = request.POST.get(f"department-{single}" if single else "department", "")
    department = Department.objects.filter(key=chosen).first()
    if not keys:
        messages.error(request, _("먼저 건을 골라 주십시오."))
    elif department is None:
        messages.error(request, _("맡을 부서를 골라 주십시오."))
    else:
        count = 0
        for key in keys:
            try:
                act(key, department)
                count += 1
            except Refused as refused:
                refuse(request, refused)
        if count:
            done(request, sentence(count) % {"count": count, "department": department_name(department)})
    return HttpResponseRedirect(where_back(request, reverse("staff_cases")))
