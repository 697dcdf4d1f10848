"""현장 토론 as both faces show it: its kind, when it is, how it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from madang.base.errors import N_
from madang.forums.models import ForumSession

from . import words

KINDS = {
    "open_talk": N_("열린토론회"),
    "debate": N_("정책배틀"),
    "hearing": N_("공청회"),
    "workshop": N_("워크숍"),
}


def kind(key: str) -> str:
    """What sort of session."""
    return gettext(KINDS[key]) if key in KINDS else key


def span(session: ForumSession) -> str:
    """3월 26일(화) 14:00–16:00; of several days both are said."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    until = f"{end:%H:%M}" if start.date() == end.date() else words.moment(session.ends_at)
    return f"{words.moment(session.starts_at)}–{until}"


def standing(session: Any, now: datetime) -> dict[str, str]:
    """{word, shape, tone} of a session ``with_counts()``: how many seats are left, or that it is over or will not be."""
    if session.cancelled_at is not None:
        return {"word": gettext("취소되었어요"), "shape": "stop", "tone": "warn"}
    if session.ends_at <= now:
        return {"word": gettext("마쳤어요"), "shape": "check", "tone": "quiet"}
    if session.starts_at <= now:
        return {"word": gettext("지금 열리고 있어요"), "shape": "play", "tone": "open"}
    left = session.capacity - session.seated
    if left > 0 and not session.waiting:
        word = ngettext("남은 자리 %(count)s석", "남은 자리 %(count)s석", left) % {"count": words.number(left)}
        return {"word": word, "shape": "ring", "tone": "open"}
    if not session.waiting:
        return {"word": gettext("자리가 찼어요"), "shape": "half", "tone": "wait"}
    word = ngettext("자리가 찼어요, 대기 %(count)s명", "자리가 찼어요, 대기 %(count)s명", session.waiting)
    return {"word": word % {"count": words.number(session.waiting)}, "shape": "half", "tone": "wait"}
