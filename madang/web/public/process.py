"""진행 과정: the rules in force as a picture with what stands in each box, and as sentences."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.procedures.models import RuleVersion, StageVisit
from madang.web.ui import words

from .explained import by_column, drawn
from .home import in_force
from .pages import address, page
from .rows import versions


@require_safe
def process(request: HttpRequest) -> HttpResponse:
    """Every procedure in force."""
    counts = _counts()
    procedures = [_procedure(version, counts) for version in in_force(versions())]
    return page(request, "process.html", {"procedures": procedures})


def _counts() -> dict[tuple[str, str], int]:
    """(procedure, stage) → how many matters are there now, under whichever version, unlisted ones too: only a number."""
    here = StageVisit.objects.filter(left=None).order_by()
    found = here.values_list("case__rules__procedure__slug", "stage").annotate(matters=Count("pk"))
    return {(slug, stage): matters for slug, stage, matters in found}


def _procedure(version: RuleVersion, counts: dict[tuple[str, str], int]) -> dict[str, Any]:
    document, slug = version.document, version.procedure.slug
    here = {stage: counts.get((slug, stage), 0) for stage in document.stages}

    def href(stage: str) -> str:
        return address(reverse("proposals"), {"procedure": slug, "stage": stage})

    lanes, columns, told = drawn(document, here, href)
    summary = document.data.get("summary")
    return {
        "slug": slug,
        "number": version.number,
        "since": version.published_at,
        "name": words.in_language(document.name),
        "summary": words.in_language(summary) if summary else "",
        "lanes": lanes,
        "columns": columns,
        "told": told,
        "groups": by_column(document),
    }
