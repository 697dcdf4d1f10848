"""A rule document in sentences, as the citizens' pages tell it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from madang.rules.document import Document
from madang.web.ui import words

try:
    from madang.rules import explain
except ImportError:  # being written
    explain = None


def column_words() -> dict[str, str]:
    """The columns of the process, as the picture and the sentences are headed."""
    return {"propose": gettext("제안"), "discuss": gettext("토론"), "result": gettext("결과 공개 · 실행")}


def sentences_of(document: Document) -> list[Any]:
    """The rules as sentences in the reader's language, in the order of the way."""
    return [] if explain is None else list(explain.sentences(document, words.language()))


def by_column(document: Document) -> list[dict[str, Any]]:
    """The sentences in groups: 제안, 토론, 결과 공개 · 실행."""
    found = sentences_of(document)
    groups = [
        {"title": title, "sentences": [one for one in found if one.column == column]}
        for column, title in column_words().items()
    ]
    return [group for group in groups if group["sentences"]]


def changes(old: Document, new: Document) -> list[Any]:
    """What the newer rules say otherwise."""
    return [] if explain is None else list(explain.differences(old, new, words.language()))
