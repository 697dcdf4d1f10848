"""The official answers of a matter, as letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from madang.answers.models import AnswerVersion
from madang.web.ui.answer_letter import letter

from .matter import Matter

FIRST = re.compile(r".{15,}?[.!?…](?=\s)")  # shorter than that is a greeting


def each_answer(matter: Matter) -> Iterator[tuple[int, list[AnswerVersion]]]:
    """(1, its versions), (2, …): the matter's answers in the order in which they came, each with all its versions."""
    groups: dict[int, list[AnswerVersion]] = {}
    for version in matter.answers:
        groups.setdefault(version.request_id, []).append(version)
    yield from enumerate(groups.values(), 1)


def letters(matter: Matter) -> list[dict[str, Any]]:
    """Each answer in its latest version, the newest answer first."""
    return [sheet(matter, nth, versions) for nth, versions in each_answer(matter)][::-1]


def sheet(
    matter: Matter, nth: int, versions: list[AnswerVersion], shown: AnswerVersion | None = None
) -> dict[str, Any]:
    """One answer as ``ui/proposals.html`` shows it, each version with its own address."""
    found = letter(versions[0].request, versions, shown=shown)
    found["versions"] = [
        {
            "label": gettext("%(number)s판") % {"number": version.number},
            "at": version.published_at,
            "reason": version.reason,
            "href": reverse("answer_version", args=[matter.case.key, nth, version.number]),
        }
        for version in reversed(versions)
    ]
    return found


def opening(text: str, limit: int = 90) -> str:
    """The first sentence of a text in one line; a long one is cut between words."""
    line = " ".join(text.split())
    first = FIRST.match(line)
    if first and len(first.group()) <= limit:
        return first.group()
    if len(line) <= limit:
        return line
    head = line[:limit].rsplit(" ", 1)[0] if " " in line[limit // 2 : limit] else line[:limit]
    return head.rstrip(" ,·") + "…"
