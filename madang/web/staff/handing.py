"""From hand to hand: handing a matter over, refusing it, asking others to contribute, saying why it is late."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.actions.duties import explain_lateness
from madang.actions.handing import ask_to_contribute, hand_over, refuse_case
from madang.base import clock
from madang.base.errors import Refused
from madang.people.rights import may
from madang.procedures.models import Case, Duty
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from .case import case_page
from .case_hands import may_ask
from .desk_forms import ContributeForm, HandOverForm, LateForm, ReasonForm
from .door import allow, find_case, requires, who
from .duties import back
from .page import done


def _tried(
    request: HttpRequest, case: Case, name: str, form: forms.Form, act: Callable[[], str], field: str | None = None
) -> HttpResponse:
    """Do it and say so; when the form or the rules refuse, the page of the matter with what was typed."""
    if form.is_valid():
        try:
            done(request, act())
        except Refused as refused:
            form.add_error(field if field in form.fields else None, said(refused))
        else:
            return back(request, case)
    return case_page(request, case, forms={name: form}, status=422)


@requires("case.hand")
@require_POST
def staff_case_hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """Give the matter to another department."""
    case = find_case(request, key)
    actor = allow(request, "case.hand", case)
    form = HandOverForm(request.POST, auto_id="id_hand_%s")

    def act() -> str:
        to, reason = form.cleaned_data["department"], form.cleaned_data["reason"]
        hand_over(case_key=key, department=to, reason=reason, at=clock.now(), actor=actor)
        name = words.josa(department_name(to), "으로/로")
        return _("%(department)s 넘겼습니다. 마감은 그대로입니다.") % {"department": name}

    response = _tried(request, case, "hand_over", form, act, "department")
    return _home_unless_seen(request, key, response)


@requires("case.hand")
@require_POST
def staff_case_refuse(request: HttpRequest, key: str) -> HttpResponse:
    """Give the matter back: it is not this department's."""
    case = find_case(request, key)
    actor = allow(request, "case.hand", case)
    form = ReasonForm(request.POST, auto_id="id_refuse_%s")

    def act() -> str:
        refuse_case(case_key=key, reason=form.cleaned_data["reason"], at=clock.now(), actor=actor)
        return _("맡지 않는다고 알렸습니다. 부서를 다시 정할 때까지도 마감은 그대로입니다.")

    return _home_unless_seen(request, key, _tried(request, case, "refuse", form, act, "reason"))


def _home_unless_seen(request: HttpRequest, key: str, response: HttpResponse) -> HttpResponse:
    """Who gave the matter away may not open it any more: they go on with their day."""
    if response.status_code == 302:
        try:
            find_case(request, key)
        except Http404:
            response.headers["Location"] = "/staff/"
    return response


@requires("case.assign", "answer.draft")
@require_POST
def staff_case_contribute(request: HttpRequest, key: str) -> HttpResponse:
    """Ask a department to contribute to what is answered."""
    case = find_case(request, key)
    if not may_ask(request, case):
        raise Http404
    form = ContributeForm(request.POST, auto_id="id_contribute_%s")

    def act() -> str:
        data = form.cleaned_data
        ask_to_contribute(
            case_key=key, department=data["department"], note=data["note"], wanted_by=data["wanted_by"],
            at=clock.now(), actor=who(request),
        )  # fmt: skip
        return _("%(department)s에 의견을 요청했습니다.") % {"department": department_name(data["department"])}

    return _tried(request, case, "contribute", form, act, "department")


@requires("duty.extend")
@require_POST
def staff_case_explain(request: HttpRequest, key: str, duty: str) -> HttpResponse:
    """Say in public why a promise is late."""
    case = find_case(request, key)
    owed = Duty.objects.filter(case=case, key=duty).order_by("pk").last()
    level = "representative" if owed is not None and owed.owner == "representative" else "department"
    if not may(request.user, "duty.extend", department=case.department, level=level):
        raise Http404
    raw = request.POST.get("number", "")
    number = int(raw) if raw.isascii() and raw.isdigit() and 0 < len(raw) < 5 else None
    name = f"late_{duty}_{number}" if number else f"late_{duty}"
    form = LateForm(request.POST, auto_id=f"id_{name}_%s")

    def act() -> str:
        explain_lateness(
            case_key=key,
            duty=duty,
            reason=form.cleaned_data["reason"],
            number=number,
            at=clock.now(),
            actor=who(request),
        )
        return _("늦은 까닭을 약속 현황판에 공개했습니다.")

    return _tried(request, case, name, form, act, "reason")
