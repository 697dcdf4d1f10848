"""What figures say, in words: one document of chapters and blocks, from which the page and the paper are both made.

A block is a dict with ``kind``: text (``text``), facts (``items``: [term, text]), picture (``name``, ``caption``,
``alt``, ``table``), table (``caption``, ``head``, ``rows``; every column but the first holds numbers when ``numbers``),
quotes (``items``: text, by, note), sentences (``items``: text, note), heading (``text``), said (``text``: several lines
that staff wrote). All of it is plain text: whoever shows it escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.utils.translation import get_language, gettext, npgettext
from django.utils.translation import gettext as _

from . import naming
from .models import SECTIONS

Block = dict[str, Any]
Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Texts:
    """What people and staff said, as it can be read now: quotations by opinion key, statements and notes by number."""

    opinions: Mapping[str, Mapping[str, Any]]
    statements: Mapping[int, str]
    notes: Mapping[int, str]
    stages: Mapping[str, str]


def chapters(figures: Figures, texts: Texts, sections: Mapping[str, str]) -> list[dict[str, Any]]:
    """The report's chapters in their order, numbered from 1; an empty one is left out."""
    from .telling_people import course, participation
    from .telling_said import opinion_map, positions, records, themes

    found = [
        ("summary", naming.section("summary"), _written(sections, "summary")),
        ("course", _("어떻게 진행했나요"), course(figures, texts)),
        ("people", _("누가 참여했나요"), participation(figures)),
        (
            "said",
            _("무엇을 말했나요"),
            [*positions(figures), *themes(figures, texts), *_written(sections, "issues", True)],
        ),
        ("map", _("의견 지도"), opinion_map(figures, texts)),
        ("records", _("현장 기록과 중간 요약"), records(figures, texts)),
        ("proposals", _("토론에서 나온 제안"), _written(sections, "proposals")),
        ("evaluation", _("평가"), [*measures(figures), *_written(sections, "evaluation", True)]),
        ("onward", naming.section("onward"), _written(sections, "onward")),
    ]
    return _numbered(found)


def written_chapters(sections: Mapping[str, str]) -> list[dict[str, Any]]:
    """What staff wrote, of a report whose figures are not counted yet."""
    return _numbered([(name, naming.section(name), _written(sections, name)) for name in SECTIONS])


def _numbered(found: Iterable[tuple[str, str, list[Block]]]) -> list[dict[str, Any]]:
    kept = [(key, title, blocks) for key, title, blocks in found if blocks]
    return [
        {"number": at, "key": key, "title": title, "blocks": blocks}
        for at, (key, title, blocks) in enumerate(kept, start=1)
    ]


def so_far(figures: Figures, texts: Texts) -> list[dict[str, Any]]:
    """The chapters that can be shown while people still discuss."""
    from .telling_people import participation
    from .telling_said import opinion_map, positions, themes

    return _numbered(
        [
            ("people", _("누가 참여했나요"), participation(figures)),
            ("said", _("무엇을 말하고 있나요"), [*positions(figures), *themes(figures, texts)]),
            ("map", _("의견 지도"), opinion_map(figures, texts)),
        ]
    )


def _written(sections: Mapping[str, str], name: str, titled: bool = False) -> list[Block]:
    assert name in SECTIONS
    text = sections.get(name, "")
    if not text:
        return []
    titles = {"issues": _("쟁점"), "evaluation": _("운영팀의 평가")}
    return [*([heading(titles[name])] if titled else []), {"kind": "said", "text": text}]


def measures(figures: Figures) -> list[Block]:
    """The quantitative half of the evaluation: what was counted, and what it is a share of."""
    part, who = figures["participation"], figures["who"]
    days, said = max(figures["course"]["days"], 1), part["opinions"] + part["replies"]
    taken = said + part["gone"]["hidden"] + part["gone"]["deleted"]
    rows = [
        [_("참여한 사람"), people(part["people"])],
        [_("하루 평균 참여"), people(round(part["people"] / days, 1))],
        [_("의견과 답글"), _("모두 %(count)s건") % {"count": number(said)}],
        [_("의견 하나에 달린 답글"), number(round(part["replies"] / max(part["opinions"], 1), 1))],
        [_("현장에서 참여한 비율"), percent(part["on_site"], part["people"])],
        [_("속성을 밝히는 데 동의한 비율"), percent(who["consented"], who["people"])],
        [_("가려진 의견의 비율"), percent(part["gone"]["hidden"], taken)],
    ]
    if figures.get("positions"):
        standing = figures["positions"]
        rows.append([_("생각을 바꾼 사람의 비율"), percent(standing["changed"], sum(standing["last"].values()))])
    return [
        heading(_("숫자로 보기")),
        table(_("토론을 숫자로 본 표"), [_("무엇"), _("얼마")], rows),
    ]


# ── making blocks ──


def text(words: str) -> Block:
    """One paragraph."""
    return {"kind": "text", "text": words}


def heading(words: str) -> Block:
    """A heading within a chapter."""
    return {"kind": "heading", "text": words}


def facts(items: Iterable[Sequence[str]]) -> Block:
    """Terms and what they are."""
    return {"kind": "facts", "items": [list(item) for item in items]}


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], numbers: bool = True) -> Block:
    """A table; the first column names the row."""
    return {
        "kind": "table",
        "caption": caption,
        "head": list(head),
        "rows": [list(row) for row in rows],
        "numbers": numbers,
    }


def picture(name: str, caption: str, alt: str, twin: Block, short: Block | None = None) -> Block:
    """A picture with what it shows in words, and the table that says the same; ``short``: for paper, where it is long."""
    return {"kind": "picture", "name": name, "caption": caption, "alt": alt, "table": twin, "short": short or twin}


# ── saying numbers and days ──


def number(value: float) -> str:
    """1,234; 2.5."""
    return f"{value:,}" if isinstance(value, int) or not float(value).is_integer() else f"{int(value):,}"


def people(count: float) -> str:
    """1,234명."""
    return npgettext("사람", "%(count)s명", "%(count)s명", int(count)) % {"count": number(count)}


def percent(part: float, whole: float) -> str:
    """12.5%; – where there is nothing to be part of."""
    return f"{number(round(100 * part / whole, 1))}%" if whole else "–"


def day(iso: str) -> str:
    """2026년 3월 4일, of a day or a moment (the institution's day)."""
    when = date.fromisoformat(iso) if len(iso) == 10 else moment(iso).date()
    return str(format_date(when, format="long", locale=get_language() or "ko"))


def last_day(iso: str) -> str:
    """The last day before an end that is the first instant too late."""
    return day((moment(iso) - timedelta.resolution).isoformat())


def moment(iso: str) -> datetime:
    """In the institution's time zone."""
    return datetime.fromisoformat(iso).astimezone(ZoneInfo(settings.TIME_ZONE))


def listed(words: Sequence[str]) -> str:
    """가, 나, 다."""
    return gettext(", ").join(words)
