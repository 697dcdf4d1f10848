"""결과: what was asked, what people said and what the institution answered, on one page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.forums.models import Forum
from madang.procedures.models import Case
from madang.results import naming
from madang.results.models import DiscussionReport, ResultContent

from . import answers
from .forums import find
from .matter import Matter
from .matter import find as find_matter
from .pages import page


@require_safe
def result(request: HttpRequest, key: str) -> HttpResponse:
    """The published result; one that was withdrawn says why (410); before there is one, 404."""
    forum, now = find(request, key), clock.now()
    newest = newest_result(forum.case)
    if newest is None:
        raise Http404
    matter = Matter(find_matter(request, forum.case.key), now)
    report = DiscussionReport.objects.select_related("published").filter(forum=forum).first()
    context = {
        "forum": forum,
        "key": key,
        "now": now,
        "matter": {"title": forum.case.proposal.title, "href": reverse("proposal", args=[forum.case.key])},
        "result": newest,
        "withdrawn": newest.withdrawn_at is not None,
        "letters": answers.letters(matter),
        "report": report is not None and report.published is not None,
        "numbers": _numbers(forum, report),
    }
    response = page(request, "forums/result.html", context, status=410 if newest.withdrawn_at else 200)
    if forum.case.proposal.visibility != "public":
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def newest_result(case: Case) -> ResultContent | None:
    """The version that was published last."""
    return ResultContent.objects.filter(case=case).order_by("-number").first()


def _numbers(forum: Forum, report: DiscussionReport | None) -> dict[str, Any]:
    """The three numbers of the card, as the report counted them; empty before."""
    figures = report.figures if report is not None else {}
    if not figures:
        return {}
    part, standing = figures["participation"], figures.get("positions")
    last = standing["last"] if standing else {}
    return {
        "people": part["people"],
        "opinions": part["opinions"] + part["replies"],
        "positions": [(naming.position(name), last[name]) for name in naming.POSITIONS] if sum(last.values()) else [],
        "whole": sum(last.values()),
    }
