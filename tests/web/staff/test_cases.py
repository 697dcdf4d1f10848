"""건: 분류하고, 검토하고, 선정하고, 종이 서명을 올리고, 한 일을 읽는다."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.audit.models import Entry
from madang.people.models import Membership, Person, Role
from madang.procedures.models import Case, Holiday
from madang.proposals.models import SupportBatch
from tests import make

pytestmark = pytest.mark.django_db


def test_부서_없는_건을_하나씩_또_한꺼번에_맡긴다(브라우저, 네온, 교통과, 공원과):
    for key in ("a1", "a2", "a3"):
        make.proposal(f"제안 {key}", key=key)
    browser = 브라우저(네온)
    browser.send("/staff/cases/assign", **{"only": "a1", "department-a1": "parks"})
    browser.send("/staff/cases/assign", case=["a2", "a3"], department="mobility")
    assert {case.key: case.department for case in Case.objects.all()} == {"a1": 공원과, "a2": 교통과, "a3": 교통과}
    page = browser.page("/staff/cases")
    assert "2건을 교통정책과에 맡겼습니다" in page
    assert "여기에 기다리는 건이 없습니다" in page


def test_맡길_부서나_건을_고르지_않으면_그렇게_말한다(브라우저, 네온, 교통과):
    make.proposal("제안", key="a1")
    browser = 브라우저(네온)
    browser.send("/staff/cases/assign", department="mobility")
    assert "먼저 건을 골라 주십시오" in browser.page("/staff/cases")
    browser.send("/staff/cases/assign", case="a1", department="없는부서")
    assert "맡을 부서를 골라 주십시오" in browser.page("/staff/cases")
    assert browser.send("/staff/cases/assign", next="https://evil.example/") == "/staff/cases"


def test_답변_의무가_걸린_건이_먼저_보이고_제목과_내용으로_찾는다(브라우저, 네온):
    make.proposal("새로 올라온 제안", at=make.AT + make.days(1))
    make.supports(make.proposal("급한 제안", body="어린이 보호구역 이야기"), 50)
    browser = 브라우저(네온, make.AT + make.days(2))
    page = browser.page("/staff/cases")
    assert page.index("급한 제안") < page.index("새로 올라온 제안")
    found = browser.page("/staff/cases", q="보호구역")
    assert "급한 제안" in found
    assert "새로 올라온 제안" not in found


def test_검토에서_돌려보낼_때는_이유가_있어야_한다(브라우저, 네온, 하나):
    make.supports(make.proposal("과속 단속", key="speed", procedure="bluehouse-2019", by=하나), 100)
    browser = 브라우저(네온)
    where = "/staff/cases/speed/decide/review"
    assert "공개 검토" in browser.page("/staff/cases/speed")
    assert "이유를 적어 주세요" in browser.send(where, 422, decision="reject", reason="")
    assert "결정을 골라 주십시오" in browser.send(where, 422, reason="까닭")
    browser.send(where, decision="reject", code="duplicate", reason="‘과속 카메라’와 같은 청원입니다.")
    case = Case.objects.get(key="speed")
    assert case.visits.get(kind="review").facts["reason"] == "‘과속 카메라’와 같은 청원입니다."
    browser.send(where, decision="pass")
    assert "단계가 열려 있지 않아요" in browser.page("/staff/cases/speed")


def test_의제선정단의_결정을_시민토론_스탭이_적는다(브라우저, 자전거):
    make.supports(자전거, 450)
    스탭 = make.staff("토론 스탭", Role.FORUMS)
    browser = 브라우저(스탭)
    assert "의제 후보" in browser.page("/staff/")
    browser.send("/staff/cases/bike/decide/review", 404, decision="pass")
    browser.send("/staff/cases/bike/decide/agenda", decision="defer", reason="다음 회의에서 다시 봅니다.")
    browser.send("/staff/cases/bike/decide/agenda", decision="select")
    assert Case.objects.get(key="bike").visits.filter(stage="forum", left=None).exists()


def test_종이_서명은_근거와_함께_올리고_기준에_이르면_답변이_시작된다(브라우저, 네온, 하나):
    make.supports(make.proposal("가로등", key="lamp", by=하나), 40)
    browser = 브라우저(네온)
    where = "/staff/cases/lamp/paper"
    for count, evidence, said in (
        ("0", "서명부", "1명 이상"),
        ("", "서명부", "몇 명인지"),
        ("열", "서명부", "숫자로"),
        ("10", " ", "무엇을 근거로"),
        ("9" * 30, "서명부", "까지 올릴 수 있어요"),
    ):
        page = browser.send(where, 422, count=count, evidence=evidence)
        assert said in page, count
    browser.send(where, count="10", evidence="3월 4일 중앙광장 서명부 1장")
    assert "이미 올렸습니다" in browser.send(where, 422, count="10", evidence="3월 4일  중앙광장 서명부 1장 ")
    assert SupportBatch.objects.get().recorded_by == 네온
    assert Case.objects.get(key="lamp").answer_requests.exists()
    assert "중앙광장 서명부" in browser.page("/staff/cases/lamp")
    closed = 브라우저(네온, make.AT + make.days(60))
    assert "공감을 받는 기간이" in closed.send(where, 422, count="10", evidence="늦은 서명부")


def test_감사기록을_말로_읽는다(브라우저, 담당자, 세종, 자전거, 공원과):
    make.assigned(자전거, 공원과)
    make.answered(자전거, by=공원과, actor=담당자)
    page = 브라우저(담당자).page("/staff/cases/bike")
    for said in (
        "제안을 올렸습니다. 기준 1판을 따릅니다.",
        "기준에 도달했습니다: 부서 답변 요청.",
        "담당 부서를 바꾸었습니다: 교통정책과 → 공원녹지과.",
        "답변을 공개했습니다: 수용.",
        "‘부서 답변’ 단계가 끝났습니다: 수용.",
    ):
        assert said in page, said
    assert "감사기록" not in 브라우저(make.staff("피엘", Role.PL)).page("/staff/cases/bike")


def test_모든_감사_동사에_문장이_있다():
    import re
    from pathlib import Path

    from madang.audit.sentences import SENTENCES

    said = set()
    for file in Path("madang").rglob("*.py"):
        said |= set(re.findall(r'(?:verb=|record\(|_record\()\s*"([a-z]+\.[a-z]+)"', file.read_text()))
    assert said - set(SENTENCES) == set()


def test_휴일을_더하고_지운다(브라우저, 네온):
    browser = 브라우저(네온)
    assert "날짜를 골라" in browser.send("/staff/holidays", 422, day="", name="쉬는 날")
    browser.send("/staff/holidays", day="2019-05-06", name="대체공휴일")
    assert "2019년 5월 6일(월)" in browser.page("/staff/holidays")
    browser.send("/staff/holidays/2019-05-06/remove")
    browser.send("/staff/holidays/오늘/remove")
    assert not Holiday.objects.exists()
    assert list(Entry.objects.filter(verb__startswith="holiday").values_list("verb", flat=True)) == [
        "holiday.add",
        "holiday.remove",
    ]


def test_역할을_주고_거두지만_내_담당자_역할은_남는다(브라우저, 담당자, 하나, 교통과):
    browser = 브라우저(담당자)
    assert "부서를 먼저" in browser.send("/staff/people", 422, email="HANA@gaon.example", role="department_officer")
    browser.send("/staff/people", email="HANA@gaon.example", role="department_officer", department="mobility")
    held = Membership.objects.get(person=하나)
    assert held.department == 교통과
    browser.send(f"/staff/people/{held.pk}/revoke")
    assert not Membership.objects.filter(person=하나).exists()
    mine = Membership.objects.get(person=담당자)
    browser.send(f"/staff/people/{mine.pk}/revoke")
    assert "스스로 거둘 수 없습니다" in browser.page("/staff/people")
    assert Membership.objects.filter(person=담당자).exists()
    assert Person.objects.get(pk=담당자.pk).is_active


def test_없는_건은_없는_쪽이다(브라우저, 네온):
    browser = 브라우저(네온)
    for path in ("", "/paper", "/move"):
        assert browser.get(f"/staff/cases/nowhere{path}").status_code == 404
    browser.send("/staff/cases/nowhere/decide/review", 404, decision="pass")


def test_분류_목록은_건이_많아도_물음이_늘지_않는다(브라우저, 담당자, 교통과):
    for number in range(12):
        make.supports(make.proposal(f"제안 {number}", department=교통과 if number % 2 else None), 50)
    browser = 브라우저(담당자)
    for path in ("/staff/", "/staff/cases", "/staff/cases?state=all"):
        with CaptureQueriesContext(connection) as asked:
            browser.page(path)
        assert len(asked) <= (34 if path == "/staff/" else 14), [query["sql"][:160] for query in asked]


def test_쪽에서_쪽으로_넘어가도_빠지는_건이_없다(브라우저, 네온, 교통과):
    for number in range(53):
        make.proposal(f"제안 {number:02}", key=f"k{number:02}")
    browser = 브라우저(네온)
    first, second = browser.page("/staff/cases"), browser.page("/staff/cases", **{"from": "50"})
    assert sum(f"제안 {number:02}<" in first + second for number in range(53)) == 53
    assert "from=50" in first
    browser.page("/staff/cases", **{"from": "-1"})
    browser.page("/staff/cases", **{"from": "9" * 40})
