"""실행: what the institution carries out after it said yes, and how it reports on it: plan, progress, result.

A delivery hangs off the stage visit of its case in which it is carried out; the reports it owes are that visit's duties.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from madang.base.text import opaque_key

from .queries import DeliveryQuerySet


class Delivery(models.Model):
    """One thing being carried out. ``plan`` empty: nobody has said yet how. ``percent`` (0–100): the last one told.

    추진 개요: ``plan`` (what), ``who``, ``budget`` (words, as the institution writes them). 성과: ``result``, with
    ``before`` and ``after`` side by side, and ``figures``: rows of [what is measured, before, after]. ``finished_at``
    None: under way. The first delivery of a case has the case's key.
    """

    key = models.CharField(max_length=80, unique=True, default=opaque_key)
    case = models.ForeignKey("procedures.Case", models.CASCADE, related_name="deliveries")
    visit = models.OneToOneField("procedures.StageVisit", models.CASCADE, related_name="delivery")
    plan = models.TextField(blank=True)
    who = models.CharField(max_length=200, blank=True)
    budget = models.CharField(max_length=200, blank=True)
    planned_at = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(null=True)
    result = models.TextField(blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    figures = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"

    @property
    def number(self) -> int:
        """How many plans there have been, this one included; 0 before the first. (Reads ``earlier``.)"""
        return len(self.earlier.all()) + 1 if self.planned_at is not None else 0


class PlanVersion(models.Model):
    """An earlier plan, as it stood until it was changed, and why it was. ``steps``: its milestones, [name, day or null]."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="earlier")
    plan = models.TextField()
    who = models.CharField(max_length=200, blank=True)
    budget = models.CharField(max_length=200, blank=True)
    steps = models.JSONField(default=list)
    until = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]


class Milestone(models.Model):
    """One step of the plan, by the end of the day ``by``; ``done_on`` when it was reached."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=200)
    by = models.DateField(null=True)
    done_on = models.DateField(null=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "pk"]


class DeliveryUpdate(models.Model):
    """추진 현황: one report. ``duty``: the report it was owed as, None when it came besides those."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="updates")
    progress = models.TextField()
    percent = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    duty = models.ForeignKey("procedures.Duty", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]


class Verdict(models.Model):
    """What someone who supported or took part says about the promise: kept, partly, not. One a person; the last counts.

    ``state``: shown; hidden (a moderator hid its ``text``; the verdict itself goes on counting); deleted (taken back).
    """

    WORDS: ClassVar[tuple[str, ...]] = ("kept", "partly", "not")

    pk = models.CompositePrimaryKey("delivery_id", "person_id")
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="verdicts")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=[(word, word) for word in WORDS])
    text = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="shown")
    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    gone_at = models.DateTimeField(null=True)
    hidden_code = models.CharField(max_length=20, blank=True)
