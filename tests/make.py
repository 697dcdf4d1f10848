"""Builders for tests: what a test needs but is not about, in one line, through the ordinary actions.

    make.procedure("seoul-2019")
    자전거 = make.proposal("자전거 도로를 이어 주세요")          # by a new citizen, at AT, under seoul-2019
    make.supports(자전거, 49)
    make.support(자전거, make.person("두리"), at=AT + days(3))

Everything takes a moment (``at``), and ``AT`` is a Monday morning: 2019-03-04 09:00 in Seoul.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from madang.actions import answers, clockwork, decisions, duties, forums, opinions, people, procedures, proposals
from madang.actions import supports as actions
from madang.answers.models import AnswerVersion
from madang.base.errors import Refused
from madang.forums.models import Forum, Opinion
from madang.people.models import Department, Person, Role, Verification
from madang.procedures.models import Case, Procedure, RuleVersion
from madang.proposals.models import Proposal

SEOUL = ZoneInfo("Asia/Seoul")
AT = datetime(2019, 3, 4, 9, tzinfo=SEOUL)
_numbers = count(1)


def moment(text: str) -> datetime:
    """``2019-03-04 09:00`` in Seoul."""
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


def days(number: float) -> timedelta:
    """So many days."""
    return timedelta(days=number)


def procedure(preset: str = "seoul-2019", *, slug: str | None = None, at: datetime = AT) -> Procedure:
    """The procedure of that preset, installed unless it is there already."""
    try:
        return procedures.find_procedure(slug or preset)
    except Refused:
        return procedures.install_preset(name=preset, slug=slug, at=at, actor=None).procedure


def rules(preset: str = "seoul-2019") -> RuleVersion:
    """Its rules in force."""
    return procedure(preset).current


def person(
    name: str = "하나", *, key: str | None = None, email: str | None = None, level: str | None = None,
    born: int | None = None, at: datetime = AT,
) -> Person:  # fmt: skip
    """A citizen; ``level`` (email, phone, resident, strong) and ``born`` as verified."""
    verified = {"level": level, **({"born": born} if born else {})} if level else None
    key = key or f"p{next(_numbers)}"
    return people.register_person(key=key, name=name, email=email, verified=verified, at=at, actor=None)


def crowd(number: int, *, level: str | None = None, at: datetime = AT) -> list[Person]:
    """So many citizens at once."""
    first = next(_numbers)
    made = [Person(key=f"c{first}-{n}", name=f"시민 {n}", password="!", joined_at=at) for n in range(1, number + 1)]
    Person.objects.bulk_create(made)
    if level:
        Verification.objects.bulk_create(Verification(person=each, level=level, at=at) for each in made)
    return made


def department(name: str = "교통정책과", *, key: str | None = None, at: datetime = AT) -> Department:
    """A department; the one of that name when it is there already."""
    found = Department.objects.filter(name=name).first()
    return found or people.register_department(key=key or f"d{next(_numbers)}", name=name, at=at, actor=None)


def staff(
    name: str = "네온 PM", role: Role = Role.PM, *, department: Department | None = None, at: datetime = AT
) -> Person:
    """Someone of the team, with an address."""
    made = person(name, email=f"staff{next(_numbers)}@gaon.example", at=at)
    people.grant_role(person=made, role=role, department=department, at=at, actor=None)
    return made


def officer(name: str = "세종 주무관", *, department: Department, at: datetime = AT) -> Person:
    """부서 담당자."""
    return staff(name, Role.DEPARTMENT_OFFICER, department=department, at=at)


def proposal(
    title: str = "자전거 도로를 이어 주세요", *, procedure: str = "seoul-2019", by: Person | None = None,
    at: datetime = AT, body: str = "끊긴 곳이 많아요.", **more: Any,
) -> Proposal:  # fmt: skip
    """A proposal by ``by`` (default: a new citizen). ``more``: key, category, area, origin, department."""
    author = by or person("제안한 시민", at=at)
    return proposals.submit_proposal(
        rules=rules(procedure), title=title, body=body, author=author, actor=author, at=at, **more
    )


def supports(proposal: Proposal, number: int, *, at: datetime = AT) -> list[Person]:
    """So many new citizens support it; who they are."""
    stage = proposal.case.rules.document.stage(proposal.case.visits.get(kind="collect", left=None).stage)
    level = stage.settings.get("level", "account")
    made = crowd(number, level=None if level == "account" else level, at=at)
    for first in range(0, number, 1000):
        results = actions.flush([actions.Cast(proposal.pk, each, at) for each in made[first : first + 1000]])
        for result in results:
            if isinstance(result, Refused):
                raise result
    return made


def support(proposal: Proposal, by: Person, *, at: datetime = AT) -> bool:
    """One support."""
    return actions.cast_support(proposal=proposal, person=by, at=at)


def paper(proposal: Proposal, number: int, *, at: datetime = AT, by: Person | None = None) -> None:
    """So many supports on paper."""
    actions.add_support_batch(
        proposal=proposal, count=number, channel="paper", evidence="서명부, 사본 보관", at=at, actor=by
    )


def assigned(proposal: Proposal, to: Department, *, at: datetime = AT) -> None:
    """The department takes the case."""
    duties.assign_department(case_key=proposal.case.key, department=to, at=at, actor=None)


def answered(
    proposal: Proposal, decision: str = "accept", *, by: Department | None = None, at: datetime = AT,
    text: str = "내년 예산에 넣어 추진하겠습니다.", actor: Person | None = None,
) -> AnswerVersion:  # fmt: skip
    """The answer that the case waits for is published, by ``by`` or the department that has the case."""
    return answers.publish_answer(
        case_key=proposal.case.key, decision=decision, text=text, department=by, at=at, actor=actor
    )


def selected(
    proposal: Proposal,
    *,
    form: str = "pro_con",
    question: str = "",
    at: datetime = AT,
    reason: str = "생활에 크게 닿아서",
) -> None:
    """The panel chooses it for a discussion."""
    decisions.decide(
        case_key=proposal.case.key, kind="agenda", decision="select", form=form, question=question, reason=reason,
        at=at, actor=None,
    )  # fmt: skip


def asked_by_the_city(question: str = "차 없는 거리를 만들까요?", *, at: datetime = AT, **more: Any) -> Proposal:
    """기관제안: the institution's own question, to be discussed. ``more``: key, department, procedure."""
    return proposal(question, origin="institution", at=at, **more)


def forum(proposal: Proposal, *, form: str = "pro_con", at: datetime = AT, **more: Any) -> Forum:
    """The discussion that the proposal has come to opens. ``more``: question, body, days, long_running, key."""
    return forums.open_forum(case_key=proposal.case.key, form=form, at=at, actor=None, **more)


def opinion(
    forum: Forum, by: Person | None = None, position: str = "for", *, at: datetime = AT, text: str = "꼭 필요해요.",
    **more: Any,
) -> Opinion:  # fmt: skip
    """Someone (default: a new citizen) says something there. ``more``: reply_to, key, consent."""
    author = by or person("의견 낸 시민", at=at)
    return opinions.post_opinion(
        forum=forum, author=author, position="" if more.get("reply_to") else position, text=text, at=at, actor=author,
        **more,
    )  # fmt: skip


def tick(at: datetime) -> clockwork.Ticked:
    """The clock strikes ``at``."""
    return clockwork.tick(at=at)


def case(proposal: Proposal) -> Case:
    """Its case as it stands in the database now."""
    return Case.objects.get(pk=proposal.pk)
