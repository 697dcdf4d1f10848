"""Rules as the editor shows them: sentences with blanks, what a change says otherwise, and whom it touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.procedures.models import Case, Procedure, Tally
from madang.rules import explain
from madang.rules.document import Document
from madang.rules.problems import Problem
from madang.rules.slots import Parts, Slot, numbers_of
from madang.rules.words import COLUMNS
from madang.web.ui import standing, words


def spoken() -> str:
    """The reader's language, of those in which the rules can be told."""
    return "ko" if words.language() == "ko" else "en"


def what(problem: Problem) -> str:
    """What is wrong, without the path."""
    return problem.sentence(spoken()).removeprefix(f"{problem.path or '/'}: ")


# ── sentences with blanks ──


def blanks(document: Document) -> dict[str, str]:
    """Every number of the document, as it would be typed: path → text."""
    return {path: str(slot.value) for path, slot in numbers_of(document.data).items()}


def groups(document: Document, typed: Mapping[str, str], problems: Sequence[Problem] = ()) -> list[dict[str, Any]]:
    """The sentences by column, each in pieces: text, a blank to fill in, or a number that an earlier blank has."""
    wrong = wrong_by_path(problems)
    lang = 0 if spoken() == "ko" else 1
    found = []
    for column, names in COLUMNS.items():
        lines = [
            pieces(sentence.parts, typed, wrong)
            for sentence in explain.sentences(document, spoken())
            if sentence.column == column
        ]
        if lines:
            found.append({"key": column, "title": names[lang], "lines": lines})
    return found


def wrong_by_path(problems: Sequence[Problem]) -> dict[str, list[str]]:
    """What is wrong with each number, by its path."""
    wrong: dict[str, list[str]] = {}
    for problem in problems:
        wrong.setdefault(problem.path, []).append(what(problem))
    return wrong


def pieces(parts: Parts, typed: Mapping[str, str], wrong: Mapping[str, list[str]]) -> list[Any]:
    """A sentence in pieces: text, a blank to fill in, or a number that an earlier blank has."""
    found: list[Any] = []
    for index, part in enumerate(parts):
        if isinstance(part, str):
            found.append(part)
            continue
        found.append(
            {
                "name": part.path,
                "value": typed.get(part.path, str(part.value)),
                "was": part.text,
                "label": _label(parts, index),
                "min": part.minimum,
                "max": part.maximum,
                "wide": part.maximum > 99_999 or part.unit == "percent",
                "decimal": part.unit == "percent",
                "repeated": part.repeated,
                "errors": wrong.get(part.path, []),
            }
        )
    return found


def _label(parts: Parts, index: int) -> str:
    """The blank in its sentence, for those who do not see it: the words around it, other numbers as they stand."""
    before = "".join(part if isinstance(part, str) else part.text for part in parts[:index])[-24:]
    after = "".join(part if isinstance(part, str) else part.text for part in parts[index + 1 :])[:24]
    return f"{before.lstrip()} (   ) {after.rstrip()}".strip()


def elsewhere(problems: Sequence[Problem], document: Document) -> list[str]:
    """Problems that belong to no blank, with their path."""
    slots = numbers_of(document.data)
    return [problem.sentence(spoken()) for problem in problems if problem.path not in slots]


# ── what a change says ──


def changes_between(old: Document, new: Document) -> list[dict[str, Any]]:
    """The sentences that ``new`` says otherwise, before and after, with the numbers that differ marked."""
    return [
        {
            "before": _marked(change.before_parts, change.changed) if change.before is not None else None,
            "after": _marked(change.after_parts, change.changed) if change.after is not None else None,
        }
        for change in explain.differences(old, new, spoken())
    ]


def _marked(parts: Parts, changed: tuple[int, ...]) -> list[Any]:
    pieces: list[Any] = []
    for part in parts:
        if isinstance(part, Slot):
            index = sum(not isinstance(piece, str) for piece in pieces)
            pieces.append({"text": part.text, "changed": index in changed})
        else:
            pieces.append(part)
    return pieces


# ── whom it touches ──


@dataclass(frozen=True)
class Reached:
    """Of the matters that collect now: how many have come to a count by the old number, and by the new one."""

    label: str
    before: int
    after: int
    cases_before: int
    cases_after: int


@dataclass(frozen=True)
class Touched:
    """Whom new rules touch."""

    stay: str
    coming: str
    collecting: int
    reached: list[Reached]


def touched(procedure: Procedure, old: Document, new: Document, at: datetime) -> Touched:
    """Whom publishing ``new`` at ``at`` would touch, and whom not."""
    cases = Case.objects.filter(rules__procedure=procedure)
    staying = cases.open().count()
    recent = cases.filter(opened_at__gt=at - timedelta(days=30)).count()
    collecting = Tally.objects.filter(
        what="supports", case__rules__procedure=procedure, case__visits__kind="collect", case__visits__left=None
    )
    reached = [
        Reached(label, before, after, *(collecting.filter(value__gte=count).count() for count in (before, after)))
        for label, before, after in _moved_tiers(old, new)
    ]
    return Touched(
        stay=ngettext(
            "진행 중인 %(count)s건은 지금까지의 기준을 그대로 따릅니다.",
            "진행 중인 %(count)s건은 지금까지의 기준을 그대로 따릅니다.",
            staying,
        )
        % {"count": words.number(staying)},
        coming=_("공개한 뒤에 올라오는 건부터 새 기준을 따릅니다. 지난 30일에는 %(count)s건이 올라왔습니다.")
        % {"count": words.number(recent)},
        collecting=collecting.count() if reached else 0,
        reached=reached,
    )


def _moved_tiers(old: Document, new: Document) -> list[tuple[str, int, int]]:
    """(label, old count, new count) of what begins at another number of supports."""

    def tiers(document: Document) -> dict[tuple[str, str], tuple[int, str]]:
        return {
            (stage.key, start or outcome or ""): (count, label)
            for stage in document.stages.values()
            if stage.kind == "collect" and stage.settings.get("counter", "supports") == "supports"
            for count, label, start, outcome in standing.tiers_of(document, stage)
        }

    before, after = tiers(old), tiers(new)
    return [
        (after[key][1], before[key][0], after[key][0])
        for key in after
        if key in before and before[key][0] != after[key][0]
    ]
