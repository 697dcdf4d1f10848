"""Asking people by mail to join the team: a link with a token, of which only the hash is kept."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, mask_email, opaque_key
from madang.notices.outbox import put
from madang.people.models import Department, Invitation, Person, Role

from .journey import name_of
from .people import grant_role

VALID = timedelta(days=14)


def token_of(invitation: Invitation) -> str:
    """The token in the link: made from the secret key when the letter is written, so that it is stored nowhere."""
    said = f"invitation:{invitation.pk}:{invitation.email.lower()}:{invitation.at.timestamp():.6f}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()[:40]


def hash_of(token: str) -> str:
    """What the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def send_invitation(
    *, email: str, role: str, at: datetime, actor: Person | None, department: Department | None = None
) -> Invitation:
    """Invite whoever reads ``email`` to a role. An invitation that still stands for the same is sent again instead."""
    email = Person.objects.normalize_email(clean_line(email))
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused("email-malformed", email=email[:80]) from error
    if role not in Role.values:
        raise Refused("unknown-role", role=role, roles=", ".join(Role.values))
    if role != Role.DEPARTMENT_OFFICER:
        department = None
    elif department is None:
        raise Refused("department-missing")
    open_ = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, role=role, department=department)
    standing = open_.filter(email__iexact=email).first()
    if standing is not None:
        return resend_invitation(invitation=standing, at=at, actor=actor)
    made = Invitation(email=email, role=role, department=department, invited_by=actor)
    _send(made, at)
    _record(made, "invitation.send", at, actor)
    return made


@transaction.atomic
def resend_invitation(*, invitation: Invitation, at: datetime, actor: Person | None) -> Invitation:
    """Send it once more, with a new link and two more weeks; the link sent before is void."""
    invitation = _open(invitation)
    _send(invitation, at)
    _record(invitation, "invitation.resend", at, actor)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, at: datetime, actor: Person | None) -> None:
    """Take it back before it is accepted."""
    invitation = _open(invitation)
    invitation.withdrawn_at = at
    invitation.save()
    _record(invitation, "invitation.withdraw", at, actor)


def _open(invitation: Invitation) -> Invitation:
    """The row, locked; Refused when it is over."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at is not None:
        raise Refused("invitation-used")
    if locked.withdrawn_at is not None:
        raise Refused("invitation-withdrawn")
    return locked


def _send(invitation: Invitation, at: datetime) -> None:
    invitation.at, invitation.expires_at = at, at + VALID
    if invitation.pk is None:  # the token is made of its number
        invitation.token_hash = opaque_key(40)
        invitation.save()
    invitation.token_hash = hash_of(token_of(invitation))
    invitation.save()
    put("invitation", f"{invitation.pk}:{at.timestamp():.6f}", at=at, email=invitation.email, invitation=invitation.pk)


def _record(invitation: Invitation, verb: str, at: datetime, actor: Person | None) -> None:
    department = invitation.department.key if invitation.department else None
    subject = f"invitation:{invitation.pk}"
    record(at=at, actor=name_of(actor), verb=verb, subject=subject, role=invitation.role, department=department)


def find_invitation(token: str) -> Invitation:
    """The invitation behind a link; Refused when there is none."""
    found = Invitation.objects.select_related("department", "invited_by").filter(token_hash=hash_of(token)).first()
    if found is None:
        raise Refused("invitation-unknown")
    return found


def check_invitation(invitation: Invitation, *, at: datetime) -> None:
    """Refused when it is over: withdrawn, used or expired."""
    if invitation.withdrawn_at is not None:
        raise Refused("invitation-withdrawn")
    if invitation.accepted_at is not None:
        raise Refused("invitation-used")
    if invitation.expires_at <= at:
        raise Refused("invitation-expired")


def reads(person: Person, email: str) -> bool:
    """Whether ``email`` is an address that this account has confirmed."""
    if EmailAddress.objects.filter(user=person, email__iexact=email, verified=True).exists():
        return True
    own = (person.email or "").lower() == email.lower()
    return own and person.verifications.filter(level="email").exists()


@transaction.atomic
def accept_invitation(*, token: str, person: Person, at: datetime) -> Invitation:
    """``person`` joins the team as they were asked to; only an account that has confirmed the very address may."""
    invitation = Invitation.objects.select_for_update().get(pk=find_invitation(token).pk)
    check_invitation(invitation, at=at)
    if not reads(person, invitation.email):
        raise Refused("invitation-other-address", email=mask_email(invitation.email))
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save()
    role, department = invitation.role, invitation.department
    grant_role(person=person, role=role, department=department, at=at, actor=invitation.invited_by)
    _record(invitation, "invitation.accept", at, person)
    return invitation
