"""자리: 신청한 차례대로 앉고 기다리며, 빈자리는 먼저 기다린 사람에게 간다."""

import pytest

from madang.actions import departures, registrations, sessions
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.forums.models import Registration
from madang.notices.models import Notice
from tests import make
from tests.sessions import making

AT = make.AT
pytestmark = pytest.mark.django_db


def sign_up(session, *people, at=AT):
    return [registrations.register(session=session, person=each, at=at, actor=each) for each in people]


def seats(session):
    rows = Registration.objects.filter(session=session).order_by("at", "pk")
    return {state: [one.person.name for one in rows if one.state == state] for state in ("seated", "waiting", "left")}


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_자리가_차면_차례대로_기다리고_두_번_신청해도_하나다(열린토론회, 하나, 두리):
    셋, 넷 = make.person("셋"), make.person("넷")
    places = sign_up(열린토론회, 하나, 두리, 셋, 넷, 하나, 넷)
    assert [(place.state, place.turn, place.new) for place in places] == [
        ("seated", 0, True), ("seated", 0, True), ("waiting", 1, True), ("waiting", 2, True), ("seated", 0, False),
        ("waiting", 2, False),
    ]  # fmt: skip
    assert seats(열린토론회) == {"seated": ["하나", "두리"], "waiting": ["셋", "넷"], "left": []}
    assert Entry.objects.filter(verb="session.register").count() == 4
    assert told("session-registered") == ["넷", "두리", "셋", "하나"]


def test_빠지면_먼저_기다린_사람이_앉고_알림을_받으며_다시_오면_맨_뒤에_선다(열린토론회, 하나, 두리):
    셋, 넷 = make.person("셋"), make.person("넷")
    sign_up(열린토론회, 하나, 두리, 셋, 넷)
    assert registrations.unregister(session=열린토론회, person=하나, at=AT + make.days(1), actor=하나)
    assert seats(열린토론회) == {"seated": ["두리", "셋"], "waiting": ["넷"], "left": ["하나"]}
    assert told("session-moved-up") == ["셋"]
    assert not registrations.unregister(session=열린토론회, person=하나, at=AT + make.days(1), actor=하나)
    assert sign_up(열린토론회, 하나, at=AT + make.days(2))[0].turn == 2
    assert seats(열린토론회)["waiting"] == ["넷", "하나"]
    assert Registration.objects.filter(person=하나).count() == 1


def test_시계가_늦은_기계에서_신청해도_먼저_잡은_차례가_지켜진다(열린토론회):
    people = [make.person(f"이웃 {n}") for n in range(4)]
    for place, each in enumerate(people):
        sign_up(열린토론회, each, at=AT + make.days(4 - place))
    assert seats(열린토론회)["seated"] == ["이웃 0", "이웃 1"]
    assert seats(열린토론회)["waiting"] == ["이웃 2", "이웃 3"]


def test_자리를_늘리면_기다리던_사람이_앉고_줄여도_앉은_사람은_그대로다(열린토론회, 하나, 두리):
    셋, 넷 = make.person("셋"), make.person("넷")
    sign_up(열린토론회, 하나, 두리, 셋, 넷)
    sessions.change_session(session=열린토론회, plan=making.plan(seats=3), at=AT + make.days(1), actor=None)
    assert seats(열린토론회)["seated"] == ["하나", "두리", "셋"]
    assert told("session-moved-up") == ["셋"]
    assert told("session-changed") == []  # nothing but the seats has changed
    sessions.change_session(session=열린토론회, plan=making.plan(seats=1), at=AT + make.days(2), actor=None)
    assert seats(열린토론회)["seated"] == ["하나", "두리", "셋"]
    registrations.unregister(session=열린토론회, person=하나, at=AT + make.days(3), actor=하나)
    assert seats(열린토론회)["seated"] == ["두리", "셋"]  # still more than there are seats


def test_때나_곳이_바뀌면_신청한_사람_모두가_안다(열린토론회, 하나, 두리):
    셋 = make.person("셋")
    sign_up(열린토론회, 하나, 두리, 셋)
    plan = making.plan(seats=2, place="가온도서관")
    sessions.change_session(session=열린토론회, plan=plan, at=AT + make.days(1), actor=None)
    assert told("session-changed") == ["두리", "셋", "하나"]
    assert Notice.objects.filter(kind="session-changed").first().facts["was_at"] == "가온시청 대강당"


def test_취소하면_이유와_함께_모두에게_알리고_더는_신청할_수_없다(열린토론회, 하나, 두리):
    sign_up(열린토론회, 하나)
    sessions.cancel_session(session=열린토론회, reason="태풍이 와요.", at=AT + make.days(1), actor=None)
    assert told("session-cancelled") == ["하나"]
    with pytest.raises(Refused, match="취소된"):
        sign_up(열린토론회, 두리, at=AT + make.days(2))
    with pytest.raises(Refused, match="취소된"):
        sessions.change_session(session=열린토론회, plan=making.plan(seats=9), at=AT + make.days(2), actor=None)


def test_시작한_다음에는_신청도_빠지기도_바꾸기도_없다(열린토론회, 하나):
    sign_up(열린토론회, 하나)
    begun = 열린토론회.starts_at
    for act in (registrations.register, registrations.unregister):
        with pytest.raises(Refused) as refused:
            act(session=열린토론회, person=하나, at=begun, actor=하나)
        assert refused.value.code == "session-begun"
    with pytest.raises(Refused) as refused:
        sessions.change_session(session=열린토론회, plan=making.plan(seats=5), at=begun, actor=None)
    assert refused.value.code == "session-begun"


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("title-empty", {"title": " \u200b"}),
        ("title-too-long", {"title": "가" * 201}),
        ("place-empty", {"place": "\n"}),
        ("body-too-long", {"place": "가" * 201}),
        ("capacity-not-positive", {"seats": 0}),
        ("capacity-not-positive", {"seats": 100_001}),
        ("session-ends-before", {"hours": 0}),
        ("session-ends-before", {"hours": 73}),
        ("session-outside", {"starts": AT - make.days(1)}),
        ("session-outside", {"starts": AT + make.days(31)}),
        ("unknown-decision", {"kind": "party"}),
        ("key-taken", {"key": "talk"}),
    ],
)
def test_할_수_없는_계획은_까닭을_말한다(공론장, 열린토론회, code, more):
    with pytest.raises(Refused) as refused:
        making.session(공론장, **more)
    assert refused.value.code == code
    assert 공론장.sessions.count() == 1


def test_열리기_전의_공론장에는_앞으로의_현장_토론만_계획하고_신청은_열린_다음이다(db, 하나):
    preparing = making.forum(opened=False, key="later")
    session = making.session(preparing)
    with pytest.raises(Refused) as refused:
        sign_up(session, 하나)
    assert refused.value.code == "forum-not-open"
    with pytest.raises(Refused) as refused:
        making.session(preparing, starts=AT)
    assert refused.value.code == "session-past"


def test_탈퇴하면_자리를_내주고_간_곳의_기록은_지워진다(열린토론회, 하나, 두리):
    셋 = make.person("셋")
    sign_up(열린토론회, 하나, 두리, 셋)
    departures.close_account(person=하나, at=AT + make.days(1), actor=하나)
    assert seats(열린토론회) == {"seated": ["두리", "셋"], "waiting": [], "left": []}
    assert told("session-moved-up") == ["셋"]
    assert not Registration.objects.filter(person=하나).exists()
