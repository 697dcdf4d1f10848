"""운영 보고서: it has drafted itself; staff write, look at it, publish it, take it back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.actions import operations, operations_papers, operations_told
from madang.base import clock
from madang.base.errors import Refused
from madang.people.rights import may
from madang.plans.models import SECTIONS, OperationsReport, OperationsVersion
from madang.web.ui.chapters import with_pictures
from madang.web.ui.operations import paper_response
from madang.web.ui.refusals import said

from .door import requires, who
from .page import done, refuse, render
from .report_forms import ReasonForm, SectionsForm

HELP = {
    "summary": gettext_lazy("이 보고서만 읽는 사람도 알 수 있게, 무엇이 좋았고 무엇이 모자랐는지 적어 주십시오."),
    "goals": gettext_lazy("앞서거나 뒤처진 까닭은 무엇입니까? 목표를 고쳐야 합니까?"),
    "notable": gettext_lazy("어떤 제안이 왜 눈에 띄었습니까?"),
    "order": gettext_lazy("가린 글과 이의신청에서 배운 것이 있습니까?"),
    "promotion": gettext_lazy("어떻게 알렸고, 무엇이 통했습니까?"),
    "onward": gettext_lazy("다음 기간에 누가 무엇을 합니까?"),
}


class OperationsForm(SectionsForm):
    """The report on a month or a year."""

    HELP = HELP
    named = staticmethod(operations_told.section)


@requires("plan.read")
@require_safe
def staff_operations(request: HttpRequest) -> HttpResponse:
    """The reports there are, the newest first, and the month and year that run."""
    now = clock.now()
    today = timezone.localtime(now).date()
    reports = list(OperationsReport.objects.defer("figures", "pictures", "sections")[:120])
    rows = [
        {"href": _at(one.period), "title": operations_told.title(one), "report": one, "over": one.ends < today}
        for one in reports
    ]
    known = {one.period for one in reports}
    running = [period for period in (f"{today:%Y-%m}", f"{today:%Y}") if period not in known]
    return render(request, "operations", {"rows": rows, "running": [(p, _at(p)) for p in running]})


def _at(period: str) -> str:
    return reverse("staff_operations_report", kwargs={"period": period})


def _found(period: str) -> OperationsReport:
    """The report on that period, counted now where nobody has drafted it; 404 for no period."""
    try:
        return operations.look_at(period, at=clock.now())
    except Refused:
        raise Http404 from None


@requires("plan.read")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_operations_report(request: HttpRequest, period: str) -> HttpResponse:
    """The desk. POST saves what was written."""
    report = _found(period)
    if request.method != "POST":
        return _page(request, report)
    if not may(request.user, "operations.write"):
        raise Http404
    form = OperationsForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form=form, status=422)
    edition = form.cleaned_data["edition"]
    try:
        operations.edit_operations(
            period=period, sections=form.sections(), after=edition, at=clock.now(), actor=who(request)
        )
    except Refused as refused:
        if refused.code == "changed-meanwhile":
            return _conflict(request, report, form, refused)
        if refused.code != "report-unchanged":
            form.add_error(None, said(refused))
            return _page(request, report, form=form, status=422)
    else:
        done(request, _("보고서를 저장했습니다. 공개하기 전에는 밖에서 보이지 않습니다."))
    return HttpResponseRedirect(_at(period) + ("?look=1" if request.POST.get("do") == "preview" else ""))


def _conflict(request: HttpRequest, report: OperationsReport, form: OperationsForm, refused: Refused) -> HttpResponse:
    """Someone was faster: what was typed stays in the form, theirs is shown beside it."""
    report = _found(report.period)
    typed = OperationsForm(initial={**form.cleaned_data, "edition": report.edition})
    return _page(request, report, form=typed, theirs=report.sections, refused=said(refused), status=409)


def _page(
    request: HttpRequest, report: OperationsReport, *, form: OperationsForm | None = None,
    reason: ReasonForm | None = None, theirs: dict[str, str] | None = None, refused: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    chapters = operations_told.chapters(report.figures, report.sections)
    context = {
        "report": report,
        "title": operations_told.title(report),
        "over": report.ends < timezone.localtime(clock.now()).date(),
        "writes": may(request.user, "operations.write"),
        "form": form or OperationsForm(initial={**report.sections, "edition": report.edition}),
        "sections": SECTIONS,
        "reason": reason or ReasonForm(auto_id="id_withdraw_%s"),
        "theirs": theirs,
        "refused": refused,
        "look": bool(request.GET.get("look")),
        "chapters": with_pictures(chapters, report.pictures),
        "versions": _versions(report),
    }
    return render(request, "operations_report", context, status=status)


def _versions(report: OperationsReport) -> list[OperationsVersion]:
    if report.pk is None:
        return []
    return list(report.versions.select_related("by").defer("figures", "pictures").order_by("-number"))


@requires("operations.write")
@require_POST
def staff_operations_count(request: HttpRequest, period: str) -> HttpResponse:
    """Count it anew."""
    operations.recount(period=_found(period).period, at=clock.now())
    done(request, _("다시 셌습니다."))
    return HttpResponseRedirect(_at(period))


@requires("plan.read")
@require_safe
def staff_operations_pdf(request: HttpRequest, period: str) -> HttpResponse:
    """The paper as it would be now, before it is published."""
    report = _found(period)
    return paper_response(report, operations_papers.draft(report, at=clock.now()))


@requires("operations.write")
@require_POST
def staff_operations_publish(request: HttpRequest, period: str) -> HttpResponse:
    """Everyone reads what was looked at."""
    report, edition = _found(period), request.POST.get("edition", "")
    after = int(edition) if edition.isascii() and edition.isdigit() and len(edition) < 8 else -1
    try:
        operations.publish_operations(period=report.period, after=after, at=clock.now(), actor=who(request))
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("보고서를 공개했습니다."))
    return HttpResponseRedirect(_at(period))


@requires("operations.write")
@require_POST
def staff_operations_withdraw(request: HttpRequest, period: str) -> HttpResponse:
    """Take a public report back, with the reason everyone can read."""
    report, form = _found(period), ReasonForm(request.POST, auto_id="id_withdraw_%s")
    if not form.is_valid():
        return _page(request, report, reason=form, status=422)
    try:
        operations.withdraw_operations(
            period=report.period, reason=form.cleaned_data["reason"], at=clock.now(), actor=who(request)
        )
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("보고서를 거두었습니다. 까닭은 보고서의 주소에서 누구나 볼 수 있습니다."))
    return HttpResponseRedirect(_at(period))
