"""The scenarios: each is an event file, and beside it what must come of it, worked out by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "scenarios"


@dataclass(frozen=True)
class Scenario:
    """One event file with its expectations: ``why`` says in a sentence what they rest on."""

    file: Path

    @property
    def test_id(self) -> str:
        return self.file.stem

    @cached_property
    def _told(self) -> dict[str, Any]:
        return json.loads(self.file.with_suffix(".expected.json").read_text("utf-8"))

    @property
    def preset(self) -> str | None:
        """The procedure that must be there; None when the file opens its own."""
        return self._told["preset"]

    @property
    def until(self) -> list[str]:
        """The arguments that let the clock go on after the last event."""
        return ["--until", self._told["until"]] if self._told["until"] else []

    @property
    def refused(self) -> list[tuple[int, str]]:
        """The lines that must be refused: number, and a word of the reason."""
        return [tuple(each) for each in self._told["refused"]]

    @property
    def cases(self) -> list[dict[str, Any]]:
        """Exactly what ``madang cases --json`` must print, in this order."""
        return self._told["cases"]

    @property
    def lines(self) -> list[str]:
        """The event file's lines."""
        return self.file.read_text("utf-8").splitlines()


SCENARIOS = [Scenario(file) for file in sorted(FOLDER.glob("*.jsonl"))]
