"""What the desks put on 오늘 할 일: answers, contributions, approvals, matters to give to a department, reviews, texts.

One function a kind of work; ``home.WORK`` is the table of them, ``todo_course.py`` has those of the later stages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.actions.answers import needs_second_person
from madang.answers.models import AnswerRequest
from madang.moderation.models import Item, Objection
from madang.people.models import Person
from madang.people.rights import may
from madang.procedures.models import StageVisit
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name

from .answers import answer_row
from .contributions import contribution_row
from .door import holds, rights_level, who
from .page import contribution_counts, deciding, end_of, my_answers, my_contributions, unassigned
from .rules_draft import todo_rows

SHOWN = 12
Row = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """One kind of work that waits: ``stats`` as ``ui/parts.html`` shows numbers, ``rows`` as the list does."""

    stats: list[dict[str, Any]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def stat(value: int, label: str, href: str, late: bool = False) -> dict[str, Any]:
    """A number that leads somewhere; red when something in it is late."""
    return {"value": value, "label": label, "href": href, "tone": "bad" if late else ""}


# ── answers ──


def answers(request: HttpRequest, now: datetime) -> Work:
    """Answers to write, and drafts that wait for this person's approval (which stand once, as that)."""
    stats, rows, href = [], [], reverse("staff_answers")
    if any(holds(request.user, right) for right in ("answer.draft", "case.assign", "audit.read")):
        mine = my_answers(request)
        counts = mine.summary(now)
        stats.append(stat(counts["waiting"], _("답변 대기"), href))
        stats.append(stat(counts["late"], _("늦은 답변"), f"{href}?state=late", counts["late"] > 0))
        soonest = mine.waiting().with_matter().soonest_first()[:SHOWN]
        rows = [_answer(request, answer_row(request, one)) for one in soonest]
    approvals = list(approval_rows(waiting_for_me(request)))
    if approvals:
        stats.append(stat(len(approvals), _("승인할 답변"), f"{href}?state=approval"))
        asked = {row["href"].replace("/publish", "") for row in approvals}
        rows = [row for row in rows if row["href"] not in asked]
    return Work(stats, rows + approvals)


def _answer(request: HttpRequest, row: Row) -> Row:
    if row["unassigned"] and may(request.user, "case.assign"):
        row |= {
            "href": f"{reverse('staff_case', kwargs={'key': row['key']})}#assign",
            "action": _("부서 정하기"),
        }
    return {
        **row,
        "todo": row["stage"],
        "shape": row["state"]["shape"],
        "tone": row["state"]["tone"],
        "note": row["state"]["word"],
    }


def contributions(request: HttpRequest, now: datetime) -> Work:
    """What my departments were asked for, the soonest first."""
    if not holds(request.user, "answer.contribute"):
        return Work()
    counts = contribution_counts(request)
    waiting = stat(counts["waiting"], _("보낼 의견"), reverse("staff_contributions"), counts["late"] > 0)
    soonest = my_contributions(request).waiting().with_matter().soonest_first()[:SHOWN]
    return Work([waiting], [_contribution(contribution_row(request, one), one.wanted_by) for one in soonest])


def _contribution(row: Row, wanted_by: Any) -> Row:
    return {
        **row,
        "todo": _("부서 의견"),
        "shape": row["state"]["shape"],
        "tone": row["state"]["tone"],
        "note": row["state"]["word"],
        "due": end_of(wanted_by) if wanted_by else row["due"],
        "owner": row["who"],
        "unassigned": False,
    }


def waiting_for_me(request: HttpRequest) -> list[AnswerRequest]:
    """Drafts that wait for another person's eyes, and this person may be that person."""
    if not needs_second_person() or not holds(request.user, "answer.approve"):
        return []
    me = who(request)
    found = my_answers(request).waiting().exclude(asked_at=None).filter(approved_at=None)
    found = found.exclude(draft_by=me).exclude(asked_by=me).with_matter().soonest_first()
    return [
        one
        for one in found[:50]
        if may(me, "answer.approve", department=one.case.department, level=rights_level(one.level))
    ]


def approval_rows(found: list[AnswerRequest]) -> Iterator[Row]:
    """Those drafts as rows."""
    for one in found:
        stage = one.case.rules.document.stage(one.visit.stage)
        address = reverse("staff_answer_publish", kwargs={"key": one.case.key})
        yield {
            "href": f"{address}?stage={stage.key}",
            "title": one.case.proposal.title,
            "todo": _("승인"),
            "shape": "people",
            "tone": "wait",
            "note": words.in_language(stage.name),
            "due": one.duty.due_now,
            "owner": department_name(one.case.department),
            "unassigned": False,
            "action": _("살펴보고 승인하기"),
        }


# ── matters ──


def unassigned_cases(request: HttpRequest, now: datetime) -> Work:
    """How many matters nobody has in hand."""
    if not may(request.user, "case.assign"):
        return Work()
    return Work([stat(unassigned().count(), _("부서 없는 건"), reverse("staff_cases"))])


def reviews(request: HttpRequest, now: datetime) -> Work:
    """Proposals to look at before they are published."""
    if not may(request.user, "case.decide"):
        return Work()
    waiting = deciding("review")
    href = f"{reverse('staff_cases')}?state=review"
    rows = [visit_row(visit, _("검토하기"), decide_at(visit)) for visit in soonest(waiting)]
    return Work([stat(waiting.count(), _("검토 대기"), href)], rows)


def soonest(waiting: QuerySet[StageVisit]) -> list[StageVisit]:
    """The first of these stages with their matters, those with a date before those without."""
    found = waiting.select_related("case__proposal", "case__rules", "case__department")
    found = found.defer("case__rules__data", "case__rules__note", "case__proposal__body")
    return sorted(found.order_by("due", "pk")[:SHOWN], key=lambda visit: visit.due is None)


def decide_at(visit: StageVisit) -> str:
    """Where a stage is decided."""
    return f"{reverse('staff_case', kwargs={'key': visit.case.key})}#decide-{visit.stage}"


def visit_row(
    visit: StageVisit, action: str, href: str, *, owner: str = "", shape: str = "half", due: datetime | None = None,
    note: str = "",
) -> Row:  # fmt: skip
    """A stage that waits for someone, as a line. ``owner``: default as the rules say; ``due``: the stage's own."""
    stage = visit.case.rules.document.stage(visit.stage)
    owed = words.owner(stage.duty.owed_by) if stage.duty else ""
    return {
        "href": href,
        "title": visit.case.proposal.title,
        "todo": words.in_language(stage.name),
        "shape": shape,
        "tone": "wait",
        "note": note,
        "due": due or visit.due,
        "owner": owner or department_name(visit.case.department) or owed,
        "unassigned": False,
        "action": action,
    }


# ── texts and rules ──


def moderation(request: HttpRequest, now: datetime) -> Work:
    """How many texts are to be looked at."""
    if not may(request.user, "content.moderate"):
        return Work()
    late = Item.objects.late(now).exists()
    return Work([stat(Item.objects.open().count(), _("살펴볼 글"), reverse("staff_moderation"), late)])


def objections(request: HttpRequest, now: datetime) -> Work:
    """How many objections are to be decided, when there are any."""
    waiting = Objection.objects.filter(decided_at=None).count() if may(request.user, "content.review") else 0
    return Work([stat(waiting, _("이의신청"), reverse("staff_objections"))] if waiting else [])


def rule_drafts(request: HttpRequest, now: datetime) -> Work:
    """Rules that wait for a second person, or were sent back to this one."""
    return Work(rows=list(todo_rows(request.user)) if isinstance(request.user, Person) else [])
