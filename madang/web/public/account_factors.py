"""2단계 인증: the seam to allauth.mfa, and who must have it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultMFAAdapter):
    """Our words, the institution's name in the app, and secrets that a leaked table does not give away."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("숫자가 맞지 않아요. 앱에 지금 보이는 숫자를 적어 주세요."),
        "unverified_email": _("먼저 이메일 주소를 확인해 주세요."),
        "add_email_blocked": _("2단계 인증을 켠 동안에는 주소를 더할 수 없어요."),
        "rate_limited": _("여러 번 틀려서 잠시 막아 두었어요. 5분 뒤에 다시 해 주세요."),
        "too_many_login_attempts": _("여러 번 틀려서 잠시 막아 두었어요. 5분 뒤에 다시 해 주세요."),
    }

    def get_totp_issuer(self) -> str:
        """What the app shows beside the digits."""
        return f"{settings.INSTITUTION.get(get_language() or 'ko', settings.INSTITUTION['ko'])} 마당"

    def encrypt(self, text: str) -> str:
        """Under the instance's key."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What :meth:`encrypt` made of it. After a change of ``SECRET_KEY`` no code fits any more, and nothing breaks."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(hashlib.sha256(encrypted_text.encode()).digest()[:20]).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A name for a passkey that its owner has not named."""
        return str(_("내 패스키"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom the passkey is for."""
        found: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**found, "name": self.get_totp_issuer()}


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"madang mfa " + settings.SECRET_KEY.encode()).digest()))
