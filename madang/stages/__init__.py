"""What each kind of stage means for a proposal: one module a kind, and the explicit table ``KINDS``.

A kind is a module with two functions: ``counts(stage)``, and ``enter(visit, stage, at)``, called when a case comes into
the stage. A stage whose kind has no
module in this release can be part of a document: a case that comes there waits, and no clock is started that nobody
could keep.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from madang.procedures.models import StageVisit
from madang.rules.document import Stage

from . import agenda, answer, collect, execute, forum, review, task


class Kind(Protocol):
    """A stage kind."""

    def counts(self, stage: Stage) -> tuple[str, ...]:
        """What is counted while a case is in this stage."""

    def enter(self, visit: StageVisit, stage: Stage, at: datetime) -> None:
        """Prepare what people need in this stage."""


KINDS: dict[str, Kind] = {
    "collect": collect,
    "review": review,
    "agenda": agenda,
    "answer": answer,
    "forum": forum,
    "task": task,
    "execute": execute,
}
