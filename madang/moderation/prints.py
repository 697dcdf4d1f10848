"""The same text again, or nearly: a text is known by the few smallest hashes of its pieces (a bottom-k sketch)."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

PIECE = 5  # letters
KEPT = 8  # hashes a text
ALIKE = 6  # so many of them in common: about three quarters of the text
SHORTEST = 30  # letters: shorter texts are alike by nature (찬성합니다)
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)


def prints(text: str) -> list[int]:
    """The hashes that stand for ``text``, smallest first; none when it is too short to be called the same."""
    letters = "".join(letter for letter in text.lower() if letter.isalnum())
    if len(letters) < SHORTEST:
        return []
    pieces = {letters[start : start + PIECE] for start in range(len(letters) - PIECE + 1)}
    hashed = (hashlib.blake2b(piece.encode(), digest_size=8).digest() for piece in pieces)
    return sorted(int.from_bytes(each, signed=True) for each in hashed)[:KEPT]


def hosts(text: str) -> list[str]:
    """The hosts of the web addresses in ``text``, one for each address."""
    found = []
    for link in LINK.findall(text):
        try:
            host = urlsplit(link if "://" in link else f"//{link}").hostname
        except ValueError:
            host = None
        found.append(host or link[:60])
    return found
