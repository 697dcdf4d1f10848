"""Routing away what is no proposal: the seven grounds, the public reason, and where it can be taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from madang.actions.decisions import route_case
from madang.base import clock
from madang.base.errors import Refused
from madang.procedures.models import Case

from .desk_forms import RouteForm
from .door import requires, who
from .page import done, refuse, render, where_back

MOST = 100  # at once: they share one public reason


@requires("case.route")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_cases_route(request: HttpRequest) -> HttpResponse:
    """The chosen matters (``case``, several), then ground and reason, then it is done. What was typed stays."""
    asked = request.POST.getlist("case") or request.GET.getlist("case")
    found = Case.objects.filter(key__in=asked[:MOST], closed_at=None).select_related("proposal").order_by("pk")
    cases = list(found.defer("proposal__body"))
    if not cases:
        messages.error(request, _("먼저 진행 중인 건을 골라 주십시오."))
        return HttpResponseRedirect(where_back(request, reverse("staff_cases")))
    sent = request.method == "POST" and "reason" in request.POST
    form = RouteForm(request.POST if sent else None)
    if sent and form.is_valid():
        count = _route_all(request, cases, form)
        if count:
            sentence = ngettext("%(count)s건을 안내하고 마쳤습니다.", "%(count)s건을 안내하고 마쳤습니다.", count)
            done(request, sentence % {"count": count})
        single = len(asked) == 1 and reverse("staff_case", kwargs={"key": cases[0].key})
        return HttpResponseRedirect(where_back(request, single or reverse("staff_cases")))
    context = {"cases": cases, "form": form, "next": where_back(request, "")}
    return render(request, "route", context, status=422 if sent else 200)


def _route_all(request: HttpRequest, cases: list[Case], form: RouteForm) -> int:
    data, (to, link) = form.cleaned_data, form.destination()
    count = 0
    for case in cases:
        try:
            route_case(
                case_key=case.key, code=data["code"], reason=data["reason"], to=to, link=link,
                at=clock.now(), actor=who(request),
            )  # fmt: skip
            count += 1
        except Refused as refused:
            refuse(request, refused)
    return count
