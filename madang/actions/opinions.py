"""의견 in a forum: saying something, taking a position and changing it, answering, supporting, taking back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_text, opaque_key
from madang.forums.models import POSITIONS, Forum, ForumSession, Opinion, OpinionSupport, OpinionVersion
from madang.people.models import Person, Role
from madang.people.rights import memberships
from madang.procedures.prepared import Prepared

from .journey import name_of
from .participation import TakingPart, at_session, taking_part
from .screening import screened

TEXT_LIMIT = 3_000

# Whether an opinion is shown, locked; whether a person stands behind it: asked at every 공감.
_STATE: Prepared[str] = Prepared(
    lambda pk: Opinion.objects.select_for_update().filter(pk=pk).values_list("state", flat=True)
)
_STANDS: Prepared[int] = Prepared(
    lambda pk, person_id: OpinionSupport.objects.filter(opinion_id=pk, person_id=person_id).values_list(
        "opinion_id", flat=True
    )
)


def find_opinion(key: str) -> Opinion:
    """The opinion of that key; Refused when there is none."""
    opinion = Opinion.objects.select_related("forum__visit", "forum__case", "author").filter(key=key).first()
    if opinion is None:
        raise Refused("unknown-opinion", opinion=key)
    return opinion


def post_opinion(
    *,
    forum: Forum,
    text: str,
    author: Person | None,
    at: datetime,
    actor: Person | None,
    position: str = "",
    reply_to: str | None = None,
    key: str | None = None,
    channel: str = "online",
    session: ForumSession | None = None,
    consent: bool | None = None,
    flag: bool = True,
) -> Opinion:
    """``author`` says something in ``forum``, or answers the opinion ``reply_to``, and so takes part.

    In a pro/con forum everyone has one position: said again, it is changed, and the earlier one stays on record.
    ``author`` None: on paper, without a name (``channel`` paper). ``key``: its name; used twice it is Refused
    ``key-taken``, so that the same form twice makes one opinion. ``consent``: see ``TakingPart.join``. ``session``: where
    it was handed in on paper; what was said there in time may be entered after the forum's end (``at_session``).
    """
    text = _text(text)
    if position and position not in POSITIONS:
        raise Refused("unknown-decision", decision=position, allowed=", ".join(POSITIONS))
    if reply_to is None and forum.form == "pro_con" and not position:
        raise Refused("position-missing")
    key = key or opaque_key()
    try:
        with at_session(session, at=at, actor=actor) if session else taking_part(forum, at=at) as part:
            parent = _parent(forum, reply_to)
            before = _mine(forum, author) if parent is None else None
            if before is not None:
                opinion = _change(before, position, text, part.at, flag)
            else:
                opinion = _keep(part, key, author, parent, position, text, channel, session, flag)
            part.join(author, "reply" if parent is not None else "opinion", consent=consent)
            record(
                at=part.at, actor=name_of(actor), verb="opinion.post", subject=opinion.subject, forum=forum.key,
                number=opinion.number, **({"session": session.key} if session else {}),
                **({} if consent is None else {"consent": consent}),
            )  # fmt: skip
    except IntegrityError as error:
        if Opinion.objects.filter(key=key).exists():
            raise Refused("key-taken", key=key) from error
        raise
    return opinion


def _text(raw: str) -> str:
    text = clean_text(raw)
    if not text:
        raise Refused("text-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    return text


def _parent(forum: Forum, key: str | None) -> Opinion | None:
    """The opinion that is answered; an answer's answer joins it."""
    if key is None:
        return None
    found = Opinion.objects.select_related("parent").filter(forum=forum, key=key).first()
    if found is None:
        raise Refused("unknown-opinion", opinion=key)
    if found.state != "shown" or (found.parent is not None and found.parent.state != "shown"):
        raise Refused("comment-gone")
    return found.parent or found


def _mine(forum: Forum, author: Person | None) -> Opinion | None:
    """The position the author has taken here already."""
    if forum.form != "pro_con" or author is None:
        return None
    return Opinion.objects.select_for_update().filter(forum=forum, author=author, sole=True).first()


def _change(opinion: Opinion, position: str, text: str, at: datetime, flag: bool) -> Opinion:
    """Another position, or other words for it; what was hidden by a moderator stays hidden."""
    if opinion.state == "hidden":
        raise Refused("opinion-hidden")
    if (opinion.position, opinion.text, opinion.state) == (position, text, "shown"):
        raise Refused("opinion-unchanged")
    since = opinion.changed_at or opinion.at
    OpinionVersion.objects.create(
        opinion=opinion, number=opinion.number, position=opinion.position, text=opinion.text, since=since, until=at
    )
    opinion.position = position
    opinion.text = screened(opinion.subject, {"text": text}, at=at, flag=flag)["text"]
    opinion.number, opinion.changed_at = opinion.number + 1, at
    opinion.state, opinion.gone_at = "shown", None  # taken back once, and now said again
    opinion.save(update_fields=["position", "text", "number", "changed_at", "state", "gone_at"])
    return opinion


def _keep(
    part: TakingPart, key: str, author: Person | None, parent: Opinion | None, position: str, text: str, channel: str,
    session: ForumSession | None, flag: bool,
) -> Opinion:  # fmt: skip
    forum = part.forum
    held = memberships(author) if author is not None else []
    opinion = Opinion.objects.create(
        key=key,
        forum=forum,
        parent=parent,
        author=author,
        channel=channel,
        session=session,
        sole=forum.form == "pro_con" and parent is None,
        position=position if parent is None else "",
        text=screened(f"opinion:{key}", {"text": text}, at=part.at, flag=flag)["text"],
        at=part.when,
        official=bool(held),
        department=next((one.department for one in held if one.role == Role.DEPARTMENT_OFFICER), None),
    )
    if parent is not None:
        Opinion.objects.filter(pk=parent.pk).update(replies=F("replies") + 1)
    return opinion


@transaction.atomic
def delete_opinion(*, opinion: Opinion, at: datetime, actor: Person | None) -> bool:
    """Its author takes it back: place and answers stay, the text is for the moderators alone. They have still taken part.

    False when it was gone already.
    """
    if actor is not None and opinion.author_id != actor.pk:
        raise Refused("not-allowed")
    if not Opinion.objects.filter(pk=opinion.pk, state="shown").update(state="deleted", gone_at=at):
        return False
    record(at=at, actor=name_of(actor), verb="opinion.delete", subject=opinion.subject, forum=opinion.forum.key)
    return True


def support_opinion(*, opinion: Opinion, person: Person, at: datetime) -> bool:
    """``person`` stands behind it and so takes part. False when they already did; Refused for one's own."""
    if opinion.author_id == person.pk:
        raise Refused("own-comment")
    with taking_part(opinion.forum, at=at) as part:
        if _STATE.first(opinion.pk) != "shown":
            raise Refused("comment-gone")
        if _STANDS.first(opinion.pk, person.pk) is not None:
            return False
        OpinionSupport.objects.create(opinion=opinion, person=person, at=part.at)
        Opinion.objects.filter(pk=opinion.pk).update(supports=F("supports") + 1)
        part.join(person, "support")
        record(at=part.at, actor=person.actor, verb="opinion.support", subject=opinion.subject, forum=opinion.forum.key)
    return True


def unsupport_opinion(*, opinion: Opinion, person: Person, at: datetime) -> bool:
    """``person`` no longer does, while the forum is open. False when they did not."""
    with taking_part(opinion.forum, at=at) as part:
        gone, _ = OpinionSupport.objects.filter(opinion=opinion, person=person).delete()
        if gone:
            Opinion.objects.filter(pk=opinion.pk).update(supports=F("supports") - 1)
            record(
                at=part.at, actor=person.actor, verb="opinion.unsupport", subject=opinion.subject,
                forum=opinion.forum.key,
            )  # fmt: skip
    return bool(gone)
