"""운영 계획 on paper: the sections of its page as chapters and blocks, set like every report (``results/paper.py``).

A paper is kept by the digest of all it says, so that it is set once however many people take it, and anew when anything
in it has changed.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils.translation import gettext as _

from madang.plans.models import Plan
from madang.results.paper import pdf
from madang.results.slide import picture_svg
from madang.results.telling import facts, heading, table
from madang.rules.picture import overview

from . import words
from .context import institution_name
from .plan_page import PARTS, part_name, plan_sections, span, stage_name

Blocks = list[dict[str, Any]]


def plan_pdf(plan: Plan, *, at: datetime, draft: bool = True) -> HttpResponse:
    """The response with the paper. ``draft``: with criteria that are not published yet, for the team only."""
    said = plan_content(plan, plan_sections(plan, at=at, draft=draft))
    digest = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    path = f"plans/{plan.key}-{words.language()}-{digest[:24]}.pdf"
    if default_storage.exists(path):
        with default_storage.open(path) as kept:
            made = kept.read()
    else:
        made = pdf(said, at=at.replace(microsecond=0))
        default_storage.save(path, ContentFile(made))
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="plan-{plan.year}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def plan_content(plan: Plan, shown: dict[str, Any]) -> dict[str, Any]:
    """All that the paper says, in the language in force (its shape: ``results/report.typ``)."""
    chapters = [
        (_("목표"), _goals(shown)),
        (_("정책과 진행 과정"), _process(plan, shown)),
        (_("단계별 기준"), _criteria(shown)),
        (_("세부 실행계획"), [block for project in shown["projects"] for block in _project(project)]),
        (_("연간 일정"), _schedule(shown)),
        (_("역할 분담"), _roles(shown)),
    ]
    told = [(title, blocks) for title, blocks in chapters if blocks]
    if plan.intro:
        told.insert(0, (_("여는 글"), [_said(plan.intro)]))
    return {
        "language": words.language(),
        "institution": institution_name(),
        "title": plan.title,
        "question": "",
        "facts": _facts(plan, shown),
        "about": _(
            "이 계획은 마당에서 세우고, 마당에서 지켜봅니다. 그림과 문장은 시행 중인 기준에서 저절로 만들어집니다."
        ),
        "words": {"contents": _("차례"), "annex": "", "table": _("표"), "figure": _("그림")},
        "chapters": [{"number": at, "title": title, "blocks": blocks} for at, (title, blocks) in enumerate(told, 1)],
        "annex": {"about": "", "rows": []},
    }


def _facts(plan: Plan, shown: dict[str, Any]) -> list[list[str]]:
    found = [[_("계획한 해"), _("%(year)s년") % {"year": plan.year}]]
    version = shown["version"]
    if version is not None:
        found.append([_("따르는 기준"), _("기준 %(number)s판") % {"number": version.number}])
    if plan.published_at:
        found.append([_("공개한 날"), words.day_year(plan.published_at)])
    return found


def _said(text: str) -> dict[str, Any]:
    return {"kind": "said", "text": text}


def _goals(shown: dict[str, Any]) -> Blocks:
    numbers = [row for row in shown["goals"] if row["target"]]
    questions = [row for row in shown["goals"] if not row["target"]]
    blocks: Blocks = []
    if numbers:
        rows = [[row["name"], row["target"] + row["unit"], row["period"], row["owner"] or "–"] for row in numbers]
        blocks.append(table(_("정량적 목표"), [_("목표"), _("얼마나"), _("끝나는 날"), _("누가")], rows))
    if questions:
        blocks += [heading(_("정성적 목표")), {"kind": "list", "items": [row["name"] for row in questions]}]
    if shown["phases"]:
        rows = [[f"{one.number}. {one.name}", one.aim or "–"] for one in shown["phases"]]
        blocks.append(table(_("장기적 목표"), [_("국면"), _("무엇을 이루려 합니까")], rows, numbers=False))
    return blocks


def _process(plan: Plan, shown: dict[str, Any]) -> Blocks:
    blocks: Blocks = [_said(plan.process_note)] if plan.process_note else []
    document = shown["document"]
    if document is None:
        return blocks
    lang = words.language()
    told = overview(document, lang).as_text(None)
    drawing = {"kind": "drawing", "svg": picture_svg(document, lang), "caption": _("진행 과정"), "alt": " ".join(told)}
    return [*blocks, drawing, heading(_("그림을 글로 읽기")), {"kind": "list", "items": told}]


def _criteria(shown: dict[str, Any]) -> Blocks:
    blocks: Blocks = []
    for group in shown["criteria"]:
        blocks += [heading(group["title"]), {"kind": "list", "items": group["lines"]}]
    return blocks


def _project(project: Any) -> Blocks:
    lines = [
        (_("목적"), project.purpose),
        (_("대상"), project.audience),
        (
            _("운영 횟수"),
            _("%(count)s회") % {"count": words.number(project.runs_planned)} if project.runs_planned else "",
        ),
        (_("연간 일정"), span(project.starts, project.ends)),
        (_("단계"), stage_name(project.stage)),
        (_("주요 내용"), project.content),
        (_("운영 방법"), project.method),
        (_("운영 절차"), " · ".join(dict.fromkeys(todo.title for todo in project.checklist))),
    ]
    return [heading(project.name), facts([(term, text) for term, text in lines if text])]


def _schedule(shown: dict[str, Any]) -> Blocks:
    rows = [[words.day(run["on"]), run["name"]] for month in shown["months"] for run in month["runs"]]
    return [table(_("열두 달의 운영"), [_("날"), _("무엇을")], rows, numbers=False)] if rows else []


def _roles(shown: dict[str, Any]) -> Blocks:
    if not shown["roles"]:
        return []
    head = [_("사업"), *(part_name(part) for part in PARTS)]
    rows = [[row["name"], *(", ".join(row["parts"].get(part, ())) or "–" for part in PARTS)] for row in shown["roles"]]
    return [table(_("누가 무엇을 맡습니까"), head, rows, numbers=False)]
