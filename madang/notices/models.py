"""What people are told: one row a notice in an outbox, written with the act itself and sent by the worker."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One message to one person or to a department's officers.

    ``unique`` names the occasion, so that nothing is told twice; ``send_after`` is when it next needs the worker;
    ``sent_at`` is set once it has been handed to the mail server.
    """

    kind = models.CharField(max_length=40)
    unique = models.CharField(max_length=160, unique=True)
    person = models.ForeignKey("people.Person", models.CASCADE, null=True)
    department = models.ForeignKey("people.Department", models.CASCADE, null=True)
    email = models.EmailField(blank=True)  # of someone who has no account here yet
    facts = models.JSONField(default=dict)
    send_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["send_after"], condition=Q(sent_at=None), name="notice_unsent")]
