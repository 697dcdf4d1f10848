"""``answer``: the institution owes an answer, by a department or by its representative."""

from __future__ import annotations

from datetime import date, datetime

from madang.answers.models import AnswerRequest, Contribution
from madang.forums.models import Forum
from madang.notices.outbox import put
from madang.procedures import hands
from madang.procedures.models import StageVisit
from madang.rules.document import Stage


def counts(stage: Stage) -> tuple[str, ...]:
    """Nothing is counted here."""
    return ()


def promised(visit: StageVisit, stage: Stage) -> date | None:
    """The last day of an answer that the institution promised beforehand, with a question of its own; None: none."""
    if visit.case.origin != "institution" or stage.settings.get("level", "department") != "department":
        return None
    asked = Forum.objects.filter(case=visit.case).exclude(promised_on=None).exclude(opened_at=None)
    return asked.order_by("-opened_at").values_list("promised_on", flat=True).first()


def enter(visit: StageVisit, stage: Stage, at: datetime) -> None:
    """Open the request with its empty draft, tell the department that has the case and those that contribute to it."""
    level = stage.settings.get("level", "department")
    request = AnswerRequest.objects.create(visit=visit, case_id=visit.case_id, level=level)
    department = visit.case.department
    if level == "department" and department is not None:
        put("answer-requested", f"{visit.pk}:{department.key}", at=at, department=department, case=visit.case.key)
    for other in hands.contributing(visit.case):
        one = Contribution.objects.create(request=request, department=other, asked_at=at)
        put(
            "contribution-asked",
            f"{one.pk}:{at.isoformat()}",
            at=at,
            department=other,
            case=visit.case.key,
            contribution=one.pk,
        )
