"""Builders for tests about discussions: a forum that is open, positions, opinions, statements and votes, by the ordinary actions.

공론장 = make_forums.forum("밤에도 도서관을 열까요?")               # pro_con, opened at AT, for thirty days
make_forums.opinion(공론장, "찬성해요", by=하나, position="for")
make_forums.many(공론장, 50_000)                                  # rows only, for lists that must stay quick
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from madang.actions import decisions, forums, opinions, statements
from madang.forums.models import Forum, Opinion, Statement
from madang.people.models import Department, Person
from madang.procedures.models import Tally
from tests import make


def forum(
    question: str = "밤에도 도서관을 열까요?", *, form: str = "pro_con", at: datetime = make.AT, key: str = "night",
    department: Department | None = None, days: int | None = None, body: str = "", long_running: bool = False,
    procedure: str = "seoul-2019",
) -> Forum:  # fmt: skip
    """The institution's own question, open since ``at``."""
    asked = forums.ask_citizens(
        rules=make.rules(procedure), question=question, at=at, actor=None, key=key, department=department, body=body
    )
    return forums.open_forum(
        case_key=asked.case.key, at=at, actor=None, form=form, days=days, body=body, long_running=long_running
    )


def grown(
    question: str = "자전거 도로를 이을까요?", *, form: str = "pro_con", at: datetime = make.AT, **more: Any
) -> Forum:
    """A forum that grew from a citizen's proposal: five hundred supports, the panel's choice, opened."""
    proposal = make.proposal(at=at, **more)
    make.supports(proposal, 500, at=at)
    decisions.decide(
        case_key=proposal.case.key, kind="agenda", decision="select", reason="", form=form, question=question, at=at,
        actor=None,
    )  # fmt: skip
    return forums.open_forum(case_key=proposal.case.key, at=at, actor=None)


def opinion(
    to: Forum,
    text: str = "그렇게 생각해요.",
    *,
    by: Person | None,
    position: str = "",
    at: datetime = make.AT,
    **more: Any,
) -> Opinion:
    """Said online by ``by``; with ``by`` None on paper. ``more``: reply_to, key, consent."""
    if to.form == "pro_con" and not position and "reply_to" not in more:
        position = "for"
    more.setdefault("channel", "online" if by is not None else "paper")
    return opinions.post_opinion(forum=to, text=text, author=by, actor=by, at=at, position=position, **more)


def statement(to: Forum, text: str, *, by: Person | None = None, at: datetime = make.AT, **more: Any) -> Statement:
    """One sentence of ``by``."""
    return statements.post_statement(forum=to, text=text, author=by, actor=by, at=at, **more)


def vote(on: Statement, by: Person, vote: str = "agree", *, at: datetime = make.AT) -> bool:
    """What ``by`` says of it."""
    return statements.vote_statement(statement=on, vote=vote, person=by, at=at)


def many(to: Forum, number: int, *, at: datetime = make.AT, by: Person | None = None) -> None:
    """So many opinions as plain rows, unevenly supported and placed, over thirty days."""
    sided = to.form == "pro_con"
    share = ("for",) * 6 + ("against",) * 3 + ("other",)
    made = [
        Opinion(
            key=f"m{n}", forum=to, author=by, channel="online" if by else "paper", text=f"의견 {n}. 저는 이렇게 생각해요. " * (1 + n % 4),
            position=share[n * 7 % 10] if sided else "", sole=sided and by is None, at=at + timedelta(seconds=n * 40),
            supports=0 if n % 3 else n * 31 % 400, replies=0,
        )
        for n in range(number)
    ]  # fmt: skip
    Opinion.objects.bulk_create(made, batch_size=1000)
    Tally.objects.filter(case=to.case_id, what="participants").update(value=number)
