"""늦은 할 일: 다음 날 아침에 맡은 사람이, 며칠 뒤에는 이끄는 사람이 안다. 저마다 한 번."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from madang.actions import reminders, todos
from madang.notices.models import Notice, Watch
from madang.people.models import Person, Role
from madang.plans.models import Todo
from tests import make, make_plans

pytestmark = pytest.mark.django_db
DUE = date(2019, 3, 6)


def morning(day: int, hour: int = 8) -> datetime:
    return make.moment(f"2019-03-{day:02d} {hour:02d}:05")


@pytest.fixture(autouse=True)
def _worker_runs() -> None:
    reminders.remind(at=make.AT)


def told(person: Person) -> list[str]:
    return list(
        Notice.objects.filter(person=person, kind__startswith="todo-").order_by("pk").values_list("kind", flat=True)
    )


def days(first: int, last: int) -> None:
    for day in range(first, last + 1):
        for hour in (7, 8, 20):
            reminders.remind(at=morning(day, hour))


def test_다음_날_아침에_맡은_사람이_나흘_뒤에는_PM이_한_번씩_안다() -> None:
    다온, 네온 = make.staff("다온", Role.PROMOTION), make.staff("네온 PM")
    make_plans.todo("카드뉴스", role="promotion", person=다온, due=DUE)
    make_plans.todo("링크 글", role="promotion", due=DUE)
    days(5, 20)
    assert told(다온) == ["todo-late"]
    assert told(네온) == ["todo-late-lead"]
    쪽지 = Notice.objects.get(person=다온, kind="todo-late")
    assert (쪽지.facts["count"], 쪽지.at) == (2, make.moment("2019-03-07 08:00"))
    assert Notice.objects.get(person=네온).at == make.moment("2019-03-10 08:00")
    assert set(Todo.objects.values_list("escalated", flat=True)) == {2}


def test_한_주_동안_시계가_멈췄어도_빠짐없이_한_번씩_안다() -> None:
    다온, 네온 = make.staff("다온", Role.PROMOTION), make.staff("네온 PM")
    make_plans.todo("카드뉴스", role="promotion", due=DUE)
    reminders.remind(at=morning(14))
    assert (told(다온), told(네온)) == (["todo-late"], ["todo-late-lead"])


def test_제때_마쳤거나_날을_옮기면_알리지_않는다() -> None:
    네온 = make.staff("네온 PM")
    todos.finish_todo(todo=make_plans.todo("마친 일", due=DUE), at=make.AT, actor=네온)
    일 = make_plans.todo("옮긴 일", due=DUE)
    todos.change_todo(todo=일, task=todos.Task("옮긴 일", role="pm", due=date(2019, 3, 12)), at=make.AT, actor=네온)
    days(5, 12)
    assert told(네온) == []
    days(13, 13)
    assert told(네온) == ["todo-late"]


def test_아무도_없는_역할의_일은_이끄는_사람이_안다() -> None:
    담당자 = make.staff("하늘 담당자", Role.OFFICER)
    make_plans.todo("카드뉴스", role="promotion", due=DUE)
    days(5, 8)
    assert told(담당자) == ["todo-late"]
    assert list(Todo.objects.for_person(담당자)) == list(Todo.objects.of_nobody())


def test_새로_연_집은_옛날에_늦은_것을_말하지_않는다() -> None:
    네온 = make.staff("네온 PM")
    make_plans.todo("오래된 일", due=date(2018, 3, 6))
    Watch.objects.all().delete()
    days(5, 8)
    assert told(네온) == []
