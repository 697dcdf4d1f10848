"""What running the house leaves behind: which workers are alive."""

from __future__ import annotations

from django.db import models


class Worker(models.Model):
    """A process of ``madang work``: ``seen_at`` is when it last looked around. It takes its row away when it stops."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
