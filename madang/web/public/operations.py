"""운영 보고서 as everyone reads it: the published ones, each as a page, on paper, and as data."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.actions import metrics, operations, operations_papers, operations_told
from madang.plans.models import OperationsReport, OperationsVersion
from madang.web.ui.chapters import with_pictures
from madang.web.ui.operations import paper_response
from madang.web.ui.sheets import sheet_response

from .pages import page


@require_safe
def operations_page(request: HttpRequest) -> HttpResponse:
    """The published reports, the newest first."""
    reports = OperationsReport.objects.exclude(published_at=None).defer("figures", "pictures", "sections")
    return page(request, "operations/list.html", {"rows": [(one, operations_told.title(one)) for one in reports[:120]]})


def _version(period: str) -> OperationsVersion:
    found = operations.published(period)
    if found is None:
        raise Http404
    return found


@require_safe
def operations_report(request: HttpRequest, period: str) -> HttpResponse:
    """One report; where it was taken back, why."""
    version = operations.published(period)
    if version is None:
        return _withdrawn(request, period)
    context: dict[str, Any] = {
        "title": operations_told.title(version.report),
        "report": version.report,
        "version": version,
        "heroes": _heroes(version),
        "chapters": with_pictures(operations_told.chapters(version.figures, version.sections), version.pictures),
    }
    return page(request, "operations/report.html", context)


def _heroes(version: OperationsVersion) -> list[dict[str, str]]:
    """The three figures that stand large on the cover."""
    found = {row["metric"]: row["value"] for row in version.figures["figures"]}
    return [
        {"value": operations_told.said(key, found[key]), "label": str(metrics.METRICS[key].name)}
        for key in ("proposals", "participants", "answered_in_time")
        if key in found
    ]


def _withdrawn(request: HttpRequest, period: str) -> HttpResponse:
    last = OperationsVersion.objects.filter(report__period=period).select_related("report").order_by("-number").first()
    if last is None:
        raise Http404
    context = {"title": operations_told.title(last.report), "version": last}
    return page(request, "operations/withdrawn.html", context, status=410)


@require_safe
def operations_pdf(request: HttpRequest, period: str) -> HttpResponse:
    """The report on paper."""
    version = _version(period)
    return paper_response(version.report, operations_papers.made(version))


@require_safe
def operations_data(request: HttpRequest, period: str) -> HttpResponseBase:
    """The report's figures as CSV: what, how many, the period before, a year ago."""
    version = _version(period)
    columns = [_("지표"), _("무엇"), _("이번"), _("바로 앞"), _("지난해 이맘때"), _("단위")]
    rows = (
        [row["metric"], str(metrics.METRICS[row["metric"]].name), row["value"], row["before"], row["year_ago"],
         str(metrics.METRICS[row["metric"]].unit_word)]
        for row in version.figures["figures"]
        if row["metric"] in metrics.METRICS
    )  # fmt: skip
    return sheet_response(request, f"operations-{period}", columns, rows)
