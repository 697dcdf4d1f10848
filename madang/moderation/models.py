"""What is said about what people wrote: reports, flags, decisions, objections.

Nothing here knows what a proposal or a comment is: a ``subject`` is a name, ``case:KEY`` or ``comment:KEY``, and whatever
people may write later fits in the same way.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .queries import DecisionQuerySet, ItemQuerySet


class Item(models.Model):
    """One thing in the moderators' queue: everything reported or flagged about a subject until someone decides.

    A subject has one open item at most; what is reported after the decision begins a new one. ``due``: by when it should
    be decided. ``held_by`` looks at it now, until ``held_until``; changed only by conditional updates.
    """

    subject = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    due = models.DateTimeField()
    severity = models.PositiveSmallIntegerField(default=1)  # 1 to 3
    reports = models.PositiveIntegerField(default=0)
    held_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    held_until = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(decided_at=None), name="one_open_item_a_subject")
        ]
        indexes = [
            models.Index(fields=["due"], condition=Q(decided_at=None), name="item_waiting"),
            models.Index(fields=["opened_at"]),
            models.Index(fields=["subject"], name="item_of"),
        ]


class Report(models.Model):
    """신고: one person says what is wrong with a subject, once."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="said")
    subject = models.CharField(max_length=120)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="reports")
    code = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "person"], name="one_report_a_person")]
        indexes = [models.Index(fields=["at"])]


class Flag(models.Model):
    """What the machine noticed when the text was written. ``detail``: the words, hosts or subjects it means."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=20)  # words, links, repeated, personal, moderator (someone of the team looked)
    detail = models.JSONField(default=list)
    at = models.DateTimeField()


class Original(models.Model):
    """A text as it was typed, where personal numbers in it are masked for everyone else. Goes with the decision."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="originals")
    field = models.CharField(max_length=20)
    text = models.TextField()
    masked = models.TextField()


class Decision(models.Model):
    """What a moderator decided about a subject, with the code and the note that everyone may read."""

    item = models.OneToOneField(Item, models.SET_NULL, null=True, related_name="decision")
    subject = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10)  # keep, hide, mask, restore, show
    code = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject", "-id"], name="decision_of"), models.Index(fields=["at"])]


class Objection(models.Model):
    """이의신청: the author says why a decision to hide was wrong, once; another person of the team decides."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="objection")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="objections")
    text = models.TextField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)  # upheld (it stays hidden), overturned
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["at"], condition=Q(decided_at=None), name="objection_waiting")]


class Print(models.Model):
    """One of the few hashes that stand for a text, by which the same or nearly the same text is found again."""

    subject = models.CharField(max_length=120)
    hash = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["hash", "at"]), models.Index(fields=["at"])]


class Word(models.Model):
    """A word that calls a moderator's attention. ``ordinary``: words that begin with it and are harmless, by commas."""

    text = models.CharField(max_length=40, unique=True)
    ordinary = models.CharField(max_length=400, blank=True)
    severity = models.PositiveSmallIntegerField(default=2)
