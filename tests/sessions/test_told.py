"""알림과 되풀이: 전날 아침에 알리고, 내보낸 기록을 다시 들이면 같은 자리와 같은 참여자 수다."""

import json

import pytest

from madang.actions import forums, notices, opinions, registrations, reminders, sessions
from madang.actions.wording import proposals_of, words_of
from madang.forums.models import Participant, Registration
from madang.notices.models import Notice
from madang.ops.export import events
from madang.procedures.models import Tally
from tests import make
from tests.processes import Madang
from tests.sessions import making

AT = make.AT


@pytest.mark.django_db
def test_전날_아침에_앉은_사람에게_한_번_알리고_날을_옮기면_다시_알린다(열린토론회, 하나, 두리):
    셋 = make.person("셋", email="set@gaon.example")
    for each in (하나, 두리, 셋):
        registrations.register(session=열린토론회, person=each, at=AT, actor=each)
    for hours in (0, 24 * 5, 24 * 6 + 1, 24 * 6 + 2):
        reminders.remind(at=AT + make.days(hours / 24))
    told = Notice.objects.filter(kind="session-reminder")
    assert sorted(one.person.name for one in told) == ["두리", "하나"]
    plan = making.plan(seats=2, starts=AT + make.days(9))
    sessions.change_session(session=열린토론회, plan=plan, at=AT + make.days(6.2), actor=None)
    reminders.remind(at=AT + make.days(8.1))
    assert told.all().count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "en"])
def test_알림마다_제목과_갈_곳이_있다(열린토론회, 하나, 두리, language):
    셋 = make.person("셋", email="set@gaon.example")
    for each in (하나, 두리, 셋):
        registrations.register(session=열린토론회, person=each, at=AT, actor=each)
    registrations.unregister(session=열린토론회, person=하나, at=AT, actor=하나)
    plan = making.plan(seats=2, place="가온도서관")
    sessions.change_session(session=열린토론회, plan=plan, at=AT, actor=None)
    reminders.remind(at=AT)
    reminders.remind(at=AT + make.days(6.1))
    sessions.cancel_session(session=열린토론회, reason="태풍", at=AT + make.days(6.2), actor=None)
    found = list(Notice.objects.filter(kind__startswith="session-").select_related("person"))
    assert {one.kind for one in found} == {
        "session-registered", "session-moved-up", "session-changed", "session-cancelled", "session-reminder",
    }  # fmt: skip
    for one in found:
        one.person.language = language
        words = words_of(one, proposals_of([one]))
        assert "자전거 도로 열린토론회" in words.title
        assert words.link.endswith("/sessions/talk")
        assert "가온" in words.text or one.kind == "session-cancelled"
        assert "None" not in words.text
    notices.send_due(at=AT + make.days(7))


@pytest.mark.django_db
def test_내보낸_기록에는_연락처도_이름도_없고_현장의_일이_모두_있다(공론장, 열린토론회, 하나):
    registrations.register(session=열린토론회, person=하나, at=AT, actor=하나)
    told = [one for one in events() if one["do"].startswith("session.")]
    assert [one["do"] for one in told] == ["session.plan", "session.register"]
    assert told[1] == {"at": told[1]["at"], "do": "session.register", "session": "talk", "by": "hana"}
    assert "hana@" not in json.dumps(told)


def live(at):
    """A forum with a session that is changed, filled, left, held and entered after the forum's end."""
    forum = making.forum(key="bike", at=at)
    talk = making.session(forum, key="talk", seats=2, at=at)
    off = making.session(forum, key="off", starts=at + make.days(9), at=at)
    people = [make.person(f"이웃 {n}", key=f"n{n}", at=at) for n in range(6)]
    for each in people[:5]:
        registrations.register(session=talk, person=each, at=at + make.days(1), actor=each)
    registrations.unregister(session=talk, person=people[0], at=at + make.days(2), actor=people[0])
    plan = making.plan(seats=3, place="가온도서관")
    sessions.change_session(session=talk, plan=plan, at=at + make.days(3), actor=None)
    sessions.cancel_session(session=off, reason="태풍", at=at + make.days(4), actor=None)
    forums.note_forum(forum=forum, text="설명회", count=4_990, at=at + make.days(5), actor=None)
    late = at + make.days(33)
    registrations.attend(session=talk, came=[people[1], people[5]], at=late, actor=None)
    forums.note_forum(forum=forum, session=talk, text="기록", count=9, evidence="방명록", at=late, actor=None)
    opinions.post_opinion(
        forum=forum, session=talk, channel="paper", text="종이에 쓴 말", author=people[2], at=late, actor=None
    )


def state():
    """What must be the same after telling it again."""
    return {
        "seats": sorted(Registration.objects.values_list("session__key", "person__key", "state", "came")),
        "queue": list(Registration.objects.order_by("at", "pk").values_list("person__key", flat=True)),
        "people": sorted(Participant.objects.values_list("person__key", "first_way")),
        "count": Tally.objects.get(what="participants").value,
    }


def test_내보내고_다시_들이면_자리도_차례도_참여자도_도달_순간도_같다(madang, databases, tmp_path):
    from tests.processes import ask

    ask(madang.url, live, AT)
    madang("tick", "--at", (AT + make.days(40)).isoformat())
    file, folder = tmp_path / "whole.jsonl", tmp_path / "other"
    madang("export", file)
    folder.mkdir()
    other = databases.new()
    try:
        again = Madang(other, folder)
        again("replay", file)
        again("tick", "--at", (AT + make.days(40)).isoformat())
        assert ask(other, state) == ask(madang.url, state)
        assert again("cases", "--json").out == madang("cases", "--json").out
        assert '"ask-mayor"' in again("cases", "--json").out
    finally:
        databases.drop(other)
