"""의제: the candidates for public discussion, the panel drawn to choose among them, and its meetings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from madang.base.text import opaque_key


class AgendaItem(models.Model):
    """의제: a candidate before the panel. ``picked_up``: staff brought it below the threshold, with the public ``reason``.

    ``lead`` None: it stands for itself; else it was bundled into ``lead``, whose discussion is its own too.
    """

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    case = models.ForeignKey("procedures.Case", models.CASCADE, related_name="agenda_items")
    visit = models.OneToOneField("procedures.StageVisit", models.CASCADE, related_name="agenda_item")
    at = models.DateTimeField()
    picked_up = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    lead = models.ForeignKey("self", models.PROTECT, null=True, related_name="bundled")

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
