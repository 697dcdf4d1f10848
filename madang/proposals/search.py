"""Search that understands Korean, the same on SQLite and PostgreSQL, with nothing else to install.

A text is cut into overlapping pairs of syllables (자전거 → 자전 전거): two-syllable words, the normal Korean query, are
found inside compounds and before particles. Spaces between Korean words do not count (어린이 보호구역 = 어린이보호구역).
Words of other scripts are kept whole and found by their beginning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from django.db import connection

TABLE = "proposals_search"
# Words of other scripts, or runs of Hangul and Han with the spaces inside them.
_PIECES = re.compile(
    r"[가-힣ㄱ-ㅎㅏ-ㅣ一-鿿㐀-䶿]+(?:\s+[가-힣ㄱ-ㅎㅏ-ㅣ一-鿿㐀-䶿]+)*|[^\W_가-힣ㄱ-ㅎㅏ-ㅣ一-鿿㐀-䶿]+"
)
_SYLLABLE = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ一-鿿㐀-䶿]")
MAX_GRAMS = 16_000  # PostgreSQL keeps word positions up to 16,383


def grams(text: str) -> Iterator[str]:
    """The search words of a text, in order. The last syllable of a run is also a word, so that one syllable is found."""
    for piece in _PIECES.findall(unicodedata.normalize("NFKC", text).lower()):
        if not _SYLLABLE.match(piece):
            yield piece[:60]
            continue
        run = "".join(piece.split())
        for i in range(len(run) - 1):
            yield run[i : i + 2]
        yield run[-1]


def _phrases(query: str) -> Iterator[tuple[list[str], bool]]:
    """The query as phrases that must all occur: (words in a row, whether the last one is only a beginning)."""
    for word in query.split():
        for piece in _PIECES.findall(unicodedata.normalize("NFKC", word).lower()):
            if not _SYLLABLE.match(piece):
                yield [piece[:60]], True
            elif len(piece) == 1:
                yield [piece], True
            else:
                yield [piece[i : i + 2] for i in range(len(piece) - 1)], False


def index(proposal_id: int, text: str) -> None:
    """Make a proposal findable by ``text``, replacing what was indexed before."""
    words = list(grams(text))[:MAX_GRAMS]
    if connection.vendor == "postgresql":
        document = " ".join(f"'{word}':{position}" for position, word in enumerate(words, 1))
        statement = (
            f"INSERT INTO {TABLE} (rowid, grams) VALUES (%s, %s::tsvector) "
            "ON CONFLICT (rowid) DO UPDATE SET grams = EXCLUDED.grams"
        )
    else:
        document = " ".join(words)
        statement = f"INSERT OR REPLACE INTO {TABLE} (rowid, grams) VALUES (%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [proposal_id, document])


def condition(query: str) -> tuple[str, list[str]] | None:
    """SQL for "``proposals_proposal.case_id`` matches", with its parameters; None when there is nothing to look for."""
    phrases = list(_phrases(query))[:12]
    if not phrases:
        return None
    if connection.vendor == "postgresql":
        wanted = " & ".join(
            "(" + " <-> ".join(f"'{word}'" for word in words) + (":*" if prefix else "") + ")"
            for words, prefix in phrases
        )
        inner = f"SELECT rowid FROM {TABLE} WHERE grams @@ %s::tsquery"
    else:
        wanted = " AND ".join('"' + " ".join(words) + '"' + ("*" if prefix else "") for words, prefix in phrases)
        inner = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"
    return f"proposals_proposal.case_id IN ({inner})", [wanted]
