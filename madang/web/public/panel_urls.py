"""The addresses of the panels."""

from __future__ import annotations

from django.urls import path

from . import panels

urlpatterns = [
    path("panels", panels.panels, name="panels"),
    path("panels/<str:key>", panels.panel, name="panel"),
    path("panels/<str:key>/files/<str:file>", panels.panel_file, name="panel_file"),
]
