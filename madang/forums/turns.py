"""Which statement someone sees next: all are seen, those with few votes sooner."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from math import log


def turn(who: str, statement: str, votes: int) -> float:
    """Where a statement comes for ``who``: the smaller, the sooner.

    A weighted random order without replacement: the key is −ln(u)/w (Efraimidis and Spirakis, 2006: the largest
    u^(1/w) first), with w = 1/(1 + votes) and u drawn from a hash of the reader and the statement. So the order is each
    reader's own and stays theirs; a statement nobody has voted on is ten times as likely to come first as one with nine votes.
    """
    digest = hashlib.blake2b(f"{who} {statement}".encode(), digest_size=8).digest()
    u = (int.from_bytes(digest) + 1) / (1 << 64)
    return -log(u) * (1 + votes)


def in_turn(who: str, statements: Iterable[tuple[str, int]]) -> list[str]:
    """The keys of ``statements`` (key, votes) in the order in which ``who`` sees them."""
    return [key for key, _ in sorted(statements, key=lambda one: (turn(who, *one), one[0]))]
