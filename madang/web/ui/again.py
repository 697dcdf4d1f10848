"""Acts that ask once more who is there: the password, a code, a passkey.

``@asks_again`` stands over a view. Reading stays free; a POST is done at once when the person has shown who they are within
the last quarter of an hour. Otherwise they are asked, and the POST is done then, with everything that was typed::

    @requires("rules.publish")
    @asks_again
    def staff_rules_publish(request, slug): …

What cannot be carried over: uploaded files. Someone who signs in only through another provider, and has no second factor, has
nothing to be asked for here; for them the provider has the word.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from madang.base import clock

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def asks_again(view: View[P]) -> View[P]:
    """Let a POST through only to someone who has shown within 15 minutes that it is them; ask the others, and go on then."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") and request.user.is_authenticated and not recently(request):
            raise ReauthenticationRequired  # allauth's middleware keeps the POST and asks
        return view(request, *args, **kwargs)

    return guarded


def recently(request: HttpRequest) -> bool:
    """Whether the person has signed in, or shown again that it is them, within ``ACCOUNT_REAUTHENTICATION_TIMEOUT``."""
    if not request.user.is_authenticated:
        return False
    now, within = clock.now(), timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    session: Any = request.session
    since = session.signed_in_at()
    if since is not None and now - since < within:
        return True
    records = get_authentication_records(request, request.user)
    if any(now.timestamp() - record["at"] < within.total_seconds() for record in records):
        return True
    return not get_reauthentication_flows(request.user)
