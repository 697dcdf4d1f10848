"""인수인계: what I have in hand and write for whoever takes over; and reading what was handed over to me."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.actions import passing
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person
from madang.people.rights import memberships
from madang.plans.models import Goal, HandoverNote, Project, Todo
from madang.web.ui.refusals import said

from .door import requires, who
from .page import done, end_of, render
from .todo_forms import HandoverForm

SHOWN = 100


@requires("staff.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_handover(request: HttpRequest) -> HttpResponse:
    """넘길 것: my todos, goals and parts in projects, and the note that goes with them."""
    person = who(request)
    written = passing.note_of(person)
    form = HandoverForm(request.POST or None, initial={"note": written.note if written else ""})
    if request.method == "POST" and form.is_valid():
        try:
            passing.write_note(person=person, text=form.cleaned_data["note"], at=clock.now())
        except Refused as refused:
            form.add_error("note", said(refused))
        else:
            done(request, _("글을 저장했습니다. 일을 넘길 때 함께 갑니다."))
            return HttpResponseRedirect(reverse("staff_handover"))
    context = {**in_hand(person), "form": form, "written": written, "taken": _taken(person)}
    return render(request, "handover", context, status=422 if form.errors else 200)


def in_hand(person: Person) -> dict[str, Any]:
    """What of the plan is in a person's name, as a page lists it."""
    held = passing.held_by(person)
    rows = held.todos.with_matter()[:SHOWN]  # type: ignore[attr-defined]
    return {
        "held_todos": [
            {"key": one.key, "title": one.title, "due": end_of(one.due) if one.due else None} for one in rows
        ],
        "held_goals": list(held.goals.values_list("name", flat=True)),
        "held_projects": list(held.shares.values_list("project__name", flat=True).distinct()),
    }


def _taken(person: Person) -> list[HandoverNote]:
    """What was handed over to this person (or their roles) lately."""
    roles = [held.role for held in memberships(person)]
    mine = Q(receiver=person) | Q(receiver=None, role__in=roles)
    return list(HandoverNote.objects.filter(mine).exclude(passed_at=None).select_related("giver")[:10])


@requires("staff.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_handover_note(request: HttpRequest, key: str) -> HttpResponse:
    """A note handed over to me, or to a role of mine; POST: I have read it."""
    person = who(request)
    roles = [held.role for held in memberships(person)]
    mine = Q(receiver=person) | Q(receiver=None, role__in=roles) | Q(giver=person)
    handover = HandoverNote.objects.filter(mine, key=key).exclude(passed_at=None).select_related("giver").first()
    if handover is None:
        raise Http404
    if request.method == "POST":
        passing.read_note(handover=handover, at=clock.now())
        done(request, _("읽었다고 적었습니다."))
        return HttpResponseRedirect(reverse("staff_home"))
    context = {
        "handover": handover,
        "todos": list(Todo.objects.filter(key__in=handover.moved.get("todos", [])).soonest_first()),
        "goals": list(Goal.objects.filter(key__in=handover.moved.get("goals", [])).values_list("name", flat=True)),
        "projects": list(
            Project.objects.filter(key__in=handover.moved.get("projects", [])).values_list("name", flat=True)
        ),
        "mine": handover.giver_id == person.pk,
    }
    return render(request, "handover_note", context)
