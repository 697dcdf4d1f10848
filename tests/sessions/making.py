"""Forums and their sessions for tests, through the ordinary actions.

forum = making.forum()                      # 열린 공론장, an institution's question, open from AT for 30 days
session = making.session(forum, seats=10)   # a week later, in the town hall
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from madang.actions import forums, sessions
from madang.forums.models import Forum, ForumSession
from madang.people.models import Department
from tests import make

AT = make.AT
QUESTION = "자전거 도로를 어디까지 이을까요?"


def forum(
    question: str = QUESTION, *, at: datetime = AT, key: str | None = None, opened: bool = True,
    procedure: str = "seoul-2019", department: Department | None = None, **more: Any,
) -> Forum:  # fmt: skip
    """An institution's question, opened at once; ``more``: form, days, long_running."""
    made = forums.ask_citizens(
        rules=make.rules(procedure), question=question, key=key, department=department, at=at, actor=None
    )
    if not opened:
        return made
    return forums.open_forum(case_key=made.case.key, form=more.pop("form", "open"), at=at, actor=None, **more)


def plan(*, seats: int = 10, starts: datetime = AT + timedelta(days=7), hours: float = 2, **more: Any) -> sessions.Plan:
    """A public talk a week after AT; ``more``: whatever is to be otherwise."""
    found = sessions.Plan(
        kind="open_talk",
        title="자전거 도로 열린토론회",
        starts_at=starts,
        ends_at=starts + timedelta(hours=hours),
        place="가온시청 대강당",
        capacity=seats,
        access="휠체어로 들어올 수 있고 수어 통역이 있어요.",
        contact="교통정책과 02-000-0000",
    )
    return replace(found, **more)


def session(of: Forum, *, at: datetime = AT, key: str | None = None, **more: Any) -> ForumSession:
    """Announced at ``at``; ``more`` as for :func:`plan`."""
    return sessions.plan_session(forum=of, plan=plan(**more), at=at, key=key, actor=None)
