"""The addresses of 의제: candidates, what the panel reads of them, its meetings."""

from __future__ import annotations

from django.urls import path

from . import agenda

urlpatterns = [
    path("agenda", agenda.agenda, name="agenda"),
    path("agenda/<str:key>", agenda.agenda_item, name="agenda_item"),
    path("meetings/<str:key>", agenda.meeting, name="meeting"),
]
