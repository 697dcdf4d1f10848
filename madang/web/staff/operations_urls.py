"""The addresses of the desk for reports on operations."""

from __future__ import annotations

from django.urls import path

from . import operations

urlpatterns = [
    path("operations", operations.staff_operations, name="staff_operations"),
    path("operations/<str:period>", operations.staff_operations_report, name="staff_operations_report"),
    path("operations/<str:period>/count", operations.staff_operations_count, name="staff_operations_count"),
    path("operations/<str:period>/pdf", operations.staff_operations_pdf, name="staff_operations_pdf"),
    path("operations/<str:period>/publish", operations.staff_operations_publish, name="staff_operations_publish"),
    path("operations/<str:period>/withdraw", operations.staff_operations_withdraw, name="staff_operations_withdraw"),
]
