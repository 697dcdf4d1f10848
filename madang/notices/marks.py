"""What we sign in a letter: its name, so that what comes back can be told from a forgery; and the way to stop it."""

from __future__ import annotations

import re

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from .channels import sender_domain

_SALT = "madang.notices.unsubscribe"
_OURS = re.compile(r"<(\d{1,18})\.([0-9a-f]{24})@[^<>\s]{1,255}>")


def _seal(pk: int) -> str:
    return salted_hmac("madang.notices.letter", str(pk), algorithm="sha256").hexdigest()[:24]


def message_id(pk: int) -> str:
    """The Message-ID of a notice's letter: always the same, so that a second copy can be told by any mail program."""
    return f"<{pk}.{_seal(pk)}@{sender_domain()}>"


def notice_ids(text: str) -> list[int]:
    """The notices whose letters ``text`` quotes by a Message-ID of ours."""
    return [int(pk) for pk, seal in dict.fromkeys(_OURS.findall(text)) if seal == _seal(int(pk))]


def stop_link(person_pk: int, kind: str) -> str:
    """The address that stops ``kind`` for a person without signing in."""
    token = signing.dumps([person_pk, kind], salt=_SALT)
    return f"{settings.SITE_URL}/notices/unsubscribe/{token}"


def stopped_by(token: str) -> tuple[int, str] | None:
    """Whom and what a token of :func:`stop_link` is about; None when it is not one of ours. It never runs out."""
    try:
        pk, kind = signing.loads(token, salt=_SALT)
        return int(pk), str(kind)
    except (signing.BadSignature, ValueError, TypeError):
        return None
