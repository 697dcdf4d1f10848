"""What stands around every page: a friendly word when the database is away, and the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from madang.base import clock
from madang.base.text import clean_line

from .errors import is_database_trouble, language_of, unavailable

log = logging.getLogger("madang.web")
Next = Callable[[HttpRequest], HttpResponse]


class DatabaseTrouble:
    """Locked or gone: the visitor is told so and nothing has been written; the next request tries anew."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if is_database_trouble(error):
            log.error("database trouble at %s: %s", request.path, error)
            return unavailable(request)
        return None


class Language:
    """The language chosen by the reader (cookie), else by the browser, else Korean."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class Seen:
    """Tells the session which browser this is, and that it was here (kept to the hour)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session: Any = request.session
        session.agent = clean_line(request.headers.get("User-Agent", ""))[:300]
        response = self.get_response(request)
        if session.found is not None and not session.modified:
            session.seen(clock.now())
        return response
