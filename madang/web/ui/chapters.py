"""A report's chapters for a page: the words of ``results.telling`` with their pictures in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from madang.actions.report_texts import texts_of
from madang.forums.models import Forum
from madang.results import telling

from . import standing


def report_chapters(
    forum: Forum, figures: Mapping[str, Any], sections: Mapping[str, str], pictures: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Every chapter of the report; without figures (not counted yet) only what staff wrote."""
    if not figures:
        return telling.written_chapters(sections)
    return with_pictures(telling.chapters(figures, _texts(forum, figures), sections), pictures)


def chapters_so_far(forum: Forum, figures: Mapping[str, Any], pictures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The chapters of a discussion that goes on."""
    return with_pictures(telling.so_far(figures, _texts(forum, figures)), pictures) if figures else []


def _texts(forum: Forum, figures: Mapping[str, Any]) -> telling.Texts:
    document = forum.case.rules.document
    stages = {key: standing.stage_name(document, key) for key in document.stages}
    return texts_of(forum, figures, stages)


def with_pictures(chapters: list[dict[str, Any]], pictures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The chapters, each picture block with its SVG in the reader's language, which the system itself has drawn (``results.drawing``)."""
    mine = pictures.get(get_language() or "ko") or pictures.get("ko") or {}
    for chapter in chapters:
        for block in chapter["blocks"]:
            if block["kind"] == "picture":
                drawn = mine.get(block["name"], {})
                block["svg"] = {size: mark_safe(svg) for size, svg in drawn.items()}
    return chapters
