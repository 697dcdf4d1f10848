"""의제: the candidates for public discussion, the panel drawn to choose among them, and its meetings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from madang.base.text import opaque_key

from .queries import AgendaItemQuerySet, DossierEntryQuerySet


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

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]


class DossierEntry(models.Model):
    """검토 자료: one thing the panel should know of a candidate, with where it comes from (``source``, ``link``).

    ``section``: one of ``SECTIONS``. ``side``: whose view it is, so that no side's sources stand alone (for, against, "").
    ``removed_at``: taken out of the dossier then; the panel and everyone else read only what ``there()`` finds.
    """

    SECTIONS: ClassVar[tuple[str, ...]] = ("policies", "similar", "departments", "research", "press", "opinion")

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="entries")
    section = models.CharField(max_length=12, choices=[(section, section) for section in SECTIONS])
    side = models.CharField(max_length=8, blank=True)
    text = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = DossierEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["section", "pk"]


class DossierCheck(models.Model):
    """That someone has looked whether the dossier is neutral in one respect (``code``), and found that it is."""

    CODES: ClassVar[tuple[str, ...]] = ("both-sides", "sources-named", "plain-words", "no-verdict", "figures-checked")

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="checks")
    code = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "code"], name="one_check_a_code")]


class Panel(models.Model):
    """의제선정단: ``size`` people to be drawn from those registered, with ``targets`` a group.

    ``targets``: [{category, name, min, max}]. The order of acts is the proof (decision 0010): the pool's ``digest`` is made
    public (``closed_at``), then the ``seed`` is made where everyone sees it, then the draw happens; ``report`` is what it
    says, for anyone to recompute.
    """

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    name = models.CharField(max_length=120)
    size = models.PositiveSmallIntegerField()
    targets = models.JSONField(default=list)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=200, blank=True)
    drawn_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class PoolMember(models.Model):
    """One who has registered for the panel: a number that is theirs in the public report, and what the targets look at.

    ``name`` is for the team alone. ``state``: pool, drawn, accepted, declined (with ``place`` kept), replaced.
    ``replaces``: whose seat they took over, drawn by the ``seed`` of that replacement.
    """

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="members")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    attributes = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="pool")
    state_at = models.DateTimeField()
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaced_by")
    seed = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "number"], name="one_member_a_number")]
        ordering: ClassVar[list[str]] = ["number"]


class Meeting(models.Model):
    """의제선정 회의: the panel meets, votes first, talks, votes last. ``minutes`` are public once published."""

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    panel = models.ForeignKey(Panel, models.SET_NULL, null=True, related_name="meetings")
    name = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    minutes = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_at", "-pk"]


class Discussed(models.Model):
    """One candidate at one meeting. ``first`` and ``last``: votes by decision ({"select": 14, "reject": 3, …}).

    ``majority_percent``: the rule under which the last vote decided, as text; ``decision``: what came of it.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="discussed")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="discussed")
    order = models.PositiveSmallIntegerField(default=0)
    first = models.JSONField(default=dict)
    last = models.JSONField(default=dict)
    notes = models.TextField(blank=True)
    majority_percent = models.CharField(max_length=10, blank=True)
    decision = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "item"], name="one_item_a_meeting")]
        ordering: ClassVar[list[str]] = ["order", "pk"]
