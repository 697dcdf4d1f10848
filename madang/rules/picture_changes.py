"""Two versions of a process side by side: which boxes and arrows of their pictures are new, changed or gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .document import Document
from .picture import Arrow, Box, Marked, Picture, overview

Key = str | tuple[str, str]  # Box.key or Arrow.key


@dataclass(frozen=True)
class Marks:
    """What to mark: ``before`` in the older picture (gone, changed), ``after`` in the newer one (new, changed)."""

    before: dict[Key, Marked] = field(default_factory=dict)
    after: dict[Key, Marked] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


def marks(old: Document, new: Document, lang: str) -> Marks:
    """How the picture of ``new`` differs from that of ``old``. A box is the same while it shows the same words, an arrow
    while it has the same criterion; that a box only stands elsewhere is no change.
    """
    one, other = _shown(overview(old, lang)), _shown(overview(new, lang))
    found = Marks()
    for key in one.keys() | other.keys():
        if key not in one:
            found.after[key] = "new"
        elif key not in other:
            found.before[key] = "gone"
        elif one[key] != other[key]:
            found.before[key] = found.after[key] = "changed"
    return found


def _shown(picture: Picture) -> dict[Key, Any]:
    """What every box and every arrow says."""
    found: dict[Key, Any] = {}
    for lane in picture.lanes:
        found |= {box.key: _of_box(box) for box in lane.boxes}
        found |= {arrow.key: _of_arrow(arrow) for arrow in lane.arrows}
    return found


def _of_box(box: Box) -> tuple[Any, ...]:
    return box.name, box.kind, box.column, box.period, box.owner, box.who


def _of_arrow(arrow: Arrow) -> tuple[Any, ...]:
    return arrow.kind, arrow.text, arrow.outcome_name
