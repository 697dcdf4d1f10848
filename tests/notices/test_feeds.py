"""구독: 새 제안, 답변, 제안 하나는 Atom으로, 약속한 마감은 달력으로. 목록에 없는 것은 나오지 않는다."""

import xml.etree.ElementTree as ET
from datetime import date

import icalendar
import pytest
from django.test import Client

from madang.actions import answers, duties, tasks
from madang.base import clock
from madang.proposals.models import Proposal
from tests import make

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"


@pytest.fixture(autouse=True)
def 지금():
    with clock.standing_at(make.AT + make.days(2)):
        yield


def entries(path):
    """The feed's entries, after checking what RFC 4287 demands of feed and entries."""
    import re

    answer = Client(headers={"accept-language": "ko"}).get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.content)
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for needed in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{needed}")) == 1, needed
        assert re.fullmatch(RFC_3339, element.findtext(f"{ATOM}updated"))
        assert element.find(f"{ATOM}link").get("href").startswith("http://localhost")
    found = feed.findall(f"{ATOM}entry")
    assert len({one.findtext(f"{ATOM}id") for one in found}) == len(found)
    return found


def titles(path):
    return [entry.findtext(f"{ATOM}title") for entry in entries(path)]


def hide(proposal, visibility="hidden"):
    proposal.visibility = visibility
    proposal.save()


def test_새_제안은_목록과_같은_것을_고를_수_있다():
    make.proposal("자전거 <b>도로</b>", category="교통")
    make.proposal("놀이터", category="안전", at=make.AT + make.days(1))
    for n, visibility in enumerate(("hidden", "unlisted", "private")):
        hide(make.proposal(f"숨은 것 {n}"), visibility)
    assert titles("/feeds/proposals.atom") == ["놀이터", "자전거 <b>도로</b>"]
    assert titles("/feeds/proposals.atom?category=교통") == ["자전거 <b>도로</b>"]
    assert titles("/feeds/proposals.atom?q=놀이터&sort=closing") == ["놀이터"]
    assert titles("/feeds/proposals.atom?q=%00") == ["놀이터", "자전거 <b>도로</b>"]


def test_답변은_공개된_제안의_것만_나온다():
    교통과 = make.department("교통정책과")
    for title in ("자전거", "숨은 것"):
        proposal = make.proposal(title, department=교통과)
        make.supports(proposal, 50)
        make.answered(proposal, by=교통과, at=make.AT + make.days(1))
    hide(proposal)
    [entry] = entries("/feeds/answers.atom")
    assert entry.findtext(f"{ATOM}title").endswith("자전거")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "교통정책과"


def test_제안_하나의_소식은_지나온_길이고_주소는_바뀌지_않는다():
    proposal = make.proposal()
    path = f"/proposals/{proposal.case.key}.atom"
    before = {entry.findtext(f"{ATOM}id") for entry in entries(path)}
    make.supports(proposal, 50)
    after = {entry.findtext(f"{ATOM}id") for entry in entries(path)}
    assert before < after
    hide(proposal, "unlisted")
    assert Client().get(path).status_code == 404
    assert Client().get("/proposals/none.atom").status_code == 404


def calendar(path="/feeds/deadlines.ics"):
    answer = Client(headers={"accept-language": "ko"}).get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert b"\r\n" in answer.content
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def 마감(title="자전거 도로", department=None):
    교통과 = department or make.department("교통정책과", key="mobility")
    proposal = make.proposal(title, department=교통과)
    make.supports(proposal, 50)
    return proposal


def test_마감은_마지막_날_하루_종일이고_연장해도_같은_일정이다():
    proposal = 마감()
    [event] = calendar()
    duty = proposal.case.duties.get()
    assert type(event.start) is date
    assert event["SEQUENCE"] == 0
    assert "교통정책과" in event["SUMMARY"]
    assert str(event["URL"]).endswith(f"/proposals/{proposal.case.key}")
    until = event.start + make.days(10)
    duties.extend_duty(
        case_key=proposal.case.key, duty=duty.key, until=until, reason="현장 조사", at=make.AT, actor=None
    )
    [later] = calendar()
    assert (later["UID"], later["SEQUENCE"], later.start) == (event["UID"], 1, until)
    make.answered(proposal, at=make.AT + make.days(1))
    [kept, report] = sorted(calendar(), key=lambda event: event["UID"] != later["UID"])
    assert "추진 현황 보고" in report["SUMMARY"]
    assert (kept["UID"], kept["SEQUENCE"]) == (event["UID"], 3)
    assert kept["SUMMARY"].startswith("(지킴)")


def test_부서마다_달력이_있고_숨은_것은_나오지_않는다():
    마감()
    hide(마감("숨은 것"))
    마감("나무", make.department("공원녹지과", key="parks"))
    assert len(calendar()) == 2
    [event] = calendar("/feeds/deadlines.ics?department=parks")
    assert "나무" in event["SUMMARY"]
    assert Client().get("/feeds/deadlines.ics?department=none").status_code == 404


def test_쪽은_구독할_곳을_알려_준다():
    proposal = make.proposal()
    home = Client().get("/").text
    assert 'type="application/atom+xml"' in home
    assert 'href="/feeds/deadlines.ics"' in home
    assert "/feeds/proposals.atom?category=%EA%B5%90%ED%86%B5" in Client().get("/proposals?category=교통").text
    assert f"/proposals/{proposal.case.key}.atom" in Client().get(f"/proposals/{proposal.case.key}").text


def test_구독은_몇_번만_묻는다(django_assert_max_num_queries):
    for n in range(5):
        마감(f"제안 {n}")
    for path in ("/feeds/proposals.atom", "/feeds/answers.atom", "/feeds/deadlines.ics"):
        with django_assert_max_num_queries(4):
            Client().get(path)


def 토론(key="bike", **more):
    proposal = make.proposal("자전거 도로", key=key, at=make.AT)
    make.supports(proposal, 500, at=make.AT)
    make.selected(proposal, at=make.AT)
    return make.forum(proposal, question="어디부터 이을까요?", at=make.AT + make.days(1), **more)


def test_열린_토론과_결과를_구독한다():
    토론()
    make.asked_by_the_city("감춘 물음", key="hidden")  # not opened yet: no news
    [one] = entries("/feeds/forums.atom")
    assert one.findtext(f"{ATOM}title") == "어디부터 이을까요?"
    assert one.find(f"{ATOM}link").get("href").endswith("/forums/bike")
    assert entries("/feeds/results.atom") == []
    at = make.AT + make.days(32)
    make.tick(at)
    tasks.finish_task(case_key="bike", act="deliver", at=at, actor=None)
    answers.publish_answer(
        case_key="bike", stage="forum-answering", decision="accept", text="합니다.", department=make.department(), at=at,
        actor=None,
    )  # fmt: skip
    tasks.finish_task(case_key="bike", act="publish", text="1,200명의 이야기", at=at, actor=None)
    [one] = entries("/feeds/results.atom")
    assert one.findtext(f"{ATOM}title") == "토론 결과: 자전거 도로"
    assert one.findtext(f"{ATOM}summary") == "1,200명의 이야기"
    Proposal.objects.update(visibility="private")
    assert entries("/feeds/results.atom") == entries("/feeds/forums.atom") == []


def test_토론의_마지막_날은_달력에_있다():
    토론()
    토론("long", long_running=True)
    calendar = icalendar.Calendar.from_ical(
        Client(headers={"accept-language": "ko"}).get("/feeds/deadlines.ics").content
    )
    ends = [event for event in calendar.walk("VEVENT") if str(event["uid"]).startswith("forum-")]
    assert [str(event["summary"]) for event in ends] == ["토론 마지막 날: 어디부터 이을까요?"]
    assert ends[0]["dtstart"].dt == date(2019, 4, 4)
    assert str(ends[0]["url"]).endswith("/forums/bike")
