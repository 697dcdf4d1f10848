"""People, departments, and who may act for whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.base.errors import N_
from madang.base.text import opaque_key

CLOSED = N_("탈퇴한 시민")  # the name under which all stands that someone wrote who has left
LEVELS = ("account", "email", "phone", "resident", "strong")  # weakest first


class PersonManager(BaseUserManager["Person"]):
    """Making people, as Django's and allauth's sign-up expect it."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email) or None, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """One human being, whatever the number of logins. ``name`` is the public display name; ``key`` names them outside.

    ``email`` is empty for people entered by staff or by an event file.
    """

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    name = models.CharField(_("이름"), max_length=60, blank=True)
    email = models.EmailField(_("이메일"), unique=True, null=True, blank=True)
    language = models.CharField(max_length=10, default="ko")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # when they left; what they wrote then stands under no name

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    def __str__(self) -> str:
        return gettext(CLOSED) if self.closed_at else self.name or self.key

    @property
    def actor(self) -> str:
        """How the audit trail names this person."""
        return f"person:{self.key}"


class Verification(models.Model):
    """That a person is who they say, to a level. The identifier behind it is kept only as a keyed hash."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="verifications")
    level = models.CharField(max_length=12, choices=[(level, level) for level in LEVELS])
    identity_hash = models.CharField(max_length=64, null=True, unique=True)
    born = models.PositiveSmallIntegerField(null=True)
    gender = models.CharField(max_length=10, blank=True)
    area = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=40, blank=True)  # mail, oidc:PROVIDER, register, staff; empty: an event file
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "level"], name="one_verification_a_level")]


class RegisterEntry(models.Model):
    """One line of the residents' register as the institution handed it in: the keyed hash of who it is, nothing to read.

    ``register`` names the file's intake, so that a newer register replaces the older one whole.
    """

    register = models.CharField(max_length=40)
    identity_hash = models.CharField(max_length=64)
    born = models.PositiveSmallIntegerField(null=True)
    gender = models.CharField(max_length=10, blank=True)
    area = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "identity_hash"], name="one_line_a_resident")]
        indexes = [models.Index(fields=["identity_hash"], name="resident_by_hash")]


class Department(models.Model):
    """A part of the institution that answers for its field."""

    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """The roles of the founding document (seed: 담당자와 운영팀의 역할 분담), and the auditor."""

    OFFICER = "officer", _("담당자")
    PM = "pm", _("운영 PM")
    PL = "pl", _("운영 PL")
    CITIZEN_PROPOSALS = "citizen_proposals", _("시민제안 스탭")
    INSTITUTION_PROPOSALS = "institution_proposals", _("기관제안 스탭")
    FORUMS = "forums", _("시민토론 스탭")
    SITE = "site", _("사이트 스탭")
    PROMOTION = "promotion", _("홍보 스탭")
    DEPARTMENT_OFFICER = "department_officer", _("부서 담당자")
    REPRESENTATIVE = "representative", _("기관장")
    AUDITOR = "auditor", _("감사")


class Membership(models.Model):
    """A person holds a role; a department officer holds it for one department."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role.choices)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="memberships")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "department"], name="one_membership_a_department"),
            models.UniqueConstraint(
                fields=["person", "role"], condition=models.Q(department=None), name="one_membership_a_role"
            ),
            models.CheckConstraint(
                condition=~models.Q(role="department_officer") | models.Q(department__isnull=False),
                name="department_officers_have_a_department",
            ),
        ]


class Invitation(models.Model):
    """A letter that asks someone to join the team in a role. The link holds a token; here stands its SHA-256."""

    email = models.EmailField()
    role = models.CharField(max_length=24, choices=Role.choices)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="invitations_sent")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="invitations_accepted")
    withdrawn_at = models.DateTimeField(null=True)


class Use(models.Model):
    """How often someone (a person, or a keyed hash of an address) did something within one window of time.

    In the database, because every web node must see the same count: see ``limits.py``.
    """

    what = models.CharField(max_length=40)
    who = models.CharField(max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "who", "since"], name="one_count_a_window")]
        indexes = [models.Index(fields=["since"])]


class Session(AbstractBaseSession):
    """A signed-in browser. ``session_key`` holds the SHA-256 of the token in the cookie; joinable by ``person``.

    ``agent`` is what the browser calls itself; ``seen_at`` is kept to the hour, so that reading a page rarely writes.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    agent = models.CharField(max_length=300, blank=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        from .sessions import SessionStore

        return SessionStore
