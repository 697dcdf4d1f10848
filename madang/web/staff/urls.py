"""The staff's addresses. Every one has its row in tests/web/test_doors.py."""

from __future__ import annotations

from django.urls import path

from . import departments, invitations, leaving
from . import answer, answers, audit, case, cases, duties, holidays, home, people, publish, rules, rules_edit

urlpatterns = [
    path("", home.staff_home, name="staff_home"),
    path("answers", answers.staff_answers, name="staff_answers"),
    path("answers/<str:key>", answer.staff_answer, name="staff_answer"),
    path("answers/<str:key>/publish", publish.staff_answer_publish, name="staff_answer_publish"),
    path("answers/<str:key>/correct", answer.staff_answer_correct, name="staff_answer_correct"),
    path("audit", audit.staff_audit, name="staff_audit"),
    path("audit/verify", audit.staff_audit_verify, name="staff_audit_verify"),
    path("audit/<int:number>", audit.staff_audit_entry, name="staff_audit_entry"),
    path("cases", cases.staff_cases, name="staff_cases"),
    path("cases/assign", cases.staff_cases_assign, name="staff_cases_assign"),
    path("cases/<str:key>", case.staff_case, name="staff_case"),
    path("cases/<str:key>/assign", duties.staff_case_assign, name="staff_case_assign"),
    path("cases/<str:key>/decide/<str:kind>", case.staff_case_decide, name="staff_case_decide"),
    path("cases/<str:key>/extend/<str:duty>", duties.staff_case_extend, name="staff_case_extend"),
    path("cases/<str:key>/move", case.staff_case_move, name="staff_case_move"),
    path("cases/<str:key>/paper", case.staff_paper, name="staff_paper"),
    path("holidays", holidays.staff_holidays, name="staff_holidays"),
    path("holidays/<str:day>/remove", holidays.staff_holiday_remove, name="staff_holiday_remove"),
    path("departments", departments.staff_departments, name="staff_departments"),
    path("departments/<str:key>", departments.staff_department, name="staff_department"),
    path("people", people.staff_people, name="staff_people"),
    path("people/<int:pk>/revoke", people.staff_people_revoke, name="staff_people_revoke"),
    path("people/invitations/<int:pk>/resend", invitations.staff_invitation_resend, name="staff_invitation_resend"),
    path("people/invitations/<int:pk>/withdraw", invitations.staff_invitation_withdraw, name="staff_invitation_withdraw"),
    path("people/<str:key>/leave", leaving.staff_people_leave, name="staff_people_leave"),
    path("rules", rules.staff_rules, name="staff_rules"),
    path("rules/<slug:slug>", rules.staff_rules_history, name="staff_rules_history"),
    path("rules/<slug:slug>/edit", rules_edit.staff_rules_edit, name="staff_rules_edit"),
    path("rules/<slug:slug>/json", rules_edit.staff_rules_json, name="staff_rules_json"),
    path("rules/<slug:slug>/publish", rules_edit.staff_rules_publish, name="staff_rules_publish"),
    path("rules/<slug:slug>/move", rules.staff_rules_move, name="staff_rules_move"),
]
