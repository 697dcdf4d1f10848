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
