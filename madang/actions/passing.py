"""인수인계: what someone has in hand of the operations plan goes to whoever takes over, with a note by the one who leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from madang.base.text import opaque_key
from madang.people.models import Person, Role
from madang.people.rights import memberships
from madang.plans.models import Goal, HandoverNote, Share, Todo

from .planning import find, free_key, note, words

NOTE_LIMIT = 10_000


@dataclass(frozen=True)
class Held:
    """What of the plan is in a person's name: their open todos, the goals they answer for, their parts in projects."""

    todos: QuerySet[Todo]
    goals: QuerySet[Goal]
    shares: QuerySet[Share]

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {"todos": self.todos.count(), "goals": self.goals.count(), "projects": self.shares.count()}


def held_by(person: Person) -> Held:
    """넘길 것: what would be left behind."""
    return Held(
        Todo.objects.open().filter(person=person).soonest_first(),
        Goal.objects.filter(owner=person, dropped_at=None),
        Share.objects.filter(person=person, project__dropped_at=None),
    )


@transaction.atomic
def write_note(*, person: Person, text: str, at: datetime) -> HandoverNote:
    """The note of someone who will leave, as it stands; nobody else reads it until their work is handed over."""
    found = HandoverNote.objects.filter(giver=person, passed_at=None).first()
    found = found or HandoverNote(giver=person)
    found.note, found.at = words(text, limit=NOTE_LIMIT), at
    found.save()
    return found


def note_of(person: Person) -> HandoverNote | None:
    """What the person has written for whoever takes over, while it has not been handed over."""
    return HandoverNote.objects.filter(giver=person, passed_at=None).first()


@transaction.atomic
def pass_on(
    *, giver: Person, receiver: Person | None, at: datetime, actor: Person | None, role: str = "", text: str = "",
    key: str | None = None,
) -> HandoverNote:  # fmt: skip
    """Everything the giver has in hand of the plan goes to ``receiver``, with the words ``text``; without a receiver to
    the roles it belongs to (``role`` where none is named). The note tells what changed hands.
    """
    key = free_key(HandoverNote, key or opaque_key())
    held = held_by(giver)
    moved = {
        "todos": list(held.todos.values_list("key", flat=True)),
        "goals": list(held.goals.values_list("key", flat=True)),
        "projects": sorted(set(held.shares.values_list("project__key", flat=True))),
    }
    _move(giver, receiver, role)
    made = HandoverNote.objects.create(
        key=key, giver=giver, receiver=receiver, role="" if receiver else role, note=words(text, limit=NOTE_LIMIT),
        moved=moved, at=at, passed_at=at,
    )  # fmt: skip
    note(
        "handover.pass", giver.actor, at=at, actor=actor, handover=key, giver=giver, receiver=receiver, role=made.role,
        **moved,
    )  # fmt: skip
    return made


def _move(giver: Person, receiver: Person | None, role: str) -> None:
    """Nothing that is open stays in the giver's name. What is done, and who did it, is history."""
    todos = Todo.objects.filter(person=giver, done_at=None)
    if receiver is None and role:
        todos.filter(role="").update(role=role)
    todos.update(person=receiver)
    goals = Goal.objects.filter(owner=giver)
    if receiver is None and role:
        goals.filter(owner_role="").update(owner_role=role)
    goals.update(owner=receiver)
    HandoverNote.objects.filter(receiver=giver, read_at=None).update(receiver=receiver, role="" if receiver else role)
    for share in Share.objects.filter(person=giver).order_by("pk"):
        same = Share.objects.filter(project=share.project_id, role=share.role, person=receiver)
        if same.exists():
            share.delete()
        else:
            Share.objects.filter(pk=share.pk).update(person=receiver)


@transaction.atomic
def release(*, person: Person, role: str) -> None:
    """A role of the person has ended: what was theirs in that role is the role's again; all of it, when it was the last.

    No event of its own: it follows from the end of the role, in a replay too.
    """
    if not person.memberships.exists():
        _move(person, None, role)
        return
    if person.memberships.filter(role=role).exists():  # of another department
        return
    Todo.objects.filter(person=person, done_at=None, role=role).update(person=None)
    Share.objects.filter(person=person, role=role).exclude(pk__in=_doubled(person)).update(person=None)
    Share.objects.filter(person=person, role=role).delete()


def _doubled(person: Person) -> list[int]:
    """The person's parts where their role has a part of its own."""
    mine = Share.objects.filter(person=person)
    return [one.pk for one in mine if Share.objects.filter(project=one.project_id, role=one.role, person=None).exists()]


def waiting_for(person: Person) -> QuerySet[HandoverNote]:
    """Notes that this person has taken over, or their role, and that nobody has read yet."""
    roles = {held.role for held in memberships(person)} - {Role.DEPARTMENT_OFFICER}
    mine = Q(receiver=person) | Q(receiver=None, role__in=roles)
    return HandoverNote.objects.filter(mine, read_at=None).exclude(passed_at=None).exclude(giver=person)


@transaction.atomic
def read_note(*, handover: HandoverNote, at: datetime) -> None:
    """Whoever takes over has read it; the first time counts."""
    HandoverNote.objects.filter(pk=handover.pk, read_at=None).update(read_at=at)


def find_note(key: str) -> HandoverNote:
    """The note of that key; Refused ``unknown-handover``."""
    return find(HandoverNote, key, code="unknown-handover")
