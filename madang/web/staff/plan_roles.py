"""담당자와 운영팀의 역할 분담: who has which part in which project, over the whole year; and changing it for one project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.actions.schedule import projects_of
from madang.actions.shares import ROLES, Part, parts_of, share
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person
from madang.people.rights import may
from madang.plans.models import Project, Share
from madang.web.ui import project_words, words
from madang.web.ui.refusals import said

from .door import requires, who
from .page import done, paged, render
from .plan_frame import find_year, plan_tabs
from .projects import chosen, find_project, team


@requires("plan.read")
@require_safe
def staff_plan_roles(request: HttpRequest, year: int) -> HttpResponse:
    """Projects by roles: who leads, does, is consulted, is informed."""
    plan = find_year(year)
    choice, filters = chosen(request, team())
    rows, following = paged(request, projects_of(plan, choice))
    parts = parts_of(one.pk for one in rows)
    columns = [role for role in ROLES if any(part.role == role for found in parts.values() for part in found)]
    context = {
        "plan": plan, "tabs": plan_tabs(request, plan), "year": year, "filters": filters, "more": following, "writes": may(request.user, "project.write"),
        "columns": [words.role(role) for role in columns],
        "rows": [
            {
                "key": one.key,
                "name": one.name,
                "href": reverse("staff_project", args=[year, one.key]),
                "edit": reverse("staff_project_roles", args=[year, one.key]),
                "cells": [{"role": words.role(role), "parts": _cell(parts[one.pk], role)} for role in columns],
            }
            for one in rows
        ],
        "legend": [project_words.part(part) for part in Share.PARTS],
    }  # fmt: skip
    return render(request, "plan_roles", context)


def _cell(parts: Sequence[Part], role: str) -> list[dict[str, Any]]:
    """A role's own part first, then the people named in it."""
    return [
        {**project_words.part(one.part), "name": one.name, "derived": one.derived} for one in parts if one.role == role
    ]


@requires("project.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_project_roles(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The parts in one project, as selects; empty: as the todos say."""
    project, error = find_project(year, key), ""
    if project.dropped_at is not None:
        raise Http404
    people = team()
    lines = _lines(project)
    if request.method == "POST":
        try:
            _save(request, project, lines, people)
        except Refused as refused:
            error = said(refused)
            lines = _lines(project)
        else:
            done(request, _("역할 분담을 고쳤습니다."))
            return HttpResponseRedirect(reverse("staff_plan_roles", args=[year]) + f"#p-{key}")
    context = {
        "plan": project.plan, "year": year, "project": project, "error": error,
        "lines": [
            {**line, "picked": request.POST.get(f"part-{line['field']}", line["said"])} for line in lines
        ],
        "choices": [(part, project_words.part(part)["word"]) for part in Share.PARTS],
        "roles": [(role, words.role(role)) for role in ROLES],
        "people": [(one.key, str(one)) for one in people],
        "typed": {name: request.POST.get(name, "") for name in ("person", "role", "part")},
    }  # fmt: skip
    return render(request, "project_roles", context, status=422 if error else 200)


def _lines(project: Project) -> list[dict[str, Any]]:
    """Every role, and everyone who is named; with what someone said of them and what follows from the todos."""
    parts = parts_of([project.pk])[project.pk]
    known = {(one.role, one.person): one for one in parts}
    keys = [(role, None) for role in ROLES] + [(one.role, one.person) for one in parts if one.person is not None]
    found = []
    for role, person in keys:
        one = known.get((role, person))
        said = one.part if one is not None and not one.derived else ""
        follows = project_words.part(one.part)["word"] if one is not None and one.derived else _("없음")
        found.append({
            "field": f"{role}-{person or ''}", "role": role, "person": person, "said": said, "follows": follows,
            "label": f"{words.role(role)}: {one.name}" if one is not None and one.name else words.role(role),
            "todos": one.todos if one is not None else 0,
        })  # fmt: skip
    return found


@transaction.atomic
def _save(request: HttpRequest, project: Project, lines: Sequence[dict[str, Any]], people: Sequence[Person]) -> None:
    """What was changed against what stood there when the page was opened; what somebody else changed meanwhile is refused."""
    at, actor = clock.now(), who(request)
    for line in lines:
        part = request.POST.get(f"part-{line['field']}", line["said"])
        was = request.POST.get(f"was-{line['field']}", line["said"])
        if part == was:
            continue
        if line["said"] not in (was, part):
            raise Refused("changed-meanwhile")
        person = Person.objects.get(pk=line["person"]) if line["person"] is not None else None
        share(project=project, role=line["role"], person=person, part=part, at=at, actor=actor)
    person = next((one for one in people if one.key == request.POST.get("person")), None)
    if person is not None:
        role, part = request.POST.get("role", ""), request.POST.get("part", "")
        share(project=project, role=role, person=person, part=part or "does", at=at, actor=actor)
