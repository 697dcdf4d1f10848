"""A rule document in sentences and as a picture, as the citizens' pages tell it."""

from __future__ import annotations

from typing import Any

from madang.rules import explain
from madang.rules.document import Document
from madang.rules.words import COLUMNS, word
from madang.web.ui import words


def sentences_of(document: Document) -> list[explain.Sentence]:
    """The rules as sentences in the reader's language, in the order of the way."""
    return explain.sentences(document, words.language())


def promises_of(document: Document) -> list[explain.Sentence]:
    """Those that tell what comes of supports, and what is owed: the heart of it, for a short page."""
    return [one for one in sentences_of(document) if "/start/" in one.key or one.key.endswith(("/course", "/gate"))]


def by_column(document: Document) -> list[dict[str, Any]]:
    """The sentences in groups: 제안, 토론, 결과 공개 · 실행."""
    found = sentences_of(document)
    groups = [
        {
            "title": word(COLUMNS, column, words.language()),
            "sentences": [one for one in found if one.column == column],
        }
        for column in COLUMNS
    ]
    return [group for group in groups if group["sentences"]]


def changes(old: Document, new: Document) -> list[dict[str, Any]]:
    """What the newer rules say otherwise: pieces for ``said`` of ``ui/process.html``, or a sentence gone or new."""
    found = []
    for change in explain.differences(old, new, words.language()):
        pieces = [piece if isinstance(piece, str) else {"old": piece[0], "new": piece[1]} for piece in change.pieces()]
        found.append({"before": change.before, "after": change.after, "pieces": pieces if change.changed else []})
    return found
