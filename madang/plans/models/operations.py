"""운영 보고서: what a month or a year of operation came to. The system counts, staff write."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from .edited import Edited

# What staff write in a report, in the order in which it stands there.
SECTIONS = ("summary", "goals", "notable", "order", "promotion", "onward")


class OperationsReport(Edited):
    """The report on one month ("2026-11") or year ("2026"). ``figures``: as counted when it was drafted last
    (``counted_at``); ``sections``: what staff wrote, by the section's name. ``published_at`` None: a draft.
    """

    period = models.CharField(max_length=7, unique=True)
    starts = models.DateField()
    ends = models.DateField()  # included
    figures = models.JSONField(default=dict)
    counted_at = models.DateTimeField()
    sections = models.JSONField(default=dict)
    pictures = models.JSONField(default=dict)  # of ``figures``: language → name → wide, narrow → SVG (results.drawing)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts", "period"]


class OperationsVersion(models.Model):
    """A report as it was published: figures and words of that moment, for good."""

    report = models.ForeignKey(OperationsReport, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField(default=dict)
    sections = models.JSONField(default=dict)
    pictures = models.JSONField(default=dict)
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_operations_version_a_number")]
