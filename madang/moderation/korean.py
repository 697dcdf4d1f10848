"""Finding a word however it is disguised: 시1발, ㅅㅂ, 시 발, ㅅㅣㅂㅏㄹ, 시이이발, Ｓhit; and not where it is none: 다시 발표."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
_PAIRS = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
# What is put in a letter's place because it looks like it, when it touches a Korean letter.
_LOOKS = {"1": "ㅣ", "l": "ㅣ", "i": "ㅣ", "|": "ㅣ", "!": "ㅣ", "r": "ㅏ", "0": "ㅇ", "o": "ㅇ", "7": "ㄱ", "^": "ㅅ", "c": "ㅆㅣ"}  # fmt: skip
_STRETCHED = re.compile(rf"([{_VOWELS}])(?:ㅇ?\1)+")
_REPEATED = re.compile(r"(.)\1+")
GAP = 3  # so many signs may stand between two letters of a word


@dataclass(frozen=True)
class Listed:
    """A word of the list: as it is written, and harmless words that begin with it."""

    text: str
    ordinary: tuple[str, ...] = ()
    severity: int = 2


@dataclass(frozen=True)
class _Unit:
    """A letter that counts: its sounds, its place, and what stands between it and the one before."""

    sounds: str
    start: int
    gap: str


@lru_cache(maxsize=2000)
def sounds(text: str) -> str:
    """Korean as its single letters (시발 → ㅅㅣㅂㅏㄹ), Latin in small letters; stretched and repeated letters once."""
    return _squeezed("".join(unit.sounds for unit in _units(_plain(text), looks=False)))


def found_in(text: str, words: Iterable[Listed]) -> list[Listed]:
    """Those of ``words`` that ``text`` contains, in their own order."""
    plain = _plain(text)
    readings = []
    for looks in (False, True):
        units = _units(plain, looks=looks)
        readings.append((units, _squeezed("".join(unit.sounds for unit in units))))
    return [
        word
        for word in words
        if any(sounds(word.text) in spoken and _contains(units, word, plain) for units, spoken in readings)
    ]


def _plain(text: str) -> str:
    """One form for all widths and cases; hidden signs away. Lone Korean letters stay lone (NFKC would join them)."""
    kept = "".join(
        letter if "\u3131" <= letter <= "\u318e" else unicodedata.normalize("NFKC", letter) for letter in text
    )
    joined = unicodedata.normalize("NFC", kept).lower()
    return "".join(letter for letter in joined if unicodedata.category(letter) not in ("Cf", "Mn"))


def _is_korean(letter: str) -> bool:
    return "가" <= letter <= "힣" or "\u3131" <= letter <= "\u3163"


def _sounds_of(letter: str) -> str:
    if "가" <= letter <= "힣":
        code = ord(letter) - ord("가")
        tail = _TAILS[code % 28]
        return _LEADS[code // 588] + _VOWELS[code % 588 // 28] + _PAIRS.get(tail, tail)
    if "\u3131" <= letter <= "\u3163":
        return _PAIRS.get(letter, letter)
    return letter if letter.isalpha() else ""


def _units(plain: str, *, looks: bool) -> list[_Unit]:
    """The letters that count; ``looks``: with those read that only look like a Korean letter."""
    units: list[_Unit] = []
    gap = ""
    for place, letter in enumerate(plain):
        spoken = _sounds_of(letter)
        if looks and letter in _LOOKS and any(map(_is_korean, plain[max(place - 1, 0) : place + 2])):
            spoken = _LOOKS[letter]
        if spoken:
            units.append(_Unit(spoken, place, gap))
            gap = ""
        else:
            gap += letter
    return units


def _squeezed(spoken: str) -> str:
    return _REPEATED.sub(r"\1", _STRETCHED.sub(r"\1", spoken))


def _contains(units: Sequence[_Unit], word: Listed, plain: str) -> bool:
    wanted = sounds(word.text)
    if not wanted:
        return False
    return any(
        _begins_at(units, first, wanted, word, plain) for first, unit in enumerate(units) if unit.sounds[0] == wanted[0]
    )


def _begins_at(units: Sequence[_Unit], first: int, wanted: str, word: Listed, plain: str) -> bool:
    """Whether the letters from ``first`` on are the word: all of it, up to the end of a letter, nothing else between."""
    spoken, gaps = "", ""
    for last in range(first, min(first + 4 * len(wanted), len(units))):
        if last > first:
            if len(units[last].gap) > GAP:
                return False
            gaps += units[last].gap
        spoken = _squeezed(spoken + units[last].sounds)
        if spoken == wanted:
            return _stands_alone(units, first, last, gaps, word, plain)
        if not wanted.startswith(spoken) and len(spoken) > len(wanted) + 1:
            return False
    return False


def _stands_alone(units: Sequence[_Unit], first: int, last: int, gaps: str, word: Listed, plain: str) -> bool:
    """Not the end of one ordinary word and the beginning of the next, and no harmless word that begins the same."""
    rest = plain[units[first].start :]
    if any(rest.startswith(each) for each in word.ordinary):
        return False
    before = units[first].gap
    touches = first > 0 and not before
    if touches and (gaps or len(word.text) <= 2):
        return False
    if not gaps:
        return True
    if before and before[-1].isdigit():  # 2시 발
        return False
    if any(sign.isspace() for sign in gaps):  # spaced out: then on its other side too
        return last + 1 == len(units) or bool(units[last + 1].gap)
    return True
