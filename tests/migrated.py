"""A migrated and empty SQLite database, made once for these very migrations and copied from then on.

Migrating takes ten seconds, a copy none; the copy is as good, for its name says what it was made from.
"""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "migrated"


def template(make: Callable[[Path], Any]) -> Path:
    """The file, for copying; ``make(path)`` migrates an empty database there when it does not exist yet."""
    file = KEPT / f"{_made_from()}.sqlite3"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            for older in KEPT.glob("*.sqlite3*"):
                older.unlink()
            begun = KEPT / "begun.sqlite3"
            make(begun)
            begun.rename(file)
    return file


def _made_from() -> str:
    """What the tables depend on: our migrations, and the versions of what we use."""
    found = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    for file in sorted(ROOT.glob("madang/*/migrations/*.py")):
        found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:16]


def pour(file: Path, into: sqlite3.Connection) -> None:
    """Make the database of an open connection equal to that in ``file``."""
    source = sqlite3.connect(file)
    source.backup(into)
    source.close()
