"""Signing up and in, with allauth: what we add to an account, and our words for what allauth says.

Its pages are account/*.html, its letters letters.py, its addresses account_urls.py.
"""

from __future__ import annotations

import logging
import smtplib
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.actions.people import verify_person
from madang.audit.models import record
from madang.base import clock
from madang.people.models import Person
from madang.web.ui.again import recently

from .letters import LETTERS

log = logging.getLogger("madang.web.accounts")

# What the pages themselves do not say already. A message of allauth's that is not listed is not shown.
SAID = {
    "account/messages/email_confirmed.txt": _("이메일을 확인했어요. 고마워요."),
    "account/messages/email_confirmation_failed.txt": _("이 주소는 이미 다른 계정에서 확인되었어요."),
    "account/messages/password_changed.txt": _("비밀번호를 바꿨어요."),
    "account/messages/logged_out.txt": _("로그아웃했어요."),
    "mfa/messages/totp_activated.txt": _("2단계 인증을 켰어요."),
    "mfa/messages/totp_deactivated.txt": _("인증 앱을 껐어요."),
    "mfa/messages/recovery_codes_generated.txt": _("복구 코드를 새로 만들었어요. 전에 받은 것은 이제 쓸 수 없어요."),
    "mfa/messages/webauthn_added.txt": _("패스키를 등록했어요."),
    "mfa/messages/webauthn_removed.txt": _("패스키를 지웠어요."),
    "socialaccount/messages/account_connected.txt": _("로그인을 연결했어요."),
    "socialaccount/messages/account_connected_updated.txt": _("이미 연결되어 있는 로그인이에요."),
    "socialaccount/messages/account_connected_other.txt": _("이 로그인은 이미 다른 계정에 연결되어 있어요."),
}
PASSWORD_SAID = {
    "password_too_short": _("비밀번호가 너무 짧아요. 10자 이상으로 적어 주세요."),
    "password_too_common": _("많은 사람이 쓰는 비밀번호예요. 쉽게 맞힐 수 없는 것으로 적어 주세요."),
    "password_too_similar": _("이름이나 이메일과 너무 비슷해요. 다른 것으로 적어 주세요."),
}


class Adapter(DefaultAccountAdapter):
    """The seam between allauth and our people."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("닫힌 계정이에요."),
        "email_password_mismatch": _("이메일이나 비밀번호가 맞지 않아요. 다시 확인해 주세요."),
        "enter_current_password": _("지금 쓰는 비밀번호가 맞지 않아요."),
        "incorrect_password": _("비밀번호가 맞지 않아요. 다시 적어 주세요."),
        "too_many_login_attempts": _("여러 번 틀려서 잠시 막아 두었어요. 5분 뒤에 다시 해 주세요."),
        "rate_limited": _("너무 자주 눌렀어요. 잠시 뒤에 다시 해 주세요."),
    }

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Make the person of a sign-up form: name, language, the moment of joining (and consenting), an audit entry."""
        super().save_user(request, user, form, commit=False)
        user.name = form.cleaned_data["name"]
        user.language = translation.get_language() or user.language
        user.joined_at = clock.now()
        if commit:
            with transaction.atomic():
                user.save()
                record(at=user.joined_at, actor=user.actor, verb="person.join", subject=user.actor, agreed=True)
        return user

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whether it is long ago that the person showed who they are (see ``web/ui/again.py``)."""
        return not recently(self.request)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """The person has shown that the address is theirs: that is a verification, of level "email"."""
        before = email_address.user.email
        with transaction.atomic():
            confirmed: bool = super().confirm_email(request, email_address)
            if confirmed:
                person = email_address.user
                verify_person(person=person, level="email", at=clock.now(), actor=person)
                if before and before.lower() != email_address.email.lower():
                    record(at=clock.now(), actor=person.actor, verb="person.mail", subject=person.actor)
        return confirmed

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link in the letter; it remembers where the person was going, should it be opened in another browser."""
        url: str = super().get_email_confirmation_url(request, emailconfirmation)
        then = self._then(request, "next")
        return f"{url}?{urlencode({'then': then})}" if then else url

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Confirmed in a browser that is not the one that signed up: on to signing in, and from there where it was going."""
        then = self._then(self.request, "then")
        if self.request.user.is_authenticated:
            return then or "/"
        return reverse("account_login") + (f"?{urlencode({'next': then})}" if then else "")

    def clean_password(self, password: str, user: Any = None) -> str:
        """Refuse a weak password in plain words."""
        try:
            return str(super().clean_password(password, user))
        except ValidationError as error:
            raise ValidationError(
                [PASSWORD_SAID.get(each.code or "", each.message) for each in error.error_list]
            ) from None

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all."""
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The letter, in the language of whom it goes to."""
        to = [email] if isinstance(email, str) else email
        reader = context.get("user") or Person.objects.filter(email__iexact=to[0]).first()
        language = reader.language if isinstance(reader, Person) else translation.get_language()
        with translation.override(language):
            subject, text, html = LETTERS[template_prefix](context).render()
        mail = EmailMultiAlternatives(subject, text, self.get_from_email(), to, headers=headers)
        mail.attach_alternative(html, "text/html")
        return mail

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person what was changed about their account; a changed second factor is on record too."""
        if template_prefix.startswith("mfa/") and isinstance(user, Person):
            what = template_prefix.rpartition("/")[2]
            record(at=clock.now(), actor=user.actor, verb="person.secure", subject=user.actor, what=what)
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, or say that it could not be sent: an account must not fail because the mail server does."""
        try:
            self.render_mail(template_prefix, email, context).send()
        except (OSError, smtplib.SMTPException) as error:
            log.error("a letter (%s) could not be sent: %s", template_prefix, error)
            self.add_message(
                self.request, messages.ERROR, message=gettext("지금은 메일을 보낼 수 없어요. 잠시 뒤에 다시 해 주세요.")
            )

    def _then(self, request: HttpRequest | None, name: str) -> str:
        """Where to go on to, from the request's ``name``; empty when there is nothing, or it leads away from here."""
        if request is None:
            return ""
        url = request.POST.get(name) or request.GET.get(name) or ""
        return url if url and self.is_safe_url(url) else ""
