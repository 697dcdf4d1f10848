"""답변: 대기함에서 찾아, 쓰고, 미리 보고, 공개하고, 정정한다."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.answers.models import AnswerRequest, AnswerVersion
from madang.people.models import Role
from madang.procedures.models import Case, Duty
from tests import make

pytestmark = pytest.mark.django_db
답 = "올해 안에 다섯 곳을 모두 잇겠습니다."


def 초안(browser, edition=0, text=답, do="save", decision="accept", status=302, key="bike"):
    data = {"decision": decision, "text": text, "edition": edition, "stage": "answering", "do": do}
    return browser.send(f"/staff/answers/{key}", status, **data)


def test_대기함에는_우리_부서가_답할_건만_마감이_가까운_순서로_있다(브라우저, 세종, 자전거, 공원과):
    늦은_건 = make.proposal(
        "신호등을 놓아 주세요", key="light", department=자전거.case.department, at=make.AT - make.days(20)
    )
    make.supports(늦은_건, 50, at=make.AT - make.days(20))
    남의_건 = make.proposal("나무를 심어 주세요", department=공원과)
    make.supports(남의_건, 50)
    page = 브라우저(세종, make.AT + make.days(3)).page("/staff/answers")
    assert page.index("신호등을 놓아 주세요") < page.index("자전거 도로를 이어 주세요")
    assert "3일 지남" in page
    assert "나무를 심어 주세요" not in page
    late = 브라우저(세종, make.AT + make.days(3)).page("/staff/answers", state="late")
    assert "신호등을" in late
    assert "자전거 도로를" not in late


def test_다른_부서의_답변은_없는_쪽이다(브라우저, 자전거, 공원과):
    남 = make.officer("민들레 주무관", department=공원과)
    browser = 브라우저(남)
    assert browser.get("/staff/answers/bike").status_code == 404
    assert browser.get("/staff/cases/bike").status_code == 404
    assert browser.get("/staff/answers/bike/publish").status_code == 404
    초안(browser, status=404)
    browser.send("/staff/answers/bike/publish", 404, edition=0)
    browser.send("/staff/cases/bike/extend/answer", 404, until="2019-04-01", reason="더 봅니다")
    assert not AnswerRequest.objects.exclude(draft_text="").exists()


def test_초안을_저장하고_미리_보고_공개한다(브라우저, 세종, 자전거, 하나):
    browser = 브라우저(세종, make.AT + make.days(2))
    초안(browser)
    assert "초안 있음" in browser.page("/staff/answers")
    assert 초안(browser, 1, do="preview") == "/staff/answers/bike/publish?stage=answering"
    confirm = browser.page("/staff/answers/bike/publish")
    assert 답 in confirm
    assert "제안을 수용하였습니다." in confirm
    assert "하나 님에게 이메일로 알립니다" in confirm
    assert "안에 한 답변으로 기록됩니다" in confirm
    assert "‘실행’ 단계로 갑니다" in confirm
    browser.send("/staff/answers/bike/publish", edition=1, stage="answering")
    version = AnswerVersion.objects.get()
    assert (version.text, version.decision, version.published_by) == (답, "accept", 세종)
    assert 답 in browser.page("/staff/answers/bike")
    assert "bike" in browser.page("/staff/answers", state="published")
    assert "기다리는 답변이 없습니다" in browser.page("/staff/answers")


def test_미리_보려면_결정과_글이_다_있어야_하고_적은_것은_남는다(브라우저, 세종, 자전거):
    page = 초안(브라우저(세종), do="preview", decision="", status=422)
    assert "어떻게 결정했는지 골라 주십시오." in page
    assert 답 in page


def test_없는_결정은_저장되지_않는다(브라우저, 세종, 자전거):
    초안(브라우저(세종), decision="partly", status=422)


def test_늦은_답변은_며칠_늦었는지_보고_공개한다(브라우저, 세종, 자전거):
    due = Duty.objects.get(key="answer").due
    browser = 브라우저(세종, due + make.days(2.5))
    초안(browser, do="preview")
    confirm = browser.page("/staff/answers/bike/publish")
    assert "3일 늦은 답변으로 기록되고" in confirm
    browser.send("/staff/answers/bike/publish", edition=1)
    assert Duty.objects.kept_late().count() == 1


def test_동료가_먼저_저장했으면_두_글이_함께_보이고_아무것도_잃지_않는다(브라우저, 세종, 자전거, 교통과):
    동료 = make.officer("두리 주무관", department=교통과)
    초안(브라우저(동료), text="동료가 쓴 글입니다.")
    page = 초안(브라우저(세종), text="세종이 쓴 글입니다.", status=409)
    assert "동료가 쓴 글입니다." in page
    assert "세종이 쓴 글입니다." in page
    assert "두리 주무관" in page
    assert AnswerRequest.objects.get().draft_text == "동료가 쓴 글입니다."
    초안(브라우저(세종), 1, text="둘을 합친 글입니다.")
    assert AnswerRequest.objects.get().draft_text == "둘을 합친 글입니다."


def test_둘이_한꺼번에_공개하면_하나만_되고_다른_사람의_글은_남는다(브라우저, 세종, 자전거, 교통과):
    동료 = make.officer("두리 주무관", department=교통과)
    앞, 뒤 = 브라우저(동료), 브라우저(세종)
    초안(앞, do="preview")
    앞.send("/staff/answers/bike/publish", edition=1)
    page = 초안(뒤, 1, text="세종이 쓰던 긴 글입니다.", do="preview", status=409)
    assert "세종이 쓰던 긴 글입니다." in page
    assert "이미 공개되었어요" in page
    assert AnswerVersion.objects.count() == 1
    assert 뒤.send("/staff/answers/bike/publish", edition=1) == "/staff/answers/bike?stage=answering"
    assert AnswerVersion.objects.count() == 1


def test_미리_보는_사이에_초안이_바뀌었으면_공개하지_않고_다시_보여_준다(브라우저, 세종, 자전거):
    browser = 브라우저(세종)
    초안(browser, do="preview")
    초안(browser, 1, text="바뀐 글입니다.")
    assert browser.send("/staff/answers/bike/publish?stage=answering", edition=1).startswith(
        "/staff/answers/bike/publish"
    )
    assert not AnswerVersion.objects.exists()
    assert "그 사이 다른 사람이 고쳤어요" in browser.page("/staff/answers/bike/publish")


def test_공개된_답변은_이유를_밝혀_정정한다(브라우저, 세종, 자전거):
    make.answered(자전거)
    browser = 브라우저(세종)
    page = browser.send("/staff/answers/bike/correct", 422, text="고친 글", reason="", number=1, stage="answering")
    assert "왜 고치는지 적어 주십시오" in page
    browser.send("/staff/answers/bike/correct", text="고친 글", reason="날짜를 바로잡음", number=1, stage="answering")
    page = browser.page("/staff/answers/bike")
    assert "고친 글" in page
    assert "날짜를 바로잡음" in page
    old = browser.page("/staff/answers/bike", version="1")
    assert "내년 예산에 넣어 추진하겠습니다." in old
    late = browser.send(
        "/staff/answers/bike/correct", 409, text="또 고친 글", reason="늦게", number=1, stage="answering"
    )
    assert "또 고친 글" in late
    assert AnswerVersion.objects.count() == 2


def test_마감을_이유와_함께_연장하고_두_번은_못_한다(브라우저, 세종, 자전거):
    browser = 브라우저(세종)
    assert "연장은 1번 더 할 수 있습니다" in browser.page("/staff/answers/bike")
    extend = "/staff/cases/bike/extend/answer"
    page = browser.send(extend, 422, until="2019-03-20", reason="현장 조사가 더 필요합니다")
    assert "지금 마감" in page
    assert "현장 조사가 더 필요합니다" in page
    assert "왜 연장하는지" in browser.send(extend, 422, until="2019-04-10", reason="")
    browser.send(extend, until="2019-04-10", reason="현장 조사가 더 필요합니다", next="/staff/answers/bike")
    page = browser.page("/staff/answers/bike")
    assert "4월 10일(수)까지" in page
    assert "이미 다 썼습니다" in page
    assert "이미 다 썼어요" in browser.send(extend, 422, until="2019-04-20", reason="또")


def test_마감이_지나면_연장할_수_없다(브라우저, 세종, 자전거):
    browser = 브라우저(세종, make.AT + make.days(40))
    assert "마감이 지나서 연장할 수 없습니다" in browser.page("/staff/answers/bike")
    assert "이미 지나서" in browser.send("/staff/cases/bike/extend/answer", 422, until="2019-05-10", reason="더 봅니다")


def test_부서가_없는_건은_담당자가_부서를_정한_다음_공개한다(브라우저, 담당자, 교통과, 하나):
    make.supports(make.proposal("가로등을 켜 주세요", key="lamp", by=하나), 50)
    browser = 브라우저(담당자)
    초안(browser, do="preview", key="lamp")
    assert "담당 부서를 먼저 정해 주십시오" in browser.page("/staff/answers/lamp/publish")
    browser.send("/staff/answers/lamp/publish", edition=1)
    assert not AnswerVersion.objects.exists()
    browser.send("/staff/cases/lamp/assign", department="mobility", next="/staff/answers/lamp")
    assert Case.objects.get(key="lamp").department == 교통과
    browser.send("/staff/answers/lamp/publish", edition=1)
    assert AnswerVersion.objects.get().department == 교통과


def test_기관장은_기관장_답변만_쓴다(브라우저, 자전거, 교통과):
    시장 = make.staff("가온시장", Role.REPRESENTATIVE)
    make.procedure("bluehouse-2017")
    큰_건 = make.proposal("큰 제안", key="big", procedure="bluehouse-2017")
    visit = 큰_건.case.visits.get()
    make.paper(큰_건, 200_000)
    browser = 브라우저(시장)
    assert visit
    page = browser.page("/staff/answers")
    assert "큰 제안" in page
    assert "자전거" not in page
    assert browser.get("/staff/answers/bike").status_code == 404
    초안(browser, key="big", status=302)
    assert AnswerRequest.objects.get(case__key="big").draft_by == 시장


def test_대기함은_건이_많아도_물음이_늘지_않는다(브라우저, 세종, 교통과):
    for number in range(12):
        make.supports(make.proposal(f"제안 {number}", department=교통과), 50)
    browser = 브라우저(세종)
    for path in ("/staff/", "/staff/answers", "/staff/answers?state=published"):
        with CaptureQueriesContext(connection) as asked:
            browser.page(path)
        allowed = 17 if path == "/staff/" else 11  # today: one question a kind of work, however much there is
        assert len(asked) <= allowed, [query["sql"][:120] for query in asked]
