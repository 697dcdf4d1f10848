"""The addresses of the goals of a plan."""

from __future__ import annotations

from django.urls import path

from . import goal, goals

urlpatterns = [
    path("plans/<int:year>/goals", goals.staff_plan_goals, name="staff_plan_goals"),
    path("plans/<int:year>/goals/new", goal.staff_goal_new, name="staff_goal_new"),
    path("plans/<int:year>/goals/figures", goals.staff_goal_figures, name="staff_goal_figures"),
    path("plans/<int:year>/goals/phases/<int:number>", goals.staff_phase, name="staff_phase"),
    path("plans/<int:year>/goals/phases/<int:number>/begin", goals.staff_phase_begin, name="staff_phase_begin"),
    path("plans/<int:year>/goals/<str:key>", goal.staff_goal, name="staff_goal"),
    path("plans/<int:year>/goals/<str:key>/drop", goal.staff_goal_drop, name="staff_goal_drop"),
    path("plans/<int:year>/goals/<str:key>/edit", goal.staff_goal_edit, name="staff_goal_edit"),
    path("plans/<int:year>/goals/<str:key>/evidence", goal.staff_goal_evidence, name="staff_goal_evidence"),
    path(
        "plans/<int:year>/goals/<str:key>/evidence/<str:evidence>", goal.staff_evidence_file, name="staff_evidence_file"
    ),
    path(
        "plans/<int:year>/goals/<str:key>/evidence/<str:evidence>/remove",
        goal.staff_evidence_remove,
        name="staff_evidence_remove",
    ),
    path("plans/<int:year>/goals/<str:key>/judge", goal.staff_goal_judge, name="staff_goal_judge"),
]
