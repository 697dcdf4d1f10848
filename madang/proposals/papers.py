"""Files as they may be attached: known by what they are, whole, and one thing only.

A file that is two things at once (a PDF that is also a web page or an archive) is refused, as is one that runs
something (macros, programs inside) or swells when it is opened. A reader gets what the name promises or nothing.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from madang.base.errors import Refused
from madang.base.text import clean_line

HEAD, TAIL = 4096, 66_000  # an archive's directory ends in the last 65,557 bytes
UNPACKED = 200 * 1024 * 1024
RATIO, ENTRIES = 200, 5_000
NAME = 100
OFFICE = "application/vnd.openxmlformats-officedocument."
# what an archive says it is → ending, media type
CONTENT = {
    b"wordprocessingml.document.main+xml": ("docx", OFFICE + "wordprocessingml.document"),
    b"spreadsheetml.sheet.main+xml": ("xlsx", OFFICE + "spreadsheetml.sheet"),
    b"presentationml.presentation.main+xml": ("pptx", OFFICE + "presentationml.presentation"),
}
MIMETYPE = {
    b"application/vnd.oasis.opendocument.text": ("odt", "application/vnd.oasis.opendocument.text"),
    b"application/hwp+zip": ("hwpx", "application/hwp+zip"),
}
ENDINGS = ("pdf", "hwp", "hwpx", "docx", "xlsx", "pptx", "odt", "txt", "csv")
_RUNS = re.compile(
    r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|macrosheets/|activex/|basic/|META-INF/MANIFEST\.MF$)"
    r"|\.(?:exe|dll|js|jse|vbs|vbe|wsf|bat|cmd|ps1|com|scr|msi|jar|class|sh|py|html?|svg|swf|zip|rar|7z)$",
    re.IGNORECASE,
)
_PAGE = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)
_OWN_SCRIPTS = re.compile(r"^Scripts/(?:header|source)Scripts$")  # every hwpx carries these two, mostly empty


@dataclass(frozen=True)
class Paper:
    """A file that may be kept: the name under which it is offered, and its media type."""

    name: str
    media_type: str


def paper(file: BinaryIO, name: str) -> Paper:
    """What this file is. Refused with the reason in a sentence when it may not be attached."""
    ending = file_name(name).rpartition(".")[2].lower()
    file.seek(0, 2)
    size = file.tell()
    if size == 0:
        raise Refused("file-empty")
    file.seek(0)
    head = file.read(HEAD)
    file.seek(max(0, size - TAIL))
    tail = file.read()
    if head.startswith(b"%PDF-"):
        found = _pdf(head, tail)
    elif head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        found = _hwp(file, tail)
    elif head.startswith(b"PK\x03\x04"):
        found = _archive(file, size, tail)
    else:
        found = _text(file, head, ending)
    if ending in ENDINGS and ending != found[0]:
        raise Refused("file-not-what-it-says", ending=ending, found=found[0])
    stem = file_name(name)
    if ending == found[0]:
        stem = stem[: -len(ending) - 1]
    return Paper(f"{stem[: NAME - len(found[0]) - 1] or 'file'}.{found[0]}", found[1])


def file_name(raw: str) -> str:
    """A name to offer a file under: NFC, one line, no folder, nothing that turns the reading direction around."""
    last = raw.replace("\\", "/").rpartition("/")[2]
    name = re.sub(r'[<>:"|?*]', "", clean_line(last)).strip(". ")
    return name[-NAME:]


def _pdf(head: bytes, tail: bytes) -> tuple[str, str]:
    if b"%%EOF" not in tail[-2048:]:
        raise Refused("file-broken")
    if b"PK\x05\x06" in tail or _PAGE.search(head[:1024]):
        raise Refused("file-two-things")
    return "pdf", "application/pdf"


def _hwp(file: BinaryIO, tail: bytes) -> tuple[str, str]:
    if b"PK\x05\x06" in tail:
        raise Refused("file-two-things")
    file.seek(0)
    before = b""
    while chunk := file.read(1 << 20):
        if b"HWP Document File" in before + chunk:
            return "hwp", "application/x-hwp"
        before = chunk[-32:]
    raise Refused("file-unknown", endings=", ".join(ENDINGS))


def _text(file: BinaryIO, head: bytes, ending: str) -> tuple[str, str]:
    """Plain text in UTF-8, UTF-16 or the old Korean encoding."""
    if ending not in ("txt", "csv") or _known(head):
        raise Refused("file-unknown", endings=", ".join(ENDINGS))
    file.seek(0)
    whole = file.read()
    encodings = ("utf-16",) if whole[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp949")
    text = next((text for text in (_decoded(whole, encoding) for encoding in encodings) if text is not None), None)
    if text is None or re.search("[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):
        raise Refused("file-unknown", endings=", ".join(ENDINGS))
    if _PAGE.search(text[:1024].encode("utf-8", "replace")):
        raise Refused("file-two-things")
    return ending, "text/csv" if ending == "csv" else "text/plain"


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _known(head: bytes) -> bool:
    """Whether these are the first bytes of something that is no text."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, IndexError):
        return False
    return any(each.confidence >= 0.8 and b"\x00" in head for each in found)


def _archive(file: BinaryIO, size: int, tail: bytes) -> tuple[str, str]:
    """An office document: the archive is whole, begins and ends with itself, and holds nothing that runs or swells."""
    end = tail.rfind(b"PK\x05\x06")
    comment = int.from_bytes(tail[end + 20 : end + 22], "little")
    if end < 0 or end + 22 + comment != len(tail):
        raise Refused("file-broken" if end < 0 else "file-two-things")
    if _PAGE.search(tail[end + 22 :]):
        raise Refused("file-two-things")
    try:
        with zipfile.ZipFile(file) as archive:
            return _document(archive, size)
    except Refused:
        raise
    except Exception as error:  # whatever a reader of archives meets in bytes that somebody made up
        raise Refused("file-broken") from error


def _document(archive: zipfile.ZipFile, size: int) -> tuple[str, str]:
    entries = archive.infolist()
    if len(entries) > ENTRIES or not entries:
        raise Refused("file-swells")
    if min(entry.header_offset for entry in entries) != 0:
        raise Refused("file-two-things")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > UNPACKED or (unpacked > 10 * 1024 * 1024 and unpacked > size * RATIO):
        raise Refused("file-swells")
    names = set()
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & 1:
            raise Refused("file-locked")
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or name in names:
            raise Refused("file-broken")
        if _RUNS.search(name) and not _OWN_SCRIPTS.match(name):
            raise Refused("file-runs")
        names.add(name)
    _unpacks(archive, entries)
    if "mimetype" in names:
        found = MIMETYPE.get(archive.read("mimetype").strip())
    elif "[Content_Types].xml" in names:
        types = archive.read("[Content_Types].xml")
        if b"macroEnabled" in types:
            raise Refused("file-runs")
        found = next((what for said, what in CONTENT.items() if said in types), None)
    else:
        found = None
    if found is None:
        raise Refused("file-unknown", endings=", ".join(ENDINGS))
    return found


def _unpacks(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Every entry is as large as it says, and whole (a wrong sum is an error)."""
    for entry in entries:
        with archive.open(entry) as opened:
            while opened.read(1 << 20):
                pass
