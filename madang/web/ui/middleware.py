"""What stands around every page: a friendly word when the database is away, and the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

log = logging.getLogger("madang.web")
Next = Callable[[HttpRequest], HttpResponse]


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with a page that needs no database."""
    html = render_to_string("ui/unavailable.html", {"language": translation.get_language() or settings.LANGUAGE_CODE})
    return HttpResponse(html, status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})


class DatabaseTrouble:
    """Locked or gone: the visitor is told so and nothing has been written; the next request tries anew."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, (OperationalError, InterfaceError)) or type(error).__name__ == "PoolTimeout":
            log.error("database trouble at %s: %s", request.path, error)
            return unavailable(request)
        return None


class Language:
    """The language chosen by the reader (cookie), else by the browser, else Korean."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen not in known:
            chosen = translation.get_language_from_request(request)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response
