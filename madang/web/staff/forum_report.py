"""토론 보고서 쓰기: what the system counted stands there; staff write the rest, look at it, publish it, take it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions.figures import ended_at
from madang.actions.figures_due import build_report, is_small, rebuild_report
from madang.actions.reports import edit_report, newest, publish_report, withdraw_report
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import Forum
from madang.results.models import SECTIONS, DiscussionReport, ReportVersion
from madang.web.ui.chapters import report_chapters
from madang.web.ui.refusals import said

from .door import requires, who
from .page import done, refuse, render
from .report_forms import ReasonForm, ReportForm


def find_forum(key: str) -> Forum:
    """A forum that has been opened; else 404."""
    rows = Forum.objects.with_case().select_related("case__rules__procedure").exclude(opened_at=None)
    forum = rows.filter(key=key.replace("\x00", "")).first()
    if forum is None:
        raise Http404
    return forum


def _at(key: str) -> str:
    return reverse("staff_forum_report", kwargs={"key": key})


@requires("report.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_forum_report(request: HttpRequest, key: str) -> HttpResponse:
    """The desk. POST saves the next version; with ``do=preview`` it is looked at before it is published."""
    forum = find_forum(key)
    if request.method != "POST":
        return _page(request, forum)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, forum, form=form, status=422)
    try:
        edit_report(
            forum=forum, sections=form.sections(), edition=form.cleaned_data["edition"], at=clock.now(),
            actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        if refused.code == "changed-meanwhile":
            return _conflict(request, forum, form, refused)
        if refused.code != "report-unchanged":
            form.add_error(None, said(refused))
            return _page(request, forum, form=form, status=422)
    else:
        done(request, _("보고서를 저장했습니다. 공개하기 전에는 밖에서 보이지 않습니다."))
    where = f"{_at(key)}?look=1" if request.POST.get("do") == "preview" else _at(key)
    return HttpResponseRedirect(where)


def _conflict(request: HttpRequest, forum: Forum, form: ReportForm, refused: Refused) -> HttpResponse:
    """Someone was faster: what was typed stays in the form, theirs is shown beside it."""
    report = _report(forum)
    last = newest(report) if report is not None else None
    typed = {**form.cleaned_data, "edition": last.number if last is not None else 0}
    return _page(request, forum, form=ReportForm(initial=typed), theirs=last, refused=said(refused), status=409)


def _report(forum: Forum) -> DiscussionReport | None:
    return DiscussionReport.objects.select_related("published__published_by").filter(forum=forum).first()


def _page(
    request: HttpRequest,
    forum: Forum,
    *,
    form: ReportForm | None = None,
    reason: ReasonForm | None = None,
    theirs: ReportVersion | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    report, now = _report(forum), clock.now()
    last = newest(report) if report is not None else None
    sections: dict[str, str] = last.sections if last is not None else {}
    start: dict[str, Any] = {name: sections.get(name, "") for name in SECTIONS}
    start["edition"] = last.number if last is not None else 0
    context = {
        "forum": forum,
        "case": forum.case,
        "ended": ended_at(forum, now),
        "report": report,
        "built": report is not None and report.built_at is not None,
        "failed": report is not None and report.failures > 0,
        "newest": last,
        "unpublished": last is not None and (report is None or report.published_id != last.pk),
        "form": form or ReportForm(initial=start),
        "reason": reason or ReasonForm(auto_id="id_withdraw_%s"),
        "theirs": [(name, theirs.sections.get(name, "")) for name in SECTIONS] if theirs is not None else None,
        "refused": refused,
        "versions": list(report.versions.select_related("by").order_by("-number")) if report is not None else [],
        "preview": _preview(forum, report, sections) if request.GET.get("look") else None,
    }
    return render(request, "forum_report", context, status=status)


def _preview(forum: Forum, report: DiscussionReport | None, sections: dict[str, str]) -> list[dict[str, Any]]:
    figures = report.figures if report is not None else {}
    return report_chapters(forum, figures, sections, report.pictures if report is not None else {})


@requires("report.write")
@require_POST
def staff_forum_report_publish(request: HttpRequest, key: str) -> HttpResponse:
    """Everyone reads the version that was looked at."""
    forum = find_forum(key)
    number = request.POST.get("number", "")
    report = _report(forum)
    try:
        if report is None or report.built_at is None:
            raise Refused("report-not-counted")
        publish_report(
            forum=forum, number=int(number) if number.isascii() and number.isdigit() and len(number) < 8 else None,
            at=clock.now(), actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("보고서를 공개했습니다."))
    return HttpResponseRedirect(_at(key))


@requires("report.write")
@require_POST
def staff_forum_report_withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take a public report back, with the reason everyone can read."""
    forum = find_forum(key)
    form = ReasonForm(request.POST, auto_id="id_withdraw_%s")
    if not form.is_valid():
        return _page(request, forum, reason=form, status=422)
    try:
        withdraw_report(forum=forum, reason=form.cleaned_data["reason"], at=clock.now(), actor=who(request))
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("보고서를 거두었습니다. 까닭은 보고서의 주소에서 누구나 볼 수 있습니다."))
    return HttpResponseRedirect(_at(key))


@requires("report.write")
@require_POST
def staff_forum_report_count(request: HttpRequest, key: str) -> HttpResponse:
    """Count anew: at once where the forum is small, else by the worker."""
    forum, now = find_forum(key), clock.now()
    if ended_at(forum, now) is None:
        refuse(request, Refused("report-too-early"))
        return HttpResponseRedirect(_at(key))
    report = _report(forum)
    if is_small(forum):
        counted = rebuild_report(report, at=now) if report is not None else build_report(forum, at=now)
        done(
            request,
            _("다시 셌습니다.") if counted else _("지금 다른 곳에서 세고 있습니다. 잠시 뒤 다시 열어 주십시오."),
        )
    else:
        DiscussionReport.objects.filter(forum=forum).update(built_at=None, failures=0)
        done(request, _("곧 다시 셉니다. 그때까지는 지금 숫자가 보입니다."))
    return HttpResponseRedirect(_at(key))
