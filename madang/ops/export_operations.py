"""Reports on operations told as events again: their entries hold what staff wrote."""

from __future__ import annotations

from .export_plans import Told, whole
from .lines_operations import VERBS

TOLD: Told = dict.fromkeys(VERBS, whole)
