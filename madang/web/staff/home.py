"""오늘 할 일: what waits for this person, the most urgent first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.base import clock
from madang.people.rights import may
from madang.procedures.models import StageVisit
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name

from .answers import answer_row
from .door import holds, requires
from .page import deciding, my_answers, render, unassigned

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
        rows += [_answer(answer_row(request, one)) for one in answers.waiting().with_matter().soonest_first()[:SHOWN]]
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
    far = now.replace(year=now.year + 100)
    rows.sort(key=lambda row: row["due"] or far)
    return render(request, "home", {"stats": stats, "rows": rows[: 2 * SHOWN]})


def _soonest(waiting: Any) -> list[StageVisit]:
    found = waiting.select_related("case__proposal", "case__rules", "case__department")
    return list(found.defer("case__rules__data", "case__proposal__body").order_by("due", "pk")[:SHOWN])


def _answer(row: dict[str, Any]) -> dict[str, Any]:
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
