"""한도: 여럿이 한꺼번에 눌러도 꼭 정한 만큼만 된다."""

import pytest
from django.test import RequestFactory

from madang.base.errors import Refused
from madang.people import limits
from madang.people.models import Use, Verification
from tests import make
from tests.integrity import at_once as crowd
from tests.processes import ask, barrier, start

AT = make.AT
MINUTE, HOUR, DAY = limits.MINUTE, limits.HOUR, limits.DAY


def test_네_프로세스가_200번_눌러도_꼭_한도만큼만_된다(madang):
    ask(madang.url, crowd.prepare)
    gate = barrier(4)
    running = [start(madang.url, crowd.pressing, gate, 50, 37, AT) for _ in range(4)]
    assert sum(each.result() for each in running) == 37


@pytest.mark.django_db
def test_한도만큼_되고_거절된_것은_세지_않는다():
    told = [limits.allow("x", "p1", at=AT, limit=3, per=HOUR) for _ in range(6)]
    assert told == [True, True, True, False, False, False]
    assert Use.objects.get().count == 3
    assert limits.allow("x", "p2", at=AT, limit=3, per=HOUR)
    assert limits.allow("y", "p1", at=AT, limit=3, per=HOUR)


@pytest.mark.django_db
def test_창이_바뀌는_순간에_두_배를_할_수는_없다():
    end = make.moment("2019-03-04 09:59")
    assert all(limits.allow("x", "p1", at=end, limit=10, per=HOUR) for _ in range(10))
    after = make.moment("2019-03-04 10:00")
    assert not limits.allow("x", "p1", at=after, limit=10, per=HOUR)
    half = make.moment("2019-03-04 10:30")
    assert [limits.allow("x", "p1", at=half, limit=10, per=HOUR) for _ in range(6)] == [True] * 5 + [False]


@pytest.mark.django_db
def test_한_시간_뒤에는_다시_할_수_있다고_말한다():
    하나 = make.person()
    for _ in range(5):
        limits.spend("proposal", at=AT, person=하나)
    with pytest.raises(Refused) as refused:
        limits.spend("proposal", at=AT, person=하나)
    assert refused.value.code == "too-often-today"
    assert refused.value.facts["hours"] == 24
    limits.spend("proposal", at=AT + 2 * DAY, person=하나)


@pytest.mark.django_db
def test_도서관에서_확인된_사람은_주소_때문에_막히지_않는다(settings):
    settings.LIMITS = {"support.address": "2/minute"}
    for _ in range(2):
        limits.spend("support", at=AT, person=make.person(), address="library")
    with pytest.raises(Refused) as refused:
        limits.spend("support", at=AT, person=make.person(), address="library")
    assert refused.value.code == "too-often"
    확인된 = make.person(level="phone")
    Verification.objects.filter(person=확인된).update(identity_hash="a" * 64)
    limits.spend("support", at=AT, person=확인된, address="library")
    limits.spend("support", at=AT, person=make.person(), address="elsewhere")


@pytest.mark.django_db
def test_없는_한도는_세지_않고_지난_수는_지운다(settings):
    settings.LIMITS = {"proposal.person": None}
    하나 = make.person()
    for _ in range(20):
        limits.spend("proposal", at=AT, person=하나)
    assert not Use.objects.exists()
    limits.allow("x", "p1", at=AT, limit=3, per=HOUR)
    assert limits.forget(at=AT + DAY) == 0
    assert limits.forget(at=AT + 4 * DAY) == 1


@pytest.mark.parametrize("wrong", [{"nothing": "1/day"}, {"proposal.person": "many"}, {"proposal.person": 5}])
def test_읽을_수_없는_한도는_무엇이_틀렸는지_말한다(wrong):
    with pytest.raises(ValueError, match=r"proposal\.person|nothing"):
        limits.parse(wrong)


def asked(forwarded="", remote="203.0.113.9"):
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=remote, **more)


def test_앞의_중계를_믿을_때만_그_말을_듣고_남이_적은_앞부분은_듣지_않는다(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert str(limits.client_address(asked("198.51.100.7"))) == "203.0.113.9"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert str(limits.client_address(asked("1.2.3.4, 198.51.100.7", "10.0.0.1"))) == "198.51.100.7"
    assert limits.client_address(asked("nonsense", "10.0.0.1")) is None
    assert limits.address_of(asked("nonsense"), at=AT) == ""


def test_주소는_달마다_바뀌는_해시로만_남고_IPv6는_한_집이_하나다():
    one, other = asked(remote="2001:db8:1:2::5"), asked(remote="2001:db8:1:2:aaaa::9")
    assert limits.address_of(one, at=AT) == limits.address_of(other, at=AT)
    assert limits.address_of(one, at=AT) != limits.address_of(one, at=AT + 40 * DAY)
    assert limits.address_of(one, at=AT) != limits.address_of(asked(remote="2001:db8:1:3::5"), at=AT)
    assert limits.network_of(asked(remote="203.0.113.9")) == limits.network_of(asked(remote="203.0.113.200"))
    assert limits.network_of(asked(remote="203.0.113.9")) == limits.network_of(asked(remote="::ffff:203.0.113.9"))
    assert limits.network_of(asked(remote="203.0.113.9")) != limits.network_of(asked(remote="203.0.114.9"))
