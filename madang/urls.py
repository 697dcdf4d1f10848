"""Every address of the house: one list a face."""

from django.urls import include, path

urlpatterns = [
    path("", include("madang.web.public.urls")),
    path("staff/", include("madang.web.staff.urls")),
    path("", include("madang.web.ui.urls")),
]

handler400 = "madang.web.ui.errors.bad_request"
handler403 = "madang.web.ui.errors.forbidden"
handler404 = "madang.web.ui.errors.not_found"
handler500 = "madang.web.ui.errors.server_error"
