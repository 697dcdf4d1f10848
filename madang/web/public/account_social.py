"""Signing in through others (Kakao, Naver, Google, any OpenID Connect provider): the seam to allauth.socialaccount.

What a provider says is looked at once, here. Its claims are not kept: of an identifier (``ci``) only the keyed hash goes on.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthError, ProviderException
from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.actions.identity import Identity, holder_of, join_by_login, note_login, prove_identity
from madang.actions.people import identity_hash, verify_person
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.people import limits
from madang.people.models import Person
from madang.web.ui.refusals import said

from .account_forms import NAME_LENGTH, clean_display_name, say_agree, say_name

log = logging.getLogger("madang.web.accounts")


class Adapter(DefaultSocialAccountAdapter):
    """What a login through somebody else means for our people."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": gettext_lazy("비밀번호가 없어서, 이 연결을 끊으면 들어올 길이 없어요. 먼저 비밀번호를 정해 주세요."),
        "no_verified_email": gettext_lazy("확인한 이메일이 없어서, 이 연결을 끊으면 들어올 길이 없어요. 먼저 이메일을 확인해 주세요."),
        "connected_other": gettext_lazy("이 로그인은 이미 다른 계정에 연결되어 있어요."),
        "invalid_token": gettext_lazy("확인 기관의 답을 믿을 수 없어요."),
    }  # fmt: skip

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[Any]:
        """The configured ones; none are kept in the database."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        """Take from the claims what is needed, and forget the rest. ProviderException when they contradict themselves."""
        claims = _claims(sociallogin.account.extra_data)
        _trust_addresses(sociallogin, claims)
        sociallogin.account.extra_data = {}
        sociallogin.madang_identity = read_identity(sociallogin.provider.app.settings, claims)
        user = sociallogin.user
        assert isinstance(user, Person)
        user.email = sociallogin.email_addresses[0].email if sociallogin.email_addresses else None
        name = data.get("name") or data.get("username") or ""
        user.name = clean_line(name)[:NAME_LENGTH] if isinstance(name, str) else ""
        user.language = translation.get_language() or user.language
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The provider has answered: is this somebody we know, by this login or by who they are?"""
        identity: Identity | None = getattr(sociallogin, "madang_identity", None)
        sociallogin.state["identity"] = asdict(identity) if identity else None
        if sociallogin.state.get("process") == "connect":
            if identity and request.user.is_authenticated and not _belongs_to_another(sociallogin, request.user):
                self._prove(request, request.user, sociallogin, identity, reverse("socialaccount_connections"))
            if isinstance(request.user, Person) and not sociallogin.is_existing:
                person, provider = request.user, sociallogin.account.provider
                note_login(person=person, provider=provider, connected=True, at=clock.now(), actor=person)
            return
        if sociallogin.is_existing:
            if identity:
                self._prove(request, sociallogin.user, sociallogin, identity, "")
            return
        holder = holder_of(identity.hashed) if identity else None
        if holder is not None:
            _attach(request, sociallogin, holder)
            return
        taken = _taken(sociallogin)
        if taken:
            raise ImmediateHttpResponse(
                render(
                    request,
                    "accounts/login_known.html",
                    {"email": taken, "provider": sociallogin.provider.name},
                    status=409,
                )
            )

    def _prove(self, request: HttpRequest, person: Any, login: SocialLogin, identity: Identity, back: str) -> None:
        source = f"oidc:{login.account.provider}"
        try:
            new = prove_identity(person=person, identity=identity, source=source, at=clock.now(), actor=person)
        except Refused as refused:
            if back:
                messages.error(request, said(refused))
                raise ImmediateHttpResponse(HttpResponseRedirect(back)) from None
            messages.warning(request, said(refused))
        else:
            if new:
                messages.success(request, _("본인확인을 마쳤어요."))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """The person changed their mind, or the provider did not answer as it should."""
        if error == AuthError.CANCELLED:
            messages.info(request, _("로그인을 그만두었어요. 다른 방법으로 들어올 수 있어요."))
            back = "socialaccount_connections" if request.user.is_authenticated else "account_login"
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse(back)))
        log.warning("signing in through %s failed: %s %r", getattr(provider, "name", provider), error, exception)
        raise ImmediateHttpResponse(failed(request, str(getattr(provider, "name", ""))))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Back to the list of logins."""
        return reverse("socialaccount_connections")


def failed(request: HttpRequest, provider: str) -> HttpResponse:
    """The page for a provider that did not answer as it should."""
    return render(request, "accounts/login_failed.html", {"provider": provider}, status=400)


def _claims(data: Any) -> dict[str, Any]:
    """What the provider says of the person; of an OpenID Connect provider, what both its answers agree on."""
    if not isinstance(data, dict):
        raise ProviderException("claims are no object")
    parts = [data[name] for name in ("id_token", "userinfo") if data.get(name)]
    if not all(isinstance(part, dict) for part in parts):
        raise ProviderException("claims are no object")
    if len({str(part.get("sub")) for part in parts}) > 1:
        raise ProviderException("userinfo speaks of somebody else than the id token")
    if any(part.get("sub") in (None, "", [], {}) for part in parts):
        raise ProviderException("nobody is named")
    claims: dict[str, Any] = {}
    for part in parts or [data]:
        claims |= part
    return claims


def _trust_addresses(sociallogin: SocialLogin, claims: dict[str, Any]) -> None:
    """Keep only the addresses that the provider has verified (a word like "false" is no yes)."""
    said_so = claims.get("email_verified", True)
    trusted = said_so is True or str(said_so).lower() == "true"
    kept = [each for each in sociallogin.email_addresses if each.verified and trusted]
    sociallogin.email_addresses = kept[:1]
    for each in kept[:1]:
        each.primary = each.verified = True
        each.email = each.email.lower()


def read_identity(settings: dict[str, Any], claims: dict[str, Any]) -> Identity | None:
    """What the configured claims prove; None when they prove nothing."""
    verifies = settings.get("verifies")
    if not verifies:
        return None
    condition = verifies.get("if")
    if condition and claims.get(condition) is not True and str(claims.get(condition)).lower() != "true":
        return None
    name = verifies["identifier"]
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not clean_line(str(value)):
        return None
    prefix = f"{settings['server_url']}#sub" if name == "sub" else name
    born = str(claims.get(verifies.get("born", "birthdate"), ""))[:4]
    year = int(born) if born.isascii() and born.isdigit() and 1850 <= int(born) <= 2200 else None
    gender = claims.get(verifies.get("gender", "gender"))
    return Identity(
        level=verifies["level"],
        hashed=identity_hash(f"{prefix}:{clean_line(str(value))}"),
        born=year,
        gender=clean_line(gender)[:10] if isinstance(gender, str) else "",
    )


def _belongs_to_another(sociallogin: SocialLogin, person: Any) -> bool:
    return sociallogin.is_existing and sociallogin.user != person


def _attach(request: HttpRequest, sociallogin: SocialLogin, holder: Person) -> None:
    """The same human being by another login: it becomes a login of the person we know."""
    try:
        with transaction.atomic():
            sociallogin.connect(request, holder)
    except IntegrityError:  # in this very moment, in another window
        sociallogin.lookup()
    provider = sociallogin.account.provider
    note_login(person=holder, provider=provider, connected=True, at=clock.now(), actor=holder)
    messages.info(
        request,
        _("이미 확인된 분이에요. 먼저 만든 계정으로 로그인하고, %(provider)s 로그인을 그 계정에 연결했어요.")
        % {"provider": sociallogin.provider.name},
    )


def _taken(sociallogin: SocialLogin) -> str:
    """The verified address of the login, if an account here has it."""
    for each in sociallogin.email_addresses:
        known = EmailAddress.objects.filter(email__iexact=each.email, verified=True).exists()
        if known or Person.objects.filter(email__iexact=each.email).exists():
            return str(each.email)
    return ""


class SignupForm(forms.Form):
    """The first time through another provider: a public name, and the same agreement as anyone's."""

    name = forms.CharField(max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "nickname"}))
    agree = forms.BooleanField()

    def __init__(self, *args: Any, sociallogin: SocialLogin, **kwargs: Any) -> None:
        self.sociallogin = sociallogin
        kwargs["initial"] = {"name": sociallogin.user.name}
        super().__init__(*args, **kwargs)
        say_name(self.fields["name"])
        say_agree(self.fields["agree"])

    def clean_name(self) -> str:
        """As it will be shown."""
        return clean_display_name(self.cleaned_data["name"])

    def clean(self) -> Any:
        """Counted like any sign-up: not too many accounts from one address in an hour (``people.limits``)."""
        cleaned = super().clean()
        if not self.errors:
            try:
                now = clock.now()
                limits.spend("signup", at=now, address=limits.address_of(context.request, at=now))
            except Refused as refused:
                self.add_error(None, said(refused))
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[Person | None, HttpResponse | None]:
        """Make the person; or, when the login or identity was taken meanwhile, send them to sign in with it."""
        login, at = self.sociallogin, clock.now()
        again = HttpResponseRedirect(reverse("account_login"))
        if _taken(login):
            messages.error(request, _("이 이메일로 만든 계정이 이미 있어요. 그 계정으로 로그인해 주세요."))
            return None, again
        try:
            with transaction.atomic():
                person = self._make(request, at)
        except (IntegrityError, Refused) as error:
            text = said(error) if isinstance(error, Refused) else _("이미 만든 계정이 있어요. 다시 로그인해 주세요.")
            messages.error(request, text)
            return None, again
        return person, None

    def _make(self, request: HttpRequest, at: Any) -> Person:
        login = self.sociallogin
        person = login.user
        assert isinstance(person, Person)
        provider = login.account.provider
        person.name, person.joined_at = self.cleaned_data["name"], at
        person.set_unusable_password()
        login.save(request)
        join_by_login(person=person, name=self.cleaned_data["name"], provider=provider, at=at)
        if login.email_addresses:
            verify_person(person=person, level="email", at=at, actor=person)
        identity = login.state.get("identity")
        if identity:
            prove_identity(person=person, identity=Identity(**identity), source=f"oidc:{provider}", at=at, actor=person)
        return person


def logins_of(person: Person) -> list[SocialAccount]:
    """The other logins connected to the person."""
    return list(SocialAccount.objects.filter(user=person).order_by("date_joined", "pk"))
