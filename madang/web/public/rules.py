"""기준: the rules of a procedure as everyone may read them, version by version."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from madang.procedures.models import RuleVersion
from madang.rules.document import schema
from madang.web.ui import words

from .explained import by_column, changes
from .pages import page


@require_safe
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force."""
    versions = _versions(slug)
    return _show(request, versions, versions[0])


@require_safe
def rules_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version."""
    versions = _versions(slug)
    return _show(request, versions, _find(versions, number))


@require_safe
def rules_json(request: HttpRequest, slug: str, number: int) -> JsonResponse:
    """One version's document, to be kept and tried elsewhere."""
    version = _find(_versions(slug), number)
    response = JsonResponse(version.document.data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{number}.json"'
    return response


@require_safe
def rules_schema(request: HttpRequest) -> JsonResponse:
    """The JSON Schema of rule documents."""
    return JsonResponse(schema(), json_dumps_params={"ensure_ascii": False, "indent": 2})


def _versions(slug: str) -> list[RuleVersion]:
    """A procedure's versions, the newest first, each with ``running``: how many open cases it has; else 404."""
    found = RuleVersion.objects.filter(procedure__slug=slug).select_related("procedure").defer("data")
    open_ = Count("cases", filter=Q(cases__closed_at=None))
    versions: list[RuleVersion] = list(found.annotate(running=open_, born=Count("cases")).order_by("-number"))
    if not versions:
        raise Http404
    return versions


def _find(versions: list[RuleVersion], number: int) -> RuleVersion:
    for version in versions:
        if version.number == number:
            return version
    raise Http404


def _show(request: HttpRequest, versions: list[RuleVersion], version: RuleVersion) -> HttpResponse:
    before = next((one for one in versions if one.number == version.number - 1), None)
    summary = version.document.data.get("summary")
    context: dict[str, Any] = {
        "version": version,
        "versions": versions,
        "slug": version.procedure.slug,
        "name": words.in_language(version.document.name),
        "summary": words.in_language(summary) if summary else "",
        "groups": by_column(version.document),
        "changes": changes(before.document, version.document) if before else [],
        "current": version.number == versions[0].number,
    }
    return page(request, "rules/version.html", context)
