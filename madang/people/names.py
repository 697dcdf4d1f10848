"""Names that would pass for somebody else: letters that only look like others, and words of office."""

from __future__ import annotations

import unicodedata

from confusable_homoglyphs import categories
from django.conf import settings

from madang.base.errors import Refused

# Written together these are one look-alike beside the other; Korean beside Latin or Chinese letters is everyday writing.
_LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
_OFFICE = (
    "담당자", "담당관", "공무원", "주무관", "사무관", "서기관", "운영자", "운영팀", "운영진", "운영스탭", "관리자", "매니저",
    "부시장", "구청장", "군수님", "도지사", "시청", "구청", "공식계정", "기관장",
    "admin", "administrator", "moderator", "official", "operator", "mayor", "madangteam",
)  # fmt: skip
_ENDINGS = ("시장", "시장님", "운영")  # a market may stand in a name, but not as its last word after a place


def check_name(name: str) -> None:
    """Refused ``name-mixed`` or ``name-official`` when a citizen's display name could pass for another's or an office's."""
    scripts = {categories.alias(letter).upper() for letter in name if letter.isalpha()}
    if len(scripts & _LOOK_ALIKE) > 1:
        raise Refused("name-mixed")
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain = "".join(letter for letter in plain if letter.isalpha())
    for word in _OFFICE:
        if word in plain:
            raise Refused("name-official", word=word)
    for word in _ENDINGS:
        if plain.endswith(word):
            raise Refused("name-official", word=word)
    for institution in settings.INSTITUTION.values():
        if plain == "".join(letter for letter in institution.casefold() if letter.isalpha()):
            raise Refused("name-official", word=institution)
