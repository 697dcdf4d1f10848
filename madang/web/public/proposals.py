"""제안 목록."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.web.ui.partial import htmx
from madang.web.ui.sheets import sheet_links, wanted

from . import follows
from . import listing as choices
from .listing import Listing
from .pages import page, viewer
from .rows import lines, versions
from .sheets import proposals_sheet


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """The list; with htmx and ``after`` only the next rows of it."""
    now, path = clock.now(), reverse("proposals")
    listing = Listing.read(request.GET)
    known = versions()
    if wanted(request):
        return proposals_sheet(request, listing, known, now)
    rows, after = listing.page(now)
    context = {
        "rows": lines(rows, known, now),
        "next": listing.href(path, after=after) if after else "",
        "listing": listing,
        "first": listing.href(path) if listing.after else "",
    }
    if htmx(request) and htmx(request).target == "rows":
        return page(request, "proposals/_rows.html", context)
    total, over = listing.total(now)
    context |= {
        "total": total,
        "over": over,
        "filters": choices.filters(listing, path, known.values()),
        "active": choices.active(listing, path, known.values()),
        "sorts": choices.sorts(listing, path),
        "path": path,
        "follow": follows.of_list(viewer(request), listing),
        "downloads": sheet_links(request),
        "feed": listing.href(reverse("feed_proposals")),
        "by_link": choices.by_link(listing, known.values()),
    }
    return page(request, "proposals/list.html", context)
