"""What every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from madang.base import clock

from .kept import mark_of

DESKS = "/staff/"


def page(request: HttpRequest) -> dict[str, Any]:
    """The institution's name in the reader's language, the language, and the moment the page is made.

    Every form of the desks says with its token whose it is, so that what is sent after the session ended is not lost.
    """
    found = {
        "institution": institution_name(),
        "language": get_language() or settings.LANGUAGE_CODE,
        "now": clock.now(),
    }
    if request.path.startswith(DESKS):
        found["csrf_input"] = lazy(lambda: _signed(request), SafeString, str)()
    return found


def _signed(request: HttpRequest) -> SafeString:
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return token
    return token + format_html('<input type="hidden" name="who" value="{}">', mark_of(user))


def institution_name() -> str:
    """The institution's name in the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    return settings.INSTITUTION.get(language, settings.INSTITUTION["ko"])
