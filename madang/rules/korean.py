"""Korean particles that agree with the word before them: 부서가, 운영팀이; 50이, 1,000이, 2가."""

from __future__ import annotations

import re
import unicodedata

PAIRS = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
    "이나": ("이나", "나"),
}
# Read aloud: 영 일 이 삼 사 오 육 칠 팔 구, and 십 백 천 만 억 for the zeros at the end.
_DIGITS = {"0": "ㅇ", "1": "ㄹ", "2": "", "3": "ㅁ", "4": "", "5": "", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ", "9": ""}
_LETTERS = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ", "r": "ㄹ"}  # 엘 엠 엔 알; the names of all others end in a vowel
_NUMBER = re.compile(r"[0-9][0-9,]*(\.[0-9]+)?$")


def final(word: str) -> str:
    """The final consonant with which ``word`` ends when read aloud: a letter, or "" for none."""
    bare = word.rstrip()
    while bare and unicodedata.category(bare[-1])[0] in "PZ" and bare[-1] != "%":
        bare = bare[:-1].rstrip()
    if not bare:
        return ""
    last = bare[-1]
    if "가" <= last <= "힣":
        index = (ord(last) - ord("가")) % 28
        return "" if not index else "ㄹ" if index == 8 else "ㄱ"
    number = _NUMBER.search(bare)
    if number:
        return _final_of_number(number.group())
    return _LETTERS.get(last.lower(), "")


def _final_of_number(text: str) -> str:
    digits = text.replace(",", "")
    zeros = len(digits) - len(digits.rstrip("0"))
    if "." in digits or zeros in (0, len(digits)):
        return _DIGITS[digits[-1]]
    return "" if zeros >= 12 else "ㄱ"  # 조 ends in a vowel; 십 백 천 만 억 do not


def particle(word: str, kind: str) -> str:
    """The right form of ``kind`` (은, 이, 을, 과, 으로, 이나) after ``word``."""
    closed, opened = PAIRS[kind]
    sound = final(word)
    if kind == "으로" and sound == "ㄹ":
        return opened
    return closed if sound else opened


def with_particle(word: str, kind: str) -> str:
    """``word`` with its particle: ("부서", "이") → 부서가."""
    return word + particle(word, kind)
