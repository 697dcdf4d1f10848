"""What every public page shares: rendering, who is asking, where a list goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from madang.people.models import Person

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
MICROSECOND = timedelta(microseconds=1)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The page; what is made for someone who is signed in stays with them."""
    response = render(request, template, dict(context), status=status)
    if viewer(request) is not None:
        patch_cache_control(response, private=True)
    if status == HTTPStatus.GONE:  # what was taken back may come back; a browser would keep this for ever
        patch_cache_control(response, no_cache=True)
    return response


def viewer(request: HttpRequest) -> Person | None:
    """The person who is signed in."""
    return request.user if isinstance(request.user, Person) else None


def address(path: str, chosen: Mapping[str, str]) -> str:
    """The one address of a list with these choices: always in the same order, without the empty ones."""
    kept = {name: value for name, value in chosen.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def chosen(request: HttpRequest, name: str, limit: int = 100) -> str:
    """What the address says under ``name``, without what no text can hold (PostgreSQL refuses NUL)."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:limit]


# ── where a list goes on: the last row's value and key, as one word ──


def cursor(value: datetime | int, key: str) -> str:
    """The word that stands for "after this row"."""
    number = (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value
    return f"{number}.{key}"


def after_moment(word: str) -> tuple[datetime, str] | None:
    """What :func:`cursor` said of a moment; None when it is no such word."""
    found = after_number(word)
    if found is None:
        return None
    try:
        return EPOCH + found[0] * MICROSECOND, found[1]
    except OverflowError:
        return None


def after_number(word: str) -> tuple[int, str] | None:
    """What :func:`cursor` said of a number; None when it is no such word."""
    number, _, key = word.partition(".")
    if not key or "\x00" in key or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return int(number), key
