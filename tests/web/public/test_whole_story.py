"""제안 하나의 쪽이 끝까지 말한다: 의제, 토론, 결과, 실행."""

import pytest

from madang.actions import answers, decisions, deliveries, forums, tasks
from madang.actions.forum_desk import prepare_forum
from madang.actions.participation import taking_part
from madang.agenda.models import AgendaItem
from madang.forums.models import Forum
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db


def 참여(forum, number, at):
    with taking_part(forum, at=at) as part:
        for person in make.crowd(number, at=at):
            part.join(person, "opinion")


@pytest.fixture
def 후보(db):
    made = make.proposal("차 없는 학교 앞", key="school", department=make.department("교통정책과"))
    make.supports(made, 500)
    return made


def test_의제_후보에서_선정까지(읽기, 후보):
    page = 읽기(at=AT + days(1)).get("/proposals/school")
    assert "500명이 공감해 ‘토론 의제 후보’에 이르렀습니다" in page
    assert "의제선정단" in page.part("기관의 약속", "지나온 길")
    decisions.decide(
        case_key="school", kind="agenda", decision="defer", reason="자료가 모자라서", at=AT + days(2), actor=None
    )
    make.selected(후보, question="학교 앞을 차 없는 길로 할까요?", at=AT + days(3))
    page = 읽기(at=AT + days(4)).get("/proposals/school")
    course = page.part("지나온 길", "의견")
    assert "의제선정단: 보류 자료가 모자라서" in course
    assert "의제선정단: 선정 “학교 앞을 차 없는 길로 할까요?” · 찬반 토론 — 생활에 크게 닿아서" in course
    assert course.index("토론을 준비하기 시작했습니다") < course.index("의제선정단: 선정")
    assert "토론 준비 중 학교 앞을 차 없는 길로 할까요?" in page.text.replace("찬반 토론 ", "")
    assert "/forums/school" not in page.html, "열리지 않은 토론에는 갈 곳이 없다"


def test_열_날을_정했으면_그날을_알리고_지나면_말하지_않는다(읽기, 후보):
    make.selected(후보, at=AT + days(3))
    forum = Forum.objects.get(case__key="school")
    day = (AT + days(10)).date()
    prepare_forum(forum=forum, what={"opens_on": day}, at=AT + days(3), actor=None)
    assert "3월 14일(목)에 열 예정이에요" in 읽기(at=AT + days(4)).get("/proposals/school")
    page = 읽기(at=AT + days(11)).get("/proposals/school")
    assert "열 예정" not in page
    assert "토론 준비 중" in page


def test_토론이_열리면_큰_길_하나와_참여_사다리가_보인다(읽기, 후보):
    make.answered(후보, "decline", at=AT + days(2))
    make.selected(후보, question="학교 앞을 차 없는 길로 할까요?", at=AT + days(3))
    forum = make.forum(후보, at=AT + days(5))
    참여(forum, 12, AT + days(6))
    page = 읽기(at=AT + days(7)).get("/proposals/school")
    assert "지금 토론 중 · 12명 참여 다음 4,988명이 더 참여하면 시장 답변 요청 · 4월 8일(월)까지, 28일 남음" in page
    assert page.link("토론에 참여하기") == "/forums/school"
    assert "5,000 명 시장 답변 요청 4,988명 더 모이면 돼요 지금 12명 28일 남음" in page.part("토론 참여", "이 제안은")
    course = page.part("지나온 길", "의견")
    assert "토론이 열렸습니다 학교 앞을 차 없는 길로 할까요? · 찬반 토론 · 4월 8일(월)까지" in course
    row = 읽기(at=AT + days(7)).get("/proposals")
    assert "토론 중 12명 참여" in row
    assert row.rows == 읽기(at=AT + days(7)).get("/proposals", at="discussion").rows == ["차 없는 학교 앞"]
    over = 읽기(at=AT + days(40)).get("/proposals/school")  # its time is up, the clock has not looked yet
    assert "지금 토론이 끝났어요" in over
    assert over.link("나눈 이야기 보기") == "/forums/school"


def test_참여가_모이면_누구의_답변을_언제까지_받는지_보인다(읽기, 후보):
    make.answered(후보, "decline", at=AT + days(2))
    make.selected(후보, at=AT + days(3))
    forum = make.forum(후보, at=AT + days(5))
    forums.note_forum(forum=forum, text="광장에서 센 사람", count=5000, at=AT + days(6), actor=None)
    page = 읽기(at=AT + days(7)).get("/proposals/school")
    assert "5,000명이 토론에 참여해 ‘시장 답변 요청’에 이르렀습니다" in page
    assert "지금 토론 중 · 5,000명 참여 다음 할 일 기관장이 답해요 언제까지 4월 9일(화)까지" in page
    assert page.part("토론 참여", "이 제안은").startswith(" 5,000 명 시장 답변 요청 도달")


def test_토론_뒤의_결과와_실행이_지킴과_늦음까지_이어진다(읽기, 후보):
    make.answered(후보, "decline", at=AT + days(2))
    make.selected(후보, at=AT + days(3))
    참여(make.forum(후보, at=AT + days(5)), 3, AT + days(6))
    make.tick(AT + days(36))
    page = 읽기(at=AT + days(37)).get("/proposals/school")
    assert "결과 전달 기다리는 중 다음 할 일 운영팀이 토론 결과를 부서에 전달해요 언제까지" in page
    tasks.finish_task(case_key="school", act="deliver", text="주제별로 묶었습니다.", at=AT + days(37), actor=None)
    answers.publish_answer(
        case_key="school", stage="forum-answering", decision="accept", text="하겠습니다.", at=AT + days(40), actor=None
    )
    tasks.finish_task(case_key="school", act="publish", at=AT + days(41), actor=None)
    deliveries.start_delivery(case_key="school", plan="설계하고 막습니다.", at=AT + days(42), actor=None)
    deliveries.start_delivery(
        case_key="school", plan="먼저 두 시간.", reason="주민 뜻대로", at=AT + days(43), actor=None
    )
    for when, percent in ((100, 30), (250, 60)):  # the second was owed by day 224
        deliveries.update_delivery(
            case_key="school", progress=f"{percent}만큼 했습니다.", percent=percent, at=AT + days(when), actor=None
        )
    deliveries.finish_delivery(case_key="school", result="날마다 막고 있습니다.", at=AT + days(260), actor=None)
    course = 읽기(at=AT + days(261)).get("/proposals/school").part("지나온 길", "의견")
    steps = (
        "실행을 마치고 성과를 공개했습니다 날마다 막고 있습니다.",
        "2분기째 추진 현황 보고: 늦게 지킴 60% · 60만큼 했습니다.",
        "‘2분기째 추진 현황 보고’ 마감이 지났습니다",
        "1분기째 추진 현황 보고: 지킴 30% · 30만큼 했습니다.",
        "추진 개요를 바꾸었습니다 주민 뜻대로",
        "추진 개요를 공개했습니다 설계하고 막습니다.",
        "‘실행’ 단계가 시작되었습니다",
        "답변과 함께 결과를 공개했습니다",
        "답변을 공개했습니다: 수용",
        "토론 결과를 부서에 전달했습니다 주제별로 묶었습니다.",
        "토론이 끝났습니다 3명 참여",
    )
    places = [course.index(step) for step in steps]
    assert places == sorted(places), steps


def test_닫은_토론은_까닭과_함께_보인다(읽기, 후보):
    make.selected(후보, form="open", at=AT + days(3))
    forum = make.forum(후보, form="open", long_running=True, at=AT + days(5))
    page = 읽기(at=AT + days(300)).get("/proposals/school")
    assert "지금 토론 중" in page
    assert "끝나는 날을 정하지 않은 토론" in page
    assert "토론 중" in 읽기(at=AT + days(300)).get("/proposals")
    forums.close_forum(forum=forum, reason="할 이야기를 다 했습니다", at=AT + days(301), actor=None)
    page = 읽기(at=AT + days(302)).get("/proposals/school")
    assert "토론이 끝났습니다 0명 참여 · 할 이야기를 다 했습니다" in page


def test_기준에_못_미쳐_올린_제안은_까닭을_말한다(읽기):
    make.proposal("느티나무", key="tree")
    make.tick(AT + days(31))
    decisions.pick_up(case_key="tree", reason="여러 동네에 닿아서", at=AT + days(40), actor=None)
    page = 읽기(at=AT + days(41)).get("/proposals/tree")
    assert "공감이 기준에 이르지 않았지만 운영팀이 의제 후보로 올렸어요 여러 동네에 닿아서" in page
    assert "지금 의제선정단 기다리는 중 다음 할 일 의제선정단이 토론할지 정해요" in page
    course = page.part("지나온 길", "의견")
    assert "운영팀이 의제 후보로 올렸습니다 여러 동네에 닿아서 · 의제선정단" in course
    assert "0명이 공감 · 미달 종료" in course


def test_함께_묶인_제안은_서로를_가리키고_이야기를_나눈다(읽기, 후보):
    둘째 = make.proposal("학교 앞 턱 낮추기", key="kerb")
    make.supports(둘째, 500)
    AgendaItem.objects.filter(case__key="kerb").update(lead=AgendaItem.objects.get(case__key="school"))
    make.selected(후보, question="학교 앞을 차 없는 길로 할까요?", at=AT + days(3))
    decisions.decide(
        case_key="kerb", kind="agenda", decision="reject", reason="함께 묶인 의제에서", at=AT + days(3), actor=None
    )
    make.forum(후보, at=AT + days(5))
    lead, other = (읽기(at=AT + days(6)).get(f"/proposals/{key}") for key in ("school", "kerb"))
    assert lead.link("학교 앞 턱 낮추기") == "/proposals/kerb"
    assert other.link("차 없는 학교 앞") == "/proposals/school"
    assert other.link("토론에 참여하기") == "/forums/school"
    course = other.part("지나온 길", "의견")
    assert "‘차 없는 학교 앞’ 의제에 함께 묶였습니다" in course
    assert "토론이 열렸습니다" in course


def test_기관이_묻는_것은_기관이_묻는다고_읽힌다(읽기):
    제안 = make.asked_by_the_city("차 없는 거리를 만들까요?", key="ask")
    assert 읽기(at=AT + days(1)).get("/proposals/ask").status == 404, "준비하는 물음은 아직 공개되지 않는다"
    참여(make.forum(제안, at=AT + days(2)), 7, AT + days(3))
    page = 읽기(at=AT + days(4)).get("/proposals/ask")
    assert "기관이 묻습니다 차 없는 거리를 만들까요?" in page
    assert "공감하기" not in page
    assert "기관이 시민에게 묻기로 했습니다" in page
    assert page.link("토론에 참여하기") == "/forums/ask"
    rows = 읽기(at=AT + days(4)).get("/proposals")
    assert "7 명 참여" in rows
    assert "명 공감" not in rows


def test_영어로도_끝까지_열린다(읽기, 후보):
    make.selected(후보, at=AT + days(3))
    make.forum(후보, at=AT + days(5))
    assert 읽기(at=AT + days(7), **{"Accept-Language": "en"}).get("/proposals/school").status == 200


def test_토론_중인_쪽도_정해진_수의_물음으로_읽는다(읽기, 후보, django_assert_max_num_queries):
    make.selected(후보, at=AT + days(3))
    참여(make.forum(후보, at=AT + days(5)), 30, AT + days(6))
    with django_assert_max_num_queries(24):
        읽기(at=AT + days(7)).get("/proposals/school")
