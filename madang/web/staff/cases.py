"""제안 분류: matters that wait for a department, a review or the agenda panel; and every other one, to be found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from madang.actions.duties import assign_department
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
from .page import CASES, chips, done, paged, refuse, render

STATES = {
    "": Q(case__closed_at=None, case__department=None),
    "review": Q(case__visits__kind="review", case__visits__left=None),
    "agenda": Q(case__visits__kind="agenda", case__visits__left=None),
    "open": Q(case__closed_at=None),
    "all": Q(),
}


@requires(*CASES)
def staff_cases(request: HttpRequest) -> HttpResponse:
    """The list: those with a promise running first, then the newest."""
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    query = request.GET.get("q", "").strip()[:100]
    soonest = Duty.objects.open().filter(case=OuterRef("case")).order_by("due_now").values("due_now")[:1]
    found = Proposal.objects.found_by(query).filter(STATES[state]).with_supports()
    found = found.annotate(soonest=Subquery(soonest)).order_by(F("soonest").asc(nulls_last=True), "-case").distinct()
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
                ("open", _("진행 중"), None),
                ("all", _("전체"), None),
            ],
        ),
        "may_assign": may(request.user, "case.assign"),
        "departments": department_choices(),
        "here": request.get_full_path(),
    }
    return render(request, "cases", context)


def _with_matter(found: Any) -> Any:
    visits = Prefetch("case__visits", StageVisit.objects.order_by("pk"), to_attr="way")
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


@requires("case.assign")
@require_POST
def staff_cases_assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked cases, or the one whose button was pressed, to a department."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("staff_cases")
    single = request.POST.get("only", "")
    keys = [single] if single else request.POST.getlist("case")[:500]
    chosen = request.POST.get(f"department-{single}" if single else "department", "")
    department = Department.objects.filter(key=chosen).first()
    if not keys:
        messages.error(request, _("먼저 건을 골라 주십시오."))
    elif department is None:
        messages.error(request, _("맡을 부서를 골라 주십시오."))
    else:
        _assign_all(request, keys, department)
    return HttpResponseRedirect(back)


def _assign_all(request: HttpRequest, keys: list[str], department: Department) -> None:
    count, name = 0, department_name(department)
    for key in keys:
        try:
            assign_department(case_key=key, department=department, at=clock.now(), actor=who(request))
            count += 1
        except Refused as refused:
            refuse(request, refused)
    if count:
        sentence = ngettext(
            "%(count)s건을 %(department)s에 맡겼습니다.", "%(count)s건을 %(department)s에 맡겼습니다.", count
        )
        done(request, sentence % {"count": count, "department": name})
