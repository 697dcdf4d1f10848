"""현장 참여: 온 사람은 온라인과 똑같이 한 번 세고, 나중에 적어도 그날 온 것으로 센다."""

import pytest

from madang.actions import forums, opinions, registrations
from madang.base.errors import Refused
from madang.forums.models import Opinion, Participant
from madang.procedures.models import Crossing, Mark, Tally
from tests import make

AT = make.AT
END = AT + make.days(31)  # safely after the forum's end
pytestmark = pytest.mark.django_db


def count():
    return Tally.objects.get(what="participants").value


def test_온_사람은_참여자이고_온라인에서도_참여했다면_한_번만_센다(공론장, 열린토론회, 하나, 두리):
    walk_in = make.person("그냥 온 사람")
    registrations.register(session=열린토론회, person=하나, at=AT, actor=하나)
    registrations.register(session=열린토론회, person=두리, at=AT, actor=두리)
    opinions.post_opinion(forum=공론장, text="좋아요", author=하나, at=AT + make.days(1), actor=하나)
    after = 열린토론회.ends_at
    assert registrations.attend(session=열린토론회, came=[하나, walk_in], at=after, actor=None) == 2
    assert count() == 2
    assert {row.person.name: row.came for row in 열린토론회.registrations.all()} == {
        "하나": True, "두리": False, "그냥 온 사람": True,
    }  # fmt: skip
    assert Participant.objects.get(person=walk_in).first_way == "session"
    assert registrations.attend(session=열린토론회, came=[하나, 두리], at=after, actor=None) == 1
    assert count() == 3


def test_시작하기_전과_취소된_뒤에는_온_사람을_적을_수_없다(열린토론회, 하나):
    with pytest.raises(Refused) as refused:
        registrations.attend(session=열린토론회, came=[하나], at=AT, actor=None)
    assert refused.value.code == "session-not-begun"


def test_공론장이_끝난_뒤에_적어도_그날_온_사람으로_세고_두_주가_지나면_닫힌다(공론장, 열린토론회, 하나, 두리):
    make.tick(END)
    assert registrations.attend(session=열린토론회, came=[하나], at=END, actor=None) == 1
    assert count() == 1
    assert Participant.objects.get(person=하나).at == 열린토론회.starts_at
    note = forums.note_forum(
        forum=공론장, session=열린토론회, text="기록", count=30, evidence="방명록", at=END, actor=None
    )
    assert (note.count, count()) == (30, 31)
    opinions.post_opinion(
        forum=공론장, session=열린토론회, channel="paper", text="종이에 쓴 말", author=두리, at=END, actor=None
    )
    assert count() == 32
    assert Opinion.objects.get(channel="paper").at == 열린토론회.starts_at
    with pytest.raises(Refused) as refused:
        registrations.attend(session=열린토론회, came=[두리], at=END + make.days(15), actor=None)
    assert refused.value.code == "attendance-too-late"
    with pytest.raises(Refused) as refused:
        forums.note_forum(forum=공론장, text="기록", count=3, at=END, actor=None)
    assert refused.value.code == "forum-closed"
    forums.note_forum(forum=공론장, session=열린토론회, text="늦은 기록", at=END + make.days(15), actor=None)
    assert count() == 32


def test_기준을_넘기는_일은_언제_적어도_꼭_한_번이다(공론장, 열린토론회):
    people = [make.person(f"이웃 {n}") for n in range(3)]
    forums.note_forum(forum=공론장, text="설명회", count=4_999, at=AT + make.days(1), actor=None)
    registrations.attend(session=열린토론회, came=people[:1], at=열린토론회.ends_at, actor=None)
    assert Mark.objects.get(key="ask-mayor").at == 열린토론회.ends_at
    registrations.attend(session=열린토론회, came=people, at=END, actor=None)
    assert Mark.objects.filter(key="ask-mayor").count() == 1
    assert not Crossing.objects.exists()


def test_끝난_뒤에_적은_사람으로_기준에_이르면_그때_시장에게_답을_청한다(공론장, 열린토론회, 하나, 두리):
    forums.note_forum(forum=공론장, text="설명회", count=4_999, at=AT + make.days(1), actor=None)
    make.tick(END)
    assert not Mark.objects.filter(key="ask-mayor").exists()
    registrations.attend(session=열린토론회, came=[하나], at=END + make.days(1), actor=None)
    case = 공론장.case
    assert Mark.objects.get(key="ask-mayor").at == END + make.days(1)
    duty = case.duties.get(key="mayor-answer")
    assert duty.since == END + make.days(1)
    registrations.attend(session=열린토론회, came=[하나, 두리], at=END + make.days(2), actor=None)
    assert Mark.objects.filter(key="ask-mayor").count() == 1
    assert case.duties.filter(key="mayor-answer").count() == 1
