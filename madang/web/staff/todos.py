"""할 일: the list, one of them, a new one, and done."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.actions import todos
from madang.actions.occasions import day_of
from madang.actions.sights import WATCH
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person
from madang.people.queries import department_ids_of
from madang.plans.models import Todo
from madang.procedures.models import Case
from madang.web.ui.refusals import said

from .door import find_case, holds, requires, who
from .page import chips, done, paged, refuse, render, where_back
from .todo_forms import TodoForm
from .todo_plan import Holders, filtered, list_row, may_touch, nobody, of_what, state, whose

FIELD = {"title-empty": "title", "title-too-long": "title", "body-too-long": "note", "todo-of-nobody": "role",
         "unknown-role": "role", "person-not-team": "person", "year-out-of-range": "due", "period-backwards": "due"}  # fmt: skip
ACTS = {"finish": todos.finish_todo, "reopen": todos.reopen_todo, "drop": todos.drop_todo}


@requires("staff.enter")
@require_safe
def staff_todos(request: HttpRequest) -> HttpResponse:
    """What waits for me, my roles, my departments; those who may read the plan see everyone's."""
    person, today = who(request), day_of(clock.now())
    everything = holds(person, "plan.read")
    chosen, stand = request.GET.get("whose", ""), request.GET.get("state", "")
    mine = filtered(person, chosen, everything=everything)
    counts = mine.aggregate(
        open=Count("pk", filter=Q(done_at=None, dropped_at=None)),
        late=Count("pk", filter=Q(done_at=None, dropped_at=None, due__lt=today)),
    )
    found = {
        "late": mine.late(today).with_matter().soonest_first(),
        "done": mine.exclude(done_at=None).with_matter().order_by("-done_at", "-pk"),
    }.get(stand, mine.open().with_matter().soonest_first())
    rows, following = paged(request, found)
    holders = Holders()
    whose_choices = [
        ("", _("나와 내 역할의 것"), None),
        ("me", _("내가 맡은 것"), None),
        ("role", _("역할의 것"), None),
    ]
    if department_ids_of(person):
        whose_choices.append(("department", _("부서의 것"), None))
    if everything:
        whose_choices.append(("all", _("모두의 것"), None))
    context = {
        "rows": [list_row(todo, person, today, holders) for todo in rows],
        "following": following,
        "nobody": nobody(),
        "stand": stand,
        "states": chips(
            request, "state", stand if stand in ("late", "done") else "",
            [("", _("할 일"), counts["open"]), ("late", _("늦음"), counts["late"]), ("done", _("마침"), None)],
        ),
        "whose": chips(request, "whose", chosen if chosen in {value for value, _label, _count in whose_choices} else "", whose_choices),
        "may_add": holds(person, "todo.write"),
        "may_rules": holds(person, "todo.rule"),
        "finished": finished(request),
        "here": request.get_full_path(),
    }  # fmt: skip
    return render(request, "todos", context)


def finished(request: HttpRequest) -> Todo | None:
    """The todo that was ticked off just now, so that it can be taken back."""
    key = request.GET.get("finished", "")[:100]
    found = Todo.objects.filter(key=key).exclude(done_at=None).select_related("case").first() if key else None
    return found if found is not None and may_touch(who(request), found) else None


def _find(request: HttpRequest, key: str, *, touch: bool = False) -> Todo:
    """The todo, if this person may see (or ``touch``) it; else 404."""
    todo = Todo.objects.filter(key=key).with_matter().first()
    person = who(request)
    if todo is None or not (may_touch(person, todo) or (not touch and holds(person, "plan.read"))):
        raise Http404
    return todo


@requires("staff.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_todo(request: HttpRequest, key: str) -> HttpResponse:
    """One todo; POST changes it, or gives it to someone else."""
    todo = _find(request, key, touch=request.method == "POST")
    form = TodoForm(request.POST or None, todo=todo)
    if request.method == "POST" and form.is_valid():
        try:
            after = form.cleaned_data["after"]
            todos.change_todo(todo=todo, task=form.task(todo), after=after, at=clock.now(), actor=who(request))
        except Refused as refused:
            form.add_error(FIELD.get(refused.code), said(refused))
        else:
            done(request, _("할 일을 고쳤습니다."))
            return HttpResponseRedirect(reverse("staff_todo", args=[todo.key]))
    return render(request, "todo", _one(request, todo, form), status=422 if form.errors else 200)


def _one(request: HttpRequest, todo: Todo, form: TodoForm) -> dict[str, Any]:
    now = clock.now()
    belongs, href = of_what(todo, who(request))
    return {
        "todo": todo,
        "form": form,
        "state": state(todo, day_of(now)),
        "of": belongs,
        "of_href": href,
        "whose": whose(todo),
        "nobody": nobody() if Holders().empty(todo) else "",
        "watch": _(WATCH[todo.watch].name) if todo.watch in WATCH else "",
        "may": may_touch(who(request), todo),
        "open": todo.done_at is None and todo.dropped_at is None,
    }


@requires("todo.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_todo_new(request: HttpRequest) -> HttpResponse:
    """Something new to do; with ``?case=`` about a matter."""
    case = _case(request)
    form = TodoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            todo = todos.add_todo(task=form.task(), case=case, at=clock.now(), actor=who(request))
        except Refused as refused:
            form.add_error(FIELD.get(refused.code), said(refused))
        else:
            done(request, _("할 일을 더했습니다."))
            back = f"{reverse('staff_case', args=[case.key])}#todos" if case else reverse("staff_todo", args=[todo.key])
            return HttpResponseRedirect(back)
    return render(request, "todo_new", {"form": form, "case": case}, status=422 if form.errors else 200)


def _case(request: HttpRequest) -> Case | None:
    key = request.GET.get("case", "")
    return find_case(request, key) if key else None


@requires("todo.write")
@require_POST
def staff_todo_act(request: HttpRequest, key: str, act: str) -> HttpResponse:
    """마침, 다시 열기, 그만두기: and back to where it was pressed."""
    if act not in ACTS:
        raise Http404
    todo = _find(request, key, touch=True)
    back = where_back(request, reverse("staff_todo", args=[key]))
    try:
        _act(act, todo, who(request))
    except Refused as refused:
        refuse(request, refused)
        return HttpResponseRedirect(back)
    if act == "finish":
        return HttpResponseRedirect(_with_finished(back, key))
    done(request, _("할 일을 다시 열었습니다.") if act == "reopen" else _("할 일을 그만두기로 했습니다."))
    return HttpResponseRedirect(back)


def _act(act: str, todo: Todo, person: Person) -> None:
    ACTS[act](todo=todo, at=clock.now(), actor=person)


def _with_finished(back: str, key: str) -> str:
    """Where it was pressed, told what is done now: the way back stands there without a script."""
    path, _sharp, anchor = back.partition("#")
    address, _mark, query = path.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("finished=")]
    return f"{address}?{'&'.join([*kept, f'finished={key}'])}" + (f"#{anchor}" if anchor else "")
