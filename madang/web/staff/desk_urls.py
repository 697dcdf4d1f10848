"""The addresses of the desks: from hand to hand, contributions, approval, templates, the calendar, saved filters."""

from __future__ import annotations

from django.urls import path

from . import answer, calendar, cases, contributions, filters, handing, publish, routing, templates

urlpatterns = [
    path("answers/<str:key>/approval", publish.staff_answer_approval, name="staff_answer_approval"),
    path("answers/<str:key>/contribute", answer.staff_answer_contribute, name="staff_answer_contribute"),
    path("calendar", calendar.staff_calendar, name="staff_calendar"),
    path("cases/contribute", cases.staff_cases_contribute, name="staff_cases_contribute"),
    path("cases/route", routing.staff_cases_route, name="staff_cases_route"),
    path("cases/<str:key>/contribute", handing.staff_case_contribute, name="staff_case_contribute"),
    path("cases/<str:key>/explain/<str:duty>", handing.staff_case_explain, name="staff_case_explain"),
    path("cases/<str:key>/hand-over", handing.staff_case_hand_over, name="staff_case_hand_over"),
    path("cases/<str:key>/refuse", handing.staff_case_refuse, name="staff_case_refuse"),
    path("contributions", contributions.staff_contributions, name="staff_contributions"),
    path("contributions/<int:pk>", contributions.staff_contribution, name="staff_contribution"),
    path("filters", filters.staff_filters, name="staff_filters"),
    path("filters/<int:pk>/remove", filters.staff_filter_remove, name="staff_filter_remove"),
    path("templates", templates.staff_templates, name="staff_templates"),
    path("templates/<int:pk>", templates.staff_template, name="staff_template"),
]
