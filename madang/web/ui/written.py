"""What the institution wrote, as it stands in the frame of every page: links in the footer, banners above the text.

It is read for every page and changes once a week, so each process keeps it for a few seconds. Whoever changes it here
calls :func:`forget`; other processes see it when theirs is stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest
from django.urls import reverse

from madang.pages.models import Banner, Page

FRESH = 15.0  # seconds
COOKIE = "madang_dismissed"
REMEMBERED = 20  # banners that a browser has put away


@dataclass(frozen=True)
class Kept:
    """The frame's rows and until when they are fresh (seconds of the process's own clock)."""

    until: float
    footer: tuple[tuple[str, dict[str, str]], ...]
    banners: tuple[Banner, ...]


_kept: Kept | None = None


def forget() -> None:
    """Read anew at the next page."""
    global _kept
    _kept = None


def remember(kept: Kept) -> None:
    """Stand on these (tests that count queries hold the frame still by it)."""
    global _kept
    _kept = kept


def _read(at: datetime) -> Kept:
    if _kept is not None and monotonic() < _kept.until:
        return _kept
    try:
        footer = tuple(
            (page.slug, page.published.title)
            for page in Page.objects.public().filter(in_footer=True).order_by("opened_at")[:8]
            if page.published is not None
        )
        # Those still to come too, so that they begin on time.
        banners = tuple(each for each in Banner.objects.order_by("starts")[:200] if each.ends is None or each.ends > at)
    except DatabaseTrouble:  # the page about it must not fail over its footer
        return _kept or Kept(0.0, (), ())
    found = Kept(monotonic() + FRESH, footer, banners)
    remember(found)
    return found


def footer_links(request: HttpRequest, language: str, at: datetime) -> list[dict[str, Any]]:
    """Pages that the institution put into the footer; the fixed ones are there anyway."""
    return [
        {"label": title.get(language) or title.get("ko", slug), "href": href, "current": request.path == href}
        for slug, title in _read(at).footer
        if slug not in Page.FIXED and (href := reverse("written_page", kwargs={"slug": slug}))
    ]


def banners(request: HttpRequest, language: str, at: datetime, *, member: bool, staff: bool) -> list[dict[str, Any]]:
    """The banners that this reader sees now, and has not put away."""
    away = dismissed(request)
    audiences = {"everyone", "members" if member else "visitors", *(("staff",) if staff else ())}
    return [
        {"pk": one.pk, "text": one.in_language(language), "href": one.href, "tone": one.tone, "dismissible": one.dismissible}
        for one in _read(at).banners
        if one.starts <= at and (one.ends is None or one.ends > at) and one.audience in audiences and one.pk not in away
    ]  # fmt: skip


def dismissed(request: HttpRequest) -> list[int]:
    """The banners that this browser has put away, as its cookie says."""
    found = request.COOKIES.get(COOKIE, "")[:400].split(".")
    return [int(each) for each in found if each.isascii() and each.isdigit() and len(each) < 12][-REMEMBERED:]
