"""Whether a request asks for a part of a page only (htmx), with the type that the middleware's attribute lacks."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class _Asked(HttpRequest):
    """A request as ``HtmxMiddleware`` hands it on."""

    htmx: HtmxDetails


def htmx(request: HttpRequest) -> HtmxDetails:
    """What htmx says about the request; false for a whole page."""
    return cast(_Asked, request).htmx
