"""The event file's verbs: what each line must say, and the ordinary action that it calls. See docs/interchange.md."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from madang.actions import answers, decisions, duties, people, procedures, proposals, roles, supports
from madang.answers.models import AnswerRequest
from madang.base.errors import REFUSALS, Refused
from madang.people.models import LEVELS, Department, Person
from madang.procedures.models import RuleVersion
from madang.proposals.models import Proposal

Event = dict[str, Any]
# No blanks, nothing with a meaning in addresses, nothing that cannot be seen.
_KEY = re.compile(r"[^\s/?#\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+")
DEEPEST = 50  # a rule document is half as deep
CACHED = 20_000  # names remembered, so that memory stays flat however long the file is


class BadLine(ValueError):
    """A line that is no event; says why."""


def refusal_text(error: Refused) -> str:
    """A refusal's sentence in the language of whoever runs the command."""
    return _(REFUSALS[error.code]) % error.facts


@dataclass(frozen=True)
class Field:
    """One member of an event: its type, whether it must be there, and what is allowed (words: any when empty).

    ``key``: a name for something, up to ``longest`` characters; ``least`` and ``most``: of a number.
    """

    type: type
    required: bool = True
    words: tuple[str, ...] = ()
    key: bool = False
    longest: int = 64
    least: int = 0
    most: int = 2_000_000_000


KEY, TEXT, NUMBER = Field(str, key=True), Field(str), Field(int)
NAME, OPTIONAL = Field(str, required=False, key=True), Field(str, required=False)
PROCEDURE = Field(str, key=True, longest=60)
VERIFIED = {
    "level": Field(str, words=LEVELS),
    "born": Field(int, required=False, least=1850, most=2200),
    "gender": OPTIONAL,
    "area": OPTIONAL,
    "identifier": OPTIONAL,
}


class Names:
    """Rows by the names that events use for them, remembered for the length of one replay."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Any] = {}

    def _find(self, kind: str, key: str, find: Callable[[str], Any]) -> Any:
        try:
            return self._kept[kind, key]
        except KeyError:
            return self.keep(kind, key, find(key))

    def keep(self, kind: str, key: str, found: Any) -> Any:
        """Remember what a name stands for."""
        if len(self._kept) >= CACHED:
            self._kept.clear()
        self._kept[kind, key] = found
        return found

    def person(self, key: str | None) -> Person | None:
        """The person named, None for none; Refused when unknown."""
        return self._find("person", key, people.find_person) if key else None

    def department(self, key: str | None) -> Department | None:
        """The department named, None for none; Refused when unknown."""
        return self._find("department", key, people.find_department) if key else None

    def proposal(self, key: str) -> Proposal:
        """The proposal named; Refused when unknown. Only its ids are filled in."""

        def find(key: str) -> Proposal:
            found = Proposal.objects.filter(case__key=key).only("case_id").first()
            if found is None:
                raise Refused("unknown-proposal", proposal=key)
            return found

        return self._find("proposal", key, find)

    def rules(self, slug: str, number: int | None) -> RuleVersion:
        """The version of a procedure under which a proposal is born: that of the event, else the current one."""

        def find(slug: str) -> RuleVersion:
            versions = procedures.find_procedure(slug).versions
            version = versions.filter(number=number).first() if number is not None else versions.last()
            if version is None:
                raise Refused("no-such-version", number=number)
            return version

        return self._find(f"rules {number}", slug, find)

    def forget(self) -> None:
        """Look everything up again (rules have changed)."""
        self._kept.clear()


def _person_register(e: Event, at: datetime, names: Names) -> None:
    people.register_person(
        key=e["person"],
        name=e.get("name", ""),
        email=e.get("email"),
        verified=_verified(e.get("verified")),
        at=at,
        actor=None,
    )


def _verified(data: Event | None) -> Event | None:
    if data is None:
        return None
    checked = _members(data, VERIFIED, "verified.")
    return {name: checked[name] for name in VERIFIED if name in checked}


def _person_verify(e: Event, at: datetime, names: Names) -> None:
    people.verify_person(person=people.find_person(e["person"]), at=at, actor=None, **(_verified(e) or {}))


def _department_register(e: Event, at: datetime, names: Names) -> None:
    people.register_department(
        key=e["department"], name=e["name"], name_en=e.get("name_en", ""), order=e.get("order", 0), at=at, actor=None
    )


def _role_grant(e: Event, at: datetime, names: Names) -> None:
    person = people.find_person(e["person"])
    people.grant_role(
        person=person,
        role=e["role"],
        department=names.department(e.get("department")),
        at=at,
        actor=names.person(e.get("by")),
    )


def _role_revoke(e: Event, at: datetime, names: Names) -> None:
    person = people.find_person(e["person"])
    department = names.department(e.get("department"))
    roles.revoke_role(person=person, role=e["role"], department=department, at=at, actor=names.person(e.get("by")))


def _holiday_add(e: Event, at: datetime, names: Names) -> None:
    procedures.add_holiday(day=_day(e, "day"), name=e["name"], works=bool(e.get("works")), at=at, actor=None)


def _rules_publish(e: Event, at: datetime, names: Names) -> None:
    actor = names.person(e.get("by"))
    procedures.publish_rules(slug=e["procedure"], data=e["document"], note=e.get("note", ""), at=at, actor=actor)
    names.forget()


def _proposal_submit(e: Event, at: datetime, names: Names) -> None:
    author = names.person(e.get("by"))
    proposal = proposals.submit_proposal(
        rules=names.rules(e["procedure"], e.get("rules")),
        key=e["proposal"],
        title=e["title"],
        body=e.get("body", ""),
        category=e.get("category", ""),
        area=e.get("area", ""),
        origin=e.get("origin", "citizen"),
        department=names.department(e.get("department")),
        author=author,
        at=at,
        actor=author,
    )
    names.keep("proposal", e["proposal"], Proposal(pk=proposal.pk))


def _support_cast(e: Event, at: datetime, names: Names) -> None:
    person = names.person(e["by"])
    assert person is not None
    supports.cast_support(proposal=names.proposal(e["proposal"]), person=person, at=at)


def _support_withdraw(e: Event, at: datetime, names: Names) -> None:
    person = names.person(e["by"])
    assert person is not None
    supports.withdraw_support(proposal=names.proposal(e["proposal"]), person=person, at=at)


def _support_batch(e: Event, at: datetime, names: Names) -> None:
    supports.add_support_batch(
        proposal=names.proposal(e["proposal"]),
        count=e["count"],
        channel=e.get("channel", "imported"),
        evidence=e.get("evidence") or _("사건 파일에서 옮김"),
        at=at,
        actor=names.person(e.get("by")),
    )


def _case_assign(e: Event, at: datetime, names: Names) -> None:
    department = people.find_department(e["department"])
    duties.assign_department(case_key=e["proposal"], department=department, at=at, actor=names.person(e.get("by")))


def _case_move(e: Event, at: datetime, names: Names) -> None:
    case = names.proposal(e["proposal"]).case
    procedures.move_case(case=case, to=e["to"], at=at, actor=names.person(e.get("by")))


def _decide(kind: str) -> Callable[[Event, datetime, Names], None]:
    def decide(e: Event, at: datetime, names: Names) -> None:
        decisions.decide(
            case_key=e["proposal"],
            kind=kind,
            decision=e["decision"],
            reason=e.get("reason") or "",
            code=e.get("code"),
            at=at,
            actor=names.person(e.get("by")),
        )

    return decide


def _representative(e: Event) -> bool | None:
    level = e.get("level")
    return None if level is None else level == "representative"


def _request(e: Event) -> AnswerRequest:
    found = AnswerRequest.objects.filter(case__key=e["proposal"]).order_by("pk")
    heads = _representative(e)
    if heads is not None:
        found = found.filter(level="representative") if heads else found.exclude(level="representative")
    request = found.last()
    if request is None:
        raise Refused("not-published")
    return request


def _answer_draft(e: Event, at: datetime, names: Names) -> None:
    request = _request(e)
    answers.draft_answer(
        request=request,
        decision=e.get("decision", ""),
        text=e["text"],
        edition=request.edition,
        at=at,
        actor=names.person(e.get("by")),
    )


def _answer_publish(e: Event, at: datetime, names: Names) -> None:
    answers.publish_answer(
        case_key=e["proposal"],
        decision=e["decision"],
        text=e["text"],
        department=names.department(e.get("department")),
        representative=_representative(e),
        at=at,
        actor=names.person(e.get("by")),
    )


def _answer_correct(e: Event, at: datetime, names: Names) -> None:
    answers.correct_answer(
        request=_request(e), text=e["text"], reason=e["reason"], at=at, actor=names.person(e.get("by"))
    )


def _duty_extend(e: Event, at: datetime, names: Names) -> None:
    duties.extend_duty(
        case_key=e["proposal"],
        duty=e["duty"],
        until=_day(e, "until"),
        reason=e["reason"],
        at=at,
        actor=names.person(e.get("by")),
    )


BY = {"by": NAME}
CASE = {"proposal": KEY, **BY}
ROLE = {"person": KEY, "role": TEXT, "department": NAME, **BY}
CHANNEL = Field(str, required=False, words=("paper", "imported"))
VERBS: dict[str, tuple[dict[str, Field], Callable[[Event, datetime, Names], None]]] = {
    "person.register": (
        {"person": KEY, "name": OPTIONAL, "email": OPTIONAL, "verified": Field(dict, required=False)},
        _person_register,
    ),
    "person.verify": ({"person": KEY, **VERIFIED}, _person_verify),
    "department.register": (
        {"department": KEY, "name": TEXT, "name_en": OPTIONAL, "order": Field(int, required=False, most=30_000)},
        _department_register,
    ),
    "role.grant": (ROLE, _role_grant),
    "role.revoke": (ROLE, _role_revoke),
    "holiday.add": ({"day": TEXT, "name": TEXT}, _holiday_add),
    "rules.publish": ({"procedure": PROCEDURE, "document": Field(dict), "note": OPTIONAL, **BY}, _rules_publish),
    "proposal.submit": (
        {
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
        _proposal_submit,
    ),
    "support.cast": ({**CASE, "by": KEY}, _support_cast),
    "support.withdraw": ({**CASE, "by": KEY}, _support_withdraw),
    "support.batch": (
        {**CASE, "count": NUMBER, "channel": CHANNEL, "evidence": OPTIONAL},
        _support_batch,
    ),
    "case.assign": ({**CASE, "department": KEY}, _case_assign),
    "case.move": ({**CASE, "to": NUMBER}, _case_move),
    "review.decide": ({**CASE, "decision": TEXT, "reason": OPTIONAL, "code": OPTIONAL}, _decide("review")),
    "agenda.decide": ({**CASE, "decision": TEXT, "reason": OPTIONAL}, _decide("agenda")),
    "answer.draft": ({**CASE, "text": TEXT, "decision": OPTIONAL, "level": OPTIONAL}, _answer_draft),
    "answer.publish": (
        {**CASE, "decision": TEXT, "text": TEXT, "department": NAME, "level": OPTIONAL},
        _answer_publish,
    ),
    "answer.correct": ({**CASE, "text": TEXT, "reason": TEXT, "level": OPTIONAL}, _answer_correct),
    "duty.extend": ({**CASE, "duty": KEY, "until": TEXT, "reason": TEXT}, _duty_extend),
}


def _day(e: Event, name: str) -> date:
    try:
        day = date.fromisoformat(e[name])
    except ValueError:
        raise BadLine(_("%(name)s은(는) 2019-05-01 꼴의 날짜여야 해요.") % {"name": name}) from None
    if not 1900 <= day.year <= 2200:
        raise BadLine(_("%(name)s의 해가 이상해요: %(year)s") % {"name": name, "year": day.year})
    return day


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
    return _members(event, VERBS[verb][0])


def _members(data: Event, fields: dict[str, Field], within: str = "") -> Event:
    """``data`` without its nulls, once every member that is known has the right form."""
    data = {name: value for name, value in data.items() if value is not None}
    for name, field in fields.items():
        if name in data:
            _check_member(within + name, data[name], field)
        elif field.required:
            raise BadLine(_("%(name)s이(가) 빠졌어요.") % {"name": within + name})
    return data


def _check_member(name: str, value: Any, field: Field) -> None:
    if not isinstance(value, field.type) or isinstance(value, bool):
        raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % {"name": name, "type": field.type.__name__})
    if field.words and value not in field.words:
        raise BadLine(_("%(name)s은(는) %(words)s 중 하나예요.") % {"name": name, "words": ", ".join(field.words)})
    if field.key and isinstance(value, str) and (len(value) > field.longest or not _KEY.fullmatch(value)):
        raise BadLine(
            _("%(name)s에는 빈칸과 / ? # 없이 %(longest)s자까지 쓸 수 있어요.")
            % {"name": name, "longest": field.longest}
        )
    if isinstance(value, int) and not field.least <= value <= field.most:
        raise BadLine(
            _("%(name)s은(는) %(least)s부터 %(most)s까지예요.")
            % {"name": name, "least": field.least, "most": f"{field.most:,}"}
        )


def do(event: Event, at: datetime, names: Names) -> None:
    """Do what a checked event says. Refused or BadLine when it cannot be done; then nothing has changed."""
    VERBS[event["do"]][1](event, at, names)
