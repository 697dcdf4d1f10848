"""이곳은 어떤 곳인가요?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from madang.pages.queries import published
from madang.web.ui import words

from .explained import promises_of
from .home import in_force
from .pages import page
from .rows import versions
from .written import show


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this place is, how to take part, how promises work (from the rules in force); or the institution's own words."""
    version = published("about")
    if version is not None:
        return show(request, version)
    procedures = [
        {
            "name": words.in_language(version.document.name),
            "slug": version.procedure.slug,
            "sentences": promises_of(version.document),
        }
        for version in in_force(versions())
    ]
    return page(request, "about.html", {"procedures": procedures})
