"""현장 토론의 쪽: 누구나 보고, 스크립트 없이 신청하고 취소하며, 내 달력에 넣는다."""

import icalendar
import pytest
from django.test import Client

from madang.actions import forums, registrations, sessions
from madang.base import clock
from madang.forums.models import Registration
from tests import make
from tests.sessions import making

AT = make.AT
NOW = AT + make.days(1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def 지금(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def text(answer):
    return answer.content.decode()


def test_누구나_언제_어디서_열리고_몇_자리_남았는지_본다(열린토론회):
    page = text(Client().get("/sessions/talk"))
    for said in (
        "열린토론회", "3월 11일(월) 09:00–11:00", "가온시청 대강당", "남은 자리 2석", "휠체어로 들어올 수 있고",
        "교통정책과 02-000-0000", "참가 신청", "신청하려면 로그인해야 해요", making.QUESTION,
    ):  # fmt: skip
        assert said in page, said
    assert "가온시청 대강당" in text(Client().get("/sessions"))


def test_로그인하지_않고_누르면_로그인하고_돌아온다(열린토론회):
    answer = Client().post("/sessions/talk/register")
    assert answer.status_code == 302
    assert answer.url == "/accounts/sign-in/?next=/sessions/talk"
    assert not Registration.objects.exists()


def test_신청하고_기다리고_취소하면_다음_사람이_앉는다(열린토론회, 하나, 두리):
    셋 = make.person("셋", email="set@gaon.example")
    for each in (하나, 두리):
        registrations.register(session=열린토론회, person=each, at=AT, actor=each)
    browser = browser_of(셋)
    assert "대기 신청" in text(browser.get("/sessions/talk"))
    answer = browser.post("/sessions/talk/register", {"then": "/sessions/talk#mine"}, follow=True)
    assert "대기 1번째로 신청했어요" in text(answer)
    assert "대기 1번째" in text(answer)
    assert "대기 1번째" in text(browser.get("/my/sessions"))
    answer = browser_of(하나).post("/sessions/talk/unregister", {"then": "https://elsewhere.example/"})
    assert answer.url == "/sessions/talk"
    assert "내 자리가 있어요" in text(browser.get("/my/sessions"))


def test_취소된_현장_토론은_이유를_보이고_누를_것이_없다(열린토론회):
    sessions.cancel_session(session=열린토론회, reason="태풍이 <b>와요</b>.", at=AT, actor=None)
    page = text(Client().get("/sessions/talk"))
    assert "열지 못하게 되었어요" in page
    assert "태풍이 &lt;b&gt;와요&lt;/b&gt;." in page
    assert "/sessions/talk/register" not in page


def test_마친_다음에는_함께한_사람_수와_기록이_남는다(공론장, 열린토론회, monkeypatch):
    after = 열린토론회.ends_at
    registrations.attend(session=열린토론회, came=[make.person("은하수")], at=after, actor=None)
    forums.note_forum(
        forum=공론장, session=열린토론회, text="다들 강변길을 먼저 이으라고 했어요.", count=41, evidence="방명록", at=after,
        actor=None,
    )  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: after)
    page = text(Client().get("/sessions/talk"))
    assert "다들 강변길을 먼저 이으라고 했어요." in page
    assert '<data value="42">42</data>' in page
    assert "은하수" not in page  # nobody's name


def test_숨긴_제안과_열지_않은_공론장의_현장_토론은_없는_쪽이다(열린토론회, 공론장):
    making.session(making.forum("다음 질문", opened=False, key="later"), key="early", starts=NOW + make.days(5))
    assert Client().get("/sessions/early").status_code == 404
    assert Client().get("/sessions/talk\x00").status_code == 404
    proposal = 공론장.case.proposal
    proposal.visibility = "hidden"
    proposal.save()
    for path in ("/sessions/talk", "/sessions/talk.ics"):
        assert Client().get(path).status_code == 404
    assert "가온시청" not in text(Client().get("/sessions"))
    assert "SUMMARY" not in text(Client().get("/sessions.ics"))


def test_달력은_바뀐_것과_취소된_것을_같은_이름으로_알린다(열린토론회):
    sessions.change_session(session=열린토론회, plan=making.plan(place="가온도서관"), at=AT, actor=None)
    answer = Client().get("/sessions/talk.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["SEQUENCE"], event["LOCATION"], event["STATUS"]) == (1, "가온도서관", "CONFIRMED")
    assert event.decoded("DTSTART") == 열린토론회.starts_at
    assert event.decoded("DTEND") == 열린토론회.ends_at
    sessions.cancel_session(session=열린토론회, reason="태풍", at=AT, actor=None)
    (again,) = icalendar.Calendar.from_ical(Client().get("/sessions.ics").content).walk("VEVENT")
    assert (again["UID"], again["SEQUENCE"], again["STATUS"]) == (event["UID"], 2, "CANCELLED")
    assert "태풍" in again["DESCRIPTION"]


def test_목록은_현장_토론이_많아도_몇_번만_묻는다(공론장, 하나, django_assert_max_num_queries):
    for n in range(12):
        making.session(공론장, key=f"s{n}", starts=NOW + make.days(n + 1), title=f"모임 {n}")
    browser = browser_of(하나)
    browser.get("/sessions")
    with django_assert_max_num_queries(14):
        page = text(browser.get("/sessions"))
    assert page.index("모임 0") < page.index("모임 11")


def test_공론장_쪽에서_바로_신청하고_요약과_기록을_읽는다(공론장, 열린토론회, 하나):
    forums.note_forum(forum=공론장, kind="summary", text="강변길이 먼저라고 해요.", at=AT, actor=None)
    forums.note_forum(forum=공론장, text="장날에 들은 말이에요.", count=7, at=AT, actor=None)
    page = text(Client().get("/forums/bike"))
    for said in ("강변길이 먼저라고 해요.", "장날에 들은 말이에요.", "이름 없이 함께한 사람 7명", "남은 자리 2석"):
        assert said in page, said
    answer = browser_of(하나).post("/sessions/talk/register", {"then": "/forums/bike#sessions"})
    assert answer.url == "/forums/bike#sessions"
