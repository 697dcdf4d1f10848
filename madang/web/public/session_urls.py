"""The addresses of sessions."""

from __future__ import annotations

from django.urls import path

from . import session_calendar, sessions

urlpatterns = [
    path("sessions", sessions.sessions, name="sessions"),
    path("sessions.ics", session_calendar.sessions_ics, name="sessions_ics"),
    path("sessions/<str:key>.ics", session_calendar.session_ics, name="session_ics"),
    path("sessions/<str:key>", sessions.session, name="session"),
    path("sessions/<str:key>/register", sessions.sign_up, name="session.register"),
    path("sessions/<str:key>/unregister", sessions.sign_off, name="session.unregister"),
    path("my/sessions", sessions.my_sessions, name="my_sessions"),
]
