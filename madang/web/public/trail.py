"""The head of the audit trail's chain, for whoever wants to keep it."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from madang.audit import chain


@cache_control(public=True, max_age=60)
@require_safe
def audit_head(request: HttpRequest) -> JsonResponse:
    """``{"number", "digest", "sealed_at"}``: kept elsewhere, it shows later whether the trail up to here is the same."""
    return JsonResponse(chain.head().as_json())
