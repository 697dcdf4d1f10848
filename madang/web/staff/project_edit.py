"""A project begins (from a usual one, or empty), is changed, is given up; and its runs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.actions import projects as acts
from madang.actions.project_templates import TEMPLATES, Step, begun_on, checklist_for, start_from_template
from madang.base import clock
from madang.base.errors import Refused
from madang.plans.models import Plan, Project, Run
from madang.web.ui import project_words, words
from madang.web.ui.refusals import said

from .door import requires, who
from .page import done, render
from .plan_frame import find_year
from .project_forms import ProjectForm, Refusing, RunForm, StartForm
from .projects import find_project

SAFE = require_http_methods(["GET", "HEAD", "POST"])


def _there(project: Project, place: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("staff_project", args=[project.plan.year, project.key]) + place)


@requires("project.write")
@SAFE
def staff_project_new(request: HttpRequest, year: int) -> HttpResponse:
    """Without ``template``: which one; with one: its days, as a preview first; ``template=own``: the nine lines, empty."""
    plan, key = find_year(year), request.GET.get("template", "")
    if key == "own":
        return _own(request, plan)
    if key in TEMPLATES:
        return _from_template(request, plan, key)
    usual = [
        {
            "href": f"{request.path}?template={one.key}",
            "name": _(one.name),
            "purpose": _(one.purpose),
            "stage": project_words.stage(one.stage),
            "stage_key": one.stage,
            "runs": words.number(one.runs),
            "steps": words.number(len(one.steps)),
        }
        for one in TEMPLATES.values()
    ]
    return render(
        request, "project_new", {"plan": plan, "year": year, "usual": usual, "own": f"{request.path}?template=own"}
    )


def _own(request: HttpRequest, plan: Plan) -> HttpResponse:
    form = ProjectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            project = acts.set_project(plan=plan, **form.facts, at=clock.now(), actor=who(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            done(request, _("사업을 적었습니다. 이제 회차의 날을 잡고 할 일을 더하십시오."))
            return _there(project)
    context = {"plan": plan, "year": plan.year, "form": form, "project": None, "meanwhile": []}
    return render(request, "project_edit", context, status=422 if form.errors else 200)


def _from_template(request: HttpRequest, plan: Plan, key: str) -> HttpResponse:
    template, sent = TEMPLATES[key], request.method == "POST"
    form = StartForm(request.POST) if sent else StartForm.of(template, plan.year)
    days: list[date] = []
    data: Any = form.initial
    if not sent or form.is_valid():
        data = dict(form.cleaned_data) if sent else form.initial
        try:
            days = begun_on(template, data["starts"], data["ends"], data["runs_planned"])
            if request.POST.get("act") == "start":
                project = start_from_template(
                    plan=plan, template=key, name=data["name"], starts=data["starts"], ends=data["ends"],
                    runs=data["runs_planned"], at=clock.now(), actor=who(request),
                )  # fmt: skip
                done(request, _("사업을 시작했습니다. 회차와 할 일의 날짜는 언제든 옮길 수 있습니다."))
                return _there(project)
        except Refused as refused:
            form.refuse(refused)
    context = {
        "plan": plan, "year": plan.year, "form": form, "name": _(template.name), "stage": project_words.stage(template.stage),
        "lines": [
            (_("목적"), _(template.purpose)), (_("대상"), _(template.audience)), (_("주요 내용"), _(template.content)),
            (_("운영 방법"), _(template.method)),
        ],
        "days": [words.day(day) for day in days],
        "steps": [
            {
                "when": _("시작하고 %(days)s일 안") % {"days": step.offset} if step.once else project_words.offset(step.offset),
                "title": _(step.title),
                "role": words.role(step.role),
                "first": words.day(_first(step, days, data["starts"])) if days and data else "",
                "watched": bool(step.watch),
            }
            for step in template.steps
        ],
    }  # fmt: skip
    return render(request, "project_start", context, status=422 if form.errors else 200)


def _first(step: Step, days: list[date], starts: date) -> date:
    """The day of a step in the first run, or after the project's first day."""
    return (starts if step.once else days[0]) + timedelta(days=step.offset)


@requires("project.write")
@SAFE
def staff_project_edit(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The nine lines as they are to be. Who saves over another's change sees it first."""
    project = find_project(year, key)
    if project.dropped_at is not None:
        return _there(project)
    form, meanwhile = ProjectForm(request.POST) if request.method == "POST" else ProjectForm.of(project), []
    if request.method == "POST" and form.is_valid():
        try:
            acts.set_project(
                plan=project.plan, key=key, template=project.template, order=project.order, **form.facts,
                after=form.cleaned_data["edition"] or 0, at=clock.now(), actor=who(request),
            )  # fmt: skip
        except Refused as refused:
            if refused.code == "changed-meanwhile":
                project = find_project(year, key)
                meanwhile = _meanwhile(project, form)
                form = ProjectForm(_again(form, project.edition))
            form.refuse(refused)
        else:
            done(request, _("사업을 고쳤습니다."))
            return _there(project)
    context = {"plan": project.plan, "year": year, "form": form, "project": project, "meanwhile": meanwhile}
    return render(request, "project_edit", context, status=422 if form.errors else 200)


def _again(form: Refusing, edition: int) -> QueryDict:
    """What was typed, on top of the edition that stands now."""
    data = cast(QueryDict, form.data).copy()
    data["edition"] = str(edition)
    return data


def _meanwhile(project: Project, form: ProjectForm) -> list[tuple[str, str]]:
    """What stands there now and is not what was typed."""
    found = []
    for name, typed in form.facts.items():
        now = getattr(project, name)
        if now != typed:
            label = str(form.fields[name].label)
            found.append((label, project_words.stage(now) if name == "stage" else str(now)))
    return found


@requires("project.write")
@SAFE
def staff_project_drop(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Give a project up: what becomes of its open todos is asked first."""
    project, error = find_project(year, key), ""
    if project.dropped_at is not None:
        return _there(project)
    others = list(Project.objects.filter(plan=project.plan, dropped_at=None).exclude(pk=project.pk).order_by("name"))
    if request.method == "POST":
        to = next((one for one in others if one.key == request.POST.get("to")), None)
        way = request.POST.get("todos", "")
        try:
            acts.drop_project(project=project, todos=way, to=to, at=clock.now(), actor=who(request))
        except Refused as refused:
            error = said(refused)
        else:
            done(request, _("사업을 그만두기로 했습니다. ‘그만둔 사업’에서 되살릴 수 있습니다."))
            return HttpResponseRedirect(reverse("staff_plan_projects", args=[year]))
    waiting = list(acts.open_todos(project).order_by("due", "pk").values_list("title", flat=True)[:11])
    context = {
        "plan": project.plan, "year": year, "project": project, "others": [(one.key, one.name) for one in others],
        "waiting": waiting[:10], "count": acts.open_todos(project).count(), "error": error,
        "way": request.POST.get("todos", ""), "to": request.POST.get("to", ""),
        "runs": project.runs.filter(done_at=None, cancelled_at=None).count(),
    }  # fmt: skip
    return render(request, "project_drop", context, status=422 if error else 200)


@requires("project.write")
@SAFE
def staff_run_new(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Another run, with its checklist."""
    project = find_project(year, key)
    if project.dropped_at is not None:
        return _there(project)
    form = RunForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now, actor = clock.now(), who(request)
        try:
            run = acts.plan_run(project=project, **form.facts, at=now, actor=actor)
            made = checklist_for(run=run, at=now, actor=actor)
        except Refused as refused:
            form.refuse(refused)
        else:
            facts = {"run": project_words.run_name(run), "count": words.number(len(made))}
            done(request, _("%(run)s의 날을 잡았습니다. 할 일 %(count)s건이 생겼습니다.") % facts)
            return _there(project, "#runs")
    context = {"plan": project.plan, "year": year, "form": form, "project": project, "run": None, "meanwhile": []}
    return render(request, "run", context, status=422 if form.errors else 200)


@requires("project.write")
@SAFE
def staff_run(request: HttpRequest, year: int, key: str, run: str) -> HttpResponse:
    """A run's day, place and what it is on the platform; its todos move along with the day."""
    project = find_project(year, key)
    one = Run.objects.select_related("case").filter(project=project, key=run).first() if "\x00" not in run else None
    if one is None:
        raise Http404
    meanwhile: list[tuple[str, str]] = []
    initial = RunForm.of(one)
    form = RunForm(request.POST, initial=initial.initial) if request.method == "POST" else initial
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_run(
                run=one, **form.facts, after=form.cleaned_data["edition"] or 0, at=clock.now(), actor=who(request)
            )
        except Refused as refused:
            if refused.code == "changed-meanwhile":
                one.refresh_from_db()
                meanwhile = [(_("여는 날 (D-day)"), words.day(one.on)), (_("곳"), one.place or _("없음"))]
                form = RunForm(_again(form, one.edition), initial=RunForm.of(one).initial)
            form.refuse(refused)
        else:
            done(request, _("회차를 고쳤습니다."))
            return _there(project, "#runs")
    context = {
        "plan": project.plan, "year": year, "form": form, "project": project, "run": one,
        "name": project_words.run_name(one), "meanwhile": meanwhile,
        "moving": one.todos.filter(offset__isnull=False, done_at=None, dropped_at=None).count(),
    }  # fmt: skip
    return render(request, "run", context, status=422 if form.errors else 200)
