"""현장 토론 책상: 알리고, 바꾸고, 온 사람과 기록과 종이 의견을 올린다."""

import pytest
from django.test import Client

from madang.actions import counter, registrations
from madang.audit.models import Entry
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import ForumNote, ForumSession, Opinion, Participant, Registration
from madang.moderation.models import Item
from madang.people.models import Role
from madang.procedures.models import Tally
from tests import make
from tests.sessions import making

AT = make.AT
NOW = AT + make.days(1)
PLAN = {
    "kind": "hearing", "title": "강변길 공청회", "starts_at": "2019-03-12T14:00", "ends_at": "2019-03-12T16:00",
    "place": "가온도서관", "capacity": "30", "access": "", "contact": "",
}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def 지금(monkeypatch):
    def at(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    at(NOW)
    return at


@pytest.fixture
def 토론스탭(공론장):
    browser = Client()
    browser.force_login(make.staff("토론 스탭", Role.FORUMS))
    return browser


def text(answer):
    return answer.content.decode()


def count(key="bike"):
    return Tally.objects.get(case__key=key, what="participants").value


def test_알리면_시민이_보고_잘못_적은_것은_그대로_돌아온다(토론스탭):
    answer = 토론스탭.post("/staff/forums/bike/sessions", {**PLAN, "ends_at": "2019-03-12T13:00", "capacity": "0"})
    assert answer.status_code == 422
    assert "강변길 공청회" in text(answer)
    answer = 토론스탭.post("/staff/forums/bike/sessions", {**PLAN, "ends_at": "2019-03-12T13:00"})
    assert "끝나는 때가 시작하는 때보다 늦고" in text(answer)
    answer = 토론스탭.post("/staff/forums/bike/sessions", PLAN, follow=True)
    session = ForumSession.objects.get()
    assert "강변길 공청회" in text(answer)
    assert "공청회" in text(Client().get(f"/sessions/{session.key}"))
    assert session.starts_at == make.moment("2019-03-12 14:00")


def test_바꾸고_취소한다(토론스탭, 열린토론회, 하나):
    registrations.register(session=열린토론회, person=하나, at=NOW, actor=하나)
    page = text(토론스탭.get("/staff/sessions/talk"))
    assert 'value="2019-03-11T09:00"' in page
    assert "하나" in page
    assert "hana@gaon.example" not in page
    assert "hana@gaon.example" not in text(토론스탭.get("/staff/sessions/talk/list"))
    토론스탭.post("/staff/sessions/talk", {**PLAN, "act": "change"})
    열린토론회.refresh_from_db()
    assert (열린토론회.place, 열린토론회.edition) == ("가온도서관", 1)
    answer = 토론스탭.post("/staff/sessions/talk", {"act": "cancel", "reason": " "})
    assert answer.status_code == 422
    토론스탭.post("/staff/sessions/talk", {"act": "cancel", "reason": "태풍"})
    열린토론회.refresh_from_db()
    assert 열린토론회.cancelled_why == "태풍"


def counter_person(name="창구에 온 분", phone="010-1234-5678"):
    return counter.enter_person(
        name=name, born="1950-03-05", phone=phone, level="phone", display=name, note="신분증", at=NOW,
        actor=make.staff(),
    )[0]  # fmt: skip


def test_온_사람을_한꺼번에_적고_이름_없는_사람은_근거와_함께_센다(토론스탭, 열린토론회, 하나, 두리, 지금):
    for each in (하나, 두리):
        registrations.register(session=열린토론회, person=each, at=NOW, actor=each)
    walked = counter_person()
    지금(열린토론회.ends_at)
    assert "온 사람 적기" in text(토론스탭.get("/staff/"))
    mine = 열린토론회.registrations.get(person=하나)
    sent = {"act": "attend", "came": [str(mine.pk)], "others": f"http://localhost/staff/counter/{walked.key}\n"}
    assert "온 사람 2명을 적었습니다." in text(토론스탭.post("/staff/sessions/talk", sent, follow=True))
    assert count() == 2
    assert set(Participant.objects.values_list("person__name", flat=True)) == {"하나", "창구에 온 분"}
    answer = 토론스탭.post("/staff/sessions/talk", {"act": "attend", "others": 두리.key})
    assert answer.status_code == 422
    assert "창구에서 확인한 분이 아닙니다" in text(answer)
    answer = 토론스탭.post("/staff/sessions/talk", {"act": "record", "text": "기록", "count": "12"})
    assert "무엇을 보고 셌는지" in text(answer)
    토론스탭.post("/staff/sessions/talk", {"act": "record", "text": "기록", "count": "12", "evidence": "방명록"})
    note = ForumNote.objects.get()
    assert (note.session, note.count, note.evidence, count()) == (열린토론회, 12, "방명록", 14)
    assert "온 사람 적기" not in text(토론스탭.get("/staff/"))


def test_붙여_넣은_줄을_칸으로_옮겨_보고_올리면_저마다_살피고_두_번_보내도_하나다(토론스탭, db):
    making.forum("정책배틀 질문", key="battle", form="pro_con")
    path = "/staff/forums/battle/papers"
    pasted = "찬성\t자전거가 안전해요\n반대: 차가 막혀요\n\n기타, 걸어다녀요\n그냥 쓴 말 010-1234-5678"
    page = text(토론스탭.post(path, {"act": "read", "pasted": pasted}))
    assert "자전거가 안전해요</textarea>" in page
    assert page.count(" selected>") == 3
    walked = counter_person()
    sent = {
        "act": "save", "position-0": "for", "text-0": "자전거가 안전해요", "who-0": walked.key, "key-0": "2222222222",
        "position-1": "against", "text-1": "차가 막혀요, 010-1234-5678로 전화 주세요", "who-1": "", "key-1": "3333333333",
        "position-2": "", "text-2": "입장을 안 고른 말", "who-2": "", "key-2": "4444444444", "text-3": " ",
    }  # fmt: skip
    for _ in range(2):
        answer = 토론스탭.post(path, sent)
        assert answer.status_code == 422
        assert "찬성, 반대, 기타 중 하나를" in text(answer)
        assert "입장을 안 고른 말" in text(answer)
    opinions = Opinion.objects.filter(channel="paper").order_by("pk")
    assert [(one.position, one.author) for one in opinions] == [("for", walked), ("against", None)]
    assert count("battle") == 1
    assert "010-1234-5678" not in opinions[1].text
    assert Item.objects.filter(subject=f"opinion:{opinions[1].key}").exists()


def test_긴_붙여넣기는_마흔_줄씩_옮기고_나머지는_남겨_둔다(토론스탭):
    pasted = "\n".join(f"의견 {n}" for n in range(45))
    page = text(토론스탭.post("/staff/forums/bike/papers", {"act": "read", "pasted": pasted}))
    assert "의견 39</textarea>" in page
    assert "5줄은 남겨 두었습니다" in page
    assert "의견 40\n의견 41" in page


def test_오래_여는_공론장은_석_달이_지나면_요약할_때를_알린다(토론스탭, 지금):
    making.forum("늘 여는 질문", key="long", long_running=True)
    지금(AT + make.days(80))
    assert "요약 쓰기" not in text(토론스탭.get("/staff/"))
    지금(AT + make.days(95))
    assert "요약 쓰기" in text(토론스탭.get("/staff/"))
    토론스탭.post("/staff/forums/long/summary", {"text": "모두 강변길을 바라요."})
    assert ForumNote.objects.get().kind == "summary"
    assert "요약 쓰기" not in text(토론스탭.get("/staff/"))


def test_다른_부서와_시민에게는_닫혀_있다(공론장, 열린토론회, 하나):
    own, other = make.officer(department=공론장.case.department), make.officer(department=make.department("공원과"))
    for person, status in ((own, 200), (other, 404), (하나, 404)):
        browser = Client()
        browser.force_login(person)
        for path in ("sessions/talk", "sessions/talk/list", "forums/bike/sessions", "forums/bike/papers", "forums/bike/summary"):  # fmt: skip
            assert browser.get(f"/staff/{path}").status_code == status, path


def test_창구에서_찾아온_사람의_자리를_대신_신청하고_거둔다(열린토론회, 하나, 두리, 지금):
    직원 = make.staff("창구 직원", Role.PM)
    오신_분, _new = _at_counter("오신 분", 직원)
    창구 = Client()
    창구.force_login(직원)
    where = f"/staff/counter/{오신_분.key}"
    assert "자전거 도로 열린토론회" in text(창구.get(where))
    for _ in range(2):
        창구.post(where, {"act": "session", "m-session": "talk"})
    assert Registration.objects.get(person=오신_분).state == "seated"
    for person in (하나, 두리):
        registrations.register(session=열린토론회, person=person, at=NOW, actor=person)
    told = Entry.objects.get(verb="session.register", facts__person=오신_분.key)
    assert told.actor == 직원.actor, "대신한 사람의 일로 남는다"
    assert Entry.objects.get(verb="person.assist", facts__what="session.register").facts["channel"] == "counter"
    assert "가기로 한 현장 토론" in text(창구.get(where))
    창구.post(where, {"act": "leave", "session": "talk"})
    assert Registration.objects.get(person=두리).state == "seated", "거둔 자리는 기다리던 사람에게 간다"
    assert "가기로 한 현장 토론" not in text(창구.get(where))
    answer = 창구.post(where, {"act": "session", "m-session": "x"})
    assert (answer.status_code, "다시 골라 주십시오" in text(answer)) == (422, True)
    assert 창구.post(where, {"act": "leave", "session": "x"}).status_code == 404
    지금(AT + make.days(8))
    assert "지금 신청할 수 있는 현장 토론이 없습니다" in text(창구.get(where))


def test_스스로_할_수_있는_사람의_자리는_창구에서_대신하지_않는다(열린토론회, 하나):
    for act in (counter.register_for, counter.unregister_for):
        with pytest.raises(Refused) as refused:
            act(person=하나, session=열린토론회, at=NOW, actor=make.staff())
        assert refused.value.code == "acts-alone"


def _at_counter(display, actor):
    """Someone who has come in person, known by a telephone number."""
    return counter.enter_person(
        name="김오신", born="1950-03-05", phone="010-9999-0000", level="phone", display=display, note="주민등록증 확인",
        at=NOW, actor=actor,
    )  # fmt: skip
