"""Pictures and files of forums: known by their content, pictures re-encoded (``proposals/pictures.py``), files as they
are and offered as downloads only (``proposals/papers.py``)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, BinaryIO, cast

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from madang.base.errors import Refused
from madang.base.text import opaque_key
from madang.proposals.papers import file_name, paper
from madang.proposals.pictures import MEDIA_TYPE, picture

MB = 1024 * 1024


def kept_file(file: File, *, folder: str, limit_mb: tuple[int, int], picture: bool) -> dict[str, Any]:
    """Write an upload under a name that nobody can guess; what a row has to remember of it. ``limit_mb``: how large a
    picture and a file may be. Refused with the reason in a sentence; nothing has been written then."""
    name = file.name or ""
    if picture:
        _check_size(file, limit_mb[0])
        return kept_picture(file, folder=folder, name=name)
    _check_size(file, limit_mb[1])
    known = paper(cast(BinaryIO, file), name)
    file.seek(0)
    path = _saved(f"{folder}/{opaque_key(30)}/file", file.read())
    return {
        "path": path, "small_path": "", "name": known.name, "media_type": known.media_type, "size": file.size,
        "width": None, "height": None,
    }  # fmt: skip


def kept_picture(file: File, *, folder: str, name: str = "") -> dict[str, Any]:
    """As :func:`kept_file` for a picture: two widths, without the camera's data."""
    made = picture(cast(BinaryIO, file))
    place = f"{folder}/{opaque_key(30)}"
    return {
        "path": _saved(f"{place}/1600.webp", made.large), "small_path": _saved(f"{place}/480.webp", made.small),
        "name": file_name(name) or "picture", "media_type": MEDIA_TYPE, "size": len(made.large), "width": made.width,
        "height": made.height,
    }  # fmt: skip


def _check_size(file: File, limit: int) -> None:
    if (file.size or 0) > limit * MB:
        raise Refused("upload-too-large", limit=limit)


def _saved(path: str, content: bytes) -> str:
    return default_storage.save(path, ContentFile(content))


def forget(paths: Iterable[str]) -> None:
    """Delete files, once it is certain that no row holds them."""
    for path in paths:
        if path:
            transaction.on_commit(partial(default_storage.delete, path))
