"""실행 기록: departments say what they do, how far they are and what came of it; nothing typed is ever lost."""

import re

import pytest

from madang.deliveries.models import DeliveryUpdate
from tests import make
from tests.deliveries.delivering import accepted, delivery_of, finished, planned, reported
from tests.deliveries.test_public_pages import words

pytestmark = pytest.mark.django_db
늦은때 = make.moment("2019-06-10 09:00")  # the first report was due by the end of 5 June


@pytest.fixture
def 자전거(교통과):
    make.procedure()
    proposal = accepted(key="bike", department=교통과)
    make.tick(늦은때)
    return proposal


@pytest.fixture
def 책상(세종, 자전거, 브라우저):
    return 브라우저(세종, at=늦은때)


def test_늦은_보고가_먼저_오고_부서_담당자는_자기_부서_것만_본다(자전거, 공원과, 책상, 담당자, 브라우저):
    accepted("그늘을 만들어 주세요", key="shade", department=공원과, at=make.AT + make.days(30))
    page = words(책상.page("/staff/deliveries"))
    assert "자전거 도로를 이어 주세요 1분기째 추진 현황 보고" in page
    assert "그늘을" not in page
    책상.page("/staff/deliveries/shade", status=404)
    책상.send("/staff/deliveries/shade/plan", status=404, plan="x", number="0")
    everything = words(브라우저(담당자, at=늦은때).page("/staff/deliveries"))
    assert everything.index("자전거 도로를") < everything.index("그늘을")


def test_추진_개요를_일정과_함께_공개하고_바꿀_때는_까닭을_적는다(책상, 자전거):
    sent = {"plan": "길을 잇습니다.", "by_whom": "자전거팀", "budget": "3억 원", "number": "0"}
    책상.send("/staff/deliveries/bike/plan", step=["설계", "", "공사"], by=["2019-07-31", "", ""], **sent)
    found = delivery_of(자전거)
    assert [(one.name, str(one.by)) for one in found.milestones.all()] == [("설계", "2019-07-31"), ("공사", "None")]
    page = 책상.send("/staff/deliveries/bike/plan", status=422, **{**sent, "number": "1", "plan": "더 넓게"})
    assert "왜 바꾸는지 적어 주십시오" in page
    assert "더 넓게</textarea>" in page
    책상.send("/staff/deliveries/bike/plan", **{**sent, "number": "1", "plan": "더 넓게", "reason": "주민 요청"})
    assert delivery_of(자전거).number == 2


def test_줄을_더해도_적은_것은_그대로이고_아무것도_공개되지_않는다(책상, 자전거):
    page = 책상.send(
        "/staff/deliveries/bike/plan", status=200, do="rows", plan="길을 잇습니다.", number="0",
        step=["설계", "공사", "개통"], by=["2019-07-31", "", ""],
    )  # fmt: skip
    assert page.count('name="step"') == 7
    assert 'value="2019-07-31"' in page
    assert "길을 잇습니다.</textarea>" in page
    assert "고쳐 주세요" not in page
    assert delivery_of(자전거).planned_at is None


def test_날짜가_틀리면_어느_줄인지_말한다(책상):
    page = 책상.send(
        "/staff/deliveries/bike/plan", status=422, plan="x", number="0", step=["설계", ""], by=["내일", "2019-08-01"]
    )
    assert "‘설계’의 날짜를 2026-03-31처럼" in page
    assert "날짜만 있는 줄" in page


def test_보고하면_늦은_보고가_지켜지고_이룬_일정이_남는다(책상, 자전거):
    planned(자전거, at=make.moment("2019-03-10 09:00"))
    page = 책상.page("/staff/deliveries/bike")
    assert "이 보고는 ‘1분기째 추진 현황 보고’가 됩니다." in words(page)
    책상.send(
        "/staff/deliveries/bike/report", progress="설계를 마쳤습니다.", percent="30", reached=["설계"],
        reached_on="2019-06-01", count="0",
    )  # fmt: skip
    assert "5일 늦게 알림" in words(책상.page("/deliveries/bike"))
    assert str(delivery_of(자전거).milestones.get(name="설계").done_on) == "2019-06-01"


@pytest.mark.parametrize("percent", ["101", "-1", "많이", "1.5"])
def test_이상한_진행률은_거절하고_글은_남긴다(책상, percent):
    page = 책상.send("/staff/deliveries/bike/report", status=422, progress="열심히", percent=percent, count="0")
    assert "0부터 100까지의 수" in page
    assert "열심히</textarea>" in page


def test_아직_오지_않은_날에_이루었다고_할_수_없다(책상, 자전거):
    planned(자전거, at=make.moment("2019-03-10 09:00"))
    page = 책상.send(
        "/staff/deliveries/bike/report", status=422, progress="x", reached=["설계"], reached_on="2019-07-01", count="0"
    )
    assert "아직 오지 않은 날입니다" in page


def test_그_사이_동료가_보고했으면_내_글을_지키고_보여_준다(책상, 자전거):
    reported(자전거, "동료의 보고", at=늦은때)
    page = 책상.send("/staff/deliveries/bike/report", status=409, progress="나의 보고", count="0")
    assert "그 사이 동료가 먼저 공개했습니다" in page
    assert "나의 보고</textarea>" in page
    assert "동료의 보고" in page
    count = re.search(r'name="count" value="(\d+)"', page)[1]
    책상.send("/staff/deliveries/bike/report", progress="나의 보고", count=count)
    assert DeliveryUpdate.objects.count() == 2


def test_같은_보고를_두_번_보내면_하나다(책상):
    for _ in range(2):
        책상.send("/staff/deliveries/bike/report", progress="설계를\r\n마쳤습니다.", percent="30", count="0")
    assert DeliveryUpdate.objects.count() == 1


def test_성과를_전후와_수치로_공개하고_마친다(책상, 자전거):
    책상.send(
        "/staff/deliveries/bike/finish", result="이었습니다.", before="끊김", after="이어짐",
        what=["하루 이용", ""], was=["120명", ""], now=["540명", ""],
    )  # fmt: skip
    assert delivery_of(자전거).figures == [["하루 이용", "120명", "540명"]]
    assert "마친 실행입니다" in 책상.page("/staff/deliveries/bike")
    page = 책상.send("/staff/deliveries/bike/report", status=422, progress="마친 뒤에 쓴 글", count="0")
    assert "마친 뒤에 쓴 글" in page  # what was typed is still there to be read


def test_늦은_까닭은_어느_분기인지_골라_공개한다(책상, 자전거):
    at = make.moment("2019-10-01 09:00")
    make.tick(at)
    책상.at = at
    page = 책상.page("/staff/deliveries/bike")
    assert page.count("늦은 까닭 쓰기") == 2
    where = 책상.send(
        "/staff/cases/bike/explain/report", reason="담당자가 바뀌었습니다.", number="2", next="/staff/deliveries/bike"
    )
    assert where == "/staff/deliveries/bike"
    page = words(책상.page("/deliveries/bike"))
    assert "2분기째 추진 현황 보고 보고 없음 · 26일 늦음 늦은 까닭: 담당자가 바뀌었습니다." in page


def test_오늘_할_일과_달력과_현황판에_보고가_있다(책상, 자전거, 담당자, 브라우저):
    assert "현황 쓰기" in 책상.page("/staff/")
    assert "/staff/deliveries/bike" in 책상.page("/staff/")
    assert "1분기째 추진 현황 보고" in 책상.page("/staff/calendar", view="list", month="2019-06")
    assert "현황 쓰기" in 브라우저(담당자, at=늦은때).page("/staff/")
    board = words(책상.page("/duties", state="late"))
    assert "교통정책과 · 1분기째 추진 현황 보고" in board
    case = words(책상.page("/staff/cases/bike"))
    assert "추진 현황 보고는 연장할 수 없습니다" in case


def test_부서_없는_실행은_부서를_정하면_그_부서가_빚진다(자전거, 담당자, 공원과, 브라우저):
    from madang.actions.handing import refuse_case

    refuse_case(case_key="bike", reason="우리 일이 아닙니다", at=늦은때, actor=None)
    desk = 브라우저(담당자, at=늦은때)
    assert "부서 정하기" in desk.page("/staff/deliveries")
    assert "담당 부서 · 1분기째 추진 현황 보고" in words(desk.page("/duties", state="late"))
    desk.send("/staff/cases/bike/assign", department="parks")
    assert "공원녹지과 · 1분기째 추진 현황 보고" in words(desk.page("/duties", state="late"))


def test_보고가_다가오고_늦으면_부서와_담당자가_듣는다(교통과, 세종, 담당자):
    from madang.actions.reminders import remind
    from madang.notices.models import Notice

    make.procedure()
    accepted(key="bike", department=교통과)
    for day in ("2019-06-01", "2019-06-04"):
        remind(at=make.moment(f"{day} 12:00"))
    remind(at=make.moment("2019-06-07 09:00"))
    told = set(Notice.objects.filter(kind__in=("due-soon", "overdue")).values_list("kind", "person"))
    assert {("due-soon", 세종.pk), ("overdue", 세종.pk), ("overdue", 담당자.pk)} <= told


def test_목록은_줄이_늘어도_같은_수만_묻는다(자전거, 교통과, 책상, django_assert_max_num_queries):
    for number in range(5):
        planned(accepted(f"제안 {number}", key=f"k{number}", department=교통과), at=make.AT + make.days(2))
    책상.page("/staff/deliveries")
    with django_assert_max_num_queries(20):
        책상.page("/staff/deliveries")


def test_마친_것은_마친_목록에_있다(책상, 자전거):
    finished(자전거, at=늦은때)
    assert "자전거" in words(책상.page("/staff/deliveries", state="done"))
    assert "여기에 해당하는 것이 없습니다" in words(책상.page("/staff/deliveries", state="late"))
