"""세부 실행계획: the projects of a year, how often each is run, and who leads, does, is asked and is told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from madang.base.text import opaque_key

from .edited import Edited
from .plan import Plan


class Project(Edited):
    """사업. The nine lines of the founding document: name, purpose (목적), audience (대상), ``runs_planned`` (운영 횟수; 0: all the time),
    ``starts`` to ``ends`` (연간 일정; both days included), content (주요 내용), method (운영 방법); the checklist (운영 절차)
    is its todos, the team's roles (운영팀 역할) its shares.

    ``template``: the key of the template it came from (``actions.project_templates``), "" for one of its own.
    ``dropped_at``: given up, its open todos with it.
    """

    STAGES: ClassVar[tuple[str, ...]] = ("proposal", "discussion", "execution", "everywhere")

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="projects")
    template = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=12, choices=[(stage, stage) for stage in STAGES], default="everywhere")
    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    audience = models.CharField(max_length=300, blank=True)
    runs_planned = models.PositiveSmallIntegerField(default=1)
    starts = models.DateField()
    ends = models.DateField()
    content = models.TextField(blank=True)
    method = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "starts", "pk"]
        indexes = [models.Index(fields=["plan", "starts"])]

    def __str__(self) -> str:
        return self.name


class Run(Edited):
    """한 번의 운영: one event of a project, on the day ``on`` (D-day) to ``until`` (included).

    ``case``, ``forum``, ``session``: what it is on the platform, once it is there; by these its todos tick themselves
    off. ``done_at``: it took place; ``cancelled_at``: it will not.
    """

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    project = models.ForeignKey(Project, models.CASCADE, related_name="runs")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    until = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    case = models.ForeignKey("procedures.Case", models.SET_NULL, null=True, related_name="runs")
    forum = models.CharField(
        max_length=80, blank=True
    )  # the key of a forum, of a session: siblings do not know each other
    session = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_run_a_number")]
        indexes = [models.Index(fields=["on"])]


class Share(models.Model):
    """역할 분담: the part that a role (or one person in it) has in a project. One part a role and person.

    lead: answers for it (이끔); does: carries it out (함께함); consulted: is asked (의견을 줌); informed: is told (소식을 받음).
    A row is what someone said; without one it follows from whose the todos are (``actions.shares.parts_of``).
    """

    PARTS: ClassVar[tuple[str, ...]] = ("lead", "does", "consulted", "informed")

    project = models.ForeignKey(Project, models.CASCADE, related_name="shares")
    role = models.CharField(max_length=24)
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="shares")
    department = models.ForeignKey("people.Department", models.CASCADE, null=True, related_name="+")
    part = models.CharField(max_length=10, choices=[(part, part) for part in PARTS])

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
