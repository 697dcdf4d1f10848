"""Proposals and their supports. Each proposal hangs off one case, which carries it through its procedure."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

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
    # Set by the stage: public = in lists; unlisted = whoever has the link; private = only those invited.
    visibility = models.CharField(max_length=10, default="public")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-submitted_at", "-case"], condition=Q(visibility="public"), name="proposal_newest"),
            models.Index(fields=["author"]),
        ]

    def __str__(self) -> str:
        return self.title


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
