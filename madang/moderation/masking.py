"""Phone numbers and resident registration numbers in what people write, masked before anyone else can read them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

IDEOGRAPHS = 0x20000  # from here on Unicode has nothing else
# What people put between the digits: spaces, dots, slashes, underscores, brackets, and every kind of dash.
_GAP = r"[ \t\u00a0\u2000-\u200a\u3000\-\u2010-\u2015\u2212\ufe63\uff0d\u30fc\u3161.\u00b7\u318d\u2022,/_~()\[\]]{0,3}"


def _digits(*groups: str) -> str:
    """A pattern for groups of digits, with gaps allowed anywhere."""
    return _GAP.join(groups)


def _times(least: int, most: int) -> str:
    return rf"\d(?:{_GAP}\d){{{least - 1},{most - 1}}}"


_MOBILE = rf"(?P<mobile>(?:\+?{_GAP}8{_GAP}2{_GAP}0?|0){_GAP}1{_GAP}[016789])"
_LANDLINE = rf"(?P<line>(?:\+?{_GAP}8{_GAP}2{_GAP}|0){_GAP}(?:2|[3-6]{_GAP}[1-5]|7{_GAP}0|5{_GAP}0{_GAP}\d?))"
PHONE = re.compile(
    rf"(?<!\d)(?:{_MOBILE}|{_LANDLINE}){_GAP}(?P<middle>{_times(3, 4)}){_GAP}(?P<last>{_times(4, 4)})(?!\d)"
)
RESIDENT = re.compile(
    rf"(?<!\d)(?P<born>{_times(2, 2)}{_GAP}(?:0{_GAP}[1-9]|1{_GAP}[0-2]){_GAP}(?:0{_GAP}[1-9]|[12]{_GAP}\d|3{_GAP}[01]))"
    rf"{_GAP}(?P<sex>\d){_GAP}(?P<rest>{_times(6, 6)})(?!\d)"
)


def mask(text: str) -> tuple[str, list[str]]:
    """``text`` as everyone may read it, and what was masked in it: ``resident``, ``phone``, in that order.

    010-1234-5678 becomes 010-****-5678, 900101-1234567 becomes 900101-1******. What is masked already stays as it is.
    The check digit of a resident number is not asked for: numbers given since October 2020 have none.
    """
    plain = text.translate(_plain_digits())  # as long as the text, so that places are the same
    letters, found = list(text), []
    for kind, pattern, group in (("resident", RESIDENT, "rest"), ("phone", PHONE, "middle")):
        for match in pattern.finditer(plain):
            if kind not in found:
                found.append(kind)
            for place in range(*match.span(group)):
                if plain[place].isdigit():
                    letters[place] = "*"
        if found:
            plain = "".join(letters).translate(_plain_digits())
    return "".join(letters), found


@cache
def _plain_digits() -> dict[int, str]:
    """Digits of whatever script or shape (as ``str.translate`` wants them) → their plain digits."""
    digits = ((place, unicodedata.digit(chr(place), None)) for place in range(128, IDEOGRAPHS))
    return {place: str(value) for place, value in digits if value is not None}
