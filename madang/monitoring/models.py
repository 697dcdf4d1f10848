"""제안 모니터링: what the team noted about a day, and about the matters of that day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Note(models.Model):
    """One remark: about a matter, or (without one) about the day as a whole. Kept for good; nobody's is overwritten.

    ``tag``: ``good`` (an idea worth telling), ``watch`` (to be looked at again), ``anomaly`` (something is not as it
    seems), ``pick-up`` (should go on although it stays below the number the rules ask for).
    """

    TAGS: ClassVar[tuple[str, ...]] = ("good", "watch", "anomaly", "pick-up")

    day = models.DateField()
    case = models.ForeignKey("procedures.Case", models.CASCADE, null=True, related_name="monitoring_notes")
    tag = models.CharField(max_length=10, choices=[(tag, tag) for tag in TAGS])
    text = models.TextField()
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["day", "at"], name="note_of_a_day")]
        ordering: ClassVar[list[str]] = ["at", "pk"]
