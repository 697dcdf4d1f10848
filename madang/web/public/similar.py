"""비슷한 제안: shown while someone writes, with the invitation to support instead."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from madang.base import clock
from madang.base.text import clean_line, clean_text
from madang.proposals.models import Proposal
from madang.proposals.similar import BODY_READ, near

from .pages import page
from .rows import lines, versions

SHOWN = 5


def resembling(title: str, body: str, now: datetime) -> list[dict[str, Any]]:
    """Public proposals about the same, the nearest first, as cards show them."""
    found = near(clean_line(title)[:400], clean_text(body[: BODY_READ * 2]), most=SHOWN)
    if not found:
        return []
    rows = {row.pk: row for row in Proposal.objects.filter(pk__in=[one.pk for one in found]).rows()}
    shown = lines([rows[one.pk] for one in found if one.pk in rows], versions(), now)
    return [one | {"open": one["due"] is not None and one["due"] > now} for one in shown]


@csrf_exempt  # changes nothing; a long text does not fit into an address
@require_http_methods(["GET", "HEAD", "POST"])
def similar(request: HttpRequest) -> HttpResponse:
    """A part of the form."""
    asked = request.POST if request.method == "POST" else request.GET
    found = resembling(asked.get("title", ""), asked.get("body", ""), clock.now())
    return page(request, "propose/_similar.html", {"similar": found})
