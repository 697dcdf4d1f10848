"""What the codes in figures are called, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as N_

POSITIONS = {"for": N_("찬성"), "against": N_("반대"), "other": N_("기타")}
WAYS = {
    "opinion": N_("의견 쓰기"), "reply": N_("답글"), "support": N_("공감"), "statement": N_("진술"), "vote": N_("진술에 답하기"),
    "session": N_("현장 참석"),
}  # fmt: skip
ATTRIBUTES = {"gender": N_("성별"), "age_band": N_("나이대"), "area": N_("지역")}
GENDERS = {"female": N_("여성"), "male": N_("남성"), "other": N_("그 밖")}
SECTIONS = {
    "summary": N_("요약"),
    "issues": N_("쟁점"),
    "proposals": N_("제안"),
    "evaluation": N_("평가"),
    "onward": N_("앞으로"),
}
KOREAN = "가나다라마"


def position(key: str) -> str:
    """찬성, 반대, 기타."""
    return gettext(POSITIONS.get(key, key))


def way(key: str) -> str:
    """By which door someone took part first."""
    return gettext(WAYS.get(key, key))


def attribute(key: str) -> str:
    """성별, 나이대, 지역."""
    return gettext(ATTRIBUTES.get(key, key))


def section(key: str) -> str:
    """A narrative section of the report."""
    return gettext(SECTIONS.get(key, key))


def band(attribute: str, key: str) -> str:
    """A band as people say it: 여성, 20–29세, 가온동."""
    if not key:
        return gettext("알려지지 않음")
    if attribute == "gender":
        return gettext(GENDERS.get(key, key))
    if attribute == "age_band":
        low, _, high = key.partition("-")
        if not low:
            return gettext("%(age)s세 이하") % {"age": high}
        return gettext("%(age)s세 이상") % {"age": low} if not high else gettext("%(low)s–%(high)s세") % {"low": low, "high": high}  # fmt: skip
    return key


def group(number: int) -> str:
    """가 무리, 나 무리 …; Group A, Group B …"""
    letter = KOREAN[number % 5] if get_language() == "ko" else chr(ord("A") + number)
    return gettext("%(letter)s 무리") % {"letter": letter}
