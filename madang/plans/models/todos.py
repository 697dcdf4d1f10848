"""할 일: what people of the team must do, whether a project's checklist or the procedure asks for it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from madang.base.text import opaque_key

from ..queries import TodoQuerySet
from .edited import Edited
from .projects import Project, Run


class TodoRule(Edited):
    """ "…하면 …할 일": when something happens on a case's way, someone has something to do.

    ``when``: a key of ``actions.raising.WHEN``, with ``what`` narrowing it (a stage, a mark, a count's name) and
    ``least`` the count to reach. ``procedure``: the slug it holds for, "" for all. ``days``: calendar days after the
    moment, until the end of that day; negative: before the end of the stage. ``since``: nothing earlier raises anything.
    ``watch``: a key of ``actions.watching.WATCH``: what, when the platform sees it, ticks the todo off; "" for nothing.
    ``working``: ``days`` are working days. ``looked_at``: up to when the clock has looked whether it speaks.
    """

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    procedure = models.CharField(max_length=60, blank=True)
    when = models.CharField(max_length=20)
    what = models.CharField(max_length=60, blank=True)
    least = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    role = models.CharField(max_length=24)
    days = models.SmallIntegerField(default=3)
    working = models.BooleanField(default=False)
    watch = models.CharField(max_length=30, blank=True)
    since = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    order = models.PositiveSmallIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "pk"]


class Todo(Edited):
    """할 일. Due by the end of the day ``due`` (institution's time). Whose: ``person``, else everyone in ``role`` (in
    ``department``, for department officers).

    ``offset``: days from the run's D-day (negative: before), when the date follows the run. ``starts``: from when it can
    be worked on (for the yearly picture). ``rule`` and ``occasion``: what raised it, once; both empty for one that people
    wrote. ``watch``: what ticks it off (``actions.watching``). ``seen``: the platform ticked it off, nobody did.
    ``escalated``: the steps of escalation taken (0 none, 1 its owner was told it is late, 2 those who lead).
    """

    key = models.CharField(max_length=100, unique=True, default=opaque_key)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="todos")
    run = models.ForeignKey(Run, models.CASCADE, null=True, related_name="todos")
    case = models.ForeignKey("procedures.Case", models.CASCADE, null=True, related_name="todos")
    rule = models.ForeignKey(TodoRule, models.SET_NULL, null=True, related_name="todos")
    occasion = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=24, blank=True)
    department = models.ForeignKey("people.Department", models.SET_NULL, null=True, related_name="todos")
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="todos")
    offset = models.SmallIntegerField(null=True)
    starts = models.DateField(null=True)
    due = models.DateField(null=True)
    watch = models.CharField(max_length=30, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()  # when it was written, or raised
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    seen = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True)
    escalated = models.PositiveSmallIntegerField(default=0)

    objects = TodoQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "occasion"], condition=~Q(occasion=""), name="one_todo_an_occasion"
            ),
        ]
        indexes = [
            models.Index(fields=["due"], condition=Q(done_at=None, dropped_at=None), name="todo_open"),
            models.Index(
                fields=["person", "due"], condition=Q(done_at=None, dropped_at=None), name="todo_open_of_person"
            ),
            models.Index(fields=["role", "due"], condition=Q(done_at=None, dropped_at=None), name="todo_open_of_role"),
            models.Index(fields=["watch"], condition=Q(done_at=None, dropped_at=None), name="todo_open_watched"),
        ]


class HandoverNote(models.Model):
    """인수인계: what someone who leaves (or goes away) writes for whoever takes over, with what changed hands.

    ``moved``: keys of the todos, goals and projects that went over, by what they are. Without ``receiver``: the role
    takes it. ``passed_at`` None: still being written by the one who will leave.
    """

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    giver = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="handovers_given")
    receiver = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="handovers_received")
    role = models.CharField(max_length=24, blank=True)
    note = models.TextField(blank=True)
    moved = models.JSONField(default=dict)
    at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]


class CalendarLink(models.Model):
    """An iCal address that whoever has it can read: one person's, or the whole team's (``person`` None). ``token_hash``:
    the SHA-256 of the secret in the address; the address is shown once, a new one ends the old one.
    """

    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="calendar_links")
    made_by = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
