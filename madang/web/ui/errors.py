"""The pages for when something is not as it should be: what happened, and what to do now."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

log = logging.getLogger("madang.web")


def is_database_trouble(error: BaseException | None) -> bool:
    """Whether the error, or one behind it, says that the database is locked, full, or away (not that we misused it)."""
    while error is not None:
        if isinstance(error, (OperationalError, InterfaceError)) or type(error).__name__ == "PoolTimeout":
            return True
        error = error.__cause__
    return False


def language_of(request: HttpRequest) -> str:
    """The reader's language: chosen (cookie), else the browser's, else Korean."""
    known = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen not in known:
        chosen = translation.get_language_from_request(request)
    return chosen if chosen in known else settings.LANGUAGE_CODE


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with a page that needs no database."""
    return bare(request, "ui/unavailable.html", 503, {"Retry-After": "5"})


def bare(request: HttpRequest, template: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """A page that is made of nothing but the reader's language."""
    language = language_of(request)
    with translation.override(language):
        html = render_to_string(template, {"language": language})
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store", **(headers or {})})


def page(
    request: HttpRequest, status: int, title: str, *advice: str, again: bool = False, back: str = ""
) -> HttpResponse:
    """A page within the frame; ``again`` offers to open ``back`` (the same address without it) anew.

    Should the frame itself need a database that is away, the bare page.
    """
    context: dict[str, Any] = {"title": title, "advice": advice, "status": status, "again": again, "back": back}
    try:
        html = render_to_string("ui/error.html", context, request)
    except DatabaseError:
        return unavailable(request)
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: nothing of the request can be trusted here, not even the host. 413: it was more than we take."""
    if isinstance(exception, RequestDataTooBig):
        return bare(request, "ui/too_large.html", 413)
    return bare(request, "ui/bad_request.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in or not, this is not theirs to see or do."""
    if request.user.is_authenticated:
        advice = gettext("맡은 일에 필요한 곳이라면 담당자에게 역할을 달라고 해 주세요.")
    else:
        advice = gettext("계정이 있다면 먼저 로그인해 주세요.")
    return page(request, 403, gettext("볼 수 없는 곳이에요"), advice)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return page(
        request,
        404,
        gettext("찾는 페이지가 없어요"),
        gettext("주소를 잘못 적었거나, 없어진 페이지예요."),
        gettext("제안 목록에서 찾아보시거나 첫 화면에서 다시 시작해 주세요."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503, when it was the database outside any view (a session that could not be saved)."""
    error = sys.exc_info()[1]
    if is_database_trouble(error):
        log.error("database trouble at %s: %s", request.path, error)
        return unavailable(request)
    return bare(request, "ui/broken.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long, or sent from elsewhere, or without cookies."""
    return page(
        request,
        403,
        gettext("다시 한 번 보내 주세요"),
        gettext("페이지를 열어 둔 사이에 로그인 상태가 바뀌었거나, 브라우저가 쿠키를 막고 있어요."),
        gettext("뒤로 가서 페이지를 새로 고친 다음 다시 눌러 주세요. 적은 글이 길면 먼저 복사해 두세요."),
        again=True,
    )
