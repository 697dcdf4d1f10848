"""진행 과정: the rules in force as one drawing with what stands in each box and goes along each arrow, and as sentences."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.procedures.flows import flows
from madang.procedures.models import RuleVersion
from madang.rules.flow import Flow
from madang.web.ui import words
from madang.web.ui.process import process_overview

from .explained import by_column
from .home import in_force
from .pages import address, page
from .rows import versions


@require_safe
def process(request: HttpRequest) -> HttpResponse:
    """전체 운영 개요: every procedure in force, one under the other."""
    known, numbers = versions(), flows()
    procedures = [_procedure(version, numbers.get(version.procedure.slug, Flow())) for version in in_force(known)]
    context = {
        "procedures": procedures,
        "all": sum(one["all"] for one in procedures),
    }
    return page(request, "process.html", context)


def _procedure(version: RuleVersion, flow: Flow) -> dict[str, Any]:
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
        "all": sum(flow.passage((origin,), stage).cases for origin, stage in document.entry.items()),
        "groups": by_column(document),
    }
