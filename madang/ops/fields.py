"""The forms that members of an event can have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One member of an event: its type, whether it must be there, and what is allowed (words: any when empty).

    ``key``: a name for something, up to ``longest`` characters; ``least`` and ``most``: of a number.
    """

    type: type
    required: bool = True
    words: tuple[str, ...] = ()
    key: bool = False
    longest: int = 64
    least: int = 0
    most: int = 2_000_000_000


KEY, TEXT, NUMBER = Field(str, key=True), Field(str), Field(int)
NAME, OPTIONAL, NUMBER_OR_NONE = (
    Field(str, required=False, key=True),
    Field(str, required=False),
    Field(int, required=False),
)
BY = {"by": NAME}
CASE = {"proposal": KEY, **BY}
