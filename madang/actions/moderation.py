"""신고와 살펴보기: reports, who looks at an item, and what is decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text
from madang.moderation.models import Decision, Flag, Item, Original, Report, Word
from madang.moderation.reasons import REASONS
from madang.people.models import Person

from . import content
from .journey import name_of
from .screening import open_item

TEXT_LIMIT = 1_000
HELD = timedelta(minutes=15)
OUTCOMES = ("keep", "hide", "mask", "restore", "show")
SERIOUS = {"personal": 2, "abuse": 2}


def report(*, subject: str, code: str, text: str, person: Person, at: datetime) -> Report:
    """``person`` says what is wrong with ``subject``. Refused the second time, and for what is not there to be read."""
    if code not in REASONS:
        raise Refused("unknown-reason", reason=code, allowed=", ".join(REASONS))
    text = clean_text(text)
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    if code == "other" and not text:
        raise Refused("text-empty")
    found = content.find(subject)
    if found.state != "shown":
        raise Refused("content-gone")
    if found.author is not None and found.author.pk == person.pk:
        raise Refused("own-content")
    try:
        with transaction.atomic():
            item = open_item(subject, at=at, severity=SERIOUS.get(code, 1), reports=1)
            made = Report.objects.create(item=item, subject=subject, person=person, code=code, text=text, at=at)
            record(at=at, actor=person.actor, verb="content.report", subject=subject, code=code)
    except IntegrityError as error:
        if Report.objects.filter(subject=subject, person=person).exists():
            raise Refused("already-reported") from error
        raise
    return made


@transaction.atomic
def look_into(*, subject: str, at: datetime, actor: Person) -> Item:
    """Someone of the team takes up a subject that nobody has reported; the open item about it when there is one."""
    content.find(subject)
    item = Item.objects.open().filter(subject=subject).first()
    if item is None:
        item = open_item(subject, at=at)
        Flag.objects.create(item=item, kind="moderator", at=at)
        record(at=at, actor=actor.actor, verb="content.flag", subject=subject, flags=["moderator"])
    return item


def hold(*, item: Item, at: datetime, actor: Person) -> Person | None:
    """``actor`` looks at the item for the next quarter of an hour. None when so; else who looks at it already."""
    free = Item.objects.free_for(actor.pk, at).filter(pk=item.pk)
    if free.update(held_by=actor, held_until=at + HELD):
        return None
    found = Item.objects.select_related("held_by").filter(pk=item.pk, decided_at=None).first()
    return found.held_by if found is not None and found.held_by_id != actor.pk else None


@transaction.atomic
def take_over(*, item: Item, at: datetime, actor: Person) -> None:
    """``actor`` looks at it from now on, whoever did before; who is told so when they try to decide."""
    before = Item.objects.select_related("held_by").filter(pk=item.pk, decided_at=None).first()
    if before is None:
        raise Refused("already-decided")
    if before.held_by_id == actor.pk:
        return
    Item.objects.filter(pk=item.pk, decided_at=None).update(held_by=actor, held_until=at + HELD)
    former = before.held_by.key if before.held_by else None
    record(at=at, actor=actor.actor, verb="content.take", subject=item.subject, former=former)


def let_go(*, item: Item, actor: Person) -> None:
    """``actor`` no longer looks at it."""
    Item.objects.filter(pk=item.pk, held_by=actor).update(held_by=None, held_until=None)


@transaction.atomic
def decide(
    *,
    item: Item,
    outcome: str,
    at: datetime,
    actor: Person,
    code: str = "",
    note: str = "",
    cover: Sequence[str] = (),
) -> Decision:
    """Decide an open item: ``keep``, ``hide`` (with a public ``code``), ``mask`` (the pieces of text in ``cover``), ``restore``.

    ``restore`` puts back what was masked by itself, because it is nobody's number. Refused ``held-by-other`` while
    somebody else looks at it, ``already-decided`` when they were quicker; nothing has been changed then.
    """
    _check(outcome, code, note, OUTCOMES[:-1])
    found = content.find(item.subject)
    mine = Q(held_by=None) | Q(held_by=actor) | Q(held_until__lte=at)
    # One statement decides who was first: on either database only one of two gets the row.
    if not Item.objects.open().filter(mine, pk=item.pk).update(decided_at=at, held_by=None, held_until=None):
        _too_late(item, actor)
    decision = _write(item.subject, outcome, code, note, at=at, actor=actor, item=item)
    if outcome == "hide":
        content.hide(found, decision=decision, at=at, actor=actor)
    else:
        _edit(found, outcome, cover, item)
        record(
            at=at, actor=actor.actor, verb=f"content.{outcome}", subject=item.subject, note=decision.note,
            decision=decision.pk,
        )  # fmt: skip
    if outcome != "hide":
        item.originals.all().delete()
    return decision


def _too_late(item: Item, actor: Person) -> None:
    found = Item.objects.select_related("held_by").get(pk=item.pk)
    if found.decided_at is not None:
        raise Refused("already-decided")
    raise Refused("held-by-other", name=str(found.held_by))


def _edit(found: content.Content, outcome: str, cover: Sequence[str], item: Item) -> None:
    if outcome == "mask":
        pieces = [piece for piece in (clean_line(each) for each in cover) if piece]
        if not content.replace(found, [(piece, content.COVER) for piece in sorted(pieces, key=len, reverse=True)]):
            raise Refused("nothing-to-mask")
    elif outcome == "restore":
        originals = list(Original.objects.filter(item=item))
        if not content.replace(found, [(each.masked, each.text) for each in originals]):
            raise Refused("nothing-to-restore")


def _check(outcome: str, code: str, note: str, allowed: Sequence[str]) -> None:
    if outcome not in allowed:
        raise Refused("unknown-decision", decision=outcome, allowed=", ".join(allowed))
    if outcome == "hide" and code not in REASONS:
        raise Refused("unknown-reason", reason=code, allowed=", ".join(REASONS))
    if (code == "other" and outcome == "hide") and not clean_line(note):
        raise Refused("reason-empty")
    if len(note) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(note):,}")


def _write(
    subject: str, outcome: str, code: str, note: str, *, at: datetime, actor: Person | None, item: Item | None = None
) -> Decision:
    return Decision.objects.create(
        item=item, subject=subject, outcome=outcome, code=code, note=clean_line(note), by=actor, at=at
    )


@transaction.atomic
def hide_content(*, subject: str, code: str, note: str, at: datetime, actor: Person | None) -> Decision:
    """Hide ``subject`` without an item in the queue (an event file). Refused when it is hidden already."""
    _check("hide", code, note, OUTCOMES)
    found = content.find(subject)
    if found.state == "hidden":
        raise Refused("content-gone")
    decision = _write(subject, "hide", code, note, at=at, actor=actor)
    content.hide(found, decision=decision, at=at, actor=actor)
    return decision


@transaction.atomic
def show_content(*, subject: str, note: str, at: datetime, actor: Person | None) -> Decision:
    """Show ``subject`` again, with the reason. Refused when it is not hidden."""
    found = content.find(subject)
    if found.state != "hidden":
        raise Refused("not-hidden")
    if not clean_line(note):
        raise Refused("reason-empty")
    _check("show", "", note, OUTCOMES)
    decision = _write(subject, "show", "", note, at=at, actor=actor)
    content.show(found, decision=decision, at=at, actor=actor)
    return decision


# ── the list of words ──


@transaction.atomic
def list_word(*, text: str, ordinary: str, severity: int, at: datetime, actor: Person) -> Word:
    """A word that calls for a moderator from now on; listed already, it is changed."""
    text = "".join(clean_line(text).lower().split())
    if not text:
        raise Refused("text-empty")
    if len(text) > 40 or len(ordinary) > 400:
        raise Refused("body-too-long", limit="40", length=f"{len(text):,}")
    values = {"ordinary": clean_line(ordinary), "severity": max(1, min(3, severity))}
    word, _ = Word.objects.update_or_create(text=text, defaults=values)
    record(at=at, actor=name_of(actor), verb="word.list", subject="words", word=text)
    return word


@transaction.atomic
def unlist_word(*, word: Word, at: datetime, actor: Person) -> None:
    """The word calls nobody any more."""
    gone, _ = Word.objects.filter(pk=word.pk).delete()
    if gone:
        record(at=at, actor=name_of(actor), verb="word.unlist", subject="words", word=word.text)
