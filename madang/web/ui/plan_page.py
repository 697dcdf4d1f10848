"""운영 계획 as everyone reads it: the same sections for the staff's page, the citizens' page and the paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from babel.dates import get_month_names
from django.db.models import Count, Prefetch, Q
from django.utils.translation import get_language, gettext

from madang.actions.metrics import find_metric
from madang.actions.shares import parts_of
from madang.base.errors import N_
from madang.plans.models import Goal, Phase, Plan, Project, Run, Todo
from madang.procedures.models import Procedure, RuleVersion
from madang.rules.document import Document, read_document
from madang.rules.explain import sentences
from madang.rules.words import COLUMNS

from . import words
from .goal_sections import goals_section
from .process import process_overview

PARTS = {"lead": N_("이끔"), "does": N_("함께함"), "consulted": N_("의견을 줌"), "informed": N_("소식을 받음")}
STAGES = {"proposal": N_("제안"), "discussion": N_("토론"), "execution": N_("실행"), "everywhere": N_("모든 단계")}


def stage_name(key: str) -> str:
    """제안, 토론, 실행, 모든 단계."""
    return gettext(STAGES[key])


def part_name(key: str) -> str:
    """이끔, 함께함, 의견을 줌, 소식을 받음."""
    return gettext(PARTS[key])


def plan_sections(plan: Plan, *, at: datetime, draft: bool = True, measured: bool = False) -> dict[str, Any]:
    """All of a plan for ``ui/plan.html``. ``draft``: where criteria are not published yet, those of the draft.

    ``measured``: with how each goal stands at ``at`` (for whom that may be shown).
    """
    document, version = rules_of(plan, draft=draft)
    projects = _projects(plan)
    return {
        "plan": plan,
        "goals": _goals(plan, at),
        "standing": goals_section(plan, at) if measured else None,
        "phases": list(Phase.objects.all()),
        "document": document,
        "version": version,
        "drawing": process_overview(document) if document is not None else None,
        "criteria": criteria(document) if document is not None else [],
        "projects": projects,
        "months": _months(plan.year, projects),
        "roles": _roles(projects),
    }


def rules_of(plan: Plan, *, draft: bool = True) -> tuple[Document | None, RuleVersion | None]:
    """The rules that a plan runs by, and their version, None for a draft. Neither, as long as none have been chosen."""
    if draft and plan.criteria is not None:
        return read_document(plan.criteria), None
    procedure = Procedure.objects.filter(slug=plan.procedure).first() if plan.procedure else None
    if procedure is None:
        return None, None
    return procedure.current.document, procedure.current


def column_names() -> dict[str, str]:
    """제안, 토론, 결과 공개 · 실행, by key."""
    lang = 0 if words.language() == "ko" else 1
    return {column: names[lang] for column, names in COLUMNS.items()}


def criteria(document: Document) -> list[dict[str, Any]]:
    """The sentences by column, as plain text."""
    said = sentences(document, words.language())
    found = [
        {"title": title, "lines": [one.text for one in said if one.column == column]}
        for column, title in column_names().items()
    ]
    return [group for group in found if group["lines"]]


def _goals(plan: Plan, at: datetime) -> list[dict[str, Any]]:
    rows = Goal.objects.filter(plan=plan, dropped_at=None).select_related("owner")
    return [
        {
            "goal": goal,
            "name": goal.name,
            "target": goal_number(goal),
            "unit": str(find_metric(goal.metric).unit_word).replace("%%", "%") if goal.metric else "",
            "period": span(goal.starts, goal.ends),
            "owner": str(goal.owner) if goal.owner else words.role(goal.owner_role) if goal.owner_role else "",
        }
        for goal in rows
    ]


def goal_number(goal: Goal) -> str:
    if goal.target is None:
        return ""
    whole = goal.target == goal.target.to_integral()
    return f"{goal.target:,.0f}" if whole else f"{goal.target.normalize():,f}"


def _projects(plan: Plan) -> list[Project]:
    counted = Project.objects.filter(plan=plan, dropped_at=None).annotate(
        runs_done=Count("runs", filter=Q(runs__done_at__isnull=False)),
    )
    steps = (
        Todo.objects.filter(dropped_at=None, rule=None).order_by("order", "offset", "pk").only("title", "project_id")
    )
    return list(counted.prefetch_related("runs", Prefetch("todos", queryset=steps, to_attr="checklist")))


def _months(year: int, projects: Iterable[Project]) -> list[dict[str, Any]]:
    """The runs of each month of the year, those months that have any."""
    runs = sorted(
        ((run, project) for project in projects for run in _standing(project) if run.on.year == year),
        key=lambda pair: pair[0].on,
    )
    months: dict[int, list[dict[str, Any]]] = {}
    for run, project in runs:
        label = f"{project.name} {run.number}" if project.runs_planned > 1 else project.name
        months.setdefault(run.on.month, []).append({"on": run.on, "name": run.title or label, "done": run.done_at})
    names = get_month_names("wide", locale=get_language() or "ko")
    return [{"first": date(year, month, 1), "name": names[month], "runs": rows} for month, rows in months.items()]


def _standing(project: Project) -> list[Run]:
    return [run for run in project.runs.all() if run.cancelled_at is None]


def _roles(projects: list[Project]) -> list[dict[str, Any]]:
    """Who has which part: one line a project, the roles by part."""
    found, parts = [], parts_of(project.pk for project in projects)
    for project in projects:
        by_part: dict[str, list[str]] = {}
        for one in parts[project.pk]:
            by_part.setdefault(one.part, []).append(words.role(one.role) + (f" {one.name}" if one.name else ""))
        if by_part:
            found.append({"name": project.name, "parts": by_part})
    return found


def span(starts: date | None, ends: date | None) -> str:
    """3월 1일(금)–11월 30일(토), with years where they are not this year's."""
    return " – ".join(words.day(day) for day in (starts, ends) if day is not None)


NAMES = {"stage": stage_name, "part": part_name, "span": span}  # what the template calls things by
