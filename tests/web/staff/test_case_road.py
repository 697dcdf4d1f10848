"""건 쪽의 뒤쪽 단계: 의제로 올리기, 질문과 방식을 정한 선정, 토론과 실행으로 가는 길, 감사기록의 말."""

import pytest

from madang.forums.models import Forum
from madang.people.models import Role
from madang.procedures.models import Mark
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def 팀(db):
    return make.staff("공론장 담당", Role.FORUMS)


def test_기간이_끝난_제안을_까닭을_밝히고_의제로_올린다(브라우저, 팀, 네온):
    make.proposal("느티나무", key="tree")
    make.tick(AT + days(31))
    browser = 브라우저(팀, AT + days(40))
    assert "이유를 공개하고 올리기" in browser.page("/staff/cases/tree")
    said = browser.send("/staff/cases/tree/pick-up", status=422, reason="  ")
    assert "왜 올리는지 적어 주십시오." in said
    assert not Mark.objects.exists()
    browser.send("/staff/cases/tree/pick-up", reason="여러 동네에 닿아서")
    page = 브라우저(네온, AT + days(40)).page("/staff/cases/tree")
    assert "기준에 이르지 못한 제안을 의제 후보로 올렸습니다." in page
    assert "여러 동네에 닿아서" in page
    assert "의제로 올리기</h2>" not in page
    said = browser.send("/staff/cases/tree/pick-up", status=422, reason="또")
    assert "또" in said, "쓴 것은 남는다"


def test_철회한_제안과_기관이_묻는_것에는_올리기가_없다(브라우저, 팀):
    make.asked_by_the_city(key="ask")
    assert "의제로 올리기" not in 브라우저(팀).page("/staff/cases/ask")
    make.procedure("bluehouse-2017")
    make.proposal(key="blue", procedure="bluehouse-2017")
    assert "의제로 올리기" not in 브라우저(팀).page("/staff/cases/blue"), "의제선정단이 없는 절차"


def test_선정하며_정한_질문과_방식이_토론으로_간다(브라우저, 팀):
    make.supports(make.proposal("자전거", key="bike"), 500)
    browser = 브라우저(팀, AT + days(1))
    page = browser.page("/staff/cases/bike")
    assert 'name="question"' in page
    browser.send(
        "/staff/cases/bike/decide/agenda", decision="select", form="open", question="어디부터 이을까요?", reason=""
    )
    forum = Forum.objects.get()
    assert (forum.form, forum.question) == ("open", "어디부터 이을까요?")
    page = browser.page("/staff/cases/bike")
    assert 'href="/staff/forums/bike"' in page
    assert "준비하고 열기" in page
    make.forum(make.Proposal.objects.get(), form="open", at=AT + days(2))
    browser.at = AT + days(3)
    page = browser.page("/staff/cases/bike")
    assert 'href="/forums/bike"' in page
    assert "토론 살피기" in page


def test_실행은_실행_책상으로_이어진다(브라우저, 세종, 교통과):
    제안 = make.proposal("자전거", key="bike", department=교통과)
    make.supports(제안, 50)
    make.answered(제안, at=AT + days(1))
    page = 브라우저(세종, AT + days(2)).page("/staff/cases/bike")
    assert 'href="/staff/deliveries/bike"' in page
    assert "추진 개요 쓰기" in page


def test_권한이_없으면_올릴_수_없다(브라우저, 세종, 교통과):
    make.proposal(key="bike", department=교통과)
    assert "의제로 올리기" not in 브라우저(세종).page("/staff/cases/bike")
    브라우저(세종).send("/staff/cases/bike/pick-up", status=404, reason="이유")


def test_감사기록은_토론과_결과를_한_갈래로_거른다(브라우저, 네온):
    제안 = make.proposal("자전거", key="bike")
    make.supports(제안, 500)
    make.selected(제안, at=AT + days(1))
    make.forum(제안, at=AT + days(2))
    page = 브라우저(네온, AT + days(3)).page("/staff/audit", group="forum")
    assert "공론장을 열었습니다." in page
    assert "‘의제선정단’에서 결정했습니다" not in page
