"""진행 과정 as a slide to take away: PDF, PNG, SVG."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.base.errors import Refused
from madang.people import limits
from madang.procedures.models import RuleVersion
from madang.results.slide import FORMATS, Format, slide
from madang.rules.flow import Flow
from madang.web.ui import errors, words
from madang.web.ui.context import institution_name
from madang.web.ui.process import live_flows
from madang.web.ui.refusals import said

TYPES: dict[str, str] = {"pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml"}
FRESH = 300  # seconds for which what was fetched may be shown again


@require_safe
def process_slide(request: HttpRequest, slug: str, file: Format) -> HttpResponse:
    """The process in force as a slide with today's numbers, in the reader's language."""
    assert file in FORMATS
    version = RuleVersion.objects.filter(procedure__slug=slug).select_related("procedure").defer("data").last()
    if version is None:
        raise Http404
    now = clock.now()
    try:
        limits.spend("slide", at=now, address=limits.address_of(request, at=now))
    except Refused as refused:
        return errors.page(request, 429, _("잠시 쉬었다 해 주세요"), said(refused), again=True, back=reverse("process"))
    today = timezone.localtime(now)
    made = slide(
        version.document,
        words.language(),
        flow=live_flows().get(slug, Flow()),
        institution=institution_name(),
        day=words.day_year(today),
        version=_("기준판 %(number)s") % {"number": version.number},
        at=today.replace(hour=0, minute=0, second=0, microsecond=0),
        file=file,
    )
    return _attached(made, f"{slug}-{today:%Y-%m-%d}.{file}", file)


def _attached(made: bytes, name: str, file: Format) -> HttpResponse:
    response = HttpResponse(made, content_type=TYPES[file])
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    patch_cache_control(response, public=True, max_age=FRESH)
    return response
