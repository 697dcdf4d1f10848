"""실험장: what is seen while something is tried out, what came of it, and the discussion that its result goes into."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text, opaque_key
from madang.forums.models import Forum, Observation
from madang.people.models import Person

from .blocks import ALT_LIMIT, REASON_LIMIT
from .forum_media import kept_file
from .forums import record_act

TEXT_LIMIT, OBSERVATIONS = 5_000, 500


@transaction.atomic
def observe(
    *,
    forum: Forum,
    on: date,
    text: str,
    at: datetime,
    actor: Person | None,
    file: File | None = None,
    alt: str = "",
    key: str | None = None,
    corrects: str | None = None,
    limit_mb: int = 10,
) -> Observation:
    """관찰 기록: what was seen on a day (not one to come), with a picture if there is one, which needs its words.

    ``corrects``: the key of the one that was wrong, which stays beside it. Refused ``observation-gone`` for one withdrawn.
    """
    locked = _experiment(forum)
    text, alt = _text(text), clean_line(alt)
    if on > at.astimezone(ZoneInfo(settings.TIME_ZONE)).date():
        raise Refused("observation-to-come")
    if file is not None and not alt:
        raise Refused("picture-without-words")
    if len(alt) > ALT_LIMIT:
        raise Refused("alt-too-long", limit=ALT_LIMIT)
    if locked.observations.count() >= OBSERVATIONS:
        raise Refused("too-many-blocks", limit=OBSERVATIONS)
    if key and Observation.objects.filter(key=key).exists():
        raise Refused("key-taken", key=key)
    wrong = _there(locked, corrects) if corrects else None
    row = Observation(
        forum=locked, key=key or opaque_key(20), on=on, text=text, alt=alt if file else "", at=at, by=actor,
        corrects=wrong,
    )  # fmt: skip
    if file is not None:
        stored = kept_file(file, folder=f"forums/{at:%Y/%m}", limit_mb=(limit_mb, 0), picture=True)
        for name in ("path", "small_path", "width", "height"):
            setattr(row, name, stored[name])
    row.save(force_insert=True)
    facts = {"corrects": corrects} if corrects else {}
    record_act(locked, "experiment.observe", at, actor, observation=row.key, on=on.isoformat(), **facts)
    return row


@transaction.atomic
def withdraw_observation(*, forum: Forum, observation: str, reason: str, at: datetime, actor: Person | None) -> None:
    """An observation may not be shown any longer (somebody's rights, a plain error): in its place stands why, for everyone.
    Its picture is kept from everyone but the team."""
    reason = clean_text(reason)[:REASON_LIMIT]
    if not reason:
        raise Refused("reason-empty")
    locked = _experiment(forum)
    found = _there(locked, observation)
    found.withdrawn_at, found.withdrawn_why = at, reason
    found.save(update_fields=["withdrawn_at", "withdrawn_why"])
    record_act(locked, "experiment.withdraw", at, actor, observation=found.key, reason=reason)


def _there(forum: Forum, key: str) -> Observation:
    """An observation of this experiment that everyone sees."""
    found = forum.observations.filter(key=key, withdrawn_at=None).first()
    if found is None:
        raise Refused("observation-gone")
    return found


@transaction.atomic
def conclude(*, forum: Forum, finding: str, at: datetime, actor: Person | None, feeds: str | None = None) -> Forum:
    """What came of the experiment, once. ``feeds``: the key of the discussion that its result goes into."""
    locked = _experiment(forum)
    finding = _text(finding)
    if locked.found_at is not None:
        raise Refused("already-concluded")
    locked.finding, locked.found_at = finding, at
    if feeds:
        locked.feeds = _fed(locked, feeds)
    locked.save(update_fields=["finding", "found_at", "feeds"])
    record_act(locked, "experiment.conclude", at, actor, feeds=feeds or None)
    return locked


@transaction.atomic
def feed_forum(*, forum: Forum, feeds: str, at: datetime, actor: Person | None) -> Forum:
    """The result of an experiment goes into a discussion (another one than before, if need be): linked both ways."""
    locked = _experiment(forum)
    locked.feeds = _fed(locked, feeds)
    locked.save(update_fields=["feeds"])
    record_act(locked, "experiment.feed", at, actor, feeds=feeds)
    return locked


def _experiment(forum: Forum) -> Forum:
    locked = Forum.objects.select_for_update(of=("self",)).select_related("visit", "case").get(pk=forum.pk)
    if locked.form != "experiment":
        raise Refused("no-experiment")
    if locked.opened_at is None:
        raise Refused("forum-not-open")
    return locked


def _fed(forum: Forum, key: str) -> Any:
    found = Forum.objects.filter(key=key).exclude(pk=forum.pk).exclude(form="experiment").first()
    if found is None:
        raise Refused("unknown-forum", forum=key)
    return found


def _text(raw: str) -> str:
    text = clean_text(raw)
    if not text:
        raise Refused("text-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    return text
