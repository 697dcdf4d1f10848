"""What several people may edit: a row that counts its changes."""

from __future__ import annotations

from django.db import models


class Edited(models.Model):
    """``edition`` counts the changes of a row; whoever saves names the edition that they had before them, so that nobody
    overwrites another's work unseen (``actions.planning.editing``).
    """

    edition = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
