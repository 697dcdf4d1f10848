"""Every address of the house: one list a face."""

from django.urls import include, path

urlpatterns = [
    path("", include("madang.web.public.urls")),
    path("staff/", include("madang.web.staff.urls")),
]
