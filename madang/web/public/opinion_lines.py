"""An opinion as the pages show it. What is gone has no text here, so that no template can show it by mistake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from madang.forums.models import Opinion, OpinionSupport
from madang.moderation.reasons import REASONS
from madang.people.models import Person
from madang.web.ui.answer_letter import department_name

SHAPES = {"for": "ring", "against": "cross", "other": "half", "": ""}


def side(position: str) -> dict[str, str]:
    """A position as word and shape."""
    labels = {"for": gettext("찬성"), "against": gettext("반대"), "other": gettext("기타"), "": ""}
    return {"position": position, "label": labels[position], "shape": SHAPES[position]}


def supported(person: Person | None, rows: Sequence[Opinion]) -> set[int]:
    """Which of ``rows`` the person stands behind."""
    if person is None or not rows:
        return set()
    own = OpinionSupport.objects.filter(person=person, opinion__in=[row.pk for row in rows])
    return set(own.values_list("opinion_id", flat=True))


def line(
    opinion: Opinion, person: Person | None, seen: set[int], replies: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """One opinion with the answers that it brings."""
    mine = person is not None and opinion.author_id == person.pk
    readable = opinion.state == "shown" or (opinion.state == "hidden" and mine)
    return {
        "key": opinion.key,
        "state": opinion.state,
        "text": opinion.text if readable else "",
        "position": opinion.position,
        "side": side(opinion.position if opinion.state != "deleted" else ""),
        "author": _author(opinion),
        "official": (department_name(opinion.department) or gettext("운영팀")) if opinion.official else "",
        "paper": opinion.channel == "paper",
        "at": opinion.at,
        "changed": opinion.number > 1,
        "gone_at": opinion.gone_at,
        "reason": gettext(REASONS[opinion.hidden_code][0]) if opinion.hidden_code in REASONS else "",
        "supports": opinion.supports,
        "supported": opinion.pk in seen,
        "mine": mine,
        "subject": opinion.subject,
        "replies": replies,
        "count": opinion.replies,
        "more": max(0, opinion.replies - len(replies)),
        "is_reply": opinion.parent_id is not None,
    }


def _author(opinion: Opinion) -> str:
    if opinion.author is None and opinion.channel == "paper":
        return gettext("종이로 낸 의견")
    return (str(opinion.author) if opinion.author and opinion.author.name else "") or gettext("이름을 밝히지 않은 시민")
