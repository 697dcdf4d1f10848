"""The addresses of the published reports on operations."""

from __future__ import annotations

from django.urls import path

from . import operations

urlpatterns = [
    path("operations", operations.operations_page, name="operations_page"),
    path("operations/<str:period>", operations.operations_report, name="operations_report"),
    path("operations/<str:period>/data.csv", operations.operations_data, name="operations_data"),
    path("operations/<str:period>/report.pdf", operations.operations_pdf, name="operations_pdf"),
]
