"""Proposals as lines of a list: plain rows, and for a whole page of them three more questions to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from madang.procedures.models import Mark, RuleVersion, StageVisit, Tally
from madang.web.ui import standing, words

VISIT = ("case_id", "stage", "kind", "entered", "due", "left", "outcome", "forum__opened_at")


def versions() -> dict[int, RuleVersion]:
    """Every published version with its procedure, by id; the documents themselves come from memory."""
    return {version.pk: version for version in RuleVersion.objects.select_related("procedure").defer("data", "note")}


def visits_of(cases: Iterable[int]) -> dict[int, list[Any]]:
    """The visits of some cases, in the order of time."""
    found: dict[int, list[Any]] = defaultdict(list)
    for visit in StageVisit.objects.filter(case__in=list(cases)).order_by("pk").values_list(*VISIT, named=True):
        found[visit.case_id].append(visit)
    return found


def lines(rows: Sequence[Any], known: dict[int, RuleVersion], now: datetime) -> list[dict[str, Any]]:
    """Rows of ``ProposalQuerySet.rows`` as ``ui/proposals.html`` shows them."""
    cases = [row.pk for row in rows]
    visits = visits_of(cases)
    marks: dict[int, set[str]] = defaultdict(set)
    for case, key in Mark.objects.filter(case__in=cases).values_list("case_id", "key"):
        marks[case].add(key)
    took_part = participants_of(pk for pk in cases if any(visit.kind == "forum" for visit in visits[pk]))
    return [
        _line(row, known[row.case__rules].document, visits[row.pk], marks[row.pk], took_part.get(row.pk), now)
        for row in rows
    ]


def participants_of(cases: Iterable[int]) -> dict[int, int]:
    """How many took part in the discussions of some cases; asked only when there are any."""
    wanted = list(cases)
    found = Tally.objects.filter(case__in=wanted, what="participants") if wanted else Tally.objects.none()
    return dict(found.values_list("case_id", "value"))


def people_took_part(count: int) -> str:
    """312명 참여."""
    return ngettext("%(count)s명 참여", "%(count)s명 참여", count) % {"count": words.number(count)}


def _line(
    row: Any, document: Any, visits: list[Any], marks: set[str], took_part: int | None, now: datetime
) -> dict[str, Any]:
    window = standing.window(visits, now)
    status = standing.status(document, visits, now)
    asked = row.case__origin == "institution"
    if took_part and not asked:
        status = replace(status, note=" · ".join(filter(None, (people_took_part(took_part), status.note))))
    return {
        "key": row.case__key,
        "href": reverse("proposal", args=[row.case__key]),
        "title": row.title,
        "category": words.category(row.category) or kind_of(row.case__origin),
        "area": row.area,
        "supports": row.support_count or 0,
        "next": standing.next_tier(document, window, row.support_count or 0, marks),
        "due": window.due if window else None,
        "status": status,
        "asked": asked,
        "participants": took_part or 0,
        "at": row.submitted_at,
    }


def kind_of(origin: str) -> str:
    """시민제안 or 기관제안."""
    return gettext("기관 제안") if origin == "institution" else gettext("시민 제안")
