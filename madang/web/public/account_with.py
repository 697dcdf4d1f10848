"""Going to another provider and coming back: whatever it answers, the visitor gets a page that says what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from requests import RequestException

from madang.web.ui.again import asks_again

from .account_social import failed

log = logging.getLogger("madang.web.accounts")
View = Callable[..., HttpResponseBase]
# What reading a strange answer can end in. A database that is away is none of them: that has its own page.
NONSENSE = (
    LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RequestException, OAuth2Error,
    ProviderException, PermissionDenied, ValidationError, ImproperlyConfigured,
)  # fmt: skip


def begins(view: View, provider: str | None = None) -> View:
    """The way out. Connecting a login to one's account asks once more who is there."""
    guarded = asks_again(_guarded(view, provider))

    @wraps(view)
    def begin(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        connecting = request.POST.get("process") == "connect"
        return (guarded if connecting else _guarded(view, provider))(request, **kwargs)

    return never_cache(begin)


def ends(view: View, provider: str | None = None) -> View:
    """The way back."""
    return never_cache(_guarded(view, provider))


def _guarded(view: View, provider: str | None) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        name = kwargs.get("provider_id") or provider
        try:
            app = get_adapter(request).get_app(request, provider=name)
        except SocialApp.DoesNotExist:
            raise Http404 from None
        try:
            return view(request, **kwargs)
        except ImmediateHttpResponse as immediate:
            return immediate.response
        except NONSENSE as error:
            log.warning("signing in through %s failed: %r", name, error)
            return failed(request, app.name)

    return guarded


class Others:
    """A page of signing in or up that also offers the other ways."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the buttons."""
        return {**super().get_context_data(**kwargs), "others": choices(self.request)}  # type: ignore[misc]


class SignIn(Others, views.LoginView):
    """로그인."""


class SignUp(Others, views.SignupView):
    """회원 가입."""


def choices(request: HttpRequest) -> list[dict[str, str]]:
    """The configured providers, for the buttons: their id, name and the address a form is sent to."""
    adapter = get_adapter(request)
    found = []
    for app in adapter.list_apps(request):
        provider = app.get_provider(request)
        key = app.provider_id or app.provider
        found.append({"key": key, "name": gettext(app.name), "href": provider.get_login_url(request)})
    return found
