"""What a forum looks like from afar: its figures while it goes on, its report after it, and the report's data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.actions import papers
from madang.actions.figures import ended_at
from madang.actions.figures_due import FRESH, figures_of
from madang.actions.report_texts import annex, votes
from madang.base import clock
from madang.forums.models import Forum, Opinion, Statement
from madang.people.rights import may
from madang.results import naming
from madang.results.models import DiscussionReport, ResultContent
from madang.web.ui.answer_letter import department_name
from madang.web.ui.chapters import chapters_so_far, report_chapters
from madang.web.ui.places import forum as forum_at
from madang.web.ui.sheets import sheet_response

from .forums import find
from .pages import page, viewer

PAGE = 50


def section(forum: Forum, now: datetime) -> dict[str, Any]:
    """For ``forums/_results.html`` on the forum's own page: where figures and the report stand."""
    report = DiscussionReport.objects.filter(forum=forum).only("published", "withdrawn_at").first()
    newest = ResultContent.objects.filter(case=forum.case_id).order_by("-number").first()
    ended = ended_at(forum, now) is not None
    return {
        "figures": reverse("forum_figures", args=[forum.key]),
        "report": reverse("forum_report", args=[forum.key]) if ended else "",
        "published": report is not None and report.published_id is not None,
        "withdrawn": report is not None and report.withdrawn_at is not None,
        "result": reverse("forum_result", args=[forum.key]) if newest is not None else "",
        "result_text": newest.text if newest is not None and newest.withdrawn_at is None else "",
    }


# ── while it goes on ──


@require_safe
def figures(request: HttpRequest, key: str) -> HttpResponse:
    """지금까지의 모습: positions over time, who took part, themes, the opinion map."""
    forum, now = find(request, key), clock.now()
    row = figures_of(forum, at=now)
    context = {
        **_frame(forum, now),
        "made_at": row.made_at,
        "waits": row.made_at is None or row.wanted_at is not None,
        "fresh": int(FRESH.total_seconds() // 60),
        "chapters": chapters_so_far(forum, row.data, row.pictures),
    }
    return _unlisted(page(request, "forums/figures.html", context), forum)


def _frame(forum: Forum, now: datetime) -> dict[str, Any]:
    ended = ended_at(forum, now)
    return {
        "forum": forum,
        "key": forum.key,
        "forum_href": forum_at(forum.key),
        "matter": {"title": forum.case.proposal.title, "href": reverse("proposal", args=[forum.case.key])},
        "ended": ended,
        "now": now,
    }


def _unlisted(response: HttpResponse, forum: Forum) -> HttpResponse:
    if forum.case.proposal.visibility != "public":
        response.headers["X-Robots-Tag"] = "noindex"
    return response


# ── after it ──


@require_safe
def report(request: HttpRequest, key: str) -> HttpResponse:
    """토론 보고서; before it is published, and after it was withdrawn, a page that says so."""
    forum, now = find(request, key), clock.now()
    found = _report(forum)
    frame = {**_frame(forum, now), "staff": may(viewer(request), "report.write")}
    if found is None or found.published is None:
        context = {**frame, "report": found}
        gone = found is not None and found.withdrawn_at is not None
        return _unlisted(page(request, "forums/report_waits.html", context, status=410 if gone else 200), forum)
    return _unlisted(page(request, "forums/report.html", {**frame, **report_context(forum, found)}), forum)


def report_context(forum: Forum, found: DiscussionReport) -> dict[str, Any]:
    """What the report's page shows of a published report."""
    version = found.published
    assert version is not None
    part = found.figures.get("participation", {})
    opinions = Opinion.objects.filter(forum=forum)
    return {
        "report": found,
        "version": version,
        "department": department_name(forum.case.department),
        "people": part.get("people", 0),
        "opinions": part.get("opinions", 0) + part.get("replies", 0),
        "changed": (found.figures.get("positions") or {}).get("changed"),
        "chapters": report_chapters(forum, found.figures, version.sections, found.pictures),
        "annex_count": opinions.count(),
        "files": [(name, reverse("forum_report_data", args=[forum.key, name])) for name in _files(forum)],
    }


def _report(forum: Forum) -> DiscussionReport | None:
    return DiscussionReport.objects.select_related("published").filter(forum=forum).first()


def _public_report(request: HttpRequest, key: str) -> tuple[Forum, DiscussionReport]:
    """The published report on a forum; else 404."""
    forum = find(request, key)
    found = _report(forum)
    if found is None or found.published is None:
        raise Http404
    return forum, found


@require_safe
def report_opinions(request: HttpRequest, key: str) -> HttpResponse:
    """부록: every opinion, page by page, in the order in which it was said."""
    forum, _found = _public_report(request, key)
    start = request.GET.get("from", "")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 8 else 0
    whole = Opinion.objects.filter(forum=forum, parent=None).count()
    context = {
        **_frame(forum, clock.now()),
        "rows": [_line(row) for row in annex(forum, first=first, most=PAGE)],
        "whole": whole,
        "following": f"{request.path}?from={first + PAGE}" if first + PAGE < whole else "",
    }
    return _unlisted(page(request, "forums/report_opinions.html", context), forum)


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """An opinion of the annex with its position in words."""
    return {**row, "position": naming.position(row["position"]) if row["position"] else ""}


@require_safe
def report_pdf(request: HttpRequest, key: str) -> HttpResponseBase:
    """The report on paper (tagged PDF). A large one is made by the worker; until it is there, a page says so."""
    forum, found = _public_report(request, key)
    path = papers.paper(forum, found, language=get_language() or "ko", at=clock.now())
    if path is None:
        response = page(
            request,
            "forums/report_waits.html",
            {**_frame(forum, clock.now()), "report": found, "staff": False, "paper": True},
            status=503,
        )
        response.headers["Retry-After"] = "60"
        return response
    file = FileResponse(papers.opened(path), content_type="application/pdf", filename=f"report-{forum.key}.pdf")
    file.headers["X-Content-Type-Options"] = "nosniff"
    file.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    file.headers["Cache-Control"] = "private, no-cache"  # what is hidden tomorrow is made anew
    return file


# ── data ──


def _files(forum: Forum) -> dict[str, Callable[[Forum, DiscussionReport], tuple[list[str], Iterator[list[Any]]]]]:
    """Which files a report has, by name."""
    found: dict[str, Any] = {"opinions": _opinions_file}
    if forum.form == "pro_con":
        found["positions"] = _positions_file
    else:
        found |= {"statements": _statements_file, "votes": _votes_file}
    return found


@require_safe
def report_data(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The report's data as CSV; nobody's name is in it."""
    forum, found = _public_report(request, key)
    file = _files(forum).get(name)
    if file is None:
        raise Http404
    columns, rows = file(forum, found)
    return sheet_response(request, f"{forum.key}-{name}", columns, rows)


def _opinions_file(forum: Forum, _report: DiscussionReport) -> tuple[list[str], Iterator[list[Any]]]:
    columns = [_("번호"), _("자리"), _("의견 글"), _("때"), _("공감"), _("답글"), _("어디에서"), _("상태")]
    channels = {"online": _("온라인"), "paper": _("현장")}
    states = {"shown": "", "hidden": _("가려짐"), "deleted": _("지움")}
    rows = (
        [
            row["number"], _line(row)["position"], row["text"], row["at"], row["supports"], row["replies"],
            channels.get(row["channel"], row["channel"]), states.get(row["state"], row["state"]),
        ]
        for row in annex(forum)
    )  # fmt: skip
    return columns, rows


def _positions_file(_forum: Forum, found: DiscussionReport) -> tuple[list[str], Iterator[list[Any]]]:
    columns = [_("날"), *(naming.position(key) for key in naming.POSITIONS)]
    per_day = (found.figures.get("positions") or {}).get("per_day", [])
    return columns, (list(row) for row in per_day)


def _statements_file(forum: Forum, _report: DiscussionReport) -> tuple[list[str], Iterator[list[Any]]]:
    columns = [_("번호"), _("진술"), _("동의"), _("동의하지 않음"), _("넘김"), _("때")]
    rows = Statement.objects.filter(forum=forum, state="shown").order_by("pk")
    fields = rows.values_list("pk", "text", "agree", "disagree", "passed", "at")
    return columns, (list(row) for row in fields.iterator())


def _votes_file(forum: Forum, found: DiscussionReport) -> tuple[list[str], Iterator[list[Any]]]:
    return [_("사람"), _("진술"), _("답")], (list(row) for row in votes(found, forum))
