"""Who owes, and until when: assigning a department, extending a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.actions.duties import assign_department, extend_duty
from madang.actions.journey import calendar
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Department
from madang.procedures.models import Case, Duty
from madang.rules.document import Stage
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from .door import allow, find_case, requires
from .forms import DepartmentForm, ExtensionForm
from .page import done, refuse, render


def back(request: HttpRequest, case: Case) -> HttpResponse:
    """To where the form stood (``next``), else to the page of the case."""
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = reverse("staff_case", kwargs={"key": case.key})
    return HttpResponseRedirect(wanted)


# ── departments ──


def department_choices() -> list[tuple[str, str]]:
    """Every department in the reader's language, asked for once a page."""
    return [(one.key, department_name(one)) for one in Department.objects.all()]


def department_form(case: Case, data: Any = None) -> DepartmentForm:
    """Which department takes this case."""
    return DepartmentForm(data, initial={"department": case.department.key if case.department else None})


@requires("case.assign")
@require_POST
def staff_case_assign(request: HttpRequest, key: str) -> HttpResponse:
    """Give the case to a department."""
    case = find_case(request, key)
    actor = allow(request, "case.assign", case)
    form = department_form(case, request.POST)
    if not form.is_valid():
        for error in form.errors.get("department", []):
            messages.error(request, str(error))
        return back(request, case)
    department = form.cleaned_data["department"]
    try:
        assign_department(case_key=key, department=department, at=clock.now(), actor=actor)
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("%(department)s에 맡겼습니다.") % {"department": department_name(department)})
    return back(request, case)


# ── extensions ──


@dataclass(frozen=True)
class ExtensionLimits:
    """Whether and how far a duty may still be postponed, in a sentence."""

    possible: bool
    sentence: str
    latest: date | None = None


def extension_limits(duty: Duty, stage: Stage, country: str, now: datetime) -> ExtensionLimits:
    """What the rules allow for this duty now."""
    rule = stage.deadline
    allowed = rule.extensions if rule else 0
    used = duty.extensions.count() if allowed else 0
    if duty.round:
        return ExtensionLimits(False, _("추진 현황 보고는 연장할 수 없습니다. 늦으면 늦은 까닭을 적어 주십시오."))
    if duty.kept_at or duty.released_at:
        return ExtensionLimits(False, _("이미 마친 일이라 연장할 것이 없습니다."))
    if rule is None or not allowed:
        return ExtensionLimits(False, _("이 기준에서는 마감을 연장할 수 없습니다."))
    if used >= allowed:
        return ExtensionLimits(False, _("연장은 %(max)s번까지이고 이미 다 썼습니다.") % {"max": allowed})
    if now >= duty.due_now:
        return ExtensionLimits(False, _("마감이 지나서 연장할 수 없습니다. 늦은 이유를 답변에 적어 주십시오."))
    facts: dict[str, Any] = {"left": allowed - used, "due": words.day(words.last_day(duty.due_now))}
    if rule.extend_by is None:
        return ExtensionLimits(True, _("지금 마감은 %(due)s입니다. 연장은 %(left)s번 더 할 수 있습니다.") % facts)
    first = duty.due - timedelta(microseconds=1)
    latest = words.last_day(calendar(country).due(first, rule.extend_by, roll=rule.roll))
    facts["latest"] = words.day(latest)
    sentence = _("지금 마감은 %(due)s입니다. 연장은 %(left)s번 더, %(latest)s까지 할 수 있습니다.") % facts
    return ExtensionLimits(True, sentence, latest)


@requires("duty.extend")
@require_POST
def staff_case_extend(request: HttpRequest, key: str, duty: str) -> HttpResponse:
    """Postpone a duty; what was typed stays when it is refused."""
    case = find_case(request, key)
    owed = Duty.objects.open().filter(case=case, key=duty).select_related("visit").first()
    level = "representative" if owed is not None and owed.owner == "representative" else "department"
    actor = allow(request, "duty.extend", case, level=level)
    form = ExtensionForm(request.POST)
    if form.is_valid():
        try:
            extension = extend_duty(
                case_key=key, duty=duty, until=form.cleaned_data["until"], reason=form.cleaned_data["reason"],
                at=clock.now(), actor=actor,
            )  # fmt: skip
        except Refused as refused:
            form.add_error("until" if refused.code.startswith("extension-") else None, said(refused))
        else:
            done(
                request,
                _("마감을 %(until)s로 연장했습니다. 이유와 함께 공개됩니다.") % {"until": words.until(extension.until)},
            )
            return back(request, case)
    stage = case.rules.document.stage(owed.visit.stage) if owed else None
    context = {
        "case": case,
        "proposal": case.proposal,
        "duty": owed,
        "duty_key": duty,
        "form": form,
        "limits": extension_limits(owed, stage, case.rules.document.country, clock.now()) if owed and stage else None,
        "next": request.POST.get("next", ""),
    }
    return render(request, "extend", context, status=422)
