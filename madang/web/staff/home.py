"""오늘 할 일: what waits for this person, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.base import clock
from madang.people.models import Person, Role
from madang.people.rights import may, memberships
from madang.plans.models import Plan
from madang.web.ui import kept

from . import todo, todo_course, todo_goals, todo_plan, todo_sessions
from .door import requires, who
from .page import chips, render
from .todo import SHOWN, Work
from .todos import finished

# Each kind of work: what it counts, and its lines. A desk adds one function and its line here; counts stand in this order.
WORK: tuple[Callable[[HttpRequest, datetime], Work], ...] = (
    todo.answers,
    todo.contributions,
    todo.unassigned_cases,
    todo.reviews,
    todo_course.candidates,
    todo_course.forums_to_open,
    todo_course.tasks,
    todo_course.reports,
    todo_sessions.attendance,
    todo_sessions.summaries,
    todo.moderation,
    todo.objections,
    todo.rule_drafts,
    todo_plan.todos,
    todo_plan.handover_notes,
    todo_goals.next_phase,
)


@requires("staff.enter")
def staff_home(request: HttpRequest) -> HttpResponse:
    """Counts with links, and one list of what is due."""
    person, now = request.user, clock.now()
    stats: list[dict[str, Any]] = []
    rows: list[todo.Row] = []
    for work in WORK:
        found = work(request, now)
        stats += found.stats
        rows += found.rows
    unsent = kept.waiting_post(request, person) if isinstance(person, Person) else None
    far = now.replace(year=now.year + 100)
    rows.sort(key=lambda row: row["due"] or far)
    chosen = request.GET.get("whose", "")
    rows = [
        {"finish": "", "no_due": False, "nobody": "", **row}
        for row in rows
        if not chosen or _whose(request, row) == chosen
    ]
    context = {
        "stats": stats,
        "rows": rows[: 2 * SHOWN],
        "unsent": unsent,
        "whose": _filters(request, chosen),
        "finished": finished(request),
        "here": request.get_full_path(),
        "plan": plan_to_make(request, now),
    }
    return render(request, "home", context)


def _whose(request: HttpRequest, row: todo.Row) -> str:
    """Whose a line is: me, role, department. What the desks bring is a department's where its officer looks, else a role's."""
    if "whose" in row:
        return str(row["whose"])
    roles = {held.role for held in memberships(who(request))}
    return "department" if roles == {Role.DEPARTMENT_OFFICER} else "role"


def _filters(request: HttpRequest, chosen: str) -> list[dict[str, Any]]:
    choices: list[tuple[str, str, int | None]] = [("", _("모두"), None), ("me", _("내가 맡은 것"), None)]
    held = {one.role for one in memberships(who(request))}
    if held - {Role.DEPARTMENT_OFFICER}:
        choices.append(("role", _("역할의 것"), None))
    if Role.DEPARTMENT_OFFICER in held:
        choices.append(("department", _("부서의 것"), None))
    return chips(request, "whose", chosen, choices)


def plan_to_make(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """The operations plan that this person should begin or finish: of a house without any, or one whose guide is not done."""
    if not may(request.user, "plan.write"):
        return None
    year = timezone.localtime(now).year
    newest = Plan.objects.order_by("-year").values("year", "visited").first()
    if newest is None:
        return {"year": year, "begun": False}
    open_ = newest["year"] >= year and set(newest["visited"]) != set(Plan.STEPS)
    return {"year": newest["year"], "begun": True} if open_ else None
