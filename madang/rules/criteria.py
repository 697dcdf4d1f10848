"""Conditions and periods in a few words, for the arrows and boxes of a picture: 공감 50명 · 30일."""

from __future__ import annotations

from . import words
from .meaning import Json
from .slots import Slot
from .telling import Matter

KO_UNITS = {"days": "{}일", "working_days": "{}근무일", "months": "{}개월"}
EN_UNITS = {"days": "day", "working_days": "working day", "months": "month"}


def period(slot: Slot | None, lang: str) -> str:
    """30일 · 7근무일 · 2개월, or nothing."""
    if slot is None:
        return ""
    if lang == "ko":
        return KO_UNITS[slot.unit].format(slot.text)
    return f"{slot.text} {EN_UNITS[slot.unit]}{'' if slot.value == 1 else 's'}"


def duration(m: Matter, key: str) -> str:
    """How long a stage takes, as its box says it."""
    every = period(m.period(f"/stages/{key}/settings/reports_every"), m.lang)
    if every:
        return f"{every}마다 알림" if m.lang == "ko" else f"reported every {every}"
    length = period(m.window(key), m.lang)
    if not length:
        return ""
    if m.owner(key):
        return f"{length} 이내" if m.lang == "ko" else f"within {length}"
    return f"{length} 동안" if m.lang == "ko" else f"for {length}"


def criterion(m: Matter, key: str, condition: Json, *, windowed: bool = True) -> str:
    """A condition of stage ``key``."""
    ko = m.lang == "ko"
    if "all" in condition:
        parts = condition["all"]
        timed = windowed and not any("ended" in part or "elapsed" in part for part in parts)
        return " · ".join(_inner(m, key, part, windowed=timed) for part in parts)
    if "any" in condition:
        return (" 또는 " if ko else " or ").join(_inner(m, key, part, windowed=windowed) for part in condition["any"])
    if "not" in condition:
        inner = _inner(m, key, condition["not"], windowed=False)
        if "count" in condition["not"]:
            return f"{inner} 미달" if ko else f"fewer than {inner}"
        return f"{inner} 아님" if ko else f"not {inner}"
    if "count" in condition:
        return _count(m, key, condition, windowed=windowed)
    return _plain(m, key, condition)


def _inner(m: Matter, key: str, condition: Json, *, windowed: bool) -> str:
    text = criterion(m, key, condition, windowed=windowed)
    return f"({text})" if "all" in condition or "any" in condition else text


def _count(m: Matter, key: str, c: Json, *, windowed: bool) -> str:
    what = words.word(words.COUNTERS, c["count"], m.lang)
    share = f"{c['percent']}% ({m.share(c)}{'명' if m.lang == 'ko' else ''})" if "percent" in c else ""
    number = f"{c.get('at_least', 0):,}"
    text = f"{what} {share or number + '명'}" if m.lang == "ko" else f"{share or number} {what}"
    within = ""
    if "within" in c:
        unit, value = next(iter(c["within"].items()))
        within = period(Slot("", value, unit, 1, 1), m.lang)
    elif windowed and m.stage(key)["kind"] == "collect" and c["count"] in ("supports", "sponsors"):
        within = period(m.window(key), m.lang)
    return f"{text} · {within}" if within else text


def _plain(m: Matter, key: str, c: Json) -> str:
    ko = m.lang == "ko"
    if "ended" in c:
        return "기간 종료" if ko else "time over"
    if "elapsed" in c:
        unit, value = next(iter(c["elapsed"].items()))
        length = period(Slot("", value, unit, 1, 1), m.lang)
        return f"{length} 뒤" if ko else f"after {length}"
    if "decision" in c:
        return m.decision(key, c["decision"])
    if "done" in c:
        return "완료" if ko else "done"
    if "marked" in c:
        return m.mark(c["marked"])
    choice = m.choice(c["majority"])
    text = f"{choice} 과반" if ko else f"majority {choice}"
    if "quorum_percent" in c:
        text += f" · 투표율 {c['quorum_percent']}%" if ko else f" · turnout {c['quorum_percent']}%"
    return text
