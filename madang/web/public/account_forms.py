"""The forms of signing up and in: allauth's fields in our words, without placeholders that vanish while typing."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.validators import EmailValidator
from django.db import IntegrityError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.people import limits
from madang.people.names import check_name
from madang.web.ui.refusals import said

PASSWORD_HELP = _("10자 이상이면 돼요. 짧은 문장을 하나 적으면 외우기 쉽고 안전해요.")
NAME_LENGTH = 30


def say(field: forms.Field, label: Any, missing: Any, help_text: Any = "") -> None:
    """Give a field its label, its help, and what is said when it stays empty."""
    field.label = label
    field.help_text = help_text
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


def say_email(field: forms.Field, help_text: Any = "") -> None:
    """The same for an e-mail address."""
    say(field, _("이메일"), _("이메일 주소를 적어 주세요."), help_text)
    incomplete = EmailValidator(_("이메일 주소를 끝까지 적어 주세요. 예: hana@example.com"))
    field.validators = [incomplete if isinstance(each, EmailValidator) else each for each in field.validators]
    field.widget.attrs["autocomplete"] = "email"


def say_name(field: forms.Field) -> None:
    """The public name."""
    say(
        field,
        _("공개 이름"),
        _("공개 이름을 적어 주세요."),
        _("제안과 의견 옆에 누구나 보는 이름이에요. 실명이 아니어도 괜찮아요."),
    )
    field.error_messages["max_length"] = _("공개 이름은 %(limit_value)d자까지 쓸 수 있어요.")
    validators: list[Any] = list(field.validators)
    for validator in validators:
        if getattr(validator, "limit_value", None) == NAME_LENGTH:
            validator.message = field.error_messages["max_length"]


def say_agree(field: forms.Field) -> None:
    """Consent."""
    say(
        field,
        _("이용 약속과 개인정보 처리에 동의해요"),
        _("가입하려면 이용 약속과 개인정보 처리에 동의해 주세요."),
    )


def clean_display_name(raw: str, *, works_here: bool = False) -> str:
    """The name as it will be shown: one line, nothing hidden in it, no address, and nobody else's or an office's.

    ``works_here``: people of the team may be called by their office.
    """
    name = clean_line(raw)
    if not name:
        raise forms.ValidationError(_("공개 이름을 적어 주세요."))
    if "@" in name:
        raise forms.ValidationError(_("공개 이름은 누구나 봐요. 이메일 주소 말고 다른 이름을 적어 주세요."))
    try:
        if not works_here:
            check_name(name)
    except Refused as refused:
        raise forms.ValidationError(said(refused)) from None
    return name


class SignInForm(allauth_forms.LoginForm):
    """로그인."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_email(self.fields["login"])
        say(self.fields["password"], _("비밀번호"), _("비밀번호를 적어 주세요."))
        say(
            self.fields["remember"],
            _("이 기기에서 2주 동안 로그인해 두기"),
            "",
            _("여럿이 쓰는 컴퓨터라면 끄고 로그인해 주세요."),
        )
        self.fields["remember"].initial = True


class SignupForm(allauth_forms.SignupForm):
    """회원 가입: a public name, an address, a password, and consent in plain words."""

    name = forms.CharField(max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "nickname"}))
    agree = forms.BooleanField()
    field_order = ("name", "email", "password1", "agree")
    account_already_exists: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_name(self.fields["name"])
        say_email(self.fields["email"], _("공개되지 않아요. 로그인과 알림에만 써요."))
        say(self.fields["password1"], _("비밀번호"), _("비밀번호를 적어 주세요."), PASSWORD_HELP)
        say_agree(self.fields["agree"])

    def clean_name(self) -> str:
        """As it will be shown."""
        return clean_display_name(self.cleaned_data["name"])

    def clean(self) -> Any:
        """Once all is well written: not too many accounts from one address in an hour (``people.limits``)."""
        cleaned = super().clean()
        if not self.errors:
            try:
                now = clock.now()
                limits.spend("signup", at=now, address=limits.address_of(context.request, at=now))
            except Refused as refused:
                self.add_error(None, said(refused))
        return cleaned

    def try_save(self, request: HttpRequest) -> Any:
        """As allauth's; an address that is taken (even a moment ago) looks from outside like one that is free."""
        if not self.account_already_exists:
            try:
                return super().try_save(request)
            except IntegrityError:
                self.account_already_exists = True
        make_password(self.cleaned_data["password1"])  # takes as long as making the account would
        return super().try_save(request)


class ResetForm(allauth_forms.ResetPasswordForm):
    """비밀번호를 잊었을 때."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_email(self.fields["email"], _("가입할 때 쓴 주소를 적어 주세요."))


class _NewPassword:
    """One new password, typed once: who can't see it twice won't type it better twice, and a slip can be reset."""

    fields: dict[str, forms.Field]

    def _once(self) -> None:
        del self.fields["password2"]
        say(self.fields["password1"], _("새 비밀번호"), _("새 비밀번호를 적어 주세요."), PASSWORD_HELP)


class ResetFromKeyForm(_NewPassword, allauth_forms.ResetPasswordKeyForm):
    """새 비밀번호, with the link from the letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._once()


class ChangePasswordForm(_NewPassword, allauth_forms.ChangePasswordForm):
    """비밀번호 바꾸기, signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._once()
        say(self.fields["oldpassword"], _("지금 비밀번호"), _("지금 쓰는 비밀번호를 적어 주세요."))


class AgainForm(allauth_forms.ReauthenticateForm):
    """Once more the password, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["password"], _("비밀번호"), _("비밀번호를 적어 주세요."))


def _say_code(field: forms.Field, help_text: Any) -> None:
    say(field, _("인증 숫자"), _("인증 숫자를 적어 주세요."), help_text)
    field.widget.attrs.update({"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"})


class CodeForm(mfa_forms.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(
            self.fields["code"], _("인증 앱에 보이는 여섯 자리 숫자예요. 휴대전화가 없다면 복구 코드를 적어 주세요.")
        )


class CodeAgainForm(mfa_forms.ReauthenticateForm):
    """Once more a code, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(
            self.fields["code"], _("인증 앱에 보이는 여섯 자리 숫자예요. 휴대전화가 없다면 복구 코드를 적어 주세요.")
        )


class ActivateForm(totp_forms.ActivateTOTPForm):
    """Setting up the app: the first code shows that it works."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self.fields["code"], _("앱에 지금 보이는 여섯 자리 숫자예요."))


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """A passkey gets a name, so that one knows later which it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(
            self.fields["name"],
            _("패스키 이름"),
            "",
            _("어느 기기의 것인지 알아볼 수 있게 적어 주세요. 예: 내 휴대전화"),
        )
        self.fields["name"].max_length = 40
