"""A proposal being written: kept as it is typed, with what is attached to it, until it is sent in or thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text, opaque_key
from madang.people.models import Person
from madang.procedures.models import Case
from madang.proposals.models import Attachment, Draft
from madang.proposals.papers import file_name, paper
from madang.proposals.pictures import MEDIA_TYPE, picture

DRAFTS, ATTACHMENTS, ALT_LIMIT = 30, 10, 300
LINES = ("procedure", "title", "category", "area")


def save_draft(
    *,
    person: Person,
    key: str,
    data: Mapping[str, str],
    edition: int,
    at: datetime,
    alts: Mapping[str, str] | None = None,
    anew: bool = False,
) -> Draft:
    """Keep what stands in the form; ``alts``: attachment's key → what can be seen there.

    ``edition`` is the one the writer's page shows (0: none yet). Refused ``changed-meanwhile`` when another page has
    saved something else since, unless ``anew`` says that this text is to stand; ``no-such-draft`` when the key is taken
    (by a proposal that was sent in, or by someone else).
    """
    kept = {name: clean_line(data.get(name, "")) for name in LINES} | {"body": clean_text(data.get("body", ""))}
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(key=key).first() or _begin(person, key, at)
        if draft.person_id != person.pk:
            raise Refused("no-such-draft")
        if draft.edition not in (0, edition) and draft.data != kept and not anew:
            raise Refused("changed-meanwhile")
        for attached, alt in (alts or {}).items():
            described = clean_line(alt)
            if len(described) > ALT_LIMIT:
                raise Refused("alt-too-long", limit=ALT_LIMIT)
            draft.attachments.filter(key=attached, kind="image").update(alt=described)
        if draft.data != kept or draft.edition == 0:
            draft.data, draft.edition = kept, draft.edition + 1
        draft.saved_at = at
        draft.save(update_fields=["data", "edition", "saved_at"])
    return draft


def _begin(person: Person, key: str, at: datetime) -> Draft:
    if Case.objects.filter(key=key).exists():
        raise Refused("no-such-draft")
    if person.drafts.count() >= DRAFTS:
        raise Refused("too-many-drafts", limit=DRAFTS)
    try:
        with transaction.atomic():
            return Draft.objects.create(key=key, person=person, saved_at=at)
    except IntegrityError:  # another page of the same writer was a moment faster
        return Draft.objects.select_for_update().get(key=key)


def find_draft(*, person: Person, key: str) -> Draft:
    """The draft of that key if it is theirs; Refused ``no-such-draft``."""
    found = Draft.objects.filter(key=key, person=person).first()
    if found is None:
        raise Refused("no-such-draft")
    return found


def discard_draft(*, person: Person, key: str) -> None:
    """Throw a draft away, with everything attached to it. Refused ``no-such-draft``."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(key=key, person=person).first()
        if draft is None:
            raise Refused("no-such-draft")
        _forget(list(draft.attachments.all()))
        draft.delete()


def attach(*, draft: Draft, file: File, name: str, at: datetime, limit_mb: tuple[int, int]) -> Attachment:
    """Attach a picture or a file, whichever its content is. Refused with the reason in a sentence.

    ``limit_mb``: how large a picture and a file may be, in MB.
    """
    if draft.attachments.count() >= ATTACHMENTS:
        raise Refused("too-many-files", limit=ATTACHMENTS)
    size = file.size or 0
    if _is_picture(name, file):
        if size > limit_mb[0] * 1024 * 1024:
            raise Refused("upload-too-large", limit=limit_mb[0])
        made = picture(file)  # type: ignore[arg-type]
        row = Attachment(
            kind="image", media_type=MEDIA_TYPE, width=made.width, height=made.height, size=len(made.large)
        )
        contents = {"path": ("1600.webp", made.large), "small_path": ("480.webp", made.small)}
        row.name = file_name(name) or "picture"
    else:
        if size > limit_mb[1] * 1024 * 1024:
            raise Refused("upload-too-large", limit=limit_mb[1])
        known = paper(file, name)  # type: ignore[arg-type]
        file.seek(0)
        row = Attachment(kind="file", name=known.name, media_type=known.media_type, size=size)
        contents = {"path": ("file", file.read())}
    return _keep(draft, row, contents, at)


def _is_picture(name: str, file: File) -> bool:
    head = file.read(32)
    file.seek(0)
    marks = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8")
    if head.startswith(marks) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:8] == b"ftyp":
        return True
    return name.lower().endswith((".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".bmp", ".tif", ".tiff"))


def _keep(draft: Draft, row: Attachment, contents: Mapping[str, tuple[str, bytes]], at: datetime) -> Attachment:
    """Write the files under a name nobody can guess, then the row; without the row the files go again."""
    row.key, row.person, row.draft, row.at = opaque_key(20), draft.person, draft, at
    folder = f"{at:%Y/%m}/{opaque_key(30)}"
    written = []
    try:
        for field, (name, content) in contents.items():
            written.append(default_storage.save(f"{folder}/{name}", ContentFile(content)))
            setattr(row, field, written[-1])
        with transaction.atomic():
            # Locked, so that two pages cannot attach the eleventh together.
            if Draft.objects.select_for_update().filter(pk=draft.pk).first() is None:
                raise Refused("no-such-draft")
            row.order = draft.attachments.count()
            if row.order >= ATTACHMENTS:
                raise Refused("too-many-files", limit=ATTACHMENTS)
            row.save(force_insert=True)
    except BaseException:
        for path in written:
            default_storage.delete(path)
        raise
    return row


def detach(*, draft: Draft, key: str) -> None:
    """Take something off the draft again; nothing happens when it is not there."""
    with transaction.atomic():
        _forget(list(draft.attachments.filter(key=key)))


def _forget(attachments: list[Attachment]) -> None:
    """Delete the rows, and once that is certain, the files."""
    paths = [path for each in attachments for path in (each.path, each.small_path) if path]
    Attachment.objects.filter(pk__in=[each.pk for each in attachments]).delete()
    for path in paths:
        transaction.on_commit(partial(default_storage.delete, path))


def hand_in(*, draft: Draft, proposal_id: int) -> None:
    """What was attached to the draft is the proposal's now, and the draft is gone. Part of submitting; in its transaction.

    Refused ``alt-missing`` while a picture has no words.
    """
    if draft.attachments.filter(kind="image", alt="").exists():
        raise Refused("alt-missing")
    draft.attachments.update(proposal=proposal_id, draft=None)
    draft.delete()


def state_of(draft: Draft | None) -> dict[str, Any]:
    """What a writer's page has to know of its draft."""
    return {"edition": draft.edition if draft else 0, "saved_at": draft.saved_at if draft else None}
