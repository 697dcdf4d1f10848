"""공론장: a question that people discuss, what they say, and what staff put before them.

A forum hangs off one stage visit of a case: the visit's ``due`` is when it closes. What people write is kept as
:class:`Opinion`; who took part, by whichever door, stands once in :class:`Participant`, whose rows (with the people
counted offline) the case's tally ``participants`` counts.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from madang.base.text import opaque_key

from .queries import ForumQuerySet, OpinionQuerySet, SessionQuerySet

FORMS = ("pro_con", "open", "experiment")
POSITIONS = ("for", "against", "other")
PURPOSES = ("dispute", "ideas", "announce")


class Forum(models.Model):
    """A public discussion (``pro_con``, ``open``) or an experiment, from its preparation on.

    While ``opened_at`` is None it is being prepared: ``edition`` counts the changes of what will be shown, and the
    agreements of the two sides (``department_agreed_at``, ``team_agreed_at``; an institution's question needs both) hold
    for ``agreed_edition`` only. It closes at ``visit.due``, the first instant that is too late; a ``long_running`` one has
    none until it is closed. ``opens_on``: the day on which it is planned to open; nothing happens by itself then.
    ``promised_on``: the day (included) by which the institution has promised to answer.
    """

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    case = models.ForeignKey("procedures.Case", models.CASCADE, related_name="forums")
    visit = models.OneToOneField("procedures.StageVisit", models.CASCADE, related_name="forum")
    form = models.CharField(max_length=12, choices=[(form, form) for form in FORMS])
    question = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    days = models.PositiveSmallIntegerField(null=True)
    long_running = models.BooleanField(default=False)
    opens_on = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    # an institution's question
    purpose = models.CharField(max_length=12, blank=True, choices=[(purpose, purpose) for purpose in PURPOSES])
    promised_on = models.DateField(null=True)
    edition = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    agreed_edition = models.PositiveIntegerField(null=True)
    department_agreed_at = models.DateTimeField(null=True)
    department_agreed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    team_agreed_at = models.DateTimeField(null=True)
    team_agreed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    sent_back = models.TextField(blank=True)  # why a side does not agree, until it does or the text changes
    sent_back_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    # an experiment: what it checks, how, and what came out
    effect = models.TextField(blank=True)
    difficulty = models.TextField(blank=True)
    alternative = models.TextField(blank=True)
    setup = models.TextField(blank=True)
    finding = models.TextField(blank=True)
    found_at = models.DateTimeField(null=True)
    feeds = models.ForeignKey("self", models.SET_NULL, null=True, related_name="fed_by")

    objects = ForumQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["opened_at"], name="forum_opened")]

    def __str__(self) -> str:
        return self.question

    @property
    def subject(self) -> str:
        """How the audit trail and the moderators name it."""
        return f"forum:{self.key}"

    def is_open(self, at: datetime) -> bool:
        """Whether people can take part at ``at``."""
        if self.opened_at is None or at < self.opened_at or self.visit.left is not None:
            return False
        return self.visit.due is None or at < self.visit.due


class Participant(models.Model):
    """One person takes part in one forum, however often and by whichever door. The pair is the participation.

    ``consent``: their gender, age band and area may be counted in the report; the bands are taken over then, and emptied
    when the consent is taken back. ``first_way``: opinion, reply, support, statement, vote or session.
    """

    pk = models.CompositePrimaryKey("forum_id", "person_id")
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="participants")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="participations")
    at = models.DateTimeField()
    first_way = models.CharField(max_length=10)
    consent = models.BooleanField(default=False)
    gender = models.CharField(max_length=10, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    area = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="participations_of")]


class Opinion(models.Model):
    """의견: what someone says in a forum, or (``parent``) in reply to another.

    In a ``pro_con`` forum a person has one top-level opinion with a position (``sole``), which can be changed:
    earlier ones stand in :class:`OpinionVersion`. ``author`` None: written on paper, entered by staff (``channel``).
    ``supports`` and ``replies`` count rows that stand elsewhere, changed with them in one transaction; ``heard`` is both.
    """

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="opinions")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    author = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="opinions")
    channel = models.CharField(max_length=8, default="online", choices=[("online", "online"), ("paper", "paper")])
    session = models.ForeignKey("forums.ForumSession", models.SET_NULL, null=True, related_name="opinions")
    sole = models.BooleanField(default=False)
    position = models.CharField(max_length=8, blank=True, choices=[(position, position) for position in POSITIONS])
    text = models.TextField()
    at = models.DateTimeField()
    number = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)
    supports = models.PositiveIntegerField(default=0)
    replies = models.PositiveIntegerField(default=0)
    heard = models.GeneratedField(
        expression=models.F("supports") + models.F("replies"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    official = models.BooleanField(default=False)
    department = models.ForeignKey("people.Department", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, default="shown")  # shown, deleted (by its author), hidden (by a moderator)
    gone_at = models.DateTimeField(null=True)
    hidden_code = models.CharField(max_length=20, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "author"], condition=Q(sole=True, author__isnull=False), name="one_position_a_person"
            )
        ]
        indexes = [
            models.Index(fields=["forum", "parent", "position", "at", "id"], name="opinion_by_time"),
            # Only top-level ones: PostgreSQL reads along an index only if all before is a constant, which IS NULL is not.
            models.Index(fields=["forum", "position", "at", "id"], condition=Q(parent=None), name="top_by_time"),
            models.Index(
                fields=["forum", "position", "supports", "id"], condition=Q(parent=None), name="top_by_supports"
            ),
            models.Index(fields=["forum", "position", "heard", "id"], condition=Q(parent=None), name="top_by_heard"),
            models.Index(fields=["forum", "position", "state"], condition=Q(parent=None), name="top_positions"),
            models.Index(fields=["forum", "at", "id"], name="opinion_of_forum"),
            models.Index(fields=["author", "-at"], name="opinion_by_author"),
        ]

    @property
    def subject(self) -> str:
        """How the audit trail and the moderators name it."""
        return f"opinion:{self.key}"


class OpinionVersion(models.Model):
    """An earlier position and text of an opinion, as it stood until its author changed it."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="earlier")
    number = models.PositiveIntegerField()
    position = models.CharField(max_length=8, blank=True)
    text = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opinion", "number"], name="one_opinion_a_number")]
        ordering: ClassVar[list[str]] = ["number"]


class OpinionSupport(models.Model):
    """공감 of an opinion: one person, once. The pair is the support."""

    pk = models.CompositePrimaryKey("opinion_id", "person_id")
    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="supporters")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Statement(models.Model):
    """진술: one sentence in an open forum that others agree with, disagree with or pass on."""

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="statements")
    author = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="statements")
    text = models.CharField(max_length=200)
    at = models.DateTimeField()
    agree = models.PositiveIntegerField(default=0)
    disagree = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default="shown")
    gone_at = models.DateTimeField(null=True)
    hidden_code = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["forum", "at"], name="statement_by_time")]
        ordering: ClassVar[list[str]] = ["at", "pk"]

    @property
    def subject(self) -> str:
        """How the audit trail and the moderators name it."""
        return f"statement:{self.key}"

    @property
    def votes_cast(self) -> int:
        """How many people have said what they think of it."""
        return self.agree + self.disagree + self.passed


class StatementVote(models.Model):
    """One person agrees (1), passes (0) or disagrees (-1) with one statement; the last one counts."""

    pk = models.CompositePrimaryKey("statement_id", "person_id")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="votes")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    vote = models.SmallIntegerField()
    at = models.DateTimeField()


class Block(models.Model):
    """One piece of what a forum puts before people: background, a side (``for``, ``against``), data, a card, a file.

    A picture needs its words (``alt``) before the forum opens. ``rows``: a table, the first row its head (``data``).
    ``link``: where the original stands. From the opening on nothing of it changes: what is added later has ``added_at``
    (and says which block it ``corrects``), what may not stay is withdrawn with the reason, and both can be seen.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("background", "for", "against", "data", "card", "file", "experiment")

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="blocks")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    rows = models.JSONField(default=list)
    link = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=200, blank=True)
    small_path = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(null=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    alt = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    edition = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey("self", models.SET_NULL, null=True, related_name="corrections")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "pk"]


class Observation(models.Model):
    """관찰 기록: what was seen in an experiment on a day, with a picture (and its words) if there is one.

    Nothing of it changes: a wrong one stays beside the one that ``corrects`` it, and what may not stay is withdrawn with
    the reason in its place.
    """

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="observations")
    on = models.DateField()
    text = models.TextField()
    path = models.CharField(max_length=200, blank=True)
    small_path = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    alt = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", models.SET_NULL, null=True, related_name="corrections")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "pk"]


class ForumNote(models.Model):
    """현장 기록, 중간 요약: what staff record of a discussion, with the people counted there (``count``) who gave no name.

    ``kind``: offline (a record from a place), summary (of a long-running forum so far).
    """

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, default="offline", choices=[("offline", "offline"), ("summary", "summary")])
    session = models.ForeignKey("forums.ForumSession", models.SET_NULL, null=True, related_name="notes")
    text = models.TextField()
    count = models.PositiveIntegerField(default=0)
    evidence = models.CharField(max_length=200, blank=True)  # by what they were counted
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]


class ForumSession(models.Model):
    """현장 토론: a meeting in a place. ``capacity`` seats; whoever comes later waits. ``starts_at`` ≤ t < ``ends_at``.

    ``access``: how one gets in and follows it (wheelchair, sign language …); ``contact``: who can be asked. ``edition``
    counts the changes that people were told of.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("open_talk", "debate", "hearing", "workshop")

    key = models.CharField(max_length=64, unique=True, default=opaque_key)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    access = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveIntegerField()
    planned_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.TextField(blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"], name="session_by_time")]

    def __str__(self) -> str:
        return self.title


class Registration(models.Model):
    """참가 신청: one person for one session, once. ``state``: seated, waiting (in the order of ``at``), left.

    ``came``: seen there (None: not told yet); whoever came takes part in the forum, with or without a seat.
    """

    session = models.ForeignKey(ForumSession, models.CASCADE, related_name="registrations")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="registrations")
    state = models.CharField(max_length=8, choices=[(state, state) for state in ("seated", "waiting", "left")])
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
    came = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_registration_a_person")]
        indexes = [models.Index(fields=["session", "state", "at"], name="registrations_in_turn")]
