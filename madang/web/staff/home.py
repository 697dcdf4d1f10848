"""오늘 할 일: what waits for this person, the most urgent first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.base import clock
from madang.moderation.models import Item, Objection
from madang.people.models import Person
from madang.people.rights import may
from madang.procedures.models import StageVisit
from madang.web.ui import kept, words
from madang.web.ui.answer_letter import department_name

from .answers import answer_row
from .door import holds, requires
from .page import contribution_counts, deciding, my_answers, render, unassigned
from .rules_draft import todo_rows
from .todo import approval_rows, contribution_rows, waiting_for_me

SHOWN = 12


@requires("staff.enter")
def staff_home(request: HttpRequest) -> HttpResponse:
    """Counts with links, and one list of what is due."""
    person, now = request.user, clock.now()
    stats: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    if any(holds(person, right) for right in ("answer.draft", "case.assign", "audit.read")):
        answers = my_answers(request)
        counts = answers.summary(now)
        href = reverse("staff_answers")
        stats.append({"value": counts["waiting"], "label": _("답변 대기"), "href": href, "tone": ""})
        stats.append(
            {
                "value": counts["late"],
                "label": _("늦은 답변"),
                "href": f"{href}?state=late",
                "tone": "bad" if counts["late"] else "",
            }
        )
        rows += [
            _answer(request, answer_row(request, one))
            for one in answers.waiting().with_matter().soonest_first()[:SHOWN]
        ]
    rows += contribution_rows(request, SHOWN)
    approvals = waiting_for_me(request)
    if approvals:
        rows += approval_rows(approvals)
        asked = {row["href"].replace("/publish", "") for row in rows if row["shape"] == "people"}
        rows = [row for row in rows if row["href"] not in asked]
        href = f"{reverse('staff_answers')}?state=approval"
        stats.append({"value": len(approvals), "label": _("승인할 답변"), "href": href, "tone": ""})
    if holds(person, "answer.contribute"):
        counts = contribution_counts(request)
        tone = "bad" if counts["late"] else ""
        href = reverse("staff_contributions")
        stats.append({"value": counts["waiting"], "label": _("보낼 의견"), "href": href, "tone": tone})
    if may(person, "case.assign"):
        stats.append(
            {"value": unassigned().count(), "label": _("부서 없는 건"), "href": reverse("staff_cases"), "tone": ""}
        )
    for kind, right, label in (("review", "case.decide", _("검토 대기")), ("agenda", "agenda.decide", _("의제 후보"))):
        if may(person, right):
            waiting = deciding(kind)
            href = f"{reverse('staff_cases')}?state={kind}"
            stats.append({"value": waiting.count(), "label": label, "href": href, "tone": ""})
            rows += [_decision(visit) for visit in _soonest(waiting)]
    if may(person, "content.moderate"):
        href = reverse("staff_moderation")
        late = Item.objects.late(now).count()
        stats.append(
            {"value": Item.objects.open().count(), "label": _("살펴볼 글"), "href": href, "tone": "bad" if late else ""}
        )
    if may(person, "content.review"):
        waiting_objections = Objection.objects.filter(decided_at=None).count()
        if waiting_objections:
            href = reverse("staff_objections")
            stats.append({"value": waiting_objections, "label": _("이의신청"), "href": href, "tone": ""})
    unsent = None
    if isinstance(person, Person):
        rows += todo_rows(person)
        unsent = kept.waiting_post(request, person)
    far = now.replace(year=now.year + 100)
    rows.sort(key=lambda row: row["due"] or far)
    return render(request, "home", {"stats": stats, "rows": rows[: 2 * SHOWN], "unsent": unsent})


def _soonest(waiting: Any) -> list[StageVisit]:
    found = waiting.select_related("case__proposal", "case__rules", "case__department")
    return list(found.defer("case__rules__data", "case__proposal__body").order_by("due", "pk")[:SHOWN])


def _answer(request: HttpRequest, row: dict[str, Any]) -> dict[str, Any]:
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


def _decision(visit: StageVisit) -> dict[str, Any]:
    case = visit.case
    stage = case.rules.document.stage(visit.stage)
    return {
        "href": f"{reverse('staff_case', kwargs={'key': case.key})}#decide-{stage.key}",
        "title": case.proposal.title,
        "todo": words.in_language(stage.name),
        "shape": "half",
        "tone": "wait",
        "note": "",
        "due": visit.due,
        "owner": department_name(case.department) or (words.owner(stage.duty.owed_by) if stage.duty else ""),
        "unassigned": False,
        "action": _("검토하기") if visit.kind == "review" else _("결정하기"),
    }
