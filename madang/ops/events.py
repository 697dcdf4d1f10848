"""The event file's verbs: the ordinary action that each calls. What a line must say stands in ``lines.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from madang.actions import (
    answers,
    contributions,
    decisions,
    duties,
    handing,
    invalidations,
    people,
    procedures,
    proposals,
    roles,
    supports,
    texts,
)
from madang.answers.models import AnswerRequest, Contribution
from madang.base.errors import REFUSALS, Refused
from madang.people.models import Department, Person
from madang.procedures.models import RuleVersion
from madang.proposals.models import Proposal

from . import (
    events_agenda,
    events_content,
    events_course,
    events_forums,
    events_goals,
    events_operations,
    events_panels,
    events_plans,
    events_preparing,
    events_projects,
    events_sessions,
    events_todos,
)
from .lines import VERIFIED, BadLine, Event, day_of, members

CACHED = 20_000  # names remembered, so that memory stays flat however long the file is


def refusal_text(error: Refused) -> str:
    """A refusal's sentence in the language of whoever runs the command."""
    return _(REFUSALS[error.code]) % error.facts


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

    def remembered(self, kind: str, key: str, find: Callable[[str], Any]) -> Any:
        """Whatever ``find`` finds under this name, looked up once."""
        return self._find(kind, key, find)

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
    checked = members(data, VERIFIED, "verified.")
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
    procedures.add_holiday(
        day=day_of(e, "day"), name=e["name"], works=bool(e.get("works")), at=at, actor=names.person(e.get("by"))
    )


def _holiday_remove(e: Event, at: datetime, names: Names) -> None:
    procedures.remove_holiday(day=day_of(e, "day"), at=at, actor=names.person(e.get("by")))


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
        title_limit=proposals.IMPORTED_TITLE_LIMIT,
        flag=False,
        author=author,
        at=at,
        actor=author,
    )
    names.keep("proposal", e["proposal"], Proposal(pk=proposal.pk))


def _proposal_edit(e: Event, at: datetime, names: Names) -> None:
    texts.edit_proposal(
        case_key=e["proposal"],
        title=e["title"],
        body=e.get("body", ""),
        category=e.get("category"),
        area=e.get("area"),
        title_limit=proposals.IMPORTED_TITLE_LIMIT,
        at=at,
        actor=names.person(e["by"]),
    )


def _proposal_clarify(e: Event, at: datetime, names: Names) -> None:
    texts.clarify_proposal(case_key=e["proposal"], text=e["text"], at=at, actor=names.person(e["by"]))


def _proposal_retire(e: Event, at: datetime, names: Names) -> None:
    texts.retire_proposal(
        case_key=e["proposal"], code=e["code"], reason=e.get("reason", ""), at=at, actor=names.person(e["by"])
    )


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


def _invalidate(back: bool) -> Callable[[Event, datetime, Names], None]:
    def invalidate(e: Event, at: datetime, names: Names) -> None:
        if not all(isinstance(key, str) for key in e["people"]):
            raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % {"name": "people", "type": "[str]"})
        invalidations.retell(
            proposal=names.proposal(e["proposal"]),
            key=e["invalidation"],
            people=[people.find_person(key) for key in e["people"]],
            reason=e["reason"],
            back=back,
            at=at,
            actor=names.person(e.get("by")),
        )

    return invalidate


def _mark_withdraw(e: Event, at: datetime, names: Names) -> None:
    invalidations.withdraw_mark(
        proposal=names.proposal(e["proposal"]),
        mark=e["mark"],
        key=e.get("invalidation", ""),
        at=at,
        actor=names.person(e.get("by")),
    )


def _case_assign(e: Event, at: datetime, names: Names) -> None:
    department = people.find_department(e["department"])
    duties.assign_department(case_key=e["proposal"], department=department, at=at, actor=names.person(e.get("by")))


def _case_hand_over(e: Event, at: datetime, names: Names) -> None:
    to = people.find_department(e["department"])
    actor = names.person(e.get("by"))
    handing.hand_over(case_key=e["proposal"], department=to, reason=e["reason"], at=at, actor=actor)


def _case_refuse(e: Event, at: datetime, names: Names) -> None:
    handing.refuse_case(case_key=e["proposal"], reason=e["reason"], at=at, actor=names.person(e.get("by")))


def _case_contribute(e: Event, at: datetime, names: Names) -> None:
    handing.ask_to_contribute(
        case_key=e["proposal"],
        department=people.find_department(e["department"]),
        note=e.get("note", ""),
        wanted_by=day_of(e, "wanted_by") if e.get("wanted_by") else None,
        stage=e.get("stage"),
        at=at,
        actor=names.person(e.get("by")),
    )


def _contribution(e: Event) -> Contribution:
    found = Contribution.objects.filter(request__case__key=e["proposal"], department__key=e["department"])
    if e.get("stage"):
        found = found.filter(request__visit__stage=e["stage"])
    contribution = found.select_related("request__case").order_by("pk").last()
    if contribution is None:
        raise Refused("contribution-unasked", department=e["department"])
    return contribution


def _contribution_give(e: Event, at: datetime, names: Names) -> None:
    actor = names.person(e.get("by"))
    contributions.give_contribution(contribution=_contribution(e), text=e["text"], at=at, actor=actor)


def _contribution_decline(e: Event, at: datetime, names: Names) -> None:
    actor = names.person(e.get("by"))
    contributions.decline_contribution(contribution=_contribution(e), reason=e["reason"], at=at, actor=actor)


def _case_route(e: Event, at: datetime, names: Names) -> None:
    decisions.route_case(
        case_key=e["proposal"],
        code=e["code"],
        reason=e["reason"],
        to=e.get("to", ""),
        link=e.get("link", ""),
        at=at,
        actor=names.person(e.get("by")),
    )


def _duty_explain(e: Event, at: datetime, names: Names) -> None:
    duties.explain_lateness(
        case_key=e["proposal"],
        duty=e["duty"],
        reason=e["reason"],
        number=e.get("number"),
        at=at,
        actor=names.person(e.get("by")),
    )


def _joined(e: Event, names: Names) -> list[Department] | None:
    """The departments that answer too; None where the event does not say."""
    if "joined" not in e:
        return None
    if not all(isinstance(key, str) for key in e["joined"]):
        raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % {"name": "joined", "type": "str"})
    return [people.find_department(key) for key in e["joined"]]


def _case_move(e: Event, at: datetime, names: Names) -> None:
    case = names.proposal(e["proposal"]).case
    procedures.move_case(case=case, to=e["to"], at=at, actor=names.person(e.get("by")))


def _review_decide(e: Event, at: datetime, names: Names) -> None:
    decisions.decide(
        case_key=e["proposal"],
        kind="review",
        decision=e["decision"],
        reason=e.get("reason") or "",
        code=e.get("code"),
        at=at,
        actor=names.person(e.get("by")),
    )


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
        stage=e.get("stage"),
        joined=_joined(e, names),
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
        until=day_of(e, "until"),
        reason=e["reason"],
        at=at,
        actor=names.person(e.get("by")),
    )


DO: dict[str, Callable[[Event, datetime, Names], None]] = {
    "person.register": _person_register,
    "person.verify": _person_verify,
    "department.register": _department_register,
    "role.grant": _role_grant,
    "role.revoke": _role_revoke,
    "holiday.add": _holiday_add,
    "holiday.remove": _holiday_remove,
    "rules.publish": _rules_publish,
    "proposal.submit": _proposal_submit,
    "proposal.edit": _proposal_edit,
    "proposal.clarify": _proposal_clarify,
    "proposal.retire": _proposal_retire,
    "support.cast": _support_cast,
    "support.withdraw": _support_withdraw,
    "support.batch": _support_batch,
    "support.invalidate": _invalidate(back=False),
    "support.restore": _invalidate(back=True),
    "mark.withdraw": _mark_withdraw,
    "case.assign": _case_assign,
    "case.hand_over": _case_hand_over,
    "case.refuse": _case_refuse,
    "case.contribute": _case_contribute,
    "case.route": _case_route,
    "contribution.give": _contribution_give,
    "contribution.decline": _contribution_decline,
    "duty.explain": _duty_explain,
    "case.move": _case_move,
    "review.decide": _review_decide,
    "answer.draft": _answer_draft,
    "answer.publish": _answer_publish,
    "answer.correct": _answer_correct,
    "duty.extend": _duty_extend,
    **events_content.DO,
    **events_course.DO,
    **events_agenda.DO,
    **events_panels.DO,
    **events_sessions.DO,
    **events_forums.DO,
    **events_preparing.DO,
    **events_goals.DO,
    **events_plans.DO,
    **events_projects.DO,
    **events_todos.DO,
    **events_operations.DO,
}


def do(event: Event, at: datetime, names: Names) -> None:
    """Do what a checked event says. Refused or BadLine when it cannot be done; then nothing has changed."""
    DO[event["do"]](event, at, names)
