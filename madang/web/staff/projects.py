"""세부 실행계획: the projects of a year, and one project with its nine lines, checklist and runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.actions import projects as acts
from madang.actions.runs import cancel_run, finish_run, reopen_run
from madang.actions.schedule import Choice, Progress, progress_of, projects_of
from madang.actions.shares import Part, parts_of
from madang.actions.todos import Task, add_todo, finish_todo, reopen_todo
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person, Role
from madang.people.rights import may
from madang.plans.models import Project, Run, Todo
from madang.web.ui import places, project_words, words

from .door import requires, who
from .page import chips, done, paged, refuse, render
from .plan_frame import find_year, plan_tabs
from .project_forms import ChecklistForm

SAFE = require_http_methods(["GET", "HEAD", "POST"])


def find_project(year: int, key: str) -> Project:
    """The project of that key in the plan of that year; else 404."""
    found = (
        Project.objects.select_related("plan").filter(key=key, plan__year=year).first() if "\x00" not in key else None
    )
    if found is None:
        raise Http404
    return found


def today() -> date:
    """The institution's day."""
    return timezone.localtime(clock.now()).date()


def team() -> list[Person]:
    """Everyone in the team, by name. One query."""
    found = Person.objects.filter(is_active=True, memberships__isnull=False).distinct()
    return sorted(found, key=str)


def chosen(request: HttpRequest, people: Sequence[Person]) -> tuple[Choice, dict[str, Any]]:
    """Which projects are asked for, and what the filters' template needs."""
    stage, role, person = (request.GET.get(name, "") for name in ("stage", "role", "person"))
    known = {one.key: one for one in people}
    stage, role = stage if stage in Project.STAGES else "", role if role in Role.values else ""
    choice = Choice(stage, role, known.get(person))
    return choice, {
        "stages": chips(
            request, "stage", stage, [("", _("모든 사업"), None)] + [(key, project_words.stage(key), None) for key in Project.STAGES]
        ),
        "roles": [(key, words.role(key)) for key in Role.values if key != Role.AUDITOR],
        "people": [(one.key, str(one)) for one in people],
        "stage": stage,
        "role": role,
        "person": choice.person.key if choice.person else "",
        "kept": {name: request.GET[name] for name in ("view", "month") if request.GET.get(name)},
    }  # fmt: skip


def line(project: Project, far: Progress, parts: Sequence[Part], year: int) -> dict[str, Any]:
    """One project in a list."""
    leads = [one for one in parts if one.part == "lead"]
    return {
        "href": reverse("staff_project", args=[year, project.key]),
        "name": project.name,
        "stage": project_words.stage(project.stage),
        "stage_key": project.stage,
        "span": project_words.span(project.starts, project.ends),
        "times": project_words.run_times(project, far.held),
        "done": far.done,
        "total": far.total,
        "late": far.late,
        "leads": ", ".join(one.name or words.role(one.role) for one in leads),
    }


@requires("plan.read")
@require_safe
def staff_plan_projects(request: HttpRequest, year: int) -> HttpResponse:
    """The year's projects with how far they are; those given up under their own filter."""
    plan, people = find_year(year), team()
    choice, filters = chosen(request, people)
    dropped = request.GET.get("state") == "dropped"
    found = projects_of(plan, choice, dropped=dropped)
    rows, following = paged(request, found)
    far, parts = progress_of(rows, today()), parts_of(one.pk for one in rows)
    context = {
        "plan": plan,
        "tabs": plan_tabs(request, plan),
        "year": year,
        "rows": [line(one, far[one.pk], parts[one.pk], year) for one in rows],
        "more": following,
        "filters": filters,
        "dropped": dropped,
        "any_dropped": not dropped and projects_of(plan, dropped=True).exists(),
        "writes": may(request.user, "project.write"),
    }  # fmt: skip
    return render(request, "projects", context)


# ── one project ──


@requires("plan.read")
@SAFE
def staff_project(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """A project as the founding document writes it down; ``act`` says what is sent."""
    project, now, form = find_project(year, key), clock.now(), None
    writes = may(request.user, "project.write")
    runs = list(project.runs.order_by("on", "number"))
    open_runs = [run for run in runs if run.cancelled_at is None]
    if request.method == "POST":
        if not writes:
            raise Http404
        if request.POST.get("act") == "add":
            form = ChecklistForm(request.POST, runs=open_runs, team=team())
            if form.is_valid() and _add(request, project, form, now):
                done(request, _("할 일을 더했습니다."))
                return HttpResponseRedirect(f"{request.path}#checklist")
        else:
            return _do(request, project, now)
    form = form or (ChecklistForm(runs=open_runs, team=team()) if writes else None)
    context = {**_page(project, runs, now), "form": form, "writes": writes, "year": year}
    return render(request, "project", context, status=422 if form is not None and form.errors else 200)


def _page(project: Project, runs: Sequence[Run], now: datetime) -> dict[str, Any]:
    day = timezone.localtime(now).date()
    todos = list(project.todos.select_related("person", "department").order_by("due", "order", "pk"))
    known = {run.pk: run for run in runs}
    alive = [todo for todo in todos if todo.dropped_at is None]
    groups: list[tuple[Run | None, list[Todo]]] = [(None, [todo for todo in alive if todo.run_id is None])]
    groups += [
        (run, [todo for todo in alive if todo.run_id == run.pk]) for run in known.values() if run.cancelled_at is None
    ]
    parts = parts_of([project.pk])[project.pk]
    held = sum(run.done_at is not None for run in runs)
    nearest = next((run for run in runs if run.cancelled_at is None and run.done_at is None), None)
    return {
        "project": project,
        "stage": project_words.stage(project.stage),
        "span": project_words.span(project.starts, project.ends),
        "times": project_words.run_times(project, held),
        "held": held,
        "runs": [_run(run, day, project) for run in runs],
        "groups": [_group(run, rows, day, nearest) for run, rows in groups if rows or run is not None],
        "done": sum(todo.done_at is not None for todo in alive),
        "total": len(alive),
        "late": sum(todo.done_at is None and todo.due is not None and todo.due < day for todo in alive),
        "parts_": [
            {**project_words.part(one.part), "who": one.name or words.role(one.role), "role": words.role(one.role) if one.name else "", "derived": one.derived}
            for one in parts
        ],
    }  # fmt: skip


def _run(run: Run, day: date, project: Project) -> dict[str, Any]:
    there = places.staff_forum(run.forum) if run.forum else ""
    if run.session:
        there = reverse("staff_session", args=[run.session])
    elif not there and run.case_id:
        assert run.case is not None
        there = reverse("staff_case", args=[run.case.key])
    return {
        "key": run.key,
        "name": project_words.run_name(run),
        "when": project_words.span(run.on, run.until),
        "place": run.place,
        "state": project_words.run_state(run, day),
        "open": run.done_at is None and run.cancelled_at is None,
        "href": reverse("staff_run", args=[project.plan.year, project.key, run.key]),
        "there": there,
        "there_word": _("현장 토론") if run.session else _("공론장") if run.forum else _("제안"),
    }


def _group(run: Run | None, rows: Sequence[Todo], day: date, nearest: Run | None) -> dict[str, Any]:
    finished = sum(todo.done_at is not None for todo in rows)
    return {
        "name": project_words.run_name(run) if run is not None else _("사업 전체"),
        "when": project_words.span(run.on, run.until) if run is not None else "",
        "done": finished,
        "total": len(rows),
        "shown": run is None or run == nearest,
        "late": sum(todo.done_at is None and todo.due is not None and todo.due < day for todo in rows),
        "todos": [
            {
                "key": todo.key,
                "title": todo.title,
                "href": reverse("staff_todo", args=[todo.key]),
                "due": todo.due,
                "offset": project_words.offset(todo.offset if run is not None else None),
                "who": str(todo.person) if todo.person else words.role(todo.role),
                "state": project_words.todo_state(todo, day),
                "open": todo.done_at is None,
                "watched": bool(todo.watch) and todo.done_at is None,
            }
            for todo in rows
        ],
    }


def _add(request: HttpRequest, project: Project, form: ChecklistForm, now: datetime) -> bool:
    data = form.cleaned_data
    run = form.runs.get(data["run"])
    offset = data["offset"] if run is not None and data["due"] is None else None
    due = data["due"] if offset is None or run is None else run.on + timedelta(days=offset)
    task = Task(data["title"], role=data["role"], person=form.team.get(data["person"]), due=due, offset=offset)
    try:
        add_todo(task=task, project=project, run=run, at=now, actor=who(request))
    except Refused as refused:
        form.refuse(refused)
    return not form.errors


def _do(request: HttpRequest, project: Project, now: datetime) -> HttpResponse:
    """One press: a todo ticked or opened again, a run over, off, or on again, the project taken up again."""
    act, key = request.POST.get("act", ""), request.POST.get("key", "").replace("\x00", "")
    place = "runs" if act.startswith("run") else "checklist" if act.startswith("todo") else "main"
    try:
        text = _act(act, key, project, now, who(request))
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, text)
    return HttpResponseRedirect(f"{request.path}#{place}")


RUN_ACTS: dict[str, Callable[..., Run]] = {"run-finish": finish_run, "run-cancel": cancel_run, "run-reopen": reopen_run}
TODO_ACTS: dict[str, Callable[..., Todo]] = {"todo-finish": finish_todo, "todo-reopen": reopen_todo}


def _act(act: str, key: str, project: Project, now: datetime, actor: Person) -> str:
    if act in RUN_ACTS:
        run = Run.objects.filter(project=project, key=key).first()
        if run is None:
            raise Http404
        RUN_ACTS[act](run=run, at=now, actor=actor)
        facts = {"run": project_words.run_name(run)}
        return {
            "run-finish": _("%(run)s 운영을 마쳤습니다. 운영 횟수에 셉니다.") % facts,
            "run-cancel": _("%(run)s 운영을 취소했습니다. 남은 할 일도 함께 그만둡니다.") % facts,
            "run-reopen": _("%(run)s 운영을 다시 열었습니다.") % facts,
        }[act]
    if act in TODO_ACTS:
        todo = Todo.objects.filter(project=project, key=key).first()
        if todo is None:
            raise Http404
        TODO_ACTS[act](todo=todo, at=now, actor=actor)
        return (
            _("마쳤습니다: %(title)s") % {"title": todo.title}
            if act == "todo-finish"
            else _("다시 열었습니다: %(title)s") % {"title": todo.title}
        )
    if act != "restore":
        raise Http404
    acts.restore_project(project=project, at=now, actor=actor)
    return _("사업을 되살렸습니다. 함께 그만둔 할 일도 돌아왔습니다.")
