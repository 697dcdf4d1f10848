"""What one of several processes does in the tests of this folder."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def two_officers() -> list[str]:
    """A house with two 담당자; their keys."""
    from madang.people.models import Role
    from tests import make

    return [make.staff(name, Role.OFFICER).key for name in ("가온 담당자", "누리 담당자")]


def leave(start: Any, key: str, at: datetime) -> str:
    """Leave the team at the same moment as the others; "" or why not."""
    from madang.actions.handovers import leave_team
    from madang.base.errors import Refused
    from madang.people.models import Person

    person = Person.objects.get(key=key)
    start.wait()
    try:
        leave_team(person=person, receivers={}, at=at, actor=person)
    except Refused as refused:
        return refused.code
    return ""


def accept(start: Any, token: str, at: datetime) -> str:
    """Accept an invitation at the same moment as the others; "" or why not."""
    from madang.actions.invitations import accept_invitation
    from madang.base.errors import Refused
    from madang.people.models import Person

    person = Person.objects.get(email="hana@gaon.example")
    start.wait()
    try:
        accept_invitation(token=token, person=person, at=at)
    except Refused as refused:
        return refused.code
    return ""


def invited(at: datetime) -> str:
    """An invitation for 하나; its token."""
    from madang.actions.invitations import send_invitation, token_of
    from tests import make

    make.person("하나", email="hana@gaon.example", level="email")
    return token_of(send_invitation(email="hana@gaon.example", role="pm", at=at, actor=None))
