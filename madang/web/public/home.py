"""첫 화면."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.answers.models import AnswerVersion
from madang.base import clock
from madang.procedures.models import RuleVersion
from madang.proposals.models import Proposal
from madang.rules.document import Document
from madang.web.ui import standing, words
from madang.web.ui.answer_letter import department_name

from . import deliveries
from .answers import opening
from .duties import this_month
from .forums import at_home
from .pages import page
from .rows import lines, versions

CARDS = 3
SOON = timedelta(days=14)
CANDIDATES = 60  # of those ending soonest the nearest to their next tier are shown


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs a hand now, what was answered, what is being done, and whether promises are kept."""
    now = clock.now()
    known = versions()
    first = next(iter(in_force(known)), None)
    context = {
        "opened": first is not None,
        "promise_of": promise_of(first.document) if first else None,
        "close": _close(known, now),
        "forums": at_home(now),
        "answers": _answers(),
        "carried": deliveries.newest(CARDS, now),
        "month": this_month(now),
        "steps": steps(first.document) if first else [],
        "newest": [],
    }
    if not context["close"]:
        rows = list(Proposal.objects.listed().newest_first().rows()[:5])
        context["newest"] = lines(rows, known, now)
    return page(request, "home.html", context)


def in_force(known: dict[int, RuleVersion]) -> list[RuleVersion]:
    """The newest version of each procedure, in the order in which they were opened."""
    newest: dict[int, RuleVersion] = {}
    for version in sorted(known.values(), key=lambda version: (version.procedure_id, version.number)):
        newest[version.procedure_id] = version
    return list(newest.values())


def _close(known: dict[int, RuleVersion], now: datetime) -> list[dict[str, Any]]:
    """Proposals that need few supports and little time: those ending soonest, the nearest to their next tier first."""
    rows = list(Proposal.objects.listed().near_a_tier(now).rows()[:CANDIDATES])
    shown = [line for line in lines(rows, known, now) if line["next"] and line["due"]]
    soon = [line for line in shown if line["due"] <= now + SOON]
    shown = soon if len(soon) >= CARDS else shown
    shown.sort(key=lambda line: line["supports"] / line["next"].count, reverse=True)
    return shown[:CARDS]


def _answers() -> list[dict[str, Any]]:
    """The latest answers."""
    found = (
        AnswerVersion.objects.filter(number=1, request__case__proposal__visibility="public")
        .select_related("request__case__proposal", "department")
        .defer("request__case__proposal__body", "request__draft_text")
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "href": reverse("proposal", args=[version.request.case.key]),
            "title": version.request.case.proposal.title,
            "gist": opening(version.text),
            "department": department_name(version.department) if version.department else words.owner("representative"),
            "at": version.published_at,
            "verdict": words.decision("answer", version.decision),
        }
        for version in found[:CARDS]
    ]


def promise_of(document: Document) -> dict[str, Any] | None:
    """The first thing that supports bring about: how many, what, and within how many days."""
    found = first_tier(document)
    if found is None:
        return None
    count, label, answering = found
    period = answering.deadline.period if answering is not None and answering.deadline else None
    return {"count": count, "label": label, "days": period.count if period and period.unit == "days" else None}


def first_tier(document: Document) -> tuple[int, str, Any] | None:
    """The lowest count that leads to an answer, its name, and the stage of that answer."""
    for stage in document.stages.values():
        for start in stage.starts:
            opened = document.stages.get(start.stage)
            if stage.kind == "collect" and opened is not None and opened.kind == "answer":
                for count, label, key, _ in standing.tiers_of(document, stage):
                    if key == start.key:
                        return count, label, opened
    return None


def steps(document: Document) -> list[str]:
    """The way in a few words: the names of the citizen's track, one stage after the other."""
    names: list[str] = []
    key = document.entry.get("citizen")
    while key is not None and len(names) < 5:
        stage = document.stages[key]
        name = words.in_language(stage.name)
        if name in names:
            break
        names.append(name)
        onward = [leave.to for leave in stage.exits if leave.to] + [start.stage for start in stage.starts]
        key = next((to for to in onward if words.in_language(document.stages[to].name) not in names), None)
    return names
