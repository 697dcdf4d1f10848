"""진술: one sentence that others agree with, disagree with or pass on. From the votes the opinion map is made."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, opaque_key
from madang.forums.models import Forum, Statement, StatementVote
from madang.people.models import Person
from madang.procedures.prepared import Prepared

from .journey import name_of
from .participation import taking_part
from .screening import screened

LIMIT = 140
VOTES = {"agree": 1, "pass": 0, "disagree": -1}
COUNTS = {1: "agree", 0: "passed", -1: "disagree"}  # the field that counts a vote

# Whether a statement is shown, and how a person has voted on it; asked at every vote.
_STATE: Prepared[str] = Prepared(lambda pk: Statement.objects.filter(pk=pk).values_list("state", flat=True))
_VOTED: Prepared[int] = Prepared(
    lambda pk, person_id: StatementVote.objects.filter(statement_id=pk, person_id=person_id).values_list(
        "vote", flat=True
    )
)


def find_statement(key: str) -> Statement:
    """The statement of that key; Refused when there is none."""
    statement = Statement.objects.select_related("forum__visit", "forum__case", "author").filter(key=key).first()
    if statement is None:
        raise Refused("unknown-statement", statement=key)
    return statement


def post_statement(
    *,
    forum: Forum,
    text: str,
    author: Person | None,
    at: datetime,
    actor: Person | None,
    key: str | None = None,
    consent: bool | None = None,
    flag: bool = True,
) -> Statement:
    """``author`` puts one sentence before the others, and so takes part; they agree with it from the beginning, as in
    Polis. ``author`` None: by the team, to begin with. Only in an ``open`` forum, and each sentence once
    (Refused ``statement-known``). ``key``: used twice it is Refused ``key-taken``.
    """
    text = clean_line(text)
    if not text:
        raise Refused("text-empty")
    if len(text) > LIMIT:
        raise Refused("statement-too-long", limit=LIMIT, length=len(text))
    if forum.form != "open":
        raise Refused("no-statements")
    key = key or opaque_key()
    try:
        with taking_part(forum, at=at) as part:
            shown = screened(f"statement:{key}", {"text": text}, at=part.at, flag=flag)["text"]
            if Statement.objects.filter(forum=forum, text=shown, state="shown").exists():
                raise Refused("statement-known")
            statement = Statement.objects.create(key=key, forum=forum, author=author, text=shown, at=part.at)
            if author is not None:
                _write(statement, author, 1, part.at)
            part.join(author, "statement", consent=consent)
            facts = {} if consent is None else {"consent": consent}
            record(
                at=part.at, actor=name_of(actor), verb="statement.post", subject=statement.subject, forum=forum.key,
                **facts,
            )  # fmt: skip
    except IntegrityError as error:
        if Statement.objects.filter(key=key).exists():
            raise Refused("key-taken", key=key) from error
        raise
    return statement


def vote_statement(
    *, statement: Statement, vote: str, person: Person, at: datetime, consent: bool | None = None
) -> bool:
    """``person`` agrees, disagrees or passes (``vote``), and so takes part; the last vote counts. False: the same again."""
    if vote not in VOTES:
        raise Refused("unknown-decision", decision=vote, allowed=", ".join(VOTES))
    with taking_part(statement.forum, at=at) as part:
        if _STATE.first(statement.pk) != "shown":
            raise Refused("statement-gone")
        if not _write(statement, person, VOTES[vote], part.at):
            return False
        part.join(person, "vote", consent=consent)
        facts = {} if consent is None else {"consent": consent}
        record(
            at=part.at, actor=person.actor, verb="statement.vote", subject=statement.subject,
            forum=statement.forum.key, vote=vote, **facts,
        )  # fmt: skip
    return True


def _write(statement: Statement, person: Person, vote: int, at: datetime) -> bool:
    """The vote and the counts, under the forum's lock; False when it is the same already."""
    before = _VOTED.first(statement.pk, person.pk)
    if before == vote:
        return False
    counts = {COUNTS[vote]: F(COUNTS[vote]) + 1}
    if before is None:
        StatementVote.objects.create(statement=statement, person=person, vote=vote, at=at)
    else:
        StatementVote.objects.filter(statement=statement, person=person).update(vote=vote, at=at)
        counts[COUNTS[before]] = F(COUNTS[before]) - 1
    Statement.objects.filter(pk=statement.pk).update(**counts)
    return True


@transaction.atomic
def delete_statement(*, statement: Statement, at: datetime, actor: Person | None) -> bool:
    """Its author takes it back: nobody votes on it any more, the text is for the moderators alone. False: it was gone."""
    if actor is not None and statement.author_id != actor.pk:
        raise Refused("not-allowed")
    if not Statement.objects.filter(pk=statement.pk, state="shown").update(state="deleted", gone_at=at):
        return False
    record(at=at, actor=name_of(actor), verb="statement.delete", subject=statement.subject, forum=statement.forum.key)
    return True
