"""The addresses of the panels' desk."""

from __future__ import annotations

from django.urls import path

from . import panel, panel_draw, panels

urlpatterns = [
    path("panels", panels.staff_panels, name="staff_panels"),
    path("panels/<str:key>", panel.staff_panel, name="staff_panel"),
    path("panels/<str:key>/draw", panel_draw.staff_panel_draw, name="staff_panel_draw"),
    path("panels/<str:key>/files/<str:file>", panel_draw.staff_panel_file, name="staff_panel_file"),
]
