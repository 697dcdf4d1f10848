"""``answer``: the institution owes an answer, by a department or by its representative."""

from __future__ import annotations

from datetime import datetime

from madang.answers.models import AnswerRequest, Contribution
from madang.notices.outbox import put
from madang.procedures import hands
from madang.procedures.models import StageVisit
from madang.rules.document import Stage


def counts(stage: Stage) -> tuple[str, ...]:
    """Nothing is counted here."""
    return ()


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
