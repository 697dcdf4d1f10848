"""What the institution answers: a request with a draft, and what was published, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from .queries import AnswerRequestQuerySet, ContributionQuerySet

if TYPE_CHECKING:
    from madang.procedures.models import Duty


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
    # Where the institution wants a second person: who asked for the approval of which edition, and who gave it.
    asked_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_edition = models.PositiveIntegerField(null=True)
    sent_back = models.TextField(blank=True)  # why the draft was not approved as it stood

    objects = AnswerRequestQuerySet.as_manager()

    @property
    def duty(self) -> Duty:
        """The duty to answer: an answer stage always has one (rules/schema.json)."""
        found = self.visit.duty
        assert found is not None
        return found


class Contribution(models.Model):
    """What another department adds to an answer: asked for with a note, written, given. One a department and request."""

    request = models.ForeignKey(AnswerRequest, models.CASCADE, related_name="contributions")
    department = models.ForeignKey("people.Department", models.PROTECT, related_name="contributions")
    note = models.TextField(blank=True)
    asked_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    wanted_by = models.DateField(null=True)
    text = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "department"], name="one_contribution_a_department")]


class AnswerTemplate(models.Model):
    """A text to begin an answer with. ``department``: whose it is; None: everyone's."""

    name = models.CharField(max_length=80)
    decision = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    department = models.ForeignKey("people.Department", models.CASCADE, null=True, related_name="templates")
    changed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()


class AnswerVersion(models.Model):
    """공개된 답변. Number 1 is the answer; a correction is the next number, with the reason for it."""

    request = models.ForeignKey(AnswerRequest, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    decision = models.CharField(max_length=40)
    text = models.TextField()
    reason = models.TextField(blank=True)
    department = models.ForeignKey("people.Department", models.PROTECT, null=True)
    joined_by = models.ManyToManyField("people.Department", related_name="joint_answers")  # who answers with it
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Person", models.PROTECT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="one_answer_a_number")]
        ordering: ClassVar[list[str]] = ["request", "number"]
