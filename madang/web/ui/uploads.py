"""How much of an upload is received: what a citizen attaches is cut off once it is larger than anything we take."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MOST_FILES = 20  # in one request; a proposal takes fewer


class Limited(FileUploadHandler):
    """Skips what goes beyond the limit and remembers its name: ``request.cut_off``. The rest of the form arrives."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.received = 0
        self.begun = getattr(self, "begun", 0) + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Part of the file, handed on to the next handler."""
        self.received += len(raw_data)
        limit = max(settings.UPLOAD_IMAGE_MB, settings.UPLOAD_FILE_MB) * 1024 * 1024
        path = self.request.path if self.request is not None else ""
        if path.startswith("/propose") and (self.received > limit or self.begun > MOST_FILES):
            cut_off(self.request).append(self.file_name or "")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Left to the next handler."""


def cut_off(request: Any) -> list[str]:
    """The names of the files that were not received because they are too large."""
    if not hasattr(request, "cut_off"):
        request.cut_off = []
    found: list[str] = request.cut_off
    return found
