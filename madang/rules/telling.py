"""What both languages need to tell a document: its names, its numbers by path, and who does what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import words
from .conditions import Count
from .deadlines import UNITS
from .meaning import DEFAULT_CHOICES, Json
from .slots import Slot, numbers_of


@dataclass(frozen=True)
class Matter:
    """A document's JSON with its numbers at hand, told in ``lang``."""

    data: Json
    lang: str
    slots: dict[str, Slot] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Json, lang: str) -> Matter:
        """The matter of a valid document."""
        return cls(data, lang, numbers_of(data))

    def stage(self, key: str) -> Json:
        """A stage's JSON."""
        found: Json = self.data["stages"][key]
        return found

    def name(self, key: str) -> str:
        """A stage's public name."""
        return str(self.stage(key)["name"][self.lang])

    def settings(self, key: str) -> Json:
        """A stage's settings."""
        found: Json = self.stage(key).get("settings", {})
        return found

    def what(self, key: str) -> str:
        """What a task consists of; its name where nothing is said."""
        said: Json = self.settings(key).get("what") or self.stage(key)["name"]
        return str(said[self.lang])

    def owner(self, key: str) -> str:
        """Who owes what the stage promises, or ""."""
        return words.owner(self.stage(key), self.lang)

    def electorate(self, key: str) -> str:
        """The name of a population."""
        return str(self.data["electorates"][key]["name"][self.lang])

    def mark(self, key: str) -> str:
        """The public name of a start."""
        for stage in self.data["stages"].values():
            for start in stage.get("starts", ()):
                if start["key"] == key:
                    return str(start.get("name", self.stage(start["stage"])["name"])[self.lang])
        return key

    def decision(self, key: str, word: str) -> str:
        """What a decision is called in this stage."""
        return words.decision(self.stage(key)["kind"], word, self.lang)

    def choice(self, key: str) -> str:
        """What a choice of a ballot is called."""
        return words.word(words.CHOICES, key, self.lang)

    def outcome(self, leave: Json) -> str:
        """What an exit's outcome is called: by its own name, or that of its key."""
        return (
            str(leave["name"][self.lang])
            if "name" in leave
            else words.word(words.OUTCOMES, leave["outcome"], self.lang)
        )

    def choices(self, key: str) -> list[str]:
        """The choices of a ballot by name."""
        return [self.choice(one) for one in self.settings(key).get("choices", DEFAULT_CHOICES)]

    def slot(self, path: str) -> Slot:
        """The number at a path."""
        return self.slots[path]

    def period(self, path: str) -> Slot | None:
        """The number of the period that stands at ``path``, None when there is none."""
        return next((self.slots[f"{path}/{unit}"] for unit in UNITS if f"{path}/{unit}" in self.slots), None)

    def window(self, key: str) -> Slot | None:
        """The period of a stage's deadline."""
        return self.period(f"/stages/{key}/deadline")

    def share(self, condition: Json) -> str:
        """How many people a share of an electorate are at present, written out."""
        size: dict[str, Any] = {key: entry["size"] for key, entry in self.data["electorates"].items()}
        count = Count(condition["count"], percent=condition["percent"], of=condition["of"])
        return f"{count.threshold(size):,}"
