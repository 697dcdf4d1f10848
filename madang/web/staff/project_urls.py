"""The addresses of the detailed execution plan: projects, schedule, roles; and of one's own calendar address."""

from __future__ import annotations

from django.urls import path

from . import calendar_links, plan_roles, project_edit, projects, schedule

urlpatterns = [
    path("plans/<int:year>/projects", projects.staff_plan_projects, name="staff_plan_projects"),
    path("plans/<int:year>/projects/new", project_edit.staff_project_new, name="staff_project_new"),
    path("plans/<int:year>/projects/<str:key>", projects.staff_project, name="staff_project"),
    path("plans/<int:year>/projects/<str:key>/edit", project_edit.staff_project_edit, name="staff_project_edit"),
    path("plans/<int:year>/projects/<str:key>/drop", project_edit.staff_project_drop, name="staff_project_drop"),
    path("plans/<int:year>/projects/<str:key>/roles", plan_roles.staff_project_roles, name="staff_project_roles"),
    path("plans/<int:year>/projects/<str:key>/runs/new", project_edit.staff_run_new, name="staff_run_new"),
    path("plans/<int:year>/projects/<str:key>/runs/<str:run>", project_edit.staff_run, name="staff_run"),
    path("plans/<int:year>/schedule", schedule.staff_plan_schedule, name="staff_plan_schedule"),
    path("plans/<int:year>/roles", plan_roles.staff_plan_roles, name="staff_plan_roles"),
    path("calendar-links", calendar_links.staff_calendar_links, name="staff_calendar_links"),
]
