"""What changed between two texts, in pieces a reader can follow: whole Korean words with their particles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with its particle, a run of blanks, or a mark of punctuation.
_WORDS = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")
LONGEST = 6_000  # words that are compared one by one; beyond, line by line


@dataclass(frozen=True)
class Piece:
    """``kind``: same, gone or new."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order; neighbours of one kind are one piece."""
    cut = _WORDS.findall
    before, after = cut(old), cut(new)
    if len(before) + len(after) > LONGEST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Piece] = []
    # Blanks alone are no common ground: words between them that changed would be torn to shreds.
    matcher = SequenceMatcher(lambda word: not word.strip(), before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            _add(found, "same", "".join(before[a:b]))
        else:
            _add(found, "gone", "".join(before[a:b]))
            _add(found, "new", "".join(after[c:d]))
    return _joined(found)


def _add(found: list[Piece], kind: str, text: str) -> None:
    if text:
        found.append(Piece(kind, text))


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Words that changed one after the other are read in one go: the blank between them belongs to both texts."""
    found: list[Piece] = []
    gone, new = "", ""
    for piece in pieces:
        if piece.kind == "gone":
            gone += piece.text
        elif piece.kind == "new":
            new += piece.text
        elif gone and new and piece.text == " ":
            gone, new = gone + " ", new + " "
        else:
            found, gone, new = _flushed(found, gone, new)
            _add(found, "same", piece.text)
    return _flushed(found, gone, new)[0]


def _flushed(found: list[Piece], gone: str, new: str) -> tuple[list[Piece], str, str]:
    after = " " if gone.endswith(" ") and new.endswith(" ") else ""
    gone, new = gone.removesuffix(after), new.removesuffix(after)
    _add(found, "gone", gone)
    _add(found, "new", new)
    _add(found, "same", after)
    return found, "", ""
