"""The addresses of sessions, of opinions on paper and of summaries."""

from __future__ import annotations

from django.urls import path

from . import papers, session, sessions, summaries

urlpatterns = [
    path("sessions", sessions.staff_sessions, name="staff_sessions"),
    path("sessions/<str:key>", session.staff_session, name="staff_session"),
    path("sessions/<str:key>/list", session.staff_session_list, name="staff_session_list"),
    path("forums/<str:key>/sessions", sessions.staff_forum_sessions, name="staff_forum_sessions"),
    path("forums/<str:key>/papers", papers.staff_forum_papers, name="staff_forum_papers"),
    path("forums/<str:key>/summary", summaries.staff_forum_summary, name="staff_forum_summary"),
]
