"""What the institution answers: a request with a draft, and what was published, version by version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from .queries import AnswerRequestQuerySet


class AnswerRequest(models.Model):
    """답변 요청: an open answer stage of a case, and the draft on its way to being published.

    ``edition`` counts the draft's changes, so that two officers cannot overwrite each other unseen.
    """

    visit = models.OneToOneField("procedures.StageVisit", models.CASCADE, related_name="answer_request")
    case = models.ForeignKey("procedures.Case", models.CASCADE, related_name="answer_requests")
    level = models.CharField(max_length=16)
    draft_decision = models.CharField(max_length=40, blank=True)
    draft_text = models.TextField(blank=True)
    draft_by = models.ForeignKey("people.Person", models.PROTECT, null=True)
    draft_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=0)

    objects = AnswerRequestQuerySet.as_manager()


class AnswerVersion(models.Model):
    """공개된 답변. Number 1 is the answer; a correction is the next number, with the reason for it."""

    request = models.ForeignKey(AnswerRequest, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    decision = models.CharField(max_length=40)
    text = models.TextField()
    reason = models.TextField(blank=True)
    department = models.ForeignKey("people.Department", models.PROTECT, null=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Person", models.PROTECT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="one_answer_a_number")]
        ordering: ClassVar[list[str]] = ["request", "number"]
