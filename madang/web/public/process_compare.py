"""두 기준판 견주기: the process before and after, with what is new, changed or gone marked and told."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from madang.procedures.models import RuleVersion
from madang.web.ui import words
from madang.web.ui.process import compared

from .explained import changes
from .pages import chosen, page


@require_safe
def process_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Versions ``from`` and ``to`` (default: the last two); a number that is none is told, and the default shown."""
    found = RuleVersion.objects.filter(procedure__slug=slug).select_related("procedure").defer("data")
    versions = {version.number: version for version in found.order_by("number")}
    if not versions:
        raise Http404
    numbers = list(versions)
    old, one = _number(request, "from", numbers, numbers[-2] if len(numbers) > 1 else numbers[-1])
    new, other = _number(request, "to", numbers, numbers[-1])
    context: dict[str, Any] = {
        "slug": slug,
        "name": words.in_language(versions[new].document.name),
        "numbers": numbers,
        "old": versions[old],
        "new": versions[new],
        "unknown": not (one and other),
        "changes": changes(versions[old].document, versions[new].document) if old != new else [],
        "compared": compared(versions[old].document, versions[new].document),
    }
    return page(request, "process_compare.html", context)


def _number(request: HttpRequest, name: str, numbers: list[int], default: int) -> tuple[int, bool]:
    """The version that the address names, and whether it could be taken."""
    said = chosen(request, name, 12)
    if not said:
        return default, True
    number = int(said) if said.isascii() and said.isdigit() else -1
    return (number, True) if number in numbers else (default, False)
