"""공론장의 자료: the blocks that a forum puts before people, while it is prepared and after it has opened.

Whoever answers must be able to see what they answered to. So from the opening on nothing is changed or removed: something
is added (덧붙임) with its date, perhaps as the correction of a block that stays, or withdrawn with the public reason.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max, QuerySet

from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text, opaque_key
from madang.forums.models import Block, Forum
from madang.people.models import Person

from .forum_desk import being_prepared, touch
from .forum_media import forget, kept_file
from .forums import record_act

BLOCKS, TITLE_LIMIT, TEXT_LIMIT, ALT_LIMIT, LINK_LIMIT, REASON_LIMIT = 60, 200, 20_000, 300, 300, 2_000
ROWS, COLUMNS, CELL = 200, 12, 200
KINDS = ("background", "for", "against", "data", "card", "file")
TEXT_OF = ("kind", "title", "text", "rows", "link", "alt")


def table_of(raw: str) -> list[list[str]]:
    """A table as it was typed or pasted from a spreadsheet (tabs) or a CSV: rows of the same width, the first its head.

    Refused ``table-malformed`` below two rows or two columns, ``table-too-large`` beyond 200 rows or 12 columns.
    """
    lines = [line for line in raw.replace("\x00", "").splitlines() if line.strip()]
    if not lines:
        return []
    delimiter = "\t" if "\t" in lines[0] else ","
    try:
        rows = [[clean_line(cell) for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        raise Refused("table-malformed") from None
    width = max(len(row) for row in rows)
    if len(rows) < 2 or width < 2:
        raise Refused("table-malformed")
    if len(rows) > ROWS or width > COLUMNS or any(len(cell) > CELL for row in rows for cell in row):
        raise Refused("table-too-large", rows=ROWS, columns=COLUMNS, cell=CELL)
    return [row + [""] * (width - len(row)) for row in rows]


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """A table as it stands in the form: what :func:`table_of` reads again."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


@transaction.atomic
def add_block(
    *,
    forum: Forum,
    what: Mapping[str, Any],
    at: datetime,
    actor: Person | None,
    file: File | None = None,
    limit_mb: tuple[int, int] = (10, 20),
) -> Block:
    """One more block for a forum being prepared. ``what``: kind, title, text, rows, link, alt. A card may wait for its
    words here; it cannot be opened without them."""
    locked = being_prepared(forum)
    if locked.blocks.count() >= BLOCKS:
        raise Refused("too-many-blocks", limit=BLOCKS)
    block = Block(forum=locked, key=opaque_key(20), order=_next(locked.blocks.all()))
    _write(block, what, file, at, limit_mb)
    block.save(force_insert=True)
    touch(locked, at=at, actor=actor, quiet=True)
    return block


@transaction.atomic
def edit_block(
    *,
    block: Block,
    what: Mapping[str, Any],
    edition: int,
    at: datetime,
    actor: Person | None,
    file: File | None = None,
    limit_mb: tuple[int, int] = (10, 20),
) -> Block:
    """Change a block of a forum being prepared. ``edition``: the one of the block that the writer's page shows; Refused
    ``changed-meanwhile`` when somebody has changed it since, ``block-gone`` when it has been removed."""
    locked = being_prepared(block.forum)
    mine = Block.objects.filter(pk=block.pk, forum=locked).first()
    if mine is None:
        raise Refused("block-gone")
    if mine.edition != edition:
        raise Refused("changed-meanwhile")
    before = {name: getattr(mine, name) for name in (*TEXT_OF, "path")}
    old = (mine.path, mine.small_path)
    _write(mine, what, file, at, limit_mb)
    if before != {name: getattr(mine, name) for name in before}:
        mine.edition += 1
        mine.save()
        if mine.path != old[0]:
            forget(old)
        touch(locked, at=at, actor=actor, quiet=True)
    return mine


@transaction.atomic
def move_block(*, block: Block, by: int, at: datetime, actor: Person | None) -> None:
    """Change places with the block of its kind before (``by`` -1) or after it (1); at the end nothing happens."""
    locked = being_prepared(block.forum)
    alike = list(locked.blocks.filter(kind=block.kind))
    place = next((n for n, one in enumerate(alike) if one.pk == block.pk), None)
    if place is None:
        raise Refused("block-gone")
    other = place + by
    if not 0 <= other < len(alike) or by not in (-1, 1):
        return
    alike[place], alike[other] = alike[other], alike[place]
    orders = sorted(one.order for one in alike)
    if len(set(orders)) < len(orders):
        orders = list(range(len(orders)))
    for one, order in zip(alike, orders, strict=True):
        Block.objects.filter(pk=one.pk).update(order=order)
    touch(locked, at=at, actor=actor, quiet=True)


@transaction.atomic
def remove_block(*, block: Block, at: datetime, actor: Person | None) -> None:
    """Take a block away while the forum is being prepared; its file goes too."""
    locked = being_prepared(block.forum)
    found = Block.objects.filter(pk=block.pk, forum=locked).first()
    if found is None:
        return
    paths = (found.path, found.small_path)
    found.delete()
    forget(paths)
    touch(locked, at=at, actor=actor, quiet=True)


# ── once it is open ──


@transaction.atomic
def append_block(
    *,
    forum: Forum,
    what: Mapping[str, Any],
    at: datetime,
    actor: Person | None,
    corrects: str | None = None,
    key: str | None = None,
    file: File | None = None,
    limit_mb: tuple[int, int] = (10, 20),
) -> Block:
    """덧붙임: something more for a forum that has opened, shown below with its date. ``corrects``: the key of the block
    that it puts right. Refused ``picture-without-words`` for a picture without them."""
    locked = _opened(forum)
    if locked.blocks.count() >= BLOCKS * 2:
        raise Refused("too-many-blocks", limit=BLOCKS * 2)
    block = Block(forum=locked, key=key or opaque_key(20), order=_next(locked.blocks.all()), added_at=at)
    if corrects:
        block.corrects = locked.blocks.filter(key=corrects).first()
        if block.corrects is None:
            raise Refused("block-gone")
    if key and Block.objects.filter(key=key).exists():
        raise Refused("key-taken", key=key)
    if file is not None and what.get("kind") == "card" and not clean_line(what.get("alt", "")):
        raise Refused("picture-without-words")
    _write(block, what, file, at, limit_mb)
    block.save(force_insert=True)
    record_act(locked, "forum.add", at, actor, block=block.key, corrects=corrects)
    return block


@transaction.atomic
def withdraw_block(*, block: Block, reason: str, at: datetime, actor: Person | None) -> None:
    """A block may not be shown any longer (somebody's rights, a plain error): in its place stands why. Its file is kept
    from everyone but the team."""
    reason = clean_text(reason)[:REASON_LIMIT]
    if not reason:
        raise Refused("reason-empty")
    locked = _opened(block.forum)
    found = locked.blocks.filter(pk=block.pk, withdrawn_at=None).first()
    if found is None:
        raise Refused("block-gone")
    found.withdrawn_at, found.withdrawn_why = at, reason
    found.save(update_fields=["withdrawn_at", "withdrawn_why"])
    record_act(locked, "forum.withdraw", at, actor, block=found.key, reason=reason)


def _opened(forum: Forum) -> Forum:
    locked = Forum.objects.select_for_update(of=("self",)).select_related("visit", "case").get(pk=forum.pk)
    if locked.opened_at is None:
        raise Refused("forum-not-open")
    return locked


def wordless(forum: Forum) -> list[Block]:
    """The pictures that still have no words for those who do not see them."""
    return list(forum.blocks.exclude(small_path="").filter(alt=""))


def replace_blocks(forum: Forum, told: Iterable[Mapping[str, Any]]) -> None:
    """Exactly these text blocks, by their keys (``block``); pictures and files are not told."""
    kept = []
    for order, each in enumerate(told):
        key = str(each.get("block") or opaque_key(20))
        block = Block.objects.filter(key=key).first() or Block(key=key, forum=forum)
        if block.forum_id != forum.pk:
            raise Refused("key-taken", key=key)
        block.order = order
        _write(block, {name: each[name] for name in TEXT_OF if name in each}, None, None, (0, 0))
        block.save()
        kept.append(block.pk)
    forum.blocks.exclude(pk__in=kept).delete()


def _next(blocks: QuerySet[Block]) -> int:
    last: int | None = blocks.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def _write(
    block: Block, what: Mapping[str, Any], file: File | None, at: datetime | None, limit_mb: tuple[int, int]
) -> None:
    """Put into a block what was written for it; Refused where it is too long or nothing at all."""
    if "kind" in what:
        block.kind = what["kind"]
    if block.kind not in KINDS:
        raise Refused("unknown-decision", decision=block.kind, allowed=", ".join(KINDS))
    block.title = clean_line(what.get("title", block.title))
    block.text = clean_text(what.get("text", block.text))
    block.link = clean_line(what.get("link", block.link))
    block.alt = clean_line(what.get("alt", block.alt))
    rows = what.get("rows", block.rows)
    block.rows = table_of(rows) if isinstance(rows, str) else [[clean_line(str(cell)) for cell in row] for row in rows]
    if len(block.title) > TITLE_LIMIT:
        raise Refused("title-too-long", limit=TITLE_LIMIT, length=len(block.title))
    if len(block.text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(block.text):,}")
    if len(block.alt) > ALT_LIMIT:
        raise Refused("alt-too-long", limit=ALT_LIMIT)
    if block.link and (not block.link.startswith(("https://", "http://")) or len(block.link) > LINK_LIMIT):
        raise Refused("link-malformed", link=block.link[:80])
    if not (block.title or block.text or block.rows or block.link or block.path or file):
        raise Refused("block-empty")
    if file is not None and at is not None:  # last, when nothing can be refused any more
        stored = kept_file(file, folder=f"forums/{at:%Y/%m}", limit_mb=limit_mb, picture=block.kind == "card")
        for name, value in stored.items():
            setattr(block, name, value)
