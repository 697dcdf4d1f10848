"""What was done: one append-only entry an act. The record keeps a code and facts; the words are found when read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

SUPPORTS = ("support.cast", "support.withdraw")  # so many that the story of a matter is read without them


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reading the record."""

    def story_of(self, subject: str) -> EntryQuerySet:
        """What was done to ``subject``, but for the supports: few entries, found without passing the many."""
        # Written out, not as parameters: only so does SQLite see that the index of the story will do.
        listed = ", ".join(f"'{verb}'" for verb in SUPPORTS)
        story: EntryQuerySet = self.filter(subject=subject).extra(where=[f"NOT (verb IN ({listed}))"])  # type: ignore[assignment]
        return story


class Entry(models.Model):
    """Who (``actor``: ``person:KEY`` or ``system``) did what (``verb``) to what (``subject``: ``case:KEY``), when.

    ``facts`` hold keys, numbers and the public reason of a decision; never a citizen's text or anyone's contact.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], condition=~Q(verb__in=SUPPORTS), name="entry_story"),
            models.Index(fields=["at", "id"], condition=~Q(verb__in=SUPPORTS), name="entry_acts"),
            models.Index(fields=["verb", "at"]),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("audit entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("audit entries are never deleted")


class Link(models.Model):
    """One link of the chain: entry ``entry_id`` was the ``number``-th to be sealed, at that moment (see ``audit.chain``).

    No foreign key: a link must be able to say that its entry is gone.
    """

    number = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)


class Inspection(models.Model):
    """One look at the whole chain: how many links it went through, how many faults it found, and the first of them."""

    at = models.DateTimeField()
    links = models.BigIntegerField()
    faults = models.BigIntegerField()
    first = models.CharField(max_length=200, blank=True)

    class Meta:
        get_latest_by = "pk"


class Intake(models.Model):
    """An event line that was taken in (see ``madang replay``), so that the same file twice changes nothing."""

    digest = models.BinaryField(primary_key=True, max_length=16)


def record(*, at: datetime, actor: str, verb: str, subject: str, **facts: Any) -> None:
    """Write down one act. Called inside the act's own transaction: no act without its entry, no entry without its act."""
    Entry(at=at, actor=actor, verb=verb, subject=subject, facts=facts).save(force_insert=True)
