"""The addresses of 실행."""

from __future__ import annotations

from django.urls import path

from . import deliveries, delivery

urlpatterns = [
    path("deliveries", deliveries.deliveries, name="deliveries"),
    path("deliveries/<str:key>.json", delivery.delivery_json, name="delivery_json"),
    path("deliveries/<str:key>", delivery.delivery, name="delivery"),
    path("deliveries/<str:key>/verdict", delivery.verdict, name="delivery.verdict"),
]
