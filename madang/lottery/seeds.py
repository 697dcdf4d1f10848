"""How a public seed becomes numbers: SHA-256 of a JSON list, so that anyone can do it with a pocket tool.

printf '["madang lottery 1","panel","42"]' | sha256sum
"""

from __future__ import annotations

import secrets

from .pool import digest

METHOD = "madang lottery 1"
PARTS = 10**15  # a chance is a whole number of these parts


def new_seed() -> str:
    """A seed nobody could have foreseen. A seed that everybody saw being made (a lottery's numbers) is better."""
    return secrets.token_hex(16)


def ticket(seed: str) -> int:
    """The drawn number, 0 … PARTS − 1: SHA-256 of ``[METHOD, "panel", seed]`` as a fraction of 2²⁵⁶."""
    return int(digest([METHOD, "panel", seed]), 16) * PARTS >> 256


def by_lot(seed: str, keys: tuple[str, ...], *words: str) -> list[str]:
    """People in the order that the lot gives them: by SHA-256 of ``[METHOD, words…, seed, id]``."""
    return sorted(keys, key=lambda key: digest([METHOD, *words, seed, key]))
