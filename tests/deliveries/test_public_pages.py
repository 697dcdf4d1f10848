"""실행의 쪽: everyone reads what was promised, how it goes, what came of it, and says whether it was kept."""

import html
import json
import re

import pytest

from madang.actions import duties, verdicts
from madang.deliveries.models import Verdict
from madang.people.models import Person
from tests import make
from tests.deliveries.delivering import accepted, delivery_of, finished, planned, reported

pytestmark = pytest.mark.django_db


def words(page):
    body = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace(" ,", ",")


@pytest.fixture
def 자전거(교통과, 하나):
    make.procedure()
    return accepted(key="bike", department=교통과, by=하나)


@pytest.fixture
def 지난해(자전거):
    """Planned, the first quarter told in time, the second missed, the third told late; and a year later."""
    planned(자전거, at=make.moment("2019-03-10 09:00"))
    reported(자전거, "설계를 마쳤습니다.", at=make.moment("2019-06-01 09:00"), percent=30,
             reached=[("설계", make.moment("2019-05-30").date())])  # fmt: skip
    make.tick(make.moment("2019-12-10 09:00"))
    duties.explain_lateness(
        case_key="bike",
        duty="report",
        reason="시공사를 다시 골랐습니다.",
        at=make.moment("2019-12-11 09:00"),
        actor=None,
    )
    return 자전거


def test_추진_현황은_제때_온_것과_오지_않은_것을_모두_보여_준다(지난해, 브라우저):
    page = words(브라우저(at=make.moment("2019-12-12 09:00")).page("/deliveries/bike"))
    assert "1분기째 추진 현황 보고 제때 알림" in page
    assert "2분기째 추진 현황 보고 보고 없음 · 98일 늦음" in page
    assert "늦은 까닭: 시공사를 다시 골랐습니다." in page
    assert "3분기째 추진 현황 보고 보고 없음 · 7일 늦음" in page
    assert "보고가 늦었어요" in page
    assert "30% · 절반을 향해 가고 있어요" in page
    assert "설계 5월 31일(금)까지" in page


def test_늦게_온_보고는_며칠_늦었는지_말한다(지난해, 브라우저):
    reported(지난해, "다시 시작했습니다.", at=make.moment("2019-12-15 09:00"), percent=50)
    page = words(브라우저(at=make.moment("2019-12-16 09:00")).page("/deliveries/bike"))
    assert "2분기째 추진 현황 보고 101일 늦게 알림" in page


def test_성과는_전과_후를_나란히_보이고_마친_것은_마친_목록에_있다(자전거, 브라우저):
    finished(
        자전거, at=make.moment("2019-05-01 09:00"), figures=[("하루 이용", "120명", "540명"), ("사고", "월 3건", "")]
    )
    browser = 브라우저(at=make.moment("2019-06-02 09:00"))
    page = words(browser.page("/deliveries/bike"))
    assert "하기 전 끊긴 길 1.2km 하고 나서 이어진 길 1.2km" in page
    assert "하루 이용 120명 540명" in page
    assert "자전거 도로를 이어 주세요" in words(browser.page("/deliveries", state="done"))
    assert "지금 실행하고 있는 것이 없어요" in words(browser.page("/deliveries"))


def test_계획을_바꾸면_옛_판과_까닭이_남는다(지난해, 브라우저):
    at = make.moment("2019-12-20 09:00")
    planned(지난해, at=at, plan="절반만 잇습니다.", reason="예산이 줄었습니다.", milestones=[])
    page = words(브라우저(at=at).page("/deliveries/bike"))
    assert "1판 개요" in page
    assert "바꾼 까닭 예산이 줄었습니다." in page


def test_목록은_늦은_것과_부서로_거르고_쪽을_넘긴다(자전거, 공원과, 브라우저, monkeypatch):
    accepted("그늘을 만들어 주세요", key="shade", department=공원과, at=make.AT + make.days(30))
    from madang.web.public import deliveries

    browser = 브라우저(at=make.moment("2019-06-10 09:00"))
    make.tick(browser.at)
    late = words(browser.page("/deliveries", state="late"))
    assert "자전거 도로" in late
    assert "그늘을" not in late
    parks = words(browser.page("/deliveries", department="parks"))
    assert "그늘을" in parks
    assert "자전거 도로" not in parks
    monkeypatch.setattr(deliveries, "PAGE", 1)
    first = browser.page("/deliveries")
    following = html.unescape(re.search(r'class="button wide" href="([^"]*)"', first)[1])
    assert "그늘을" in words(first)
    assert "자전거 도로" in words(browser.page(following))


@pytest.mark.parametrize("nonsense", ["0.0", "99999999999999999999.1", "1.x", "\x00", "2019"])
def test_이상한_주소도_목록을_보여_준다(자전거, 브라우저, nonsense):
    for state in ("", "late", "done", "x"):
        browser = 브라우저(at=make.moment("2019-06-10 09:00"))
        browser.page("/deliveries", after=nonsense, state=state, department=nonsense)
        browser.page("/deliveries/bike", after=nonsense)


def test_쪽이_묻는_수는_줄의_수를_따르지_않는다(자전거, 교통과, 브라우저, django_assert_max_num_queries):
    for number in range(5):
        accepted(f"제안 {number}", key=f"k{number}", department=교통과)
    browser = 브라우저(at=make.moment("2019-06-10 09:00"))
    browser.page("/deliveries")
    with django_assert_max_num_queries(14):
        browser.page("/deliveries")
    for person in Person.objects.filter(supports__proposal=자전거)[:10]:
        verdicts.give_verdict(
            delivery=delivery_of(자전거), person=person, verdict="kept", text="좋아요", at=make.AT + make.days(3)
        )
    with django_assert_max_num_queries(32):
        browser.page("/deliveries/bike")


def test_숨긴_제안의_실행은_열리지_않는다(자전거, 브라우저):
    from madang.actions.moderation import hide_content

    hide_content(subject="case:bike", code="abuse", note="", at=make.AT + make.days(2), actor=None)
    browser = 브라우저(at=make.AT + make.days(3))
    browser.page("/deliveries/bike", status=404)
    assert "자전거 도로" not in words(browser.page("/deliveries"))


def test_어디에서_왔는지_모두_이어_준다(자전거, 브라우저):
    page = 브라우저(at=make.moment("2019-06-10 09:00")).page("/deliveries/bike")
    assert 'href="/proposals/bike"' in page
    assert 'href="/proposals/bike#answer"' in page


def test_제안의_쪽과_첫_쪽에_어디까지_왔는지_있다(지난해, 브라우저):
    browser = 브라우저(at=make.moment("2019-12-12 09:00"))
    page = words(browser.page("/proposals/bike"))
    assert "보고가 늦었어요" in page
    assert "2분기째 추진 현황 보고" in page
    assert "30%" in words(browser.page("/"))
    assert "2분기째 추진 현황 보고" in words(browser.page("/duties"))


def test_자료로도_읽는다(지난해, 브라우저):
    found = json.loads(브라우저(at=make.moment("2019-12-12 09:00")).page("/deliveries/bike.json"))
    assert found["plan"]["milestones"][0] == {"name": "설계", "by": "2019-05-31", "done_on": "2019-05-30"}
    assert [(one["number"], one["kept_at"] is not None) for one in found["reports"]][:2] == [(1, True), (2, False)]
    assert found["verdicts"] == {"kept": 0, "partly": 0, "not": 0}


# ── 이 약속은 지켜졌나요? ──


def test_공감한_사람은_말하고_바꾸고_거둔다(자전거, 하나, 브라우저):
    browser = 브라우저(하나, at=make.AT + make.days(5))
    browser.send("/deliveries/bike/verdict", verdict="not", text="아직 끊겨 있어요")
    page = words(browser.page("/deliveries/bike"))
    assert "아직 끊겨 있어요" in page
    assert "지켜지지 않았어요 1명" in page
    browser.send("/deliveries/bike/verdict", verdict="kept", text="이어졌어요")
    assert "지켜졌어요 1명" in words(browser.page("/deliveries/bike"))
    browser.send("/deliveries/bike/verdict", undo="1")
    assert "이어졌어요" not in words(browser.page("/deliveries/bike"))


def test_고르지_않고_보내면_쓴_글이_그대로_있다(자전거, 하나, 브라우저):
    page = 브라우저(하나, at=make.AT + make.days(5)).send("/deliveries/bike/verdict", status=422, text="어느 쪽도")
    assert "지켜졌어요, 일부만, 아니에요 가운데 하나를 골라 주세요." in page
    assert "어느 쪽도</textarea>" in page


def test_공감하지_않은_사람에게는_까닭을_말하고_보내도_받지_않는다(자전거, 두리, 브라우저):
    browser = 브라우저(두리, at=make.AT + make.days(5))
    assert "공감했거나 공론장에 참여한 분이 말할 수 있어요" in words(browser.page("/deliveries/bike"))
    browser.send("/deliveries/bike/verdict", status=422, verdict="kept")
    assert not Verdict.objects.exists()


def test_로그인하지_않고_쓴_말은_로그인한_뒤_그대로_있다(자전거, 하나, 브라우저):
    browser = 브라우저(at=make.AT + make.days(5))
    assert "/accounts/sign-in" in browser.send("/deliveries/bike/verdict", verdict="partly", text="반만요")
    browser.force_login(하나)
    page = browser.page("/deliveries/bike")
    assert "반만요</textarea>" in page
    assert re.search(r'value="partly"[^>]*checked', page)


def test_가려진_말은_까닭만_보이고_쓴_사람은_이의를_신청한다(자전거, 하나, 브라우저):
    from madang.actions.moderation import hide_content

    at = make.AT + make.days(5)
    said = verdicts.give_verdict(delivery=delivery_of(자전거), person=하나, verdict="not", text="나쁜 말", at=at)
    hide_content(subject=f"verdict:{said.key}", code="abuse", note="", at=at, actor=None)
    everyone = words(브라우저(at=at).page("/deliveries/bike"))
    assert "나쁜 말" not in everyone
    assert "가려진 글이에요" in everyone
    mine = 브라우저(하나, at=at)
    assert "나쁜 말" in words(mine.page("/deliveries/bike"))
    mine.page(f"/objections/verdict:{said.key}")


def test_신고한_말은_살펴볼_글에_올라_직원이_연다(자전거, 하나, 두리, 네온, 브라우저):
    at = make.AT + make.days(5)
    said = verdicts.give_verdict(delivery=delivery_of(자전거), person=하나, verdict="not", text="광고합니다", at=at)
    browser = 브라우저(두리, at=at)
    browser.page(f"/report/verdict:{said.key}")
    where = browser.send(f"/report/verdict:{said.key}", code="advertising", text="")
    assert where == f"/deliveries/bike#v-{said.key}"
    desk = 브라우저(네온, at=at)
    assert "광고합니다" in desk.page("/staff/moderation", kind="verdict")
    assert "약속 평가" in desk.page(f"/staff/moderation/verdict:{said.key}")


def test_내_자료에_약속_평가가_있고_탈퇴하면_이름이_남지_않는다(자전거, 하나, 브라우저):
    from madang.actions.departures import close_account
    from madang.web.public.my_archive import everything

    at = make.AT + make.days(5)
    verdicts.give_verdict(delivery=delivery_of(자전거), person=하나, verdict="not", text="아직이에요", at=at)
    [mine] = {name: rows for name, _, rows in everything(하나)}["verdicts"]
    assert (mine["verdict"], mine["text"]) == ("not", "아직이에요")
    close_account(person=하나, at=at, actor=하나)
    page = words(브라우저(at=at).page("/deliveries/bike"))
    assert "아직이에요" in page
    assert "하나" not in page
