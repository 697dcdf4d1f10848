"""Rules of todos, and what changed hands, told as events again. What rules raise and the platform ticks off is no event."""

from __future__ import annotations

from .export_plans import Told, whole
from .lines_todos import VERBS

TOLD: Told = dict.fromkeys(VERBS, whole)
