"""책상의 하루: 분류하고, 두 부서에 묻고, 늦어 연장하고, 승인받아 함께 답한다. 남의 부서에는 문이 없다."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.actions.handing import ask_to_contribute
from madang.answers.models import AnswerRequest, AnswerTemplate, AnswerVersion, Contribution
from madang.notices.models import Notice
from madang.people.models import Role
from madang.procedures.models import Case, Duty, SavedFilter
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def 두_사람(settings):
    settings.SECOND_PERSON = ["answers"]


@pytest.fixture
def 민들레(공원과):
    return make.officer("민들레 주무관", department=공원과)


@pytest.fixture
def 요청(자전거, 공원과, 세종):
    """교통정책과가 공원녹지과에 3월 8일까지 의견을 달라고 했다."""
    (one,) = ask_to_contribute(
        case_key="bike", department=공원과, note="가로수?", wanted_by=(AT + make.days(4)).date(), at=AT, actor=세종
    )
    return one


def draft(browser, text="다리를 놓겠습니다.", edition=0, status=302, **more):
    data = {"decision": "accept", "text": text, "edition": edition, "stage": "answering", "do": "save", **more}
    return browser.send("/staff/answers/bike", status, **data)


def test_담당자의_하루(브라우저, 담당자, 네온, 세종, 교통과, 공원과, 민들레, 두_사람, 하나):
    lamp = make.proposal("가로등을 고쳐 주세요", by=하나, key="bike")
    make.supports(lamp, 50)
    분류 = 브라우저(담당자)
    분류.send("/staff/cases/assign", case="bike", department="mobility")
    분류.send("/staff/cases/contribute", case="bike", department="parks")
    assert "의견 요청" in 브라우저(민들레).page("/staff/")

    # 교통과: late is in sight, so that the deadline is extended with the reason; the PM sees it
    주무관 = 브라우저(세종, AT + make.days(19))
    page = 주무관.page("/staff/")
    assert page.index("가로등을 고쳐 주세요") < page.index("답변 쓰기")
    주무관.send("/staff/cases/bike/extend/answer", until="2019-04-02", reason="공원녹지과와 현장을 봐야 합니다.")
    assert "현장을 봐야 합니다" in 브라우저(네온, AT + make.days(20)).page("/staff/cases/bike")

    # 공원과 gives its part late; how late is in sight
    pk = Contribution.objects.get().pk
    공원 = 브라우저(민들레, AT + make.days(21))
    공원.send(f"/staff/contributions/{pk}", do="save", text="나무를 옮겨", edition=0)
    공원.send(f"/staff/contributions/{pk}", do="give", text="나무를 옮겨 심겠습니다.", edition=1)

    # merged, approved by another, published in both names
    주무관.at = AT + make.days(22)
    draft(주무관, insert=f"contribution:{pk}")
    assert AnswerRequest.objects.get().draft_text == "다리를 놓겠습니다.\n\n나무를 옮겨 심겠습니다."
    sheet = 주무관.page("/staff/answers/bike/publish")
    assert "승인 요청하기" in sheet
    assert "답변 공개하기" not in sheet
    주무관.send("/staff/answers/bike/publish", edition=1)
    assert not AnswerVersion.objects.exists()
    주무관.send("/staff/answers/bike/approval", do="ask", edition=1)
    주무관.send("/staff/answers/bike/approval", do="approve", edition=1)
    assert "승인할 수 없어요" in 주무관.page("/staff/answers/bike/publish")
    assert Notice.objects.filter(kind="approval-asked", person=담당자).count() == 1
    분류.at = AT + make.days(23)
    assert "살펴보고 승인하기" in 분류.page("/staff/")
    분류.send("/staff/answers/bike/approval", do="approve", edition=1)
    주무관.send("/staff/answers/bike/publish", edition=1)
    version = AnswerVersion.objects.get()
    assert [one.key for one in version.joined_by.all()] == ["parks"]
    public = 브라우저(None, AT + make.days(24)).page("/proposals/bike")
    assert "함께 답한 부서: 공원녹지과" in public
    answer = Duty.objects.get(key="answer")
    assert answer.kept_at < answer.due_now


def test_승인한_뒤_고치면_다시_승인받아야_하고_돌려보내면_이유가_남는다(브라우저, 세종, 담당자, 자전거, 두_사람):
    주무관, 분류 = 브라우저(세종), 브라우저(담당자)
    draft(주무관)
    분류.send("/staff/answers/bike/approval", do="approve", edition=1)
    assert "승인을 요청한 초안이 없어요" in 분류.page("/staff/answers/bike/publish")
    주무관.send("/staff/answers/bike/approval", do="ask", edition=1)
    assert "이유를 적어 주십시오" in 분류.send("/staff/answers/bike/approval", 422, do="back", edition=1, reason="")
    분류.send("/staff/answers/bike/approval", do="back", edition=1, reason="날짜가 빠졌습니다.")
    assert "날짜가 빠졌습니다." in 주무관.page("/staff/answers/bike")
    assert Notice.objects.filter(kind="approval-refused", person=세종).count() == 1
    주무관.send("/staff/answers/bike/approval", do="ask", edition=1)
    분류.send("/staff/answers/bike/approval", do="approve", edition=1)
    draft(주무관, "3월에 다리를 놓겠습니다.", 1)
    주무관.send("/staff/answers/bike/publish", edition=2)
    assert not AnswerVersion.objects.exists()
    assert "승인받지 않았어요" in 주무관.page("/staff/answers/bike/publish")


def test_저절로_저장한_글은_판을_지키고_늦은_쪽은_409다(브라우저, 세종, 담당자, 자전거):
    first, second = 브라우저(세종), 브라우저(담당자)
    told = first.post("/staff/answers/bike", {"text": "쓰는 중", "edition": 0, "stage": "answering", "do": "autosave"})
    assert told.json()["edition"] == 1
    late = second.post("/staff/answers/bike", {"text": "나도", "edition": 0, "stage": "answering", "do": "autosave"})
    assert late.status_code == 409
    assert "그 사이" in late.json()["said"]
    assert AnswerRequest.objects.get().draft_text == "쓰는 중"
    page = draft(second, "나도 씁니다", 0, 409)
    assert "나도 씁니다" in page
    assert "쓰는 중" in page


def test_다른_부서의_의견_요청은_없는_쪽이고_맡지_않은_건은_넘길_수도_없다(브라우저, 요청, 세종, 민들레, 네온):
    here = f"/staff/contributions/{요청.pk}"
    assert "가로수?" in 브라우저(민들레).page(here)
    other = make.officer("해 주무관", department=make.department("문화과"))
    for person in (other, 네온, 세종):
        assert 브라우저(person).get(here).status_code == 404
        assert 브라우저(person).post(here, {"do": "give", "text": "x", "edition": 0}).status_code == 404
    assert "bike" not in 브라우저(other).page("/staff/contributions")
    for path in ("hand-over", "refuse", "contribute", "explain/answer"):
        assert 브라우저(other).post(f"/staff/cases/bike/{path}", {"reason": "x"}).status_code == 404
    assert 브라우저(네온).page("/staff/contributions").count("자전거 도로를") == 1


def test_늦은_의견은_며칠_늦었는지_담당_부서와_운영팀에_보인다(브라우저, 요청, 세종, 네온, 민들레):
    later = AT + make.days(7)
    assert "3일 늦음" in 브라우저(민들레, later).page(f"/staff/contributions/{요청.pk}")
    assert "늦음 3일" in 브라우저(세종, later).page("/staff/answers/bike")
    assert "늦음" in 브라우저(네온, later).page("/staff/contributions", state="late")
    browser = 브라우저(민들레, later)
    where = f"/staff/contributions/{요청.pk}"
    assert "이유를 적어 주십시오" in browser.send(where, 422, do="decline", reason="")
    browser.send(where, do="decline", reason="우리 일이 아닙니다.")
    assert "우리 일이 아닙니다." in 브라우저(세종, later).page("/staff/answers/bike")
    kept = browser.send(where, 409, do="give", text="그래도 적은 글", edition=0)
    assert "그래도 적은 글" in kept


def test_넘기면_시간이_보이고_넘긴_사람은_제_할_일로_돌아간다(브라우저, 자전거, 세종, 공원과, 네온):
    browser = 브라우저(세종, AT + timedelta(days=3, hours=4))
    page = browser.send("/staff/cases/bike/hand-over", 422, department="parks", reason="")
    assert "이유를 적어 주십시오" in page
    assert browser.send("/staff/cases/bike/hand-over", department="parks", reason="가로수 일입니다.") == "/staff/"
    later = AT + timedelta(days=4, hours=4)
    page = 브라우저(네온, later).page("/staff/cases/bike")
    assert "3일 4시간" in page
    assert "가로수 일입니다." in page
    public = 브라우저(None, later).page("/proposals/bike")
    assert "3일 4시간" in public
    assert "가로수 일입니다." not in public


def test_다른_창구로_안내하면_이유가_공개되고_적은_것은_남는다(브라우저, 네온, 자전거):
    make.proposal("신고합니다", key="other")
    browser = 브라우저(네온)
    browser.send("/staff/cases/route")
    assert "먼저 진행 중인 건을 골라" in browser.page("/staff/cases")
    wrong = browser.send("/staff/cases/route", 422, case=["bike", "other"], reason="적은 이유", to="other", code="")
    assert "적은 이유" in wrong
    assert "어디인지 이름을" in wrong
    bad = {"case": "bike", "code": "complaint", "reason": "x", "to": "other", "place": "곳", "link": "javascript:x"}
    assert "https://" in browser.send("/staff/cases/route", 422, **bad)
    browser.send("/staff/cases/route", case=["bike", "other"], code="complaint", reason="고장 신고예요.", to="epeople")
    assert Case.objects.filter(closed_at=None).count() == 0
    public = 브라우저(None).page("/proposals/bike")
    assert "고장 신고예요." in public
    assert 'href="https://www.epeople.go.kr/"' in public


def test_늦은_까닭은_현황판에_보인다(브라우저, 세종, 자전거):
    late = 브라우저(세종, Duty.objects.get().due_now + timedelta(days=1))
    assert "왜 늦었는지" in late.send("/staff/cases/bike/explain/answer", 422, reason="")
    late.send("/staff/cases/bike/explain/answer", reason="구청과 협의하고 있습니다.")
    board = 브라우저(None, late.at).page("/duties", state="late")
    assert "구청과 협의하고 있습니다." in board


def test_서식은_제목과_부서와_날짜가_채워져_들어간다(브라우저, 세종, 자전거, 민들레, 담당자):
    browser = 브라우저(세종)
    assert "글을 적어 주십시오" in browser.send("/staff/templates", 422, name="봄맞이", text="", department="mobility")
    browser.send("/staff/templates", name="봄맞이", text="{부서}입니다. ‘{제목}’ {날짜} {모름}", department="mobility")
    kept = AnswerTemplate.objects.get()
    draft(browser, "", insert=f"template:{kept.pk}")
    text = AnswerRequest.objects.get().draft_text
    assert text == "교통정책과입니다. ‘자전거 도로를 이어 주세요’ 2019년 3월 4일 {모름}"
    assert 브라우저(민들레).get(f"/staff/templates/{kept.pk}").status_code == 404
    assert "봄맞이" not in 브라우저(민들레).page("/staff/templates")
    브라우저(담당자).send(f"/staff/templates/{kept.pk}", do="remove")
    assert not AnswerTemplate.objects.exists()


def test_거르기를_저장하고_제_것만_지운다(브라우저, 네온, 담당자):
    browser = 브라우저(네온)
    browser.send("/staff/filters", page="staff_cases", query="state=open&q=길", name="우리 것")
    browser.send("/staff/filters", page="staff_cases", query="state=all", name="")
    kept = SavedFilter.objects.get()
    page = browser.page("/staff/cases")
    assert "우리 것" in page
    assert "거르기의 이름을" in page
    assert "우리 것" not in 브라우저(담당자).page("/staff/cases")
    assert 브라우저(담당자).post(f"/staff/filters/{kept.pk}/remove").status_code == 404
    browser.send(f"/staff/filters/{kept.pk}/remove")
    assert not SavedFilter.objects.exists()
    for page in ("", "home", "staff_case", "../x"):
        assert browser.post("/staff/filters", {"page": page, "name": "x"}).status_code == 404


def test_달력에_마감과_의견과_휴일이_있고_제_부서_것만_보인다(브라우저, 요청, 네온, 세종, 민들레):
    page = 브라우저(네온).page("/staff/calendar")
    assert "2019년 3월" in page
    assert "삼일절" in page
    assert page.count("자전거 도로를 이어 주세요") >= 4  # the duty and the contribution, in weeks and list
    assert "공감 마감" in 브라우저(네온).page("/staff/calendar", month="2019-04")
    assert "의견" in 브라우저(민들레).page("/staff/calendar", view="list")
    other = make.officer("해 주무관", department=make.department("문화과"))
    assert "자전거" not in 브라우저(other).page("/staff/calendar", department="mobility")
    for month in ("2019-13", "x", "0001-01", "9999-12", "2019-3"):
        assert "2019년 3월" in 브라우저(세종).page("/staff/calendar", month=month)


@pytest.mark.parametrize("path", ["cases?state=all", "answers", "contributions", "calendar"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_목록은_표로_내려받는다(브라우저, 요청, 담당자, path, kind):
    joint = "&" if "?" in path else "?"
    answer = 브라우저(담당자).get(f"/staff/{path}{joint}format={kind}")
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content)
    assert ("자전거 도로를".encode() in body) or kind == "xlsx"
    assert len(body) > 60


def test_쪽마다_물음의_수가_건의_수를_따라_늘지_않는다(브라우저, 담당자, 교통과, 공원과):
    def asked(path):
        browser = 브라우저(담당자)
        with CaptureQueriesContext(connection) as found:
            browser.page(path)
        return len(found)

    paths = ("/staff/", "/staff/contributions", "/staff/calendar", "/staff/cases?state=all", "/staff/answers")
    counts = []
    for number in (1, 6):
        for n in range(number):
            one = make.proposal(f"제안 {number}-{n}", key=f"k{number}-{n}", department=교통과)
            make.supports(one, 50)
            ask_to_contribute(case_key=f"k{number}-{n}", department=공원과, wanted_by=AT.date(), at=AT, actor=None)
        counts.append([asked(path) for path in paths])
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 36


def test_역할마다_할_일이_다르다(브라우저, 요청, 담당자):
    상담 = make.staff("상담", Role.CITIZEN_PROPOSALS)
    make.supports(make.proposal("부서 없는 급한 것"), 50)
    page = 브라우저(상담).page("/staff/")
    assert "부서 정하기" in page
    assert "의견 쓰기" not in page
    assert "의견 쓰기" in 브라우저(담당자).page("/staff/")
