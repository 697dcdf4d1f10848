"""기준: the procedures of this house, and every version their rules have had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from madang.actions.procedures import move_cases
from madang.base import clock
from madang.people.rights import may
from madang.procedures.models import Case, Procedure, RuleVersion, StageVisit
from madang.web.ui import words
from madang.web.ui.process import process_overview
from madang.web.ui.refusals import said
from madang.web.ui.sheets import sheet_links, sheet_response, wanted

from .case import obstacle
from .criteria import changes_between, groups
from .door import requires, who
from .page import done, render
from .rules_draft import drafts_waiting


@requires("rules.read")
def staff_rules(request: HttpRequest) -> HttpResponse:
    """The procedures, each with the version in force and how many matters live under which."""
    latest = dict(Procedure.objects.values_list("pk").annotate(number=Max("versions__number")))
    rows = []
    older: dict[int, int] = {}
    for version in _counted().order_by("procedure__slug", "number"):
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
            older[version.procedure_id] = older.get(version.procedure_id, 0) + version.open
    return render(
        request,
        "rules",
        {"rows": rows, "drafts": drafts_waiting(who(request)), "may_publish": may(request.user, "rules.publish")},
    )


def _counted() -> QuerySet[Any]:
    """Every version with ``open``, the number of open cases under it."""
    versions = RuleVersion.objects.select_related("procedure", "published_by").defer("data")
    return versions.annotate(open=Count("cases", filter=Q(cases__closed_at=None)))


@requires("rules.read")
def staff_rules_history(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every version of one procedure's rules, the newest first, each with what it changed."""
    versions = list(_counted().filter(procedure__slug=slug).order_by("-number"))
    if not versions:
        raise Http404
    rows = []
    for index, version in enumerate(versions):
        before = versions[index + 1] if index + 1 < len(versions) else None
        changes = changes_between(before.document, version.document) if before else None
        rows.append({"version": version, "changes": changes, "current": index == 0})
    if wanted(request):
        columns = [_("기준판"), _("공개한 때"), _("공개한 사람"), _("진행 중인 건"), _("설명"), _("전"), _("후")]
        return sheet_response(request, f"rules-{slug}", columns, _history_lines(rows))
    context = {
        "slug": slug,
        "sheets": sheet_links(request),
        "name": words.in_language(versions[0].document.name),
        "rows": rows,
        "sentences": groups(versions[0].document, {}),
        "picture": process_overview(versions[0].document),
        "may_publish": may(request.user, "rules.publish"),
        "may_move": may(request.user, "case.move") and len(versions) > 1,
    }
    return render(request, "rules_history", context)


def _history_lines(rows: list[dict[str, Any]]) -> Iterator[list[Any]]:
    """A line for each sentence that a version changed; one without changes has a line of its own."""
    for row in rows:
        version = row["version"]
        by = str(version.published_by or "")
        for change in row["changes"] or [{"before": None, "after": None}]:
            told = [
                "".join(part if isinstance(part, str) else part["text"] for part in change[side] or ())
                for side in ("before", "after")
            ]
            yield [version.number, version.published_at, by, version.open, version.note, *told]


# ── moving open cases ──


@requires("case.move")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_rules_move(request: HttpRequest, slug: str) -> HttpResponse:
    """Carry open cases over to one version: how many can, how many cannot and why; then, explicitly, the button."""
    procedure = Procedure.objects.filter(slug=slug).first()
    if procedure is None:
        raise Http404
    versions = list(procedure.versions.order_by("-number").defer("data"))
    wanted = request.POST.get("to") or request.GET.get("to") or str(versions[0].number)
    chosen = next((version for version in versions if str(version.number) == wanted), None)
    if chosen is None:
        raise Http404
    if request.method == "POST":
        return _move(request, slug, chosen)
    cases = Case.objects.open().filter(rules__procedure=procedure).exclude(rules=chosen)
    stuck = _stuck(cases, chosen)
    total = cases.count()
    unable = cases.filter(pk__in=stuck)
    context = {
        "slug": slug,
        "name": words.in_language(chosen.document.name),
        "versions": versions,
        "chosen": chosen,
        "total": total,
        "able": total - unable.count(),
        "unable": [
            {
                "href": reverse("staff_case", kwargs={"key": case.key}),
                "title": case.proposal.title,
                "why": obstacle(case, chosen.document),
            }
            for case in unable.select_related("proposal", "rules").order_by("pk")[:50]
        ],
        "unable_count": unable.count(),
        "by_version": list(cases.values("rules__number").annotate(count=Count("pk")).order_by("rules__number")),
    }
    return render(request, "rules_move", context)


def _stuck(cases: QuerySet[Case], version: RuleVersion) -> list[int]:
    """The cases with an open stage that the version does not have."""
    stages = {key: stage.kind for key, stage in version.document.stages.items()}
    visits = StageVisit.objects.filter(case__in=cases, left=None).values_list("case", "stage", "kind")
    return [case for case, stage, kind in visits if stages.get(stage) != kind]


def _move(request: HttpRequest, slug: str, version: RuleVersion) -> HttpResponse:
    moved, refused = move_cases(slug=slug, to=version.number, at=clock.now(), actor=who(request))
    sentence = ngettext(
        "%(count)s건을 기준 %(number)s판으로 옮겼습니다.", "%(count)s건을 기준 %(number)s판으로 옮겼습니다.", moved
    )
    done(request, sentence % {"count": words.number(moved), "number": version.number})
    for key, error in list(refused.items())[:5]:
        messages.warning(request, f"{key}: {said(error)}")
    return HttpResponseRedirect(reverse("staff_rules_history", kwargs={"slug": slug}))
