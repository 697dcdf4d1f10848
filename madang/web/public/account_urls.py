"""The addresses of one's account. Only what is listed here of allauth is reachable."""

from __future__ import annotations

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.google import views as google
from allauth.socialaccount.providers.kakao import views as kakao
from allauth.socialaccount.providers.naver import views as naver
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.urls import path, re_path
from django.views.generic import RedirectView

from . import account_own, account_verify
from .account_with import SignIn, SignUp, begins, ends

# Where to find the mail when it is not sent anywhere: shown to whoever tries Madang on their own machine, nobody else.
_TRYING = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") and settings.SITE_URL.startswith("http://localhost")
_MAIL_FOLDER = settings.EMAIL_FILE_PATH if _TRYING else ""
_TO_SECURITY = RedirectView.as_view(pattern_name="mfa_index")

urlpatterns = [
    path("", account_own.home, name="account_home"),
    path("name/", account_own.name, name="account_name"),
    path("email/", account_own.email, name="account_email"),
    path("sessions/", account_own.sessions, name="account_sessions"),
    path("logins/", account_own.logins, name="socialaccount_connections"),
    path("verify/", account_verify.verify, name="account_verify"),
    # in and out
    path("sign-up/", SignUp.as_view(), name="account_signup"),
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
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
    # once more, before something sensitive
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # the second factor
    path("security/", account_own.signed_in(mfa.index), name="mfa_index"),
    path("security/app/", account_own.signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("security/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("security/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "security/codes/new/", account_own.signed_in(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path("security/codes.txt", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("security/passkeys/", account_own.signed_in(_TO_SECURITY), name="mfa_list_webauthn"),
    path("security/passkeys/new/", account_own.signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "security/passkeys/<int:pk>/remove/",
        account_own.signed_in(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    # through others
    path("with/new/", social.signup, name="socialaccount_signup"),
    path("with/kakao/", begins(kakao.oauth2_login, "kakao"), name="kakao_login"),
    path("with/kakao/back/", ends(kakao.oauth2_callback, "kakao"), name="kakao_callback"),
    path("with/naver/", begins(naver.oauth2_login, "naver"), name="naver_login"),
    path("with/naver/back/", ends(naver.oauth2_callback, "naver"), name="naver_callback"),
    path("with/google/", begins(google.oauth2_login, "google"), name="google_login"),
    path("with/google/back/", ends(google.oauth2_callback, "google"), name="google_callback"),
    path("with/<slug:provider_id>/", begins(oidc.login), name="openid_connect_login"),
    path("with/<slug:provider_id>/back/", ends(oidc.callback), name="openid_connect_callback"),
]
