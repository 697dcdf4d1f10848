"""운영 계획 as citizens read it, once it is public: this year's, any year's, and on paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.plans.models import Plan
from madang.web.ui.plan_page import NAMES, plan_sections
from madang.web.ui.plan_paper import plan_pdf

from .pages import page


def _public(year: int) -> Plan:
    found = Plan.objects.exclude(published_at=None).filter(year=year).first()
    if found is None:
        raise Http404
    return found


@require_safe
def plan_page(request: HttpRequest) -> HttpResponse:
    """To the plan of this year; else to the newest that is public."""
    this_year = timezone.localtime(clock.now()).year
    found = Plan.objects.exclude(published_at=None).order_by("-year")
    plan = found.filter(year__lte=this_year).first() or found.first()
    if plan is None:
        raise Http404
    return HttpResponseRedirect(reverse("plan_page_of", kwargs={"year": plan.year}))


@require_safe
def plan_page_of(request: HttpRequest, year: int) -> HttpResponse:
    """The plan of a year."""
    plan = _public(year)
    context = {
        "plan": plan,
        "shown": plan_sections(plan, at=clock.now(), draft=False, measured=plan.goals_public),
        "names": NAMES,
        "years": list(Plan.objects.exclude(published_at=None).values_list("year", flat=True)),
    }
    return page(request, "plans/plan.html", context)


@require_safe
def plan_pdf_of(request: HttpRequest, year: int) -> HttpResponse:
    """The plan on paper."""
    return plan_pdf(_public(year), at=clock.now(), draft=False)
