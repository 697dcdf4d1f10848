"""보고서를 쓰고, 결과를 전달하고 공개하는 책상."""

import re

import pytest

from madang.actions import results
from madang.people.models import Role
from madang.procedures.models import Duty
from madang.results.models import DiscussionReport, Population, ResultContent
from tests import make
from tests.make import AT, days
from tests.results.conftest import END, Browser, 거절

pytestmark = pytest.mark.django_db
DESK, RESULT = "/staff/forums/street/report", "/staff/forums/street/result"


def test_쓰고_미리_보고_공개한다(토론, 팀):
    책상 = Browser(팀, END)
    assert "공개 전" in 책상.page(DESK)
    where = 책상.send(DESK, edition="0", summary="찬성이 조금 더 많았습니다.", do="preview")
    page = 책상.page(where)
    assert "이대로 공개하기" in page
    assert "찬성이 조금 더 많았습니다." in page
    assert "찬성이 조금" not in Browser(at=END).page("/forums/street/report")
    책상.send(f"{DESK}/publish", number="1")
    assert "찬성이 조금 더 많았습니다." in Browser(at=END).page("/forums/street/report")
    책상.send(f"{DESK}/withdraw", status=422, reason="")
    책상.send(f"{DESK}/withdraw", reason="사람 수가 틀렸습니다.")
    assert "사람 수가 틀렸습니다." in Browser(at=END).page("/forums/street/report", status=410)
    gone = Browser(at=END).get("/forums/street/report")
    assert gone.headers["Cache-Control"] == "no-cache"  # else a browser would never ask for it again
    책상.send(DESK, edition="1", summary="찬성과 반대가 비슷했습니다.", do="preview")
    책상.send(f"{DESK}/publish", number="2")
    assert "찬성과 반대가 비슷했습니다." in Browser(at=END).page("/forums/street/report")


def test_늦게_저장한_사람의_글은_그대로_남고_먼저_쓴_글이_옆에_보인다(토론, 팀):
    Browser(팀, END).send(DESK, edition="0", summary="먼저 쓴 요약")
    page = Browser(팀, END).send(DESK, status=409, edition="0", summary="나중에 쓴 요약")
    assert "먼저 쓴 요약" in page
    assert "나중에 쓴 요약" in page
    assert re.search(r'name="edition" value="1"', page)


def test_세지_않은_보고서는_공개하지_못하고_다시_셀_수_있다(토론, 팀):
    DiscussionReport.objects.update(built_at=None, figures={})
    책상 = Browser(팀, END)
    책상.send(f"{DESK}/publish", number="0")
    assert DiscussionReport.objects.get().published is None
    책상.send(f"{DESK}/count")
    assert DiscussionReport.objects.get().figures["participation"]["people"] == 18 + 13


def test_결과를_부서에_전달하면_부서의_책상에_보이고_답변_기한이_시작된다(토론, 팀, 세종):
    page = Browser(팀, END).page(RESULT)
    assert "교통정책과" in page
    assert "세종 주무관" in page
    Browser(팀, END).send(RESULT, do="deliver", text="보고서를 살펴봐 주십시오.")
    assert Duty.objects.get(key="deliver").kept_at == END
    assert Duty.objects.get(key="forum-answer").since == END
    page = Browser(세종, END).page("/staff/answers/street", stage="forum-answering")
    assert "전달받은 토론 결과" in page
    assert "보고서를 살펴봐 주십시오." in page
    Browser(팀, END).send(RESULT, status=422, do="deliver", text="")  # once is enough
    Browser(세종, END).page(RESULT, status=404)


def 답한(토론, 팀):
    Browser(팀, END).send(RESULT, do="deliver", text="")
    from madang.actions import answers

    answers.publish_answer(
        case_key="street", decision="accept", text="석 달 동안 시험해 보겠습니다.", stage="forum-answering",
        department=토론.case.department, at=END + days(1), actor=None,
    )  # fmt: skip


def test_결과를_공개하고_거두고_다시_공개한다(토론, 팀):
    Browser(at=END).page("/forums/street/result", status=404)
    답한(토론, 팀)
    책상, 아무나 = Browser(팀, END + days(2)), Browser(at=END + days(2))
    책상.send(RESULT, status=422, do="publish", text="")
    책상.send(RESULT, do="publish", text="토요일마다 시험합니다.")
    page = 아무나.page("/forums/street/result")
    assert "토요일마다 시험합니다." in page
    assert "석 달 동안 시험해 보겠습니다." in page  # the answer is in it
    assert Duty.objects.get(key="publish").kept_at == END + days(2)
    with 거절("already-public"):
        results.publish_result(case_key="street", text="또", at=END + days(2), actor=팀)
    책상.send(RESULT, do="withdraw", reason="요일이 틀렸습니다.")
    assert "요일이 틀렸습니다." in 아무나.page("/forums/street/result", status=410)
    page = 책상.page(RESULT)
    assert "결과 다시 공개하기" in page
    assert "토요일마다 시험합니다.</textarea>" in page, "잘못 거두었으면 그 글 그대로 다시 공개할 수 있다"
    책상.send(RESULT, do="publish", text="일요일마다 시험합니다.")
    assert "일요일마다 시험합니다." in 아무나.page("/forums/street/result")
    kept = list(ResultContent.objects.order_by("number").values_list("number", "withdrawn_why"))
    assert kept == [(1, "요일이 틀렸습니다."), (2, "")]
    assert Duty.objects.filter(key="publish").count() == 1  # no stage moved


def test_다른_할_일은_건의_쪽에서_마친다(교통과):
    make.procedure("join")
    피엠 = make.staff("네온 PM", Role.PM)
    제안 = make.proposal("길", key="road", procedure="join", department=교통과)
    make.tick(AT + days(1))
    visits = list(제안.case.visits.filter(kind="task", left=None))
    page = Browser(피엠, AT + days(1)).page("/staff/cases/road")
    assert ("마쳤습니다" in page) == bool(visits)
    Browser(피엠, AT + days(1)).send("/staff/cases/road/tasks/delivering")  # not open: says so, changes nothing
    assert 제안.case.visits.filter(left=None).exists()


def test_전체_주민의_통계를_넣으면_나란히_보인다(토론, 팀):
    책상 = Browser(팀, END)
    page = 책상.send("/staff/population", status=422, attribute="gender", lines="female 1000", source="")
    assert "1번째 줄을 읽을 수 없어요" in page
    assert "female 1000" in page
    책상.send("/staff/population", attribute="gender", lines="female, 5,100\nmale, 4,900명", source="주민등록 인구")
    assert list(Population.objects.values_list("band", "people")) == [("female", 5100), ("male", 4900)]
    책상.send("/staff/population", attribute="gender", lines="", source="")
    assert not Population.objects.exists()


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, Role.SITE, Role.AUDITOR, Role.PROMOTION])
def test_맡지_않은_사람에게는_책상이_없다(토론, role):
    department = 토론.case.department if role == Role.DEPARTMENT_OFFICER else None
    누구 = Browser(make.staff("누구", role, department=department), END)
    for path in (DESK, RESULT, "/staff/population"):
        누구.page(path, status=404)
    for path in ("publish", "withdraw", "count"):
        assert 누구.post(f"{DESK}/{path}").status_code == 404
