"""The addresses of one's own page, of invitations, and of what is said about personal data."""

from __future__ import annotations

from django.urls import path

from . import invitations, my, my_data, privacy

urlpatterns = [
    path("my", my.my, name="my"),
    path("my/supports", my.my_supports, name="my_supports"),
    path("my/comments", my.my_comments, name="my_comments"),
    path("my/drafts", my.my_drafts, name="my_drafts"),
    path("my/data", my_data.my_data, name="my_data"),
    path("my/leave", my_data.my_leave, name="my_leave"),
    path("invitations/<str:token>", invitations.invitation, name="invitation"),
    path("privacy", privacy.privacy, name="privacy"),
]
