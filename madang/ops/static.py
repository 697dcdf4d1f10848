"""Style sheets, fonts and scripts, collected once so that the web server sends them hashed, compressed and cacheable."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands.collectstatic import Command as CollectStatic
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


def collect() -> bool:
    """Collect into ``var/static``; False when nothing has changed since it was last done."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    seen = fingerprint()
    if mark.exists() and mark.read_text() == seen:
        return False
    command = CollectStatic()
    command.storage = CompressedManifestStaticFilesStorage()
    call_command(command, interactive=False, verbosity=0, clear=True)
    mark.write_text(seen)
    return True


def fingerprint() -> str:
    """Of every source file's name, size and time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = os.stat(storage.path(name))
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
