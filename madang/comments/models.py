"""의견: what people say about a matter. Comments hang off a case, as proposals do, with one level of replies."""

from __future__ import annotations

from django.db import models

from .queries import CommentQuerySet


class Thread(models.Model):
    """All comments of one case together. ``shown``: those that can be read (replies too), counted as they come and go."""

    case = models.OneToOneField("procedures.Case", models.CASCADE, primary_key=True, related_name="thread")
    shown = models.PositiveIntegerField(default=0)


class Comment(models.Model):
    """One comment, or (``parent``) a reply to one. ``key`` names it in its address and in event files.

    ``supports`` and ``replies`` are counts of rows that stand elsewhere, changed with them in one transaction. A comment
    that was deleted or hidden keeps its place and its text (for the moderators), so that the replies still make sense.
    ``official``: written by someone of the institution's team, for ``department`` if they are one's officer.
    """

    key = models.CharField(max_length=64, unique=True)
    case = models.ForeignKey("procedures.Case", models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    author = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="comments")
    text = models.TextField()
    at = models.DateTimeField()
    supports = models.PositiveIntegerField(default=0)
    replies = models.PositiveIntegerField(default=0)
    official = models.BooleanField(default=False)
    department = models.ForeignKey("people.Department", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, default="shown")  # shown, deleted (by its author), hidden (by a moderator)
    gone_at = models.DateTimeField(null=True)  # since when it is not shown
    hidden_code = models.CharField(max_length=20, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "parent", "at", "id"], name="comment_by_time"),
            models.Index(fields=["case", "parent", "supports", "id"], name="comment_by_supports"),
            models.Index(fields=["author", "-at"], name="comment_by_author"),
        ]


class CommentSupport(models.Model):
    """공감 of a comment: one person, once. The pair is the support."""

    pk = models.CompositePrimaryKey("comment_id", "person_id")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="supporters")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
