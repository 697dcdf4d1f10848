"""오늘 할 일: 뒤쪽 단계의 일도 마감 차례로 한 목록에 온다."""

import re

import pytest

from madang.actions import deliveries, tasks
from madang.people.models import Role
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def 팀(db):
    return make.staff("공론장 담당", Role.FORUMS)


def 할_일(브라우저, 사람, at):
    """(제목, 단추의 말, 주소) of each line, in order."""
    page = 브라우저(사람, at).page("/staff/")
    lines = re.findall(r"<tr[ >].*?</tr>", page.partition("<tbody")[2], flags=re.S)
    found = []
    for line in lines:
        title = re.search(r"<bdi>(.*?)</bdi>", line, flags=re.S)
        button = re.search(r'data-primary href="([^"]*)">(.*?)</a>', line, flags=re.S)
        if title and button:
            found.append((title[1], button[2].strip(), button[1]))
    return found


def test_의제_후보에서_결과_공개까지_할_일이_차례로_온다(브라우저, 팀, 교통과):
    제안 = make.proposal("차 없는 거리", key="street", department=교통과)
    make.supports(제안, 500)
    assert 할_일(브라우저, 팀, AT) == [("차 없는 거리", "결정하기", "/staff/cases/street#decide-agenda")]
    make.selected(제안, at=AT + days(1))
    assert 할_일(브라우저, 팀, AT + days(2)) == [("차 없는 거리", "준비하기", "/staff/forums/street")]
    make.forum(제안, at=AT + days(3))
    assert 할_일(브라우저, 팀, AT + days(4)) == []
    make.tick(AT + days(40))
    assert 할_일(브라우저, 팀, AT + days(41)) == [("차 없는 거리", "마치기", "/staff/cases/street#task-delivering")]
    tasks.finish_task(case_key="street", act="deliver", at=AT + days(42), actor=팀)
    assert 할_일(브라우저, 팀, AT + days(43)) == []


def test_부서에는_자기_실행의_보고만_온다(브라우저, 세종, 공원과, 교통과):
    하나, 둘 = (
        make.proposal(title, key=key, department=which)
        for title, key, which in (("우리 일", "ours", 교통과), ("남의 일", "theirs", 공원과))
    )
    for one in (하나, 둘):
        make.supports(one, 50)
        make.answered(one, at=AT + days(1))
    assert 할_일(브라우저, 세종, AT + days(2)) == [("우리 일", "현황 쓰기", "/staff/deliveries/ours")]
    late = 브라우저(세종, AT + days(120)).page("/staff/")
    assert "data-late" in late
    deliveries.update_delivery(case_key="ours", progress="설계를 마쳤습니다.", at=AT + days(121), actor=세종)
    assert len(할_일(브라우저, 세종, AT + days(121))) == 1  # the second one is owed since the first fell due


def test_기관이_묻는_것은_그_부서도_준비한다(브라우저, 세종, 공원과, 교통과):
    make.asked_by_the_city("차 없는 거리를 만들까요?", key="ask", department=교통과)
    make.asked_by_the_city("공원에 무엇을 놓을까요?", key="park", department=공원과)
    assert 할_일(브라우저, 세종, AT) == [("차 없는 거리를 만들까요?", "합의 살피기", "/staff/forums/ask")]


def test_할_일이_없는_사람의_첫_화면은_빈_목록을_권한다(브라우저):
    page = 브라우저(make.staff("홍보 담당", Role.PROMOTION)).page("/staff/")
    assert "오늘 할 일을 다 했습니다" in page


@pytest.mark.parametrize("state", ["forum", "task", "execute"])
def test_분류_목록은_뒤쪽_단계로도_걸러진다(브라우저, 네온, 교통과, state):
    하나, 둘, 셋 = (make.proposal(title, department=교통과) for title in ("토론할 것", "전달할 것", "실행할 것"))
    for one, count in ((하나, 500), (둘, 500), (셋, 50)):
        make.supports(one, count)
    make.answered(셋, at=AT + days(1))
    for one in (하나, 둘):
        make.selected(one, at=AT + days(2))
    make.forum(둘, at=AT + days(3))
    make.tick(AT + days(40))
    titles = {"forum": "토론할 것", "task": "전달할 것", "execute": "실행할 것"}
    page = 브라우저(네온, AT + days(41)).page("/staff/cases", state=state)
    assert titles[state] in page
    assert not any(title in page for name, title in titles.items() if name != state)
