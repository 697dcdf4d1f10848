"""The addresses of the panel's desk: candidates, dossiers, bundles, meetings."""

from __future__ import annotations

from django.urls import path

from . import agenda, bundling, dossier, meeting, meetings

urlpatterns = [
    path("agenda", agenda.staff_agenda, name="staff_agenda"),
    path("agenda/bundle", bundling.staff_agenda_bundle, name="staff_agenda_bundle"),
    path("agenda/<str:key>", dossier.staff_dossier, name="staff_dossier"),
    path("agenda/<str:key>/add", dossier.staff_dossier_add, name="staff_dossier_add"),
    path("agenda/<str:key>/check", dossier.staff_dossier_check, name="staff_dossier_check"),
    path("agenda/<str:key>/entries/<int:pk>/remove", dossier.staff_dossier_remove, name="staff_dossier_remove"),
    path("meetings", meetings.staff_meetings, name="staff_meetings"),
    path("meetings/new", meetings.staff_meeting_new, name="staff_meeting_new"),
    path("meetings/<str:key>", meeting.staff_meeting, name="staff_meeting"),
    path("meetings/<str:key>/put", meeting.staff_meeting_put, name="staff_meeting_put"),
    path("meetings/<str:key>/items/<int:pk>/vote", meeting.staff_meeting_vote, name="staff_meeting_vote"),
    path("meetings/<str:key>/items/<int:pk>/conclude", meeting.staff_meeting_conclude, name="staff_meeting_conclude"),
    path("meetings/<str:key>/minutes", meeting.staff_meeting_minutes, name="staff_meeting_minutes"),
]
