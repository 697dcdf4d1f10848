"""내 계정: name, address, browsers, logins. What one proves of oneself is in account_verify.py."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.forms import DisconnectForm
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from ua_parser import parse

from madang.actions.identity import note_login, rename_person
from madang.actions.people import level_of
from madang.base import clock
from madang.people.models import Person, Session
from madang.people.rights import may
from madang.people.sessions import browsers_of, end_sessions, token_hash
from madang.web.ui import words
from madang.web.ui.again import asks_again

from .account_forms import NAME_LENGTH, clean_display_name, say_email, say_name
from .account_social import logins_of
from .account_with import choices
from .pages import page

SAFE = require_http_methods(["GET", "HEAD", "POST"])


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """A page of allauth's that means nothing to a visitor: to signing in."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> Any:
        return login_required(view)(request, **kwargs)

    return never_cache(guarded)


def me(request: HttpRequest) -> Person:
    """Who is signed in, behind a door."""
    assert isinstance(request.user, Person)
    return request.user


@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What there is to an account, with how it stands."""
    person = me(request)
    factors = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    context = {
        "person": person,
        "level": words.level(level_of(person)),
        "secure": bool(factors - {Authenticator.Type.RECOVERY_CODES.value}),
        "browsers": browsers_of(person, at=clock.now()).count(),
        "logins": len(logins_of(person)),
        "others": bool(choices(request)),
    }
    return page(request, "accounts/home.html", context)


# ── name and address ──


class NameForm(forms.Form):
    """공개 이름 바꾸기."""

    name = forms.CharField(max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "nickname"}))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        kwargs["initial"] = {"name": person.name}
        super().__init__(*args, **kwargs)
        say_name(self.fields["name"])

    def clean_name(self) -> str:
        """As it will be shown."""
        return clean_display_name(self.cleaned_data["name"], works_here=may(self.person, "staff.enter"))


@login_required
@never_cache
@SAFE
def name(request: HttpRequest) -> HttpResponse:
    """Change the public name."""
    form = NameForm(request.POST if request.method == "POST" else None, person=me(request))
    if form.is_valid():
        person = me(request)
        if rename_person(person=person, name=form.cleaned_data["name"], at=clock.now(), actor=person):
            messages.success(request, _("공개 이름을 바꿨어요."))
        return HttpResponseRedirect(reverse("account_home"))
    return page(request, "accounts/name.html", {"form": form}, status=422 if form.errors else 200)


class MailForm(AddEmailForm):
    """A new address. That somebody has it already is told to that somebody, not here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_email(self.fields["email"], _("이 주소로 확인 메일을 보내요. 메일 속의 링크를 눌러야 바뀌어요."))
        self.fields["email"].label = _("새 이메일")

    def clean_email(self) -> str:
        """Any address but the present one."""
        email = str(self.cleaned_data["email"]).lower()
        if email == (self.user.email or "").lower():
            raise forms.ValidationError(_("지금 쓰는 주소와 같아요."))
        return email


@login_required
@never_cache
@SAFE
@asks_again
def email(request: HttpRequest) -> HttpResponse:
    """Change the address: the new one counts once it is confirmed, and the old one is told."""
    person = me(request)
    form = MailForm(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        address = form.cleaned_data["email"]
        if EmailAddress.objects.filter(email__iexact=address, verified=True).exclude(user=person).exists() or (
            Person.objects.filter(email__iexact=address).exclude(pk=person.pk).exists()
        ):
            get_adapter(request).send_mail("account/email/address_taken", address, {})
        else:
            EmailAddress.objects.add_new_email(request, person, address)
        messages.info(request, _("%(email)s 주소로 확인 메일을 보냈어요.") % {"email": address})
        return HttpResponseRedirect(reverse("account_email"))
    waiting = EmailAddress.objects.filter(user=person, verified=False).order_by("pk").last()
    context = {"form": form, "person": person, "waiting": waiting.email if waiting else ""}
    return page(request, "accounts/email.html", context, status=422 if form.errors else 200)


# ── browsers ──


@login_required
@never_cache
@SAFE
def sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in; POST signs one of them out, or all the others."""
    person = me(request)
    own = request.session.session_key
    if request.method == "POST":
        return _sign_out(request, person, own)
    here = token_hash(own) if own else ""
    rows = [
        {
            "pk": row.pk[:16],
            "name": browser_name(row.agent),
            "started": row.started_at,
            "seen": row.seen_at,
            "here": row.pk == here,
        }
        for row in browsers_of(person, at=clock.now())[:200]
    ]
    rows.sort(key=lambda row: not row["here"])
    return page(request, "accounts/sessions.html", {"rows": rows})


def _sign_out(request: HttpRequest, person: Person, own: str | None) -> HttpResponse:
    which = request.POST.get("which", "")
    if which == "others":
        gone = end_sessions(person, keep=own)
        messages.success(request, _("다른 곳에서는 모두 로그아웃했어요: %(count)s곳.") % {"count": gone})
    elif which.isalnum() and len(which) == 16:
        found: list[Session] = [row for row in person.sessions.all() if row.pk.startswith(which)]
        if not found:
            messages.info(request, _("이미 로그아웃된 곳이에요."))
        for row in found:
            if own and row.pk == token_hash(own):
                return HttpResponseRedirect(reverse("account_logout"))
            row.delete()
            messages.success(request, _("로그아웃했어요: %(name)s.") % {"name": browser_name(row.agent)})
    else:
        raise Http404
    return HttpResponseRedirect(reverse("account_sessions"))


def browser_name(agent: str) -> str:
    """A browser as people call it: Chrome (Windows)."""
    found = parse(agent) if agent else None
    browser = found.user_agent.family if found and found.user_agent else ""
    system = found.os.family if found and found.os else ""
    if not browser or browser == "Other":
        return _("알 수 없는 브라우저")
    return f"{browser} ({system})" if system and system != "Other" else browser


# ── logins through others ──


@login_required
@never_cache
@SAFE
@asks_again
def logins(request: HttpRequest) -> HttpResponse:
    """The logins connected to the account; POST takes one off, unless it is the only way in."""
    person = me(request)
    form = DisconnectForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        account = form.cleaned_data["account"]
        form.save()
        note_login(person=person, provider=account.provider, connected=False, at=clock.now(), actor=person)
        messages.success(request, _("연결을 끊었어요."))
        return HttpResponseRedirect(reverse("socialaccount_connections"))
    for wrong in form.errors.get_json_data().values():
        messages.error(request, " ".join(each["message"] for each in wrong))
    known = {one["key"]: one for one in choices(request)}
    held = logins_of(person)
    context = {
        "held": [
            {"pk": one.pk, "name": known[one.provider]["name"] if one.provider in known else one.provider,
             "since": one.date_joined}
            for one in held
        ],
        "free": [one for key, one in known.items() if key not in {each.provider for each in held}],
        "password": person.has_usable_password(),
    }  # fmt: skip
    return page(request, "accounts/logins.html", context, status=422 if form.errors else 200)
