"""The words that figures point to, as they can be read now: hidden and deleted ones are not among them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from madang.forums.models import Forum, ForumNote, Opinion, Statement, StatementVote
from madang.moderation.models import Decision
from madang.results.models import DiscussionReport, ReportVersion
from madang.results.telling import Texts

BATCH = 2_000


def texts_of(forum: Forum, figures: Mapping[str, Any], stages: Mapping[str, str]) -> Texts:
    """What the figures quote. ``stages``: the stages' names in the reader's language."""
    keys = quoted(figures)
    opinions = Opinion.objects.shown().filter(forum=forum, key__in=keys)
    statements = Statement.objects.filter(forum=forum, state="shown")
    notes = ForumNote.objects.filter(forum=forum, pk__in=[one["note"] for one in figures.get("records", [])])
    return Texts(
        opinions={one["key"]: one for one in opinions.values("key", "text", "position", "supports")},
        statements=dict(statements.values_list("pk", "text")) if figures.get("map") else {},
        notes=dict(notes.values_list("pk", "text")),
        stages=stages,
    )


def quoted(figures: Mapping[str, Any]) -> list[str]:
    """The keys of the opinions that the figures quote."""
    themes = figures.get("themes")
    return [key for one in themes["themes"] for key, _why, _times in one["quotes"]] if themes else []


FIELDS = ("pk", "key", "position", "text", "at", "supports", "replies", "state", "channel", "official")


def annex(forum: Forum, *, first: int = 0, most: int | None = None) -> Iterator[dict[str, Any]]:
    """Every opinion in the order in which it was said, answers under what they answer; of those gone only the place.

    Numbered from 1 in that order (answers as 3-1, 3-2), nobody's name. ``first``, ``most``: leave out so many of those
    that answer no other, and stop after so many. Walked in batches, never held whole.
    """
    tops = Opinion.objects.filter(forum=forum, parent=None).order_by("at", "pk").values(*FIELDS)
    rows = tops[first : None if most is None else first + most].iterator(BATCH)
    number = first
    while batch := list(islice(rows, BATCH)):
        for row in batch:
            number += 1
            row["number"] = str(number)
        yield from _with_answers(batch)


def _with_answers(batch: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    answered = [row["pk"] for row in batch if row["replies"]]
    answers: dict[int, list[dict[str, Any]]] = {}
    for row in Opinion.objects.filter(parent__in=answered).order_by("at", "pk").values("parent_id", *FIELDS):
        answers.setdefault(row["parent_id"], []).append(row)
    for row in batch:
        yield _shown(row)
        for at, one in enumerate(answers.get(row["pk"], []), start=1):
            yield _shown({**one, "number": f"{row['number']}-{at}"})


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    if row["state"] == "shown":
        return row
    return {**row, "text": "", "position": "" if row["state"] == "deleted" else row["position"]}


def votes(report: DiscussionReport, forum: Forum) -> Iterator[tuple[str, int, int]]:
    """(a number of the person's that no other report gives them, the statement, the vote) of every statement that is shown."""
    rows = StatementVote.objects.filter(statement__forum=forum, statement__state="shown").order_by("statement_id", "at")
    for statement, person, vote in rows.values_list("statement_id", "person_id", "vote").iterator(BATCH):
        yield pseudonym(report, person), statement, vote


def pseudonym(report: DiscussionReport, person: int) -> str:
    """Who someone is within one report's files: keyed by the report's own salt, so that reports cannot be joined."""
    return hashlib.blake2b(str(person).encode(), key=report.salt.encode(), digest_size=6).hexdigest()


def stamp(report: DiscussionReport, version: ReportVersion, forum: Forum) -> str:
    """What a paper made of a version rests on: it is made anew when an opinion was hidden, shown or masked since."""
    last = Decision.objects.filter(subject__startswith="opinion:").order_by("-pk").values_list("pk", flat=True).first()
    gone: datetime | None = (
        Opinion.objects.filter(forum=forum, gone_at__isnull=False)
        .order_by("-gone_at")
        .values_list("gone_at", flat=True)
        .first()
    )
    figures = json.dumps(report.figures, sort_keys=True, ensure_ascii=False)
    told = f"{version.pk}:{last}:{gone}:{figures}"
    return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()
