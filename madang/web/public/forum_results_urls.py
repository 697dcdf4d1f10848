"""The addresses of a forum's figures and of its report."""

from __future__ import annotations

from django.urls import path

from . import forum_result, forum_results

urlpatterns = [
    path("forums/<str:key>/figures", forum_results.figures, name="forum_figures"),
    path("forums/<str:key>/result", forum_result.result, name="forum_result"),
    path("forums/<str:key>/report", forum_results.report, name="forum_report"),
    path("forums/<str:key>/report.pdf", forum_results.report_pdf, name="forum_report_pdf"),
    path("forums/<str:key>/report/opinions", forum_results.report_opinions, name="forum_report_opinions"),
    path("forums/<str:key>/report/<slug:name>.csv", forum_results.report_data, name="forum_report_data"),
]
