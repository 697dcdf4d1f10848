"""Procedures and the matters that travel them.

``Case``, ``StageVisit``, ``Mark`` and ``Duty`` are written by ``madang.actions.advance`` and, for what people do to a
duty, ``madang.actions.duties``; by nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from madang.rules.document import Document, read_document

from .queries import CaseQuerySet, DutyQuerySet


class TextOfDocument(models.TextField):
    """A JSON document kept as text, because the order of its members matters: it is the order of the sentences."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)


class Procedure(models.Model):
    """A way of handling matters that this institution has opened, under a name (``slug``) and a sequence of rules."""

    slug = models.SlugField(max_length=60, unique=True)
    installed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug

    @property
    def current(self) -> RuleVersion:
        """The rules under which a new case is born."""
        return self.versions.latest("number")


@lru_cache(maxsize=256)
def document_of(version_id: int, digest: str) -> Document:
    """The rules of a version, read once: a published version never changes (``digest`` tells databases apart)."""
    return read_document(RuleVersion.objects.values_list("data", flat=True).get(pk=version_id))


class RuleVersion(models.Model):
    """기준판: the rules of a procedure as published, numbered from 1, never changed afterwards."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    data = TextOfDocument()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Person", models.PROTECT, null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "number"], name="one_version_a_number")]
        ordering: ClassVar[list[str]] = ["procedure", "number"]

    def __str__(self) -> str:
        return f"{self.procedure.slug} v{self.number}"

    @property
    def document(self) -> Document:
        """The rules, ready for the engine (kept in memory: a published version never changes)."""
        return document_of(self.pk, self.digest)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a published rule version is never changed; publish the next one")
        super().save(*args, **kwargs)


class Holiday(models.Model):
    """A day off that the operator added (``works=False``), or a public holiday on which this institution works."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)
    works = models.BooleanField(default=False)


class Case(models.Model):
    """건: what travels. Pinned to the rules it was born under.

    ``wake_at`` is the earliest moment at which anything can happen by itself; ``touched_at`` the latest moment that
    something did: a case never goes back in time.
    """

    key = models.CharField(max_length=64, unique=True)
    rules = models.ForeignKey(RuleVersion, models.PROTECT, related_name="cases")
    origin = models.CharField(max_length=12)
    department = models.ForeignKey("people.Department", models.PROTECT, null=True, related_name="cases")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()
    wake_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["wake_at"], condition=Q(wake_at__isnull=False), name="case_wake"),
            models.Index(fields=["rules", "closed_at"]),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def subject(self) -> str:
        """How the audit trail names this case."""
        return f"case:{self.key}"


class RuleDraft(models.Model):
    """A rule document that waits for a second person before it is published (only where the institution asks for one)."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="drafts")
    data = TextOfDocument()
    after = models.PositiveIntegerField()  # the version number it was made from
    note = models.TextField(blank=True)
    asked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    published = models.ForeignKey(RuleVersion, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)  # why it was sent back


class Hand(models.Model):
    """Whose hands a case was in: ``since`` ≤ t < ``until``. The clocks of the case do not know of it and go on.

    ``part``: ``lead`` (at most one open at a time: the case's own department) or ``contributing``. ``outcome`` says how
    it ended: handed-over, refused (with the ``reason``), done, ended (with the case).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="hands")
    department = models.ForeignKey("people.Department", models.PROTECT, related_name="hands")
    part = models.CharField(max_length=12, choices=[(part, part) for part in ("lead", "contributing")])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "department", "part"], condition=Q(until=None), name="one_open_hand_a_part"
            )
        ]


class StageVisit(models.Model):
    """One stay of a case in a stage: ``entered`` ≤ t < ``left``. ``facts`` are those that decided how it ended.

    ``due`` is the first instant after the stage's deadline, extensions included. A stage owes at most one ``duty``, and,
    where the rules want reports, one duty a round besides (``duties``).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="visits")
    track = models.CharField(max_length=40)
    stage = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    entered = models.DateTimeField()
    due = models.DateTimeField(null=True)
    left = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "track"], condition=Q(left=None), name="one_open_visit_a_track")
        ]
        indexes = [models.Index(fields=["stage", "due"], condition=Q(left=None), name="visit_open")]

    @property
    def duty(self) -> Duty | None:
        """What this stage owes as a whole (reports apart), None when nothing is."""
        return next((duty for duty in self.duties.all() if duty.round == 0), None)

    def refresh_duties(self) -> None:
        """Read ``duties`` anew and keep them with this object, so that all who hold it see the same."""
        self.keep_duties([self], Duty.objects.filter(visit=self).select_related("department").order_by("pk"))

    @staticmethod
    def keep_duties(visits: Iterable[StageVisit], duties: Iterable[Duty]) -> None:
        """Keep with each of these its own of ``duties``, as if ``prefetch_related("duties__department")`` had read them."""
        by_visit: dict[int, list[Duty]] = {visit.pk: [] for visit in visits}
        for duty in duties:
            by_visit.get(duty.visit_id, []).append(duty)
        for visit in visits:
            cache = visit.__dict__.setdefault("_prefetched_objects_cache", {})
            cache.pop("duties", None)
            kept = visit.duties.all()
            kept._result_cache = by_visit[visit.pk]
            for duty in by_visit[visit.pk]:
                duty.visit = visit
            cache["duties"] = kept


class Mark(models.Model):
    """A start that fired: once per case and key, with the facts of that moment."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="marks")
    key = models.CharField(max_length=40)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="a_start_fires_once")]


class Tally(models.Model):
    """A count of a case that may grow fast: its value, and the value at which someone must look (``wake``).

    Kept apart from ``Case`` so that counting touches one narrow row, once per batch. ``last_at`` is when it last
    changed; times in one tally never go backwards.
    """

    pk = models.CompositePrimaryKey("case_id", "what")
    case = models.ForeignKey(Case, models.CASCADE, related_name="tallies")
    what = models.CharField(max_length=20)
    value = models.PositiveIntegerField(default=0)
    wake = models.PositiveIntegerField(null=True)
    last_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["what", "-value", "case"]),
            # Where a process died between counting and advancing; normally empty.
            models.Index(fields=["case"], condition=Q(value__gte=F("wake")), name="tally_woken"),
        ]


class Crossing(models.Model):
    """That a tally reached its ``wake``: when, and at which count. Written with the count itself, once."""

    pk = models.CompositePrimaryKey("case_id", "what", "wake")
    case = models.ForeignKey(Case, models.CASCADE, related_name="crossings")
    what = models.CharField(max_length=20)
    wake = models.PositiveIntegerField()
    value = models.PositiveIntegerField()
    at = models.DateTimeField()


class Duty(models.Model):
    """답변 의무 and its kin: a promise with a clock.

    ``due`` (and ``extended_to``) are the first instant that is too late. Late is derived: kept after, or not kept by,
    the due date in force. ``released_at``: the matter ended otherwise, nothing is owed any more. ``round``: 0 for what
    the stage owes as a whole, 1, 2, … for the reports it owes one after the other.
    """

    OWNERS = ("department", "representative", "team", "panel", "register", "proposer")

    case = models.ForeignKey(Case, models.CASCADE, related_name="duties")
    visit = models.ForeignKey(StageVisit, models.CASCADE, related_name="duties")
    round = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=40)
    owner = models.CharField(max_length=16, choices=[(owner, owner) for owner in OWNERS])
    department = models.ForeignKey("people.Department", models.PROTECT, null=True, related_name="duties")
    since = models.DateTimeField()
    due = models.DateTimeField()
    extended_to = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    late_reason = models.TextField(blank=True)  # why it was, or is, late: everyone can read it
    # The due date in force, so that "overdue" is one indexed comparison.
    due_now = models.GeneratedField(
        expression=Coalesce("extended_to", "due"), output_field=models.DateTimeField(), db_persist=True
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "round"], name="one_duty_a_round")]
        indexes = [
            models.Index(fields=["due_now"], condition=Q(kept_at=None, released_at=None), name="duty_open"),
            models.Index(fields=["department", "due_now"]),
        ]
        verbose_name_plural = "duties"

    @property
    def owed_by(self) -> str:
        """Who owes it: ``department:KEY`` once a department is assigned, else the word for the owner."""
        if self.owner == "department" and self.department is not None:
            return f"department:{self.department.key}"
        return self.owner


class SavedFilter(models.Model):
    """A staff list as somebody likes to see it: the list (``page``, a name of an address) and its parameters, named."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="saved_filters")
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "page", "name"], name="one_saved_filter_a_name")]
        ordering: ClassVar[list[str]] = ["name"]


class Extension(models.Model):
    """One postponement of a duty, with the reason everyone can read."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="extensions")
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", models.PROTECT, null=True)
    before = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.TextField()
