"""오늘 할 일: what waits for this person, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from madang.base import clock
from madang.people.models import Person
from madang.web.ui import kept

from . import todo, todo_course, todo_sessions
from .door import requires
from .page import render
from .todo import SHOWN, Work

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
    return render(request, "home", {"stats": stats, "rows": rows[: 2 * SHOWN], "unsent": unsent})
