"""수상한 공감: proposals with patterns in their supports, and one proposal's patterns with their evidence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.actions import integrity
from madang.base import clock
from madang.people.rights import may
from madang.procedures.models import Case
from madang.proposals.models import Invalidation, Proposal, Support, SupportTrace
from madang.proposals.patterns import Finding
from madang.web.ui.sheets import FORMATS, sheet_links, sheet_response, wanted

from .door import requires
from .integrity_words import finding_card, invalidation_row, people_of, thresholds, title, what
from .page import render

CHART_WIDTH, CHART_HEIGHT = 720, 160
INVALIDATIONS = 50


@requires("support.watch")
@require_safe
def staff_integrity(request: HttpRequest) -> HttpResponseBase:
    """Where something looks strange now, and what was taken out so far."""
    found = integrity.watch(at=clock.now())
    held = Invalidation.objects.select_related("proposal", "made_by").defer("proposal__body").order_by("-made_at")
    if wanted(request) and request.GET.get("list") == "invalidations":
        columns = [_("언제"), _("제안"), _("이유"), _("사람 수"), _("지금"), _("만든 사람")]
        lines = map(_held_line, held.iterator(chunk_size=200))
        return sheet_response(request, "invalidations", columns, lines)
    if wanted(request):
        columns = [_("제안"), _("본 것"), _("사람 수"), _("언제부터"), _("언제까지"), _("설명")]
        rows = (
            (proposal.title, title(one.kind), one.count, one.since, one.until, what(one))
            for proposal, seen in found
            for one in seen
        )
        return sheet_response(request, "integrity", columns, rows)
    context = {
        "rows": [_line(proposal, seen) for proposal, seen in found],
        "invalidations": [invalidation_row(one) for one in held[:INVALIDATIONS]],
        "thresholds": thresholds(),
        "sheets": sheet_links(request),
        "held_sheets": [(name.upper(), f"{request.path}?list=invalidations&format={name}") for name in FORMATS],
    }
    return render(request, "integrity", context)


def _held_line(held: Invalidation) -> list[Any]:
    row = invalidation_row(held)
    return [row["at"], row["title"], row["reason"], row["count"], row["status"].word, str(row["by"] or "")]


def _line(proposal: Proposal, seen: list[Finding]) -> dict[str, Any]:
    return {
        "key": proposal.case.key,
        "title": proposal.title,
        "strong": any(one.strong for one in seen),
        "kinds": list(dict.fromkeys(title(one.kind) for one in seen)),
        "people": len({pk for one in seen for pk in one.people}),
        "since": min(one.since for one in seen),
        "until": max(one.until for one in seen),
    }


class _Seen(NamedTuple):
    at: datetime
    network: str
    device: str


@requires("support.watch")
@require_safe
def staff_integrity_proposal(request: HttpRequest, key: str) -> HttpResponse:
    """One proposal: when its supports came, and every pattern with the people behind it (masked)."""
    proposal, now = find_proposal(key), clock.now()
    found = integrity.findings_of(proposal, at=now)
    shown = {pk for one in found for pk in one.people}
    supports: dict[int, _Seen] = {}
    if shown:
        moments = Support.objects.filter(proposal=proposal, person__in=people_of(found))
        supports = {person: _Seen(at, "", "") for person, at in moments.values_list("person_id", "at")}
        traces = SupportTrace.objects.filter(proposal=proposal, person__in=list(supports)).order_by("pk")
        for person, network, device in traces.values_list("person_id", "network", "device"):
            supports[person] = _Seen(supports[person].at, network, device)
    people = people_of(found)
    held = proposal.invalidations.select_related("proposal", "made_by").order_by("-made_at")
    context = {
        "proposal": proposal,
        "key": key,
        "count": case_count(proposal),
        "findings": [finding_card(one, people, supports) for one in found],
        "chart": chart(integrity.timeline(proposal, at=now), found),
        "invalidations": [invalidation_row(one) for one in held],
        "may_invalidate": may(request.user, "support.invalidate"),
        "thresholds": thresholds(),
    }
    return render(request, "integrity_proposal", context)


def find_proposal(key: str) -> Proposal:
    """The proposal of that key; else 404."""
    found = Proposal.objects.select_related("case__rules").defer("body", "case__rules__data").filter(case__key=key)
    proposal = found.first()
    if proposal is None:
        raise Http404
    return proposal


def case_count(proposal: Proposal) -> int:
    """How many supports count now."""
    tally = Case(pk=proposal.pk).tallies.filter(what="supports").values_list("value", flat=True).first()
    return tally or 0


def chart(points: list[tuple[datetime, int]], found: list[Finding]) -> dict[str, Any] | None:
    """The supports over time as bars; those that lie within a finding are marked by a shape, not by colour alone."""
    if not points:
        return None
    top = max(count for _, count in points) or 1
    step = CHART_WIDTH / len(points)
    span = points[1][0] - points[0][0] if len(points) > 1 else timedelta(hours=1)
    narrow = [one for one in found if one.until - one.since <= timedelta(days=2)]
    bars = []
    for place, (at, count) in enumerate(points):
        height = round(CHART_HEIGHT * count / top, 1)
        strange = count > 0 and any(one.since < at + span and one.until >= at for one in narrow)
        bars.append(
            {
                "x": round(place * step, 1), "w": max(1, round(step - 1, 1)), "y": round(CHART_HEIGHT - height + 14, 1),
                "h": height, "middle": round((place + 0.5) * step, 1), "at": at, "count": count, "strange": strange,
            }
        )  # fmt: skip
    return {
        "bars": bars, "width": CHART_WIDTH, "height": CHART_HEIGHT + 14, "top": top, "since": points[0][0],
        "until": points[-1][0], "hours": span / timedelta(hours=1),
    }  # fmt: skip
