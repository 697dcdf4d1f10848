"""근거: what speaks for or against a goal that no figure can measure, of a day, with a file if there is one."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from madang.base.errors import Refused
from madang.base.text import clean_line, opaque_key
from madang.people.models import Person
from madang.plans.models import Evidence, Goal
from madang.proposals.papers import file_name, paper
from madang.proposals.pictures import MEDIA_TYPE, picture

from .forum_media import MB
from .metrics_sources import ZONE
from .planning import find, free_key, note, span, words
from .plans import subject

TEXT_LIMIT = 4_000
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".heic")


def find_evidence(key: str) -> Evidence:
    """The evidence of that key; Refused ``unknown-evidence``."""
    return find(Evidence, key, code="unknown-evidence")


@transaction.atomic
def add_evidence(
    *, goal: Goal, kind: str, on: date, text: str, at: datetime, actor: Person | None, link: str = "",
    file: File | None = None, key: str | None = None,
) -> Evidence:  # fmt: skip
    """Something that shows how it stands with a goal. ``file``: known by its content, as attachments are (pictures are kept
    re-encoded). Refused ``goal-dropped``, ``day-in-future``, ``text-empty``, ``link-malformed`` and what is wrong with the
    file.
    """
    if kind not in Evidence.KINDS:
        raise Refused("unknown-decision", decision=kind, allowed=", ".join(Evidence.KINDS))
    span(on, on)
    if on > at.astimezone(ZONE).date():
        raise Refused("day-in-future")
    if Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk).dropped_at is not None:
        raise Refused("goal-dropped")
    fields = {"kind": kind, "on": on, "text": words(text, required=True, limit=TEXT_LIMIT), "link": checked_link(link)}
    held = kept_bytes(file) if file is not None else {}
    found = Evidence.objects.create(
        key=free_key(Evidence, key or opaque_key()), goal=goal, by=actor, at=at, **fields, **held
    )
    told = {**fields, "file_name": found.file_name}
    note(
        "evidence.add",
        subject(goal.plan),
        at=at,
        actor=actor,
        plan=goal.plan,
        goal=goal.key,
        evidence=found.key,
        **told,
    )
    return found


@transaction.atomic
def remove_evidence(*, evidence: Evidence, at: datetime, actor: Person | None) -> Evidence:
    """It was no evidence after all: nobody sees it any more, and its file is gone. Said twice, nothing changes."""
    found = Evidence.objects.select_for_update(of=("self",)).select_related("goal__plan").get(pk=evidence.pk)
    if found.gone_at is None:
        found.gone_at, found.file = at, None
        found.save(update_fields=["gone_at", "file"])
        goal = found.goal
        note(
            "evidence.remove", subject(goal.plan), at=at, actor=actor, plan=goal.plan, goal=goal.key, evidence=found.key
        )
    return found


def checked_link(raw: str) -> str:
    """An address of the web, or "" for none; Refused ``link-malformed``."""
    link = clean_line(raw)
    if not link:
        return ""
    try:
        parts = urlsplit(link)
    except ValueError:
        raise Refused("link-malformed", link=link) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in link or len(link) > 500:
        raise Refused("link-malformed", link=link)
    return link


def kept_bytes(file: File) -> dict[str, Any]:
    """A file as a row keeps it: its bytes, name and media type."""
    name = file.name or ""
    if name.lower().endswith(PICTURES):
        _check_size(file, settings.UPLOAD_IMAGE_MB)
        made = picture(cast(BinaryIO, file))
        stem = (file_name(name) or "picture").rpartition(".")[0] or "picture"
        return {"file": made.large, "file_name": f"{stem}.webp", "file_type": MEDIA_TYPE}
    _check_size(file, settings.UPLOAD_FILE_MB)
    content = file.read()
    known = paper(BytesIO(content), name)
    return {"file": content, "file_name": known.name, "file_type": known.media_type}


def _check_size(file: File, limit: int) -> None:
    if (file.size or 0) > limit * MB:
        raise Refused("upload-too-large", limit=limit)
