"""운영 계획: the plans by year; opening one, empty or as a copy of another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.actions.plan_copies import copy_plan
from madang.actions.planning import FIRST_YEAR, LAST_YEAR, TITLE_LIMIT
from madang.actions.plans import open_plan
from madang.base import clock
from madang.base.errors import Refused
from madang.people.rights import may
from madang.plans.models import Plan
from madang.web.ui.context import institution_name
from madang.web.ui.refusals import said

from .door import requires, who
from .page import done, render


class NewPlanForm(forms.Form):
    """A year's plan to begin, and from what."""

    year = forms.IntegerField(
        label=gettext_lazy("어느 해의 계획입니까"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"required": gettext_lazy("해를 적어 주십시오."), "invalid": gettext_lazy("해를 네 자리 수로 적어 주십시오.")},
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("계획의 이름"),
        max_length=TITLE_LIMIT,
        required=False,
        help_text=gettext_lazy("비워 두면 기관 이름과 해로 정합니다."),
    )
    copy = forms.ModelChoiceField(
        label=gettext_lazy("무엇에서 시작합니까"),
        queryset=Plan.objects.all(),
        required=False,
        empty_label=gettext_lazy("빈 계획에서"),
        help_text=gettext_lazy(
            "지난 계획을 고르면 목표, 사업, 할 일, 역할을 날짜를 옮겨 베낍니다. 떠난 사람은 뺍니다."
        ),
    )


@requires("plan.read")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_plans(request: HttpRequest) -> HttpResponse:
    """The years; POST opens a new one and leads into the guide."""
    this_year = timezone.localtime(clock.now()).year
    rows = list(Plan.objects.select_related("copied_from"))
    free = next(year for year in range(this_year, LAST_YEAR + 2) if year not in {plan.year for plan in rows})
    writes = may(request.user, "plan.write")
    sent = request.POST if request.method == "POST" and writes else None
    form = NewPlanForm(sent, initial={"year": free, "copy": rows[0] if rows else None})
    if sent is not None and form.is_valid():
        opened = _open(request, form)
        if opened is not None:
            return HttpResponseRedirect(reverse("staff_plan_guide_begin", kwargs={"year": opened.year}))
    context = {"rows": [_row(plan, this_year) for plan in rows], "form": form, "writes": writes}
    return render(request, "plans", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, form: NewPlanForm) -> Plan | None:
    data, at, actor = form.cleaned_data, clock.now(), who(request)
    year, before = data["year"], data["copy"]
    title = data["title"] or _("%(year)s년 %(name)s 시민협력플랫폼 운영 계획") % {
        "year": year,
        "name": institution_name(),
    }
    try:
        if before is None:
            plan = open_plan(year=year, title=title, at=at, actor=actor)
        else:
            plan = copy_plan(plan=before, year=year, title=title, at=at, actor=actor)
    except Refused as refused:
        form.add_error("title" if refused.code.startswith("title") else "year", said(refused))
        return None
    done(request, _("%(year)s년 운영 계획을 시작했습니다.") % {"year": year})
    return plan


def _row(plan: Plan, this_year: int) -> dict[str, Any]:
    left = [step for step in Plan.STEPS if step not in plan.visited]
    return {
        "plan": plan,
        "href": reverse("staff_plan", kwargs={"year": plan.year}),
        "done": len(Plan.STEPS) - len(left),
        "steps": len(Plan.STEPS),
        "now": plan.year == this_year,
    }
