"""What every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from madang.base import clock


def page(request: HttpRequest) -> dict[str, Any]:
    """The institution's name in the reader's language, the language, and the moment the page is made."""
    return {
        "institution": institution_name(),
        "language": get_language() or settings.LANGUAGE_CODE,
        "now": clock.now(),
    }


def institution_name() -> str:
    """The institution's name in the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    return settings.INSTITUTION.get(language, settings.INSTITUTION["ko"])
