"""결과 콘텐츠: published with the answer when the procedure asks for it, taken back with a reason, published again."""

from __future__ import annotations

from datetime import datetime

from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.notices.outbox import spread
from madang.people.models import Person
from madang.results.models import ResultContent

from .journey import moving
from .reports import public_reason
from .tasks import ACTS, TEXT_LIMIT, finish_task, keep_content


def publish_result(
    *, case_key: str, at: datetime, actor: Person | None, stage: str | None = None, text: str = ""
) -> ResultContent:
    """The result is public: the open task that asks for it is done, or what was withdrawn stands again in new words.

    Refused like :func:`tasks.finish_task`; ``already-public`` when a result stands and nothing asks for another.
    """
    newest = ResultContent.objects.filter(case__key=case_key).order_by("-number")
    try:
        finish_task(case_key=case_key, act="publish", stage=stage, text=text, at=at, actor=actor)
    except Refused as refused:
        if refused.code not in ("no-open-stage", "case-closed") or not newest.exists():
            raise
    else:
        return newest[0]
    text = clean_text(text)[:TEXT_LIMIT]
    with moving(case_key, at=at, actor=actor) as journey:
        if newest.filter(withdrawn_at=None).exists():
            raise Refused("already-public")
        made = keep_content(journey, text, actor)
        journey.record(ACTS["publish"], text=text, number=made.number)
        spread("result-published", occasion=f"{case_key}:{made.number}", at=journey.at, case=case_key)
    return made


def withdraw_result(*, case_key: str, reason: str, at: datetime, actor: Person | None) -> ResultContent:
    """What was published by mistake is taken back; its words stay on record, and the reason is public. No stage moves."""
    reason = public_reason(reason)
    with moving(case_key, at=at, actor=actor) as journey:
        last = ResultContent.objects.filter(case=journey.case).order_by("-number").first()
        if last is None or last.withdrawn_at is not None:
            raise Refused("not-public")
        last.withdrawn_at, last.withdrawn_why = journey.at, reason
        last.save(update_fields=["withdrawn_at", "withdrawn_why"])
        journey.record("result.withdraw", number=last.number, reason=reason)
    return last
