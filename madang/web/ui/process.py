"""The one drawing of a process for any page: in force with its numbers, a draft, or one version beside another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from time import monotonic
from typing import Any

from madang.procedures.flows import flows
from madang.rules import picture_changes, sheet
from madang.rules.document import Document
from madang.rules.flow import Flow
from madang.rules.picture import overview
from madang.rules.picture_changes import Marks
from madang.web.ui import words

_NO_MARKS = Marks()
HIGH = 11.5  # em; as --box of other languages in process.css
SLOW, KEPT = 1.0, 30.0  # seconds: where counting takes longer than SLOW, its numbers are shown for KEPT
_kept: tuple[float, dict[str, Flow]] = (float("-inf"), {})


def live_flows() -> dict[str, Flow]:
    """Every procedure's numbers (``flows``) as of now; with some hundred thousand visits, of at most half a minute ago."""
    global _kept
    begun = monotonic()
    if begun < _kept[0]:
        return _kept[1]
    found = flows()
    if monotonic() - begun > SLOW:
        _kept = (monotonic() + KEPT, found)
    return found


def process_overview(
    document: Document,
    *,
    flow: Flow | None = None,
    href: Callable[[str], str | None] = lambda stage: None,
    against: Document | None = None,
) -> dict[str, Any]:
    """What the macro ``overview`` of ``ui/process.html`` shows, in the reader's language; it asks the database nothing.

    ``flow``: the numbers in the boxes and on the arrows; ``href``: where a stage leads; ``against``: an older document,
    so that what is new or changed since is marked.
    """
    lang = words.language()
    marks = picture_changes.marks(against, document, lang) if against is not None else _NO_MARKS
    return _shown(document, marks.after, flow, href)


def draw_process(lanes: list[dict[str, Any]], columns: int) -> list[dict[str, Any]]:
    """Where everything stands on the page: ``sheet.draw``, with higher boxes where words are longer than in Korean."""
    return sheet.draw(lanes, columns, box=sheet.BOX if words.language() == "ko" else HIGH)


def compared(old: Document, new: Document) -> dict[str, Any]:
    """Both drawings, ``before`` and ``after``, with what is gone, new or changed marked; ``same``: nothing is.

    ``counts``: how many boxes and ways are new, changed and gone, as (mark, count), without those of which there are none.
    """
    marks = picture_changes.marks(old, new, words.language())
    counts = Counter([*marks.after.values(), *(mark for mark in marks.before.values() if mark == "gone")])
    return {
        "before": _shown(old, marks.before),
        "after": _shown(new, marks.after),
        "same": not marks,
        "counts": [(mark, counts[mark]) for mark in ("new", "changed", "gone") if counts[mark]],
    }


def _shown(
    document: Document,
    marks: dict[Any, Any],
    flow: Flow | None = None,
    href: Callable[[str], str | None] = lambda stage: None,
) -> dict[str, Any]:
    lang = words.language()
    found = overview(document, lang)
    return {
        "fields": [lane.drawn(None, href, lang=lang, flow=flow, marks=marks) for lane in found.lanes],
        "columns": [name for _key, name in found.columns],
        "told": found.as_text(flow),
        "figures": flow is not None,
    }
