"""The letters an account gets: what each says, in the language the reader has chosen. They are laid out in accounts/letter.*."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext


@dataclass(frozen=True)
class Letter:
    """Subject, paragraphs, one thing to press, and what stands below it."""

    subject: str
    opening: tuple[str, ...]
    action: tuple[str, str] | None = None
    closing: tuple[str, ...] = ()

    def render(self) -> tuple[str, str, str]:
        """Subject, text and HTML, in the language that is active."""
        language = get_language() or settings.LANGUAGE_CODE
        institution = settings.INSTITUTION.get(language, settings.INSTITUTION["ko"])
        context = {"letter": self, "language": language, "institution": institution, "home": settings.SITE_URL}
        text = render_to_string("accounts/letter.txt", context).strip() + "\n"
        return self.subject, text, render_to_string("accounts/letter.html", context)


def _confirm(facts: dict[str, Any]) -> Letter:
    return Letter(
        gettext("이메일 주소를 확인해 주세요"),
        (
            gettext("가입해 주셔서 고마워요. 아래를 눌러 이 주소가 맞는지 확인해 주시면 바로 쓸 수 있어요."),
            gettext("이 링크는 사흘 동안 쓸 수 있어요."),
        ),
        (gettext("이메일 확인하기"), facts["activate_url"]),
        (gettext("가입한 적이 없다면 이 메일을 버리셔도 돼요. 확인하지 않으면 아무 일도 일어나지 않아요."),),
    )


def _known_already(facts: dict[str, Any]) -> Letter:
    return Letter(
        gettext("이미 가입하신 주소예요"),
        (
            gettext("누군가 이 주소로 새로 가입하려고 했어요. 이 주소로 만든 계정이 이미 있어서 새로 만들지 않았어요."),
            gettext("비밀번호가 생각나지 않으면 새로 정할 수 있어요."),
        ),
        (gettext("비밀번호 새로 정하기"), facts["password_reset_url"]),
        (gettext("본인이 아니라면 이 메일을 버리셔도 돼요. 계정은 그대로예요."),),
    )


def _reset(facts: dict[str, Any]) -> Letter:
    return Letter(
        gettext("비밀번호를 새로 정해 주세요"),
        (
            gettext("비밀번호를 새로 정하고 싶다는 요청을 받았어요. 아래를 누르면 새 비밀번호를 적을 수 있어요."),
            gettext("이 링크는 사흘 동안, 한 번만 쓸 수 있어요."),
        ),
        (gettext("새 비밀번호 정하기"), facts["password_reset_url"]),
        (gettext("요청한 적이 없다면 이 메일을 버리셔도 돼요. 비밀번호는 그대로예요."),),
    )


def _unknown(facts: dict[str, Any]) -> Letter:
    return Letter(
        gettext("이 주소로 만든 계정이 없어요"),
        (gettext("누군가 이 주소의 비밀번호를 새로 정하려고 했지만, 이 주소로 만든 계정이 없어요."),),
        (gettext("가입하기"), facts["signup_url"]),
        (gettext("다른 주소로 가입하셨을 수도 있어요. 본인이 아니라면 이 메일을 버리셔도 돼요."),),
    )


def _password_changed(facts: dict[str, Any]) -> Letter:
    return Letter(
        gettext("비밀번호가 바뀌었어요"),
        (gettext("방금 이 계정의 비밀번호가 바뀌었어요. 본인이 바꾸셨다면 하실 일은 없어요."),),
        (gettext("본인이 아니에요, 비밀번호 새로 정하기"), f"{settings.SITE_URL}/accounts/password/reset/"),
    )


def _confirm_new(facts: dict[str, Any]) -> Letter:
    """The letter to an address: the first one, or the one that takes its place."""
    user = facts.get("user")
    if user is None or not user.emailaddress_set.filter(verified=True).exists():
        return _confirm(facts)
    return Letter(
        gettext("새 이메일 주소를 확인해 주세요"),
        (
            gettext("이 주소를 새 이메일로 쓰고 싶다는 요청을 받았어요. 아래를 누르면 바뀌어요."),
            gettext("이 링크는 사흘 동안 쓸 수 있어요."),
        ),
        (gettext("이메일 확인하기"), facts["activate_url"]),
        (gettext("요청한 적이 없다면 이 메일을 버리셔도 돼요. 확인하지 않으면 아무 일도 일어나지 않아요."),),
    )


def _mail_changed(facts: dict[str, Any]) -> Letter:
    return _warning(
        gettext("이메일 주소가 바뀌었어요"),
        gettext("방금 이 계정의 이메일이 %(email)s 주소로 바뀌었어요. 본인이 바꾸셨다면 하실 일은 없어요.")
        % {"email": _veiled(facts["to_email"])},
    )


def _veiled(email: str) -> str:
    """Enough of an address for its owner to know it."""
    name, _, host = email.partition("@")
    return f"{name[:2]}***@{host}"


def _address_taken(facts: dict[str, Any]) -> Letter:
    return Letter(
        gettext("이미 가입하신 주소예요"),
        (
            gettext(
                "누군가 이 주소를 다른 계정의 새 이메일로 쓰려고 했어요. 이 주소로 만든 계정이 이미 있어서 바꾸지 않았어요."
            ),
        ),
        None,
        (gettext("본인이 아니라면 이 메일을 버리셔도 돼요. 계정은 그대로예요."),),
    )


def _connected(facts: dict[str, Any]) -> Letter:
    return _warning(
        gettext("다른 로그인이 연결되었어요"),
        gettext("방금 이 계정에 %(provider)s 로그인이 연결되었어요. 본인이 하셨다면 하실 일은 없어요.")
        % {"provider": facts["provider"].name},
    )


def _disconnected(facts: dict[str, Any]) -> Letter:
    return _warning(
        gettext("로그인 연결이 끊어졌어요"),
        gettext("방금 이 계정에서 %(provider)s 로그인의 연결이 끊어졌어요. 본인이 하셨다면 하실 일은 없어요.")
        % {"provider": facts["provider"].name},
    )


def _secured(facts: dict[str, Any]) -> Letter:
    return _warning(
        gettext("2단계 인증이 바뀌었어요"),
        gettext("방금 이 계정의 2단계 인증 방법이 바뀌었어요. 본인이 바꾸셨다면 하실 일은 없어요."),
    )


def _warning(subject: str, text: str) -> Letter:
    reset = f"{settings.SITE_URL}/accounts/password/reset/"
    return Letter(subject, (text,), (gettext("본인이 아니에요, 비밀번호 새로 정하기"), reset))


LETTERS: dict[str, Callable[[dict[str, Any]], Letter]] = {
    "account/email/email_confirmation_signup": _confirm,
    "account/email/email_confirmation": _confirm_new,
    "account/email/email_changed": _mail_changed,
    "account/email/address_taken": _address_taken,
    "account/email/account_already_exists": _known_already,
    "account/email/password_reset_key": _reset,
    "account/email/unknown_account": _unknown,
    "account/email/password_changed": _password_changed,
    "account/email/password_reset": _password_changed,
    "socialaccount/email/account_connected": _connected,
    "socialaccount/email/account_disconnected": _disconnected,
    "mfa/email/totp_activated": _secured,
    "mfa/email/totp_deactivated": _secured,
    "mfa/email/recovery_codes_generated": _secured,
    "mfa/email/webauthn_added": _secured,
    "mfa/email/webauthn_removed": _secured,
}
