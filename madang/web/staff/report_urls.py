"""The addresses of the report desk."""

from __future__ import annotations

from django.urls import path

from . import forum_report, forum_result

urlpatterns = [
    path("forums/<str:key>/report", forum_report.staff_forum_report, name="staff_forum_report"),
    path("forums/<str:key>/report/publish", forum_report.staff_forum_report_publish, name="staff_forum_report_publish"),
    path(
        "forums/<str:key>/report/withdraw", forum_report.staff_forum_report_withdraw, name="staff_forum_report_withdraw"
    ),
    path("forums/<str:key>/report/count", forum_report.staff_forum_report_count, name="staff_forum_report_count"),
    path("forums/<str:key>/result", forum_result.staff_forum_result, name="staff_forum_result"),
    path("cases/<str:key>/tasks/<str:stage>", forum_result.staff_case_task, name="staff_case_task"),
    path("population", forum_result.staff_population, name="staff_population"),
]
