"""진행 과정: the rules in force as one drawing with what stands in each box and goes along each arrow, and as sentences."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.procedures.models import Case, RuleVersion
from madang.rules.flow import Flow
from madang.rules.words import ENTRIES, word
from madang.web.ui import words
from madang.web.ui.process import live_flows, process_overview

from .explained import by_column
from .home import in_force
from .pages import address, page
from .rows import versions


@require_safe
def process(request: HttpRequest) -> HttpResponse:
    """전체 운영 개요: every procedure in force, one under the other."""
    known, numbers, running = versions(), live_flows(), _running()
    procedures = [
        _procedure(version, numbers.get(version.procedure.slug, Flow()), running.get(version.procedure.slug, 0))
        for version in in_force(known)
    ]
    return page(request, "process.html", {"procedures": procedures})


def _running() -> dict[str, int]:
    """How many matters of each procedure are under way, unlisted ones too: only a number."""
    slug = "rules__procedure__slug"
    return dict(Case.objects.open().order_by().values_list(slug).annotate(Count("pk")))


def _procedure(version: RuleVersion, flow: Flow, running: int) -> dict[str, Any]:
    document, slug = version.document, version.procedure.slug

    def href(stage: str) -> str:
        return address(reverse("proposals"), {"procedure": slug, "stage": stage})

    summary = document.data.get("summary")
    return {
        "slug": slug,
        "number": version.number,
        "since": version.published_at,
        "name": words.in_language(document.name),
        "summary": words.in_language(summary) if summary else "",
        "shown": process_overview(document, flow=flow, href=href),
        "files": [(name, reverse(f"process_{name.lower()}", args=[slug])) for name in ("PDF", "PNG", "SVG")],
        "begins": [word(ENTRIES, origin, words.language()) for origin in document.entry],
        "running": running,
        "all": sum(flow.passage((origin,), stage).cases for origin, stage in document.entry.items()),
        "groups": by_column(document),
    }
