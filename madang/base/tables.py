"""Tables as institutions hand them over: CSV in UTF-8 (with or without its mark) or CP949, whatever parts the columns."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO


def encoding_of(file: BinaryIO) -> str | None:
    """UTF-8 (with or without its mark) or CP949; None when the file is neither, or holds NUL. Rewinds the file."""
    for encoding in ("utf-8-sig", "cp949"):
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        try:
            while part := file.read(1 << 20):
                if b"\x00" in part:
                    return None
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        finally:
            file.seek(0)
        return encoding
    return None


def rows(file: BinaryIO, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of the line it begins on. Comma, tab or semicolon: what the first line has most of.

    Raises csv.Error for a quotation that never ends (a cell of more than 131,072 characters).
    """
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        head = text.readline()
        text.seek(0)
        reader = csv.reader(text, delimiter=max(",\t;", key=head.count))
        line = 1
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    finally:
        text.detach()
