"""토론 보고서: what the system counted of a forum, what staff wrote about it, and what was published when.

Forums are named by string: forums and results are siblings that do not know each other. What is counted stands as JSON
without names; people are in it as numbers alone.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from madang.base.text import opaque_key

SECTIONS = ("summary", "issues", "proposals", "evaluation", "onward")
ATTRIBUTES = ("gender", "age_band", "area")


class Figures(models.Model):
    """수치: what a forum looks like from afar, counted at ``made_at``. One row a forum, written by the worker.

    ``wanted_at``: somebody asked for newer ones then; None when nobody waits. ``pictures``: language → name → SVG.
    ``claimed_at``: a worker is at it, or was when it died.
    """

    forum = models.OneToOneField("forums.Forum", models.CASCADE, primary_key=True, related_name="figures")
    data = models.JSONField(default=dict)
    pictures = models.JSONField(default=dict)
    made_at = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["wanted_at"], condition=Q(wanted_at__isnull=False), name="figures_wanted")]


class DiscussionReport(models.Model):
    """The report on one forum. The system counts (``figures``, as of ``built_at``, the end of the forum); staff write.

    ``built_at`` None: not counted yet. ``published``: the version that everyone reads; a report withdrawn has none, and
    says why (``withdrawn_why``) until it is published again. ``salt`` makes the numbers of people in its files its own.
    """

    forum = models.OneToOneField("forums.Forum", models.CASCADE, primary_key=True, related_name="report")
    figures = models.JSONField(default=dict)
    pictures = models.JSONField(default=dict)
    built_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    published = models.ForeignKey("ReportVersion", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)
    salt = models.CharField(max_length=32, default=opaque_key)

    class Meta:
        indexes = [models.Index(fields=["built_at"], condition=Q(built_at=None), name="reports_to_build")]


class ReportVersion(models.Model):
    """판: what staff wrote in a report, by whom and when. Every saving is a version; none is ever changed.

    ``sections``: name (of ``SECTIONS``) → text, plain lines. ``papers``: language → {path, stamp} of the PDF made of it;
    ``papers_made``: the worker has nothing left to do for it.
    """

    report = models.ForeignKey(DiscussionReport, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sections = models.JSONField(default=dict)
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)
    papers = models.JSONField(default=dict)
    papers_made = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_report_version_a_number")]
        ordering: ClassVar[list[str]] = ["report", "number"]


class ResultContent(models.Model):
    """결과 콘텐츠: the short account of what was asked, said and answered, as published, version by version."""

    case = models.ForeignKey("procedures.Case", models.CASCADE, related_name="results")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_result_a_number")]
        ordering: ClassVar[list[str]] = ["case", "number"]


class Population(models.Model):
    """모집단: how many people of a band the institution has, as staff entered it; what participants are set beside.

    ``attribute``: gender, age_band or area; ``band`` as participants carry it.
    """

    attribute = models.CharField(max_length=10, choices=[(one, one) for one in ATTRIBUTES])
    band = models.CharField(max_length=40)
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attribute", "band"], name="one_population_a_band")]
        ordering: ClassVar[list[str]] = ["attribute", "band"]
