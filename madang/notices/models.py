"""What people are told: one row a notice in an outbox, written with the act itself and sent by the worker."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from .queries import NoticeQuerySet


class Notice(models.Model):
    """One message to one person, to someone's address, or to a department's officers (then the worker writes theirs).

    ``unique`` names the occasion, so that nothing is told twice. ``at`` is when it happened, ``send_after`` when it next
    needs the worker, ``sent_at`` when the worker was done with it; ``outcome`` says how. ``sending_at`` is set just
    before the mail server is spoken to: a row that has it and no ``sent_at`` may or may not have been delivered.
    """

    OUTCOMES: ClassVar[dict[str, str]] = {
        "sent": "handed to the mail server",
        "spread": "written out, one row a person",
        "site": "wanted on the site only",
        "off": "not wanted",
        "no-address": "nobody to send it to",
        "unreachable": "mail to this address keeps coming back",
        "refused": "refused by the mail server for good",
        "unsure": "the worker died while it was being sent, and it may be done without",
        "not-theirs": "what it is about may not be seen any more",
        "passed": "put aside: old news",
    }

    kind = models.CharField(max_length=40)
    unique = models.CharField(max_length=160, unique=True)
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="notices")
    department = models.ForeignKey("people.Department", models.CASCADE, null=True)
    email = models.EmailField(blank=True)  # of someone who has no account here yet
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(null=True)
    how = models.CharField(max_length=8, blank=True)  # now, daily, weekly, site; empty: the worker has not looked yet
    send_after = models.DateTimeField()
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["send_after"], condition=Q(sent_at=None), name="notice_unsent"),
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
        ]


class Broadcast(models.Model):
    """One occasion of which very many are to be told. The worker writes their notices batch by batch.

    ``cursor`` is the last person written to (by id); with ``done_at`` empty there are more.
    """

    kind = models.CharField(max_length=40)
    occasion = models.CharField(max_length=100)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "occasion"], name="one_broadcast_an_occasion")]
        indexes = [models.Index(fields=["at"], condition=Q(done_at=None), name="broadcast_open")]


class Preference(models.Model):
    """How a person wants one kind of notice (see ``kinds.WAYS``); without a row it is the kind's default."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=40)
    how = models.CharField(max_length=8)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_a_kind")]


class Follow(models.Model):
    """소식 받기: a person wants news of a matter (``value``: its key), an area, a category, or a search.

    A search is written as the address of the list writes it (``q=…&category=…``), always in the same order.
    """

    WHATS: ClassVar[tuple[str, ...]] = ("matter", "area", "category", "search")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="follows")
    what = models.CharField(max_length=8, choices=[(what, what) for what in WHATS])
    value = models.CharField(max_length=300)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "what", "value"], name="one_follow_a_thing")]
        indexes = [models.Index(fields=["what", "value", "person"])]


class Bounce(models.Model):
    """A letter came back for good. An address with too many of them gets only what must be said."""

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="bounce")
    email = models.EmailField(db_index=True)
    at = models.DateTimeField()
    detail = models.CharField(max_length=300, blank=True)


class Line(models.Model):
    """The wire to the mail server, shared by all workers: while it is down nobody tries before ``again_at``."""

    name = models.CharField(max_length=20, primary_key=True)
    down_since = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    detail = models.CharField(max_length=300, blank=True)


class Watch(models.Model):
    """Up to when the worker has looked for things that are due to be told by the clock alone."""

    name = models.CharField(max_length=20, primary_key=True)
    until = models.DateTimeField()
