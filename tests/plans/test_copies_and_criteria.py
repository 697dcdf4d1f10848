"""다음 해로 베낀 계획, 그리고 계획의 기준이 기준판이 되는 길."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from madang.actions import goals, plan_copies, plan_criteria, projects, todos
from madang.actions.criteria_facts import known_about, past_of
from madang.base.errors import Refused
from madang.ops import export
from madang.plans.models import Goal, Plan, Project, Run, Todo
from madang.procedures.models import Procedure, RuleDraft
from madang.rules.document import preset, read_document
from madang.rules.explain import fill
from tests import make, make_plans

pytestmark = pytest.mark.django_db
SEOUL = preset("seoul-2019")


@pytest.mark.parametrize("year", [2023, 2024, 2026])  # before, in and after a year with a 29 February
def test_옮긴_날은_같은_요일이고_사흘_안쪽이며_그_해를_넘지_않는다(year: int) -> None:
    for number in range(366):
        day = date(year, 1, 1) + timedelta(days=number)
        found = plan_copies.moved(day, 1)
        assert found.weekday() == day.weekday()
        assert found.year == day.year + 1
        assert abs((found - plan_copies.a_year_on(day, 1)).days) <= 6


def whole_plan(by) -> Plan:
    계획 = make_plans.plan(2019)
    떠난 = make.staff("떠난 PL", role="pl")
    goals.set_goal(plan=계획, kind="number", name="제안", metric="proposals", target=Decimal(300), starts=date(2019, 1, 1),
                   ends=date(2019, 12, 31), owner=떠난, owner_role="pl", at=make.AT, actor=by)  # fmt: skip
    goals.set_goal(plan=계획, kind="quality", name="어떻게 알게 할까?", at=make.AT, actor=by)
    워크숍 = make_plans.project(of=계획)
    회차 = make_plans.run(워크숍, date(2019, 5, 15), place="시민청")
    일 = make_plans.todo("자리 잡기", run=회차, offset=-10, due=date(2019, 5, 5))
    make_plans.todo("혼자 하던 일", project=워크숍, role="", person=떠난, due=date(2019, 6, 1))
    todos.finish_todo(todo=일, at=make.AT, actor=by)
    projects.finish_run(run=회차, at=make.AT, actor=by)
    projects.share(project=워크숍, role="forums", part="lead", at=make.AT, actor=by)
    projects.share(project=워크숍, role="pl", person=떠난, part="does", at=make.AT, actor=by)
    떠난.memberships.all().delete()
    그만둔 = make_plans.project("그만둔 사업", of=계획)
    projects.drop_project(project=그만둔, at=make.AT, actor=by)
    return 계획


def test_다음_해의_계획은_날짜를_옮겨_처음부터_다시_시작한다() -> None:
    네온 = make.staff("네온 PM")
    옛 = whole_plan(네온)
    새 = plan_copies.copy_plan(plan=옛, year=2020, title="2020년 계획", at=make.AT, actor=네온)
    assert (새.copied_from, 새.published_at, 새.visited) == (옛, None, [])
    목표 = Goal.objects.get(plan=새, kind="number")
    assert (목표.target, 목표.starts, 목표.ends) == (300, date(2020, 1, 1), date(2020, 12, 31))
    assert (목표.owner, 목표.owner_role) == (None, "pl")
    사업 = Project.objects.get(plan=새)
    assert (사업.starts, 사업.ends) == (date(2020, 3, 1), date(2020, 11, 30))
    회차 = Run.objects.get(project=사업)
    assert (회차.on, 회차.done_at, 회차.place) == (date(2020, 5, 13), None, "시민청")  # 수요일에서 수요일로
    일 = Todo.objects.get(project=사업)
    assert (일.title, 일.due, 일.done_at, 일.offset) == ("자리 잡기", date(2020, 5, 3), None, -10)
    assert [(one.role, one.part) for one in 사업.shares.all()] == [("forums", "lead")]


def test_베끼다_막히면_아무것도_남지_않는다() -> None:
    옛 = whole_plan(make.staff("네온 PM"))
    make_plans.plan(2020)
    before = Project.objects.count(), Plan.objects.count()
    with pytest.raises(Refused) as refused:
        plan_copies.copy_plan(plan=옛, year=2020, title="또", at=make.AT, actor=None)
    assert refused.value.code == "plan-of-that-year"
    assert (Project.objects.count(), Plan.objects.count()) == before


def test_베낀_계획은_그_명사들의_사건으로_이야기된다() -> None:
    옛 = whole_plan(make.staff("네온 PM"))
    plan_copies.copy_plan(plan=옛, year=2020, title="2020년 계획", key="next", at=make.AT, actor=None)
    told = [
        event for event in export.events() if event["do"].startswith(("plan.", "goal.", "project.", "run.", "todo."))
    ]
    at = next(index for index, event in enumerate(told) if event["do"] == "plan.open" and event["plan"] == "next")
    assert [event["do"] for event in told[at:]] == [
        "plan.open", "plan.set", "goal.set", "goal.set", "project.set", "project.share", "run.set", "todo.add",
    ]  # fmt: skip
    assert told[at]["copied_from"] == 옛.key


# ── the criteria ──


def drafted(by, **more) -> Plan:
    return plan_criteria.set_criteria(
        plan=make_plans.plan(2019), document=SEOUL.data, preset="seoul-2019", at=make.AT, actor=by, **more
    )


def test_초안은_첫_기준판이_되고_다음_초안은_둘째_판이_된다() -> None:
    네온 = make.staff("네온 PM")
    version = plan_criteria.publish_criteria(plan=drafted(네온), at=make.AT, actor=네온)
    assert (version.procedure.slug, version.number) == ("proposals", 1)
    plan = Plan.objects.get()
    assert (plan.procedure, plan.criteria) == ("proposals", None)
    changed = SEOUL.data | {"name": {"ko": "새 이름", "en": "New name"}}
    plan_criteria.set_criteria(plan=plan, document=changed, procedure="proposals", based_on=1, at=make.AT, actor=네온)
    plan_criteria.publish_criteria(plan=plan, at=make.AT, actor=네온)
    assert Procedure.objects.get().current.number == 2


def test_단계의_차례는_초안을_내보냈다_들여도_그대로다() -> None:
    drafted(make.staff("네온 PM"))
    told = next(event for event in export.events() if event["do"] == "plan.criteria")
    assert list(json.loads(told["document"])["stages"]) == list(SEOUL.stages)


def test_새_절차의_첫_기준도_둘째_사람이_공개한다(settings) -> None:
    settings.SECOND_PERSON = ["rules"]
    네온, 두리 = make.staff("네온 PM"), make.staff("두리 PL", role="pl")
    plan = drafted(네온)
    with pytest.raises(Refused) as refused:
        plan_criteria.publish_criteria(plan=plan, at=make.AT, actor=네온)
    assert refused.value.code == "own-draft"
    assert not Procedure.objects.exists()
    version = plan_criteria.publish_criteria(plan=plan, at=make.AT, actor=두리)
    assert version.published_by == 네온
    plan = Plan.objects.get()
    changed = SEOUL.data | {"name": {"ko": "새 이름", "en": "New name"}}
    plan_criteria.set_criteria(plan=plan, document=changed, procedure="proposals", based_on=1, at=make.AT, actor=네온)
    waits = plan_criteria.publish_criteria(plan=plan, at=make.AT, actor=네온)
    assert isinstance(waits, RuleDraft)
    assert Procedure.objects.get().current.number == 1


def test_깨진_문서는_초안이_되지_않는다() -> None:
    plan = make_plans.plan(2019)
    with pytest.raises(Refused) as refused:
        plan_criteria.set_criteria(plan=plan, document={"madang": 1}, at=make.AT, actor=None)
    assert refused.value.code == "rules-broken"
    with pytest.raises(Refused) as refused:
        plan_criteria.publish_criteria(plan=plan, at=make.AT, actor=make.staff("네온 PM"))
    assert refused.value.code == "no-criteria"


def test_지난_건이_창_안에_모은_공감만_센다() -> None:
    stage = SEOUL.stages["collecting"]
    하나 = make.proposal(at=make.AT)
    make.supports(하나, 3, at=make.AT + make.days(2))
    make.paper(하나, 4, at=make.AT + make.days(29))
    make.proposal(at=make.AT)
    assert past_of(stage, at=make.AT + make.days(10)).supports == ()
    past = past_of(stage, at=make.AT + make.days(60))
    assert (past.days, sorted(past.supports)) == (30, [0, 7])
    shorter = read_document(fill(SEOUL.data, {"/stages/collecting/deadline/days": 10})).stages["collecting"]
    assert sorted(past_of(shorter, at=make.AT + make.days(60)).supports) == [0, 3]
    assert known_about(SEOUL, at=make.AT).members >= 1
