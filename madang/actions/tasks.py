"""할 일 of a procedure done: a result delivered to the department, its content published, and whatever else rules ask."""

from __future__ import annotations

from datetime import datetime

from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.notices.outbox import put, spread
from madang.people.models import Person
from madang.procedures.models import StageVisit
from madang.results.models import ResultContent

from .journey import Journey, moving

ACTS = {"deliver": "result.deliver", "publish": "result.publish"}
TEXT_LIMIT = 20_000


def finish_task(
    *, case_key: str, at: datetime, actor: Person | None, stage: str | None = None, act: str | None = None,
    text: str = "",
) -> None:  # fmt: skip
    """What an open task asks for has been done: its duty is kept (late or in time is derived), the case goes on.

    ``stage``: which task; ``act``: the one that delivers or publishes a result (deliver, publish). None: the only one
    that is open. ``text``: what goes with it, for everyone to read.
    """
    text = clean_text(text)[:TEXT_LIMIT]
    with moving(case_key, at=at, actor=actor) as journey:
        visit = open_task(journey, stage, act)
        act = journey.stage_of(visit).settings.get("act")
        journey.done(visit, **({"text": text} if text else {}))
        made = keep_content(journey, text, actor) if act == "publish" else None
        more = {"number": made.number} if made is not None else {}
        journey.record(ACTS.get(str(act), "task.finish"), stage=visit.stage, text=text, **more)
        if act == "deliver" and journey.case.department is not None:
            department = journey.case.department
            put("result-delivered", str(visit.pk), at=journey.at, department=department, case=case_key)
        if act == "publish":
            spread("result-published", occasion=str(visit.pk), at=journey.at, case=case_key)


def keep_content(journey: Journey, text: str, actor: Person | None) -> ResultContent:
    """What everyone reads as the result, as its next version."""
    last = ResultContent.objects.filter(case=journey.case).order_by("-number").values_list("number", flat=True).first()
    return ResultContent.objects.create(case=journey.case, number=(last or 0) + 1, text=text, by=actor, at=journey.at)


def open_task(journey: Journey, stage: str | None, act: str | None) -> StageVisit:
    """The open task that is meant; Refused when there is none, or when several could be."""
    found = [
        visit
        for visit in journey.visits
        if visit.kind == "task"
        and stage in (None, visit.stage)
        and act in (None, journey.stage_of(visit).settings.get("act"))
    ]
    if not found:
        raise Refused("case-closed") if journey.case.closed_at is not None else Refused("no-open-stage", kind="task")
    if len(found) > 1:
        raise Refused("which-task", stages=", ".join(visit.stage for visit in found))
    return found[0]
