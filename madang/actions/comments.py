"""의견: writing, answering and supporting comments; taking one's own back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_text, opaque_key
from madang.comments.models import Comment, CommentSupport, Thread
from madang.notices import outbox
from madang.people.models import Person, Role
from madang.people.rights import memberships
from madang.procedures.models import Case
from madang.proposals.models import Proposal

from .journey import name_of
from .screening import screened

TEXT_LIMIT = 3_000


def find_comment(key: str) -> Comment:
    """The comment of that key; Refused when there is none."""
    comment = Comment.objects.filter(key=key).select_related("case", "author").first()
    if comment is None:
        raise Refused("unknown-comment", comment=key)
    return comment


def closed_to_comments(proposal: Proposal) -> bool:
    """Whether nothing more can be said about it: its author has taken it back, or a moderator has hidden it."""
    return proposal.retired_at is not None or proposal.visibility == "hidden"


def write_comment(
    *,
    case_key: str,
    text: str,
    author: Person | None,
    at: datetime,
    actor: Person | None,
    reply_to: str | None = None,
    key: str | None = None,
    flag: bool = True,
) -> Comment:
    """``author`` says something about the matter, or answers the comment ``reply_to`` (an answer's answer joins it).

    Refused ``key-taken`` when ``key`` is in use, so that the same form twice makes one comment.
    """
    text = clean_text(text)
    if not text:
        raise Refused("text-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    key = key or opaque_key()
    try:
        with transaction.atomic():
            proposal = Proposal.objects.select_related("case", "author").filter(case__key=case_key).first()
            if proposal is None:
                raise Refused("unknown-proposal", proposal=case_key)
            if closed_to_comments(proposal):
                raise Refused("comments-closed")
            parent = _parent(proposal.case, reply_to)
            comment = _keep(proposal.case, key, text, author, parent, at, flag)
            record(at=at, actor=name_of(actor), verb="comment.write", subject=f"comment:{key}", case=case_key)
            _tell(comment, proposal, parent, at)
    except IntegrityError as error:
        if Comment.objects.filter(key=key).exists():
            raise Refused("key-taken", key=key) from error
        raise
    return comment


def _parent(case: Case, key: str | None) -> Comment | None:
    """The comment that is answered."""
    if key is None:
        return None
    found = Comment.objects.select_related("author", "parent__author").filter(case=case, key=key).first()
    if found is None:
        raise Refused("unknown-comment", comment=key)
    if found.state != "shown" or (found.parent is not None and found.parent.state != "shown"):
        raise Refused("comment-gone")
    return found


def _keep(
    case: Case, key: str, text: str, author: Person | None, parent: Comment | None, at: datetime, flag: bool
) -> Comment:
    """The row, and the counts it changes."""
    held = memberships(author) if author is not None else []
    department = next((each.department for each in held if each.role == Role.DEPARTMENT_OFFICER), None)
    comment = Comment.objects.create(
        key=key,
        case=case,
        parent=(parent.parent or parent) if parent is not None else None,
        author=author,
        text=screened(f"comment:{key}", {"text": text}, at=at, flag=flag)["text"],
        at=at,
        official=bool(held),
        department=department,
    )
    if comment.parent_id is not None:
        Comment.objects.filter(pk=comment.parent_id).update(replies=F("replies") + 1)
    count_shown(case.pk, +1)
    return comment


def count_shown(case_id: int, change: int) -> None:
    """One more, or one less, can be read. In the transaction in which that happens, and last in it: all wait for it."""
    if not Thread.objects.filter(case=case_id).update(shown=F("shown") + change):
        Thread.objects.get_or_create(case_id=case_id)
        Thread.objects.filter(case=case_id).update(shown=F("shown") + change)


def _tell(comment: Comment, proposal: Proposal, answered: Comment | None, at: datetime) -> None:
    """Who is answered hears of it; and the proposal's author of what is said about it. Nobody of their own words."""
    told = {comment.author_id, None}
    facts: dict[str, Any] = {"case": proposal.case.key, "comment": comment.key}
    if answered is not None and answered.author_id not in told:
        told.add(answered.author_id)
        outbox.put("comment-reply", comment.key, at=at, person=answered.author, **facts)
    if proposal.author_id not in told:
        outbox.put("comment-new", comment.key, at=at, person=proposal.author, **facts)


@transaction.atomic
def delete_comment(*, comment: Comment, at: datetime, actor: Person | None) -> bool:
    """The author takes it back: its place and its answers stay, its text is for the moderators alone. False: it was gone."""
    if actor is not None and comment.author_id != actor.pk:
        raise Refused("not-allowed")
    if not Comment.objects.filter(pk=comment.pk, state="shown").update(state="deleted", gone_at=at):
        return False
    record(at=at, actor=name_of(actor), verb="comment.delete", subject=f"comment:{comment.key}")
    count_shown(comment.case_id, -1)
    return True


@transaction.atomic
def support_comment(*, comment: Comment, person: Person, at: datetime) -> bool:
    """``person`` agrees with it. False when they already did; Refused for one's own, and when it is gone."""
    if comment.author_id == person.pk:
        raise Refused("own-comment")
    state = Comment.objects.select_for_update().values_list("state", flat=True).get(pk=comment.pk)
    if state != "shown":
        raise Refused("comment-gone")
    if CommentSupport.objects.filter(comment=comment, person=person).exists():
        return False
    CommentSupport.objects.create(comment=comment, person=person, at=at)
    Comment.objects.filter(pk=comment.pk).update(supports=F("supports") + 1)
    record(at=at, actor=person.actor, verb="comment.support", subject=f"comment:{comment.key}")
    return True


@transaction.atomic
def unsupport_comment(*, comment: Comment, person: Person, at: datetime) -> bool:
    """``person`` no longer does. False when they did not."""
    Comment.objects.select_for_update().get(pk=comment.pk)
    gone, _ = CommentSupport.objects.filter(comment=comment, person=person).delete()
    if gone:
        Comment.objects.filter(pk=comment.pk).update(supports=F("supports") - 1)
        record(at=at, actor=person.actor, verb="comment.unsupport", subject=f"comment:{comment.key}")
    return bool(gone)
