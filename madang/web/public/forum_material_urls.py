"""The addresses of a forum's pictures and files."""

from __future__ import annotations

from django.urls import path

from . import forum_materials

urlpatterns = [path("forums/files/<str:key>/<str:file>", forum_materials.forum_file, name="forum_file")]
