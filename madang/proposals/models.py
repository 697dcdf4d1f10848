"""Proposals and their supports. Each proposal hangs off one case, which carries it through its procedure."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from madang.base.text import opaque_key

from .queries import ProposalQuerySet


class Proposal(models.Model):
    """제안: what a citizen (or the institution) asks for. ``case.key`` is its name in every URL and event file."""

    case = models.OneToOneField("procedures.Case", models.CASCADE, primary_key=True, related_name="proposal")
    title = models.CharField(max_length=4000)
    body = models.TextField(blank=True)
    category = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=40, blank=True)
    author = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="proposals")
    submitted_at = models.DateTimeField()
    # Set by the stage: public = in lists; unlisted = whoever has the link; private = only those invited. And, by the
    # moderators, whatever the stage says: hidden = nobody but the author and the team, everyone else is told why.
    visibility = models.CharField(max_length=10, default="public")
    shown_as = models.CharField(max_length=10, blank=True)  # while hidden: the visibility to return to
    number = models.PositiveIntegerField(default=1)  # of the text version in force
    retired_at = models.DateTimeField(null=True)
    retired_code = models.CharField(max_length=20, blank=True)
    retired_reason = models.TextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-submitted_at", "-case"], condition=Q(visibility="public"), name="proposal_newest"),
            models.Index(fields=["author"]),
        ]

    def __str__(self) -> str:
        return self.title


class TextVersion(models.Model):
    """An earlier text of a proposal, as it stood before the author changed it. The text in force is the proposal's own."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="earlier")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=4000)
    body = models.TextField(blank=True)
    category = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=40, blank=True)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="one_text_a_number")]
        ordering: ClassVar[list[str]] = ["number"]


class Clarification(models.Model):
    """What the author adds once people have supported the text: shown below it, with its date, never mixed into it."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="clarifications")
    text = models.TextField()
    at = models.DateTimeField()


class Draft(models.Model):
    """A proposal being written: what stands in the form, saved as it is typed. ``key`` becomes the proposal's name."""

    key = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="drafts")
    data = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()


class Attachment(models.Model):
    """A picture or a file of a proposal, or of a draft that may become one.

    Pictures are kept re-encoded (nothing of the camera's data) in two widths; a picture has an alternative text.
    ``path`` is its place in the storage, without a guessable name.
    """

    key = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="attachments")
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="attachments")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, related_name="attachments")
    kind = models.CharField(max_length=6, choices=[("image", "image"), ("file", "file")])
    name = models.CharField(max_length=200)
    alt = models.CharField(max_length=300, blank=True)
    media_type = models.CharField(max_length=100)
    path = models.CharField(max_length=200)
    small_path = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    order = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()


class Support(models.Model):
    """공감: one person stands behind one proposal, once. No surrogate key: the pair is the support."""

    pk = models.CompositePrimaryKey("proposal_id", "person_id")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="supports")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="supports")
    at = models.DateTimeField()


class SupportBatch(models.Model):
    """Supports gathered elsewhere (paper, another platform): a number with its evidence, shown apart and together."""

    CHANNELS: ClassVar[tuple[str, ...]] = ("paper", "imported")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="batches")
    channel = models.CharField(max_length=10, choices=[(c, c) for c in CHANNELS])
    count = models.PositiveIntegerField()
    evidence = models.TextField()
    at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, null=True)


class SupportTrace(models.Model):
    """From where a support came, as keyed hashes that cannot be read back: the network, and the device's own cookie.

    Kept only as long as the operator's retention says; without it no pattern can be seen, and none is needed later.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="traces")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    network = models.CharField(max_length=32, blank=True)
    device = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [models.Index(fields=["proposal", "at"]), models.Index(fields=["at"])]


class Invalidation(models.Model):
    """Supports taken out of the count because they are not what they seem: which (``query``), why, by whom.

    Planned, previewed, applied in batches, and taken back as a whole; each step is in the audit trail. ``query`` is read
    by ``selection.py``; ``withdrawn`` names the marks (starts that had fired) that were taken back with the supports.
    """

    STATES: ClassVar[tuple[str, ...]] = ("planned", "applying", "applied", "reversing", "reversed", "dropped")

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="invalidations")
    query = models.JSONField(default=dict)
    reason = models.TextField()
    withdrawn = models.JSONField(default=list)
    made_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    applied_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)  # when the last batch was done
    reversed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    reversed_at = models.DateTimeField(null=True)
    reversal = models.TextField(blank=True)  # why it was taken back
    count = models.PositiveIntegerField(default=0)  # supports that are out by it now
    state = models.CharField(max_length=12, default="planned", choices=[(state, state) for state in STATES])

    class Meta:
        indexes = [
            models.Index(
                fields=["state"], condition=Q(state__in=("applying", "reversing")), name="invalidation_at_work"
            )
        ]


class InvalidatedSupport(models.Model):
    """A support that an invalidation took out, as it was: taken back, it is that support again."""

    pk = models.CompositePrimaryKey("proposal_id", "person_id")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="invalidated")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    invalidation = models.ForeignKey(Invalidation, models.CASCADE, related_name="supports")
