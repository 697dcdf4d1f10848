"""기준: the procedures of this house, and every version their rules have had."""

from __future__ import annotations

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse

from madang.people.rights import may
from madang.procedures.models import Procedure, RuleVersion
from madang.web.ui import words

from .door import requires
from .page import render


@requires("rules.read")
def staff_rules(request: HttpRequest) -> HttpResponse:
    """The procedures, each with the version in force and how many matters live under which."""
    latest = dict(Procedure.objects.values_list("pk").annotate(number=Max("versions__number")))
    versions = RuleVersion.objects.select_related("procedure", "published_by").defer("data")
    counted = versions.annotate(open=Count("cases", filter=Q(cases__closed_at=None)))
    rows = []
    older: dict[int, int] = {}
    for version in counted.order_by("procedure__slug", "number"):
        if version.number == latest[version.procedure_id]:
            name = words.in_language(version.document.name)
            rows.append(
                {
                    "version": version,
                    "slug": version.procedure.slug,
                    "name": name,
                    "older": older.get(version.procedure_id, 0),
                }
            )
        else:
            older[version.procedure_id] = older.get(version.procedure_id, 0) + version.open  # type: ignore[attr-defined]
    return render(request, "rules", {"rows": rows, "may_publish": may(request.user, "rules.publish")})
