"""운영 계획: opened, written by several people, published, told again."""

from __future__ import annotations

from datetime import date

import pytest

from madang.actions import plans, todos
from madang.base.errors import Refused
from madang.ops import export
from madang.plans.models import Plan, Todo
from tests import make, make_plans

pytestmark = pytest.mark.django_db


def test_한_해에_계획은_하나다() -> None:
    make_plans.plan(2027)
    with pytest.raises(Refused) as refused:
        plans.open_plan(year=2027, title="또 하나", at=make.AT, actor=None)
    assert refused.value.code == "plan-of-that-year"


def test_둘이_함께_고치면_나중_사람이_앞사람의_글을_덮어쓰지_않는다() -> None:
    계획 = make_plans.plan(2027)
    본판 = 계획.edition
    plans.set_plan(plan=계획, title="네온의 제목", after=본판, at=make.AT, actor=None)
    with pytest.raises(Refused) as refused:
        plans.set_plan(plan=계획, title="세종의 제목", after=본판, at=make.AT, actor=None)
    assert refused.value.code == "changed-meanwhile"
    assert Plan.objects.get().title == "네온의 제목"


def test_마친_일은_한_번_마치고_다시_열_수_있다() -> None:
    네온 = make.staff("네온 PM")
    일 = make_plans.todo("보도자료", due=date(2019, 3, 8))
    todos.finish_todo(todo=일, at=make.AT, actor=네온)
    todos.finish_todo(todo=일, at=make.AT + make.days(1), actor=None)
    assert Todo.objects.get().done_by == 네온
    assert Todo.objects.get().done_at == make.AT
    todos.reopen_todo(todo=일, at=make.AT + make.days(2), actor=네온)
    assert Todo.objects.get().done_at is None


def test_계획과_할_일은_사건으로_다시_이야기된다() -> None:
    계획 = make_plans.plan(2027)
    plans.set_plan(plan=계획, title="2027년 계획", intro="마당을 엽니다.", goals_public=True, at=make.AT, actor=None)
    일 = make_plans.todo("보도자료", role="promotion", due=date(2019, 3, 8))
    todos.finish_todo(todo=일, at=make.AT, actor=None)
    told = [event for event in export.events() if event["do"].startswith(("plan.", "todo."))]
    assert [event["do"] for event in told] == ["plan.open", "plan.set", "todo.add", "todo.finish"]
    assert told[1]["intro"] == "마당을 엽니다."
    assert told[2]["due"] == "2019-03-08"
