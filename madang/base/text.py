"""Text as people type it, made safe to keep and to show. Nothing is judged here, only cleaned."""

from __future__ import annotations

import re
import secrets
import unicodedata

# Invisible characters that hide or reorder text: zero-width space, word joiner, BOM, direction marks, overrides and
# isolates, soft hyphen, Hangul fillers. Joiners (U+200C, U+200D) stay: emoji and several scripts need them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANKS = re.compile(r"[^\S\n]+")
_EDGES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200c\u200d"
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def clean_text(raw: str) -> str:
    """Several lines: NFC, no control, surrogate or hidden characters, at most two line breaks in a row."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _bare(re.sub(r"\n{3,}", "\n\n", text))


def _bare(text: str) -> str:
    """Without blanks or lone joiners at its ends: what cannot be seen is no text."""
    return text.strip(_EDGES)


def clean_line(raw: str) -> str:
    """One line: as :func:`clean_text`, with every run of blanks and line breaks made one space."""
    return _bare(_BLANKS.sub(" ", clean_text(raw).replace("\n", " ")))


def mask_email(address: str) -> str:
    """An address by which its owner knows it and nobody else does: ``hana@gaon.example`` → ``h***@gaon.example``."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}***@{host}" if at else "***"


def opaque_key(length: int = 10) -> str:
    """A random name for a URL that says nothing about order or number; no vowels, no look-alikes."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
