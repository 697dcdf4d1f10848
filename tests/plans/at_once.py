"""What one of several processes does in the tests of this folder."""

from __future__ import annotations

from typing import Any

from madang.actions import raising, todos_due
from madang.audit.models import Entry
from madang.plans.models import Todo
from tests import make

PROPOSALS = 12
LATER = make.AT + make.days(3)


def prepare() -> None:
    """A rule, and matters for it; each has a department already."""
    raising.set_rule(
        when="case-opened", title="부서 정하기", role="pm", watch="department-assigned", at=make.AT, actor=None
    )
    for n in range(PROPOSALS):
        make.assigned(make.proposal(f"제안 {n}", at=make.AT), make.department(), at=make.AT + make.days(1))


def look(gate: Any) -> bool:
    """Look, when all are ready."""
    gate.wait()
    todos_due.look(at=LATER)
    return True


def found() -> tuple[int, ...]:
    """How many todos there are, done ones, and what the record says."""
    verbs = ("todo.raise", "todo.tick")
    entries = [Entry.objects.filter(verb=verb).count() for verb in verbs]
    return Todo.objects.count(), Todo.objects.exclude(done_at=None).count(), *entries


def lived() -> list[tuple[Any, ...]]:
    """Rules to begin with, a discussion; something done, something ticked off and opened again. The todos then."""
    from madang.actions import todo_defaults, todos
    from madang.base import clock

    make.procedure("seoul-2019", at=make.AT - make.days(1))
    todo_defaults.install_default_rules(procedure="seoul-2019", at=make.AT - make.days(1), actor=None)
    proposal = make.proposal()
    make.paper(proposal, 500)
    make.selected(proposal)
    make.forum(proposal)
    todos_due.look(at=make.AT + make.days(1))
    todos.finish_todo(todo=Todo.objects.get(title="카드뉴스 올리기"), at=make.AT + make.days(1), actor=None)
    make.assigned(proposal, make.department(), at=make.AT + make.days(2))
    todos_due.look(at=make.AT + make.days(3))
    ticked = Todo.objects.get(title="담당 부서 정하기")
    assert ticked.seen
    todos.reopen_todo(todo=ticked, at=make.AT + make.days(4), actor=None)
    with clock.standing_at(make.AT + make.days(4)):
        todos_due.look(at=clock.now())
    return todos_told()


def todos_told() -> list[tuple[Any, ...]]:
    """All todos, as people see them."""
    fields = ("key", "title", "due", "role", "at", "done_at", "seen", "watch", "case__key", "dropped_at", "person__key")
    return list(Todo.objects.order_by("key").values_list(*fields))


def handed_over() -> tuple[Any, ...]:
    """Someone with a todo, a goal and a part in a project leaves, with a note; what stands then."""
    from datetime import date

    from madang.actions import goals, handovers, shares
    from madang.people.models import Role
    from tests import make_plans

    neon, raon = make.staff("네온 PM"), make.staff("라온 PL", Role.PL)
    officer = make.staff("하늘 담당자", Role.OFFICER)
    project = make_plans.project()
    make_plans.todo("장소 잡기", project=project, person=neon, due=date(2019, 3, 20))
    shares.share(project=project, role="pm", person=neon, part="lead", at=make.AT, actor=None)
    plan = make_plans.plan()
    goals.set_goal(plan=plan, kind="quality", name="참여한 사람이 만족했나", owner=neon, at=make.AT, actor=None)
    chosen = {work.key: raon for work in handovers.open_work(neon)}
    at = make.AT + make.days(10)
    handovers.leave_team(person=neon, receivers=chosen, note="기자 명단은 폴더에", at=at, actor=officer)
    return handed_told()


def handed_told() -> tuple[Any, ...]:
    """Who has what, and the notes."""
    from madang.plans.models import Goal, HandoverNote, Share

    return (
        todos_told(),
        list(Goal.objects.values_list("key", "owner__key")),
        list(Share.objects.values_list("role", "person__key")),
        list(HandoverNote.objects.values_list("key", "giver__key", "receiver__key", "note", "moved")),
    )
