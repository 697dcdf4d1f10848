"""Rules of todos, and what changed hands, told as events again. What rules raise and the platform ticks off is no event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from madang.audit.models import Entry
from madang.plans.models import HandoverNote

from .export_plans import Event, Told, whole
from .lines_todos import VERBS

if TYPE_CHECKING:
    from .export import _Page


def _passed(entry: Entry, page: _Page) -> Event:
    """With the words of the note, which the record itself does not keep."""
    told = whole(entry, page)
    words = HandoverNote.objects.filter(key=told["handover"]).values_list("note", flat=True).first()
    return {**told, "note": words} if words else told


TOLD: Told = {**dict.fromkeys(VERBS, whole), "handover.pass": _passed}
