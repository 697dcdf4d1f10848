"""Settings. Everything an operator can change comes from the environment and is listed in docs/operating.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from madang.base import logins


class Env(environ.Env):
    """The environment; a value that cannot be read is refused with the variable's name."""

    def get_value(self, var: Any, *args: Any, **options: Any) -> Any:
        try:
            return super().get_value(var, *args, **options)
        except (ValueError, TypeError) as error:
            raise ImproperlyConfigured(f"{var}: {error}") from None


env = Env()
ROOT = Path(__file__).resolve().parent.parent
VAR = Path(env.str("MADANG_VAR", default=str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """From the environment; without it a random one is made once and kept in ``var/`` (one machine, the demo, tests)."""
    given = env.str("SECRET_KEY", default="")
    if given:
        return given
    kept = VAR / "secret-key"
    try:
        return kept.read_text().strip()
    except FileNotFoundError:
        try:
            with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
        return kept.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.str('PORT', default='8000')}").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", SITE_URL.split("://")[1].split(":")[0]]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTITUTION = {"ko": env.str("INSTITUTION", default="가온시"), "en": env.str("INSTITUTION_EN", default="Gaon City")}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.kakao",
    "allauth.socialaccount.providers.naver",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
    "madang.audit",
    "madang.people",
    "madang.notices",
    "madang.procedures",
    "madang.proposals",
    "madang.answers",
    "madang.comments",
    "madang.agenda",
    "madang.forums",
    "madang.deliveries",
    "madang.plans",
    "madang.results",
    "madang.moderation",
    "madang.monitoring",
    "madang.pages",
    "madang.web.ui",
    "madang.web.public",
    "madang.web.staff",
    "madang.ops",
]
MIDDLEWARE = [
    "madang.web.ui.middleware.DatabaseTrouble",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "madang.web.ui.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "madang.web.ui.middleware.Seen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "madang.urls"
WSGI_APPLICATION = "madang.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "madang.web.ui.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "django.contrib.auth.context_processors.auth",
                "madang.web.ui.context.page",
                "madang.web.ui.frame.frame",
            ],
        },
    },
    # Only for texts that libraries bring (mail subjects and the like); our own pages are all Jinja2.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# ── database ─────────────────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'madang.sqlite3'}")}
_database = {"ENGINE": "", **DATABASES["default"]}
DATABASES["default"] = _database
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": env.int("SQLITE_BUSY_SECONDS", default=10),
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
elif _database["ENGINE"].endswith("postgresql"):
    _database["CONN_MAX_AGE"] = 0
    _database["OPTIONS"] = {
        **_database.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=12), "timeout": 5},
    }
else:
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "madang.people.sessions"
SESSION_COOKIE_NAME = "madang_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "madang.web.public.accounts.Adapter"
ACCOUNT_FORMS = {
    "signup": "madang.web.public.account_forms.SignupForm",
    "login": "madang.web.public.account_forms.SignInForm",
    "reset_password": "madang.web.public.account_forms.ResetForm",
    "reset_password_from_key": "madang.web.public.account_forms.ResetFromKeyForm",
    "change_password": "madang.web.public.account_forms.ChangePasswordForm",
    "reauthenticate": "madang.web.public.account_forms.AgainForm",
}
# Who someone is, as far as it was checked, is kept only as hashes under this key. Changing it forgets everyone.
IDENTITY_KEY = env.str("IDENTITY_KEY", default="") or SECRET_KEY

# ── the second factor ────────────────────────────────────────────────────────────────────────────────────────────
MFA_ADAPTER = "madang.web.public.account_factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # localhost, where everyone tries Madang first
MFA_FORMS = {
    "authenticate": "madang.web.public.account_forms.CodeForm",
    "reauthenticate": "madang.web.public.account_forms.CodeAgainForm",
    "activate_totp": "madang.web.public.account_forms.ActivateForm",
    "add_webauthn": "madang.web.public.account_forms.AddPasskeyForm",
}
# Whoever holds one of these roles sets up a second factor before any staff page opens (docs/rights.md names them).
MFA_REQUIRED_ROLES = env.list("MFA_REQUIRED_ROLES", default=[])

# ── other logins ─────────────────────────────────────────────────────────────────────────────────────────────────
try:
    _oidc = logins.read_oidc(env.str("OIDC_PROVIDERS", default=""))
except ValueError as error:
    raise ImproperlyConfigured(f"OIDC_PROVIDERS: {error}") from None
_known = {
    name: (env.str(f"{name.upper()}_CLIENT_ID", default=""), env.str(f"{name.upper()}_CLIENT_SECRET", default=""))
    for name in logins.WELL_KNOWN
}
SOCIALACCOUNT_PROVIDERS = logins.providers(_oidc, _known)
SOCIALACCOUNT_ADAPTER = "madang.web.public.account_social.Adapter"
SOCIALACCOUNT_AUTO_SIGNUP = False  # a name and the agreement are asked for first
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # only addresses that the provider has verified are taken over
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8
SOCIALACCOUNT_FORMS = {"signup": "madang.web.public.account_social.SignupForm"}
LOGIN_ORIGINS = logins.origins(_oidc, _known)
ACCOUNT_CHANGE_EMAIL = True  # a new address replaces the old one once it is confirmed
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and nowhere else
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a letter when the password was changed
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
# How often a person or an address may do what: the operator's own numbers (people/limits.py has the others).
MODERATION_HOURS = env.int("MODERATION_HOURS", default=24)
LIMITS = env.json("LIMITS", default={})
# The attempts to sign in are counted here. In the database, because every web node must see the same count and neither
# SQLite nor PostgreSQL needs anything installed for it; only signing in and up uses it, so that its cost does not matter.
CACHES = {
    "default": {
        "BACKEND": "madang.people.attempts.Attempts",
        "LOCATION": "attempts",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

# What needs a second person before it is published ("rules", "answers"), and how long things about people are kept.
SECOND_PERSON = env.list("SECOND_PERSON", default=[])
if unknown := set(SECOND_PERSON) - {"rules", "answers"}:
    raise ImproperlyConfigured(f"SECOND_PERSON: there is no {', '.join(sorted(unknown))}; there are rules, answers")
RETENTION = env.json("RETENTION", default={})  # kind → days, over madang/people/keeping.py
CONTACT = env.str("CONTACT", default="")
PRIVACY_CONTACT = env.str("PRIVACY_CONTACT", default=CONTACT)

# ── mail ─────────────────────────────────────────────────────────────────────────────────────────────────────────
# Without EMAIL_URL mails are written as files, where the demo's visitor (and the operator) can read them.
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR / "mail")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"{INSTITUTION['ko']} 마당 <madang@localhost>")
BOUNCES_UNTIL_SILENT = env.int("BOUNCES_UNTIL_SILENT", default=3)
# Short messages (SMS, 알림톡) go through an adapter of the institution's own: see madang/notices/channels.py.
MESSAGE_ADAPTER = env.str("MESSAGE_ADAPTER", default="")
MESSAGE_KINDS = env.list("MESSAGE_KINDS", default=["answer-requested", "overdue", "overdue-head", "answered"])
# Reminders: so many working days before a duty is due; so many days late until the head is told.
REMIND_DAYS_BEFORE = env.list("REMIND_DAYS_BEFORE", cast=int, default=[3, 1])
ESCALATE_AFTER_DAYS = env.int("ESCALATE_AFTER_DAYS", default=7)
TODO_ESCALATE_AFTER_DAYS = env.int("TODO_ESCALATE_AFTER_DAYS", default=4)  # counted from the todo's last day
# A long-running forum is summed up every so many months: 오늘 할 일 says so when it is time.
FORUM_SUMMARY_MONTHS = env.int("FORUM_SUMMARY_MONTHS", default=3)

# ── languages and time ───────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [ROOT / "madang" / "locale"]
LANGUAGE_COOKIE_NAME = "madang_language"
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("MADANG_TIME_ZONE", default="Asia/Seoul")
USE_THOUSAND_SEPARATOR = False

# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_MANIFEST_STRICT = False  # a page about a failure must not fail over a picture
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if (STATIC_ROOT / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = VAR / "uploads"  # served by a view that asks who may see it, never by the web server
FILE_UPLOAD_PERMISSIONS = 0o640
# A file that is too large is not even received to its end.
FILE_UPLOAD_HANDLERS = [
    "madang.web.ui.uploads.Limited",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_IMAGE_MB = env.int("UPLOAD_IMAGE_MB", default=10)
UPLOAD_FILE_MB = env.int("UPLOAD_FILE_MB", default=20)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# ── safety ───────────────────────────────────────────────────────────────────────────────────────────────────────
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "madang.web.ui.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *LOGIN_ORIGINS],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # the pool tells of each attempt to connect; that the database is away is told once, by who needs it
    "loggers": {"psycopg.pool": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
