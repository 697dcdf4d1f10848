"""The process picture outside the pages: a slide (16:9) as PDF, PNG or SVG, and the bare drawing for other papers.

Drawn by Typst from data alone, with the Korean letters that come with this package: the same everywhere, no network. The
PDF has real text and is tagged (PDF/UA-1), with the picture in ordered sentences on the pages after it; letters of an SVG
are outlines, so that it needs no font, and it says the same sentences in ``<desc>``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, Literal

from django.utils import translation
from django.utils.translation import gettext as _

from madang.rules import sheet
from madang.rules.document import Document
from madang.rules.flow import Flow
from madang.rules.picture import Picture, overview

HERE = Path(__file__).parent
BOX, GAP = 5.0, 2.0  # em: tighter than on the page, so that six rows fit a slide
ROWS = 7  # boxes under one another that one slide takes; a field with more makes a higher one
Format = Literal["pdf", "png", "svg"]
FORMATS: tuple[Format, ...] = ("pdf", "png", "svg")


def picture_svg(
    document: Document, lang: str, *, flow: Flow | None = None, marks: Mapping[Any, Any] | None = None
) -> str:
    """Only the drawing, as a stand-alone SVG with a transparent ground, in ``lang`` (ko or en)."""
    found = overview(document, lang)
    with translation.override(lang):
        data = {"mode": "drawing", **_drawing(found, flow, marks)}
    name = document.name.get(lang) or document.name["ko"]
    return _readable(_set(data, "svg", at=None)[0].decode(), name, found.as_text(flow))


def slide(
    document: Document, lang: str, *, flow: Flow | None, institution: str, day: str, version: str, at: datetime,
    file: Format,
) -> bytes:  # fmt: skip
    """The slide: whose process it is, of which day and version (in words), and ``at`` for the file's properties.

    A process with more fields than one slide takes has several in the PDF, and is one long sheet as PNG and SVG.
    """
    found = overview(document, lang)
    name = document.name.get(lang) or document.name["ko"]
    told = found.as_text(flow)
    with translation.override(lang):
        drawing = _drawing(found, flow, None)
    data = {
        "mode": "slides" if file == "pdf" or len(drawing["pages"]) == 1 else "sheet",
        "title": name,
        "institution": institution,
        "version": version,
        "day": day,
        "told": told if file == "pdf" else [],
        **drawing,
    }
    made = _set(data, file, at=at)
    if file == "svg":
        return _readable(made[0].decode(), f"{name} · {institution} · {day}", told).encode()
    return made[0]


def _drawing(found: Picture, flow: Flow | None, marks: Mapping[Any, Any] | None) -> dict[str, Any]:
    lanes = [lane.drawn(lang=found.lang, flow=flow, marks=marks) for lane in found.lanes]
    fields = sheet.draw(lanes, len(found.columns), box=BOX, gap=GAP)
    for box in (box for field in fields for box in field["boxes"]):
        box["number"] = "" if box["count"] is None else f"{box['count']:,}"
    return {
        "lang": found.lang,
        "columns": [name for _key, name in found.columns],
        "between": sheet.GUTTERS[len(found.columns)],
        "box": BOX,
        "gap": GAP,
        "pages": _pages(fields),
        "words": {
            "people": _("시민이 움직여요"),
            "institution": _("기관이 움직여요"),
            "ends": _("마침"),
            "unit": _("건") if found.lang == "ko" else "",
            "figures": "" if flow is None else _(
                "큰 숫자는 지금 그 단계에 있는 건. %%는 그 단계를 마친 건 가운데 그 길로 간 비율, ‘보통’은 마친 건의 한가운데 값."
            ) % {},
            "told": _("그림을 글로 읽기"),
            "alt": _("진행 과정 그림. 같은 내용이 다음 쪽에 글로 있습니다."),
            "new": _("새로 생김"),
            "changed": _("바뀜"),
            "gone": _("없어짐"),
        },
    }  # fmt: skip


def _pages(fields: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The fields by slide: as many on one as its rows allow."""
    pages: list[list[dict[str, Any]]] = []
    for one in fields:
        if pages and sum(field["rows"] for field in pages[-1]) + one["rows"] <= ROWS:
            pages[-1].append(one)
        else:
            pages.append([one])
    return pages


def _set(data: Mapping[str, Any], file: Format, *, at: datetime | None) -> tuple[bytes, ...]:
    return _compiled(json.dumps(data, ensure_ascii=False), file, at and at.astimezone(UTC).replace(microsecond=0))


@lru_cache(maxsize=32)  # some hundred kilobytes each; while nothing moves, everyone gets the same slide
def _compiled(data: str, file: Format, at: datetime | None) -> tuple[bytes, ...]:
    import typst  # 80 MB that only who makes paper needs

    made: Any = typst.compile(
        HERE / "process.typ",
        root=HERE,
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        format=file,
        ppi=144 if file == "png" else None,
        sys_inputs={"data": data},
        pdf_standards=["ua-1"] if file == "pdf" else [],
        timestamp=at,
    )
    return tuple(bytes(one) for one in made) if isinstance(made, list) else (bytes(made),)


def _readable(svg: str, title: str, told: list[str]) -> str:
    """With its name and its sentences for those who do not see it."""
    words = f"<title>{escape(title)}</title><desc>{escape(' '.join(told))}</desc>"
    return re.sub(r"(<svg\b[^>]*)>", lambda found: f'{found[1]} role="img">{words}', svg, count=1)
