"""What every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from madang.base import clock


def page(request: HttpRequest) -> dict[str, Any]:
    """The institution's name in the reader's language, the language, and the moment the page is made."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "institution": settings.INSTITUTION.get(language, settings.INSTITUTION["ko"]),
        "language": language,
        "now": clock.now(),
    }
