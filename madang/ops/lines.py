"""The lines of an event file: what each verb must say, and whether a line says it. Nothing is looked up here."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from madang.people.models import LEVELS

from . import (
    lines_agenda,
    lines_course,
    lines_goals,
    lines_operations,
    lines_panels,
    lines_plans,
    lines_preparing,
    lines_projects,
    lines_sessions,
    lines_todos,
)
from .fields import BY, CASE, KEY, NAME, NUMBER, OPTIONAL, TEXT, Field

Event = dict[str, Any]
# No blanks, nothing with a meaning in addresses, nothing that cannot be seen.
_KEY = re.compile(r"[^\s/?#\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+")
DEEPEST = 50  # a rule document is half as deep


class BadLine(ValueError):
    """A line that is no event; says why."""


PROCEDURE = Field(str, key=True, longest=60)
VERIFIED = {
    "level": Field(str, words=LEVELS),
    "born": Field(int, required=False, least=1850, most=2200),
    "gender": OPTIONAL,
    "area": OPTIONAL,
    "identifier": OPTIONAL,
}


COMMENT = {"comment": KEY, **BY}
ROLE = {"person": KEY, "role": TEXT, "department": NAME, **BY}
OUT = {**CASE, "invalidation": KEY, "people": Field(list), "reason": TEXT}
CHANNEL = Field(str, required=False, words=("paper", "imported"))
VERBS: dict[str, dict[str, Field]] = {
    "person.register": {"person": KEY, "name": OPTIONAL, "email": OPTIONAL, "verified": Field(dict, required=False)},
    "person.verify": {"person": KEY, **VERIFIED},
    "department.register": {
        "department": KEY,
        "name": TEXT,
        "name_en": OPTIONAL,
        "order": Field(int, required=False, most=30_000),
    },
    "role.grant": ROLE,
    "role.revoke": ROLE,
    "holiday.add": {"day": TEXT, "name": TEXT, **BY},
    "holiday.remove": {"day": TEXT, **BY},
    "rules.publish": {"procedure": PROCEDURE, "document": Field(dict), "note": OPTIONAL, **BY},
    "proposal.submit": {
        **CASE,
        "procedure": KEY,
        "title": TEXT,
        "body": OPTIONAL,
        "category": OPTIONAL,
        "area": OPTIONAL,
        "origin": OPTIONAL,
        "department": NAME,
        "rules": Field(int, required=False),
    },
    "proposal.edit": {**CASE, "by": KEY, "title": TEXT, "body": OPTIONAL, "category": OPTIONAL, "area": OPTIONAL},
    "proposal.clarify": {**CASE, "by": KEY, "text": TEXT},
    "proposal.retire": {**CASE, "by": KEY, "code": TEXT, "reason": OPTIONAL},
    "support.cast": {**CASE, "by": KEY},
    "support.withdraw": {**CASE, "by": KEY},
    "support.batch": {**CASE, "count": NUMBER, "channel": CHANNEL, "evidence": OPTIONAL},
    "support.invalidate": OUT,
    "support.restore": OUT,
    "mark.withdraw": {**CASE, "mark": KEY, "invalidation": NAME},
    "proposal.hide": {**CASE, "code": TEXT, "note": OPTIONAL},
    "proposal.show": {**CASE, "note": TEXT},
    "comment.write": {**CASE, "comment": KEY, "text": TEXT, "reply_to": NAME},
    "comment.delete": COMMENT,
    "comment.support": {**COMMENT, "by": KEY},
    "comment.unsupport": {**COMMENT, "by": KEY},
    "comment.hide": {**COMMENT, "code": TEXT, "note": OPTIONAL},
    "comment.show": {**COMMENT, "note": TEXT},
    "case.assign": {**CASE, "department": KEY},
    "case.hand_over": {**CASE, "department": KEY, "reason": TEXT},
    "case.refuse": {**CASE, "reason": TEXT},
    "case.contribute": {**CASE, "department": KEY, "note": OPTIONAL, "wanted_by": OPTIONAL, "stage": OPTIONAL},
    "case.route": {**CASE, "code": TEXT, "reason": TEXT, "to": OPTIONAL, "link": OPTIONAL},
    "contribution.give": {**CASE, "department": KEY, "text": TEXT, "stage": OPTIONAL},
    "contribution.decline": {**CASE, "department": KEY, "reason": TEXT, "stage": OPTIONAL},
    "duty.explain": {**CASE, "duty": KEY, "reason": TEXT, "number": Field(int, required=False, least=1, most=1_000)},
    "case.move": {**CASE, "to": NUMBER},
    "review.decide": {**CASE, "decision": TEXT, "reason": OPTIONAL, "code": OPTIONAL},
    "answer.draft": {**CASE, "text": TEXT, "decision": OPTIONAL, "level": OPTIONAL},
    "answer.publish": {
        **CASE,
        "decision": TEXT,
        "text": TEXT,
        "department": NAME,
        "level": OPTIONAL,
        "stage": OPTIONAL,
        "joined": Field(list, required=False),
    },
    "answer.correct": {**CASE, "text": TEXT, "reason": TEXT, "level": OPTIONAL},
    "duty.extend": {**CASE, "duty": KEY, "until": TEXT, "reason": TEXT},
    **lines_course.VERBS,
    **lines_agenda.VERBS,
    **lines_panels.VERBS,
    **lines_sessions.VERBS,
    **lines_preparing.VERBS,
    **lines_goals.VERBS,
    **lines_plans.VERBS,
    **lines_projects.VERBS,
    **lines_todos.VERBS,
    **lines_operations.VERBS,
}


def day_of(e: Event, name: str) -> date:
    """A member that is a day."""
    try:
        day = date.fromisoformat(e[name])
    except ValueError:
        raise BadLine(_("%(name)s은(는) 2019-05-01 꼴의 날짜여야 해요.") % {"name": name}) from None
    if not 1900 <= day.year <= 2200:
        raise BadLine(_("%(name)s의 해가 이상해요: %(year)s") % {"name": name, "year": day.year})
    return day


def moment_of(e: Event, name: str) -> datetime:
    """A member that is a moment, with its offset."""
    try:
        at = datetime.fromisoformat(e[name])
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise BadLine(_("%(name)s은(는) 2019-03-01T09:00:00+09:00 꼴이어야 해요.") % {"name": name})
    if not 1900 <= at.year <= 2200:
        raise BadLine(_("%(name)s의 해가 이상해요: %(year)s") % {"name": name, "year": at.year})
    return at


def read_line(line: str) -> tuple[datetime, Event]:
    """The moment and the event of one line; BadLine says what is wrong with it. Nothing is looked up or changed."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(_("JSON이 아니에요: %(detail)s") % {"detail": error}) from None
    if not isinstance(event, dict):
        raise BadLine(_("한 줄은 {…} 하나여야 해요."))
    if _deeper_than(DEEPEST, event):
        raise BadLine(_("%(limit)s겹까지만 겹쳐 쓸 수 있어요.") % {"limit": DEEPEST})
    return _moment(event.get("at")), _checked(event)


def _deeper_than(limit: int, value: Any) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return limit == 0 or any(_deeper_than(limit - 1, part) for part in inside if isinstance(part, (dict, list)))


def _moment(raw: Any) -> datetime:
    try:
        at = datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        raise BadLine(_("at은 2019-03-01T09:00:00+09:00 꼴이어야 해요.")) from None
    if at.tzinfo is None:
        raise BadLine(_("at에 시간대가 빠졌어요. 예: 2019-03-01T09:00:00+09:00"))
    if not 1900 <= at.year <= 2200:
        raise BadLine(_("%(name)s의 해가 이상해요: %(year)s") % {"name": "at", "year": at.year})
    return at


def _checked(event: Event) -> Event:
    verb = event.get("do")
    if not isinstance(verb, str) or verb not in VERBS:
        raise BadLine(
            _("모르는 일이에요: %(verb)s. 쓸 수 있는 것: %(verbs)s") % {"verb": verb, "verbs": ", ".join(VERBS)}
        )
    return members(event, VERBS[verb])


def members(data: Event, fields: dict[str, Field], within: str = "") -> Event:
    """``data`` without its nulls, once every member that is known has the right form."""
    data = {name: value for name, value in data.items() if value is not None}
    for name, field in fields.items():
        if name in data:
            _check_member(within + name, data[name], field)
        elif field.required:
            raise BadLine(_("%(name)s이(가) 빠졌어요.") % {"name": within + name})
    return data


def _check_member(name: str, value: Any, field: Field) -> None:
    if not isinstance(value, field.type) or (isinstance(value, bool) and field.type is not bool):
        raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % {"name": name, "type": field.type.__name__})
    if field.words and value not in field.words:
        raise BadLine(_("%(name)s은(는) %(words)s 중 하나예요.") % {"name": name, "words": ", ".join(field.words)})
    if field.key and isinstance(value, str) and (len(value) > field.longest or not _KEY.fullmatch(value)):
        raise BadLine(
            _("%(name)s에는 빈칸과 / ? # 없이 %(longest)s자까지 쓸 수 있어요.")
            % {"name": name, "longest": field.longest}
        )
    if isinstance(value, int) and not isinstance(value, bool) and not field.least <= value <= field.most:
        raise BadLine(
            _("%(name)s은(는) %(least)s부터 %(most)s까지예요.")
            % {"name": name, "least": field.least, "most": f"{field.most:,}"}
        )
