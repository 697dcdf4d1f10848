"""The plan of a year and its first step: goals (quantitative, qualitative) and the long-term phases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from madang.base.text import opaque_key
from madang.procedures.models import TextOfDocument

from .edited import Edited


class Plan(Edited):
    """운영 계획 of one year. ``procedure``: the slug of the procedure it runs by, "" until step 3 has chosen one.

    ``preset``: the reference procedure the criteria began from. ``visited``: the steps of the guide (goals, process,
    criteria, projects) someone has said are done for now. ``goals_public``: citizens see goals and where they stand.
    ``published_at`` None: only the team sees the plan. ``criteria``: the document of step 3 before it is published, None
    when there is nothing to publish; ``criteria_after``: the version it was made from, 0 for a procedure that begins with
    it; ``criteria_by``: who changed it last.
    """

    STEPS: ClassVar[tuple[str, ...]] = ("goals", "process", "criteria", "projects")

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    year = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=200)
    intro = models.TextField(blank=True)
    process_note = models.TextField(blank=True)  # step 2 in the institution's own words
    preset = models.CharField(max_length=60, blank=True)
    procedure = models.CharField(max_length=60, blank=True)
    criteria = TextOfDocument(null=True)
    criteria_after = models.PositiveIntegerField(default=0)
    criteria_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    visited = models.JSONField(default=list)
    goals_public = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies")

    class Meta:
        ordering: ClassVar[list[str]] = ["-year"]

    def __str__(self) -> str:
        return self.title


class Goal(Edited):
    """목표. ``number``: measured by ``metric`` (a key of ``actions.metrics.METRICS``) against ``target`` over the days
    ``starts`` to ``ends``, both included. ``quality``: a question, answered by evidence and a short judgement.

    ``owner_role``: the role that answers for it; ``owner``: the person, when one is named. ``dropped_at``: given up.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("number", "quality")

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in KINDS])
    name = models.CharField(max_length=200)
    note = models.TextField(blank=True)  # why this goal
    metric = models.CharField(max_length=80, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    owner_role = models.CharField(max_length=24, blank=True)
    owner = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="goals")
    judgement = models.TextField(blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="number") | (~models.Q(metric="") & models.Q(target__isnull=False)),
                name="a_number_has_metric_and_target",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """What speaks for (or against) a qualitative goal, of the day ``on``: a survey, a quotation, press, a note, a file.

    ``file`` holds the bytes, as attachments are kept; ``link`` leads to where it can be read. ``gone_at``: taken out.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("survey", "quotation", "press", "note", "file")

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    on = models.DateField()
    text = models.TextField()
    link = models.URLField(max_length=500, blank=True)
    file = models.BinaryField(null=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-pk"]
        verbose_name_plural = "evidence"


class Phase(Edited):
    """장기 목표: phase 1, 2, 3 of the institution's way, over the years. One is under way: the begun one with no end.

    ``conditions``: all must hold for the next phase to be proposed; each {"metric", "least", "days"}: the metric over the last
    so many days is at least ``least`` (where less is better: at most). ``met_at``: the first midnight at which all held;
    people begin the next one. ``looked_on``: the last day whose end the clock has looked at.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=200)
    aim = models.TextField(blank=True)
    conditions = models.JSONField(default=list)
    begun_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    looked_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]


class HandCount(models.Model):
    """A figure that the team counted itself, of the day ``on``: visits, say, which the platform does not track.

    ``metric``: a key of ``actions.metrics.BY_HAND``. One a metric and day; said again, the last counts.
    """

    metric = models.CharField(max_length=40)
    on = models.DateField()
    value = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)  # by what it was counted
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "metric"]
        constraints = [models.UniqueConstraint(fields=["metric", "on"], name="one_hand_count_a_day")]
