"""The addresses of the desk for 실행."""

from __future__ import annotations

from django.urls import path

from . import deliveries, delivery

urlpatterns = [
    path("deliveries", deliveries.staff_deliveries, name="staff_deliveries"),
    path("deliveries/<str:key>", delivery.staff_delivery, name="staff_delivery"),
    path("deliveries/<str:key>/finish", delivery.staff_delivery_finish, name="staff_delivery_finish"),
    path("deliveries/<str:key>/plan", delivery.staff_delivery_plan, name="staff_delivery_plan"),
    path("deliveries/<str:key>/report", delivery.staff_delivery_report, name="staff_delivery_report"),
]
