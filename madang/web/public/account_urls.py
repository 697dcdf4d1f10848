"""The addresses of one's account. Only what is listed here of allauth is reachable."""

from __future__ import annotations

from allauth.account import views
from django.conf import settings
from django.urls import path, re_path
from django.views.generic import RedirectView

# Where to find the mail when it is not sent anywhere: shown to whoever tries Madang on their own machine, nobody else.
_TRYING = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") and settings.SITE_URL.startswith("http://localhost")
_MAIL_FOLDER = settings.EMAIL_FILE_PATH if _TRYING else ""

urlpatterns = [
    path("sign-up/", views.signup, name="account_signup"),
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path(
        "confirm/",
        views.EmailVerificationSentView.as_view(extra_context={"mail_folder": _MAIL_FOLDER}),
        name="account_email_verification_sent",
    ),
    re_path(r"^confirm/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("password/", views.password_change, name="account_change_password"),
    # Whoever has no password yet (an account made by staff) gets one as if it were forgotten: by mail.
    path("password/set/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path(
        "password/reset/sent/",
        views.PasswordResetDoneView.as_view(extra_context={"mail_folder": _MAIL_FOLDER}),
        name="account_reset_password_done",
    ),
    path("password/reset/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
