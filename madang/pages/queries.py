"""Reading what the institution wrote, as its pages and the frame need it."""

from __future__ import annotations

from datetime import datetime

from .models import Page, PageVersion


def published(slug: str) -> PageVersion | None:
    """The version of that page that everyone reads; None when there is none (the house's own text stands then)."""
    page = Page.objects.public().filter(slug=slug).first()
    return page.published if page is not None else None


def latest(page: Page) -> PageVersion | None:
    """The version written last, public or not."""
    return page.versions.order_by("-number").select_related("written_by").first()


def number_of(page: Page) -> int:
    """The number of the version written last; 0 when there is none. Two editors tell by it who was first."""
    found = latest(page)
    return found.number if found is not None else 0


def changed_at(version: PageVersion) -> datetime:
    """Since when it reads like this."""
    return version.published_at or version.written_at
