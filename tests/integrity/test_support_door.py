"""공감하는 자리의 한도와 흔적."""

import pytest
from django.test import Client

from madang.base import clock
from madang.people.models import Verification
from madang.proposals.models import SupportTrace
from tests import make

AT = make.AT
pytestmark = pytest.mark.django_db


@pytest.fixture
def 제안():
    return make.proposal(key="bike")


def press(browser, key="bike", at=AT, **more):
    with clock.standing_at(at):
        return browser.post(f"/proposals/{key}/support", **more)


def browser_of(person, **more):
    made = Client(**more)
    made.force_login(person)
    return made


def test_공감하면_망과_기기의_해시만_남고_주소는_남지_않는다(제안):
    하나 = browser_of(make.person(), REMOTE_ADDR="203.0.113.9")
    answer = press(하나)
    cookie = answer.cookies["madang_device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    trace = SupportTrace.objects.get()
    assert len(trace.network) == len(trace.device) == 32
    assert cookie.value not in trace.device


def test_같은_브라우저의_두_사람은_한_기기다(제안):
    browser = browser_of(make.person())
    press(browser)
    browser.force_login(make.person("두리"))
    press(browser)
    press(browser_of(make.person("세나"), REMOTE_ADDR="198.51.100.3"))
    devices = list(SupportTrace.objects.order_by("pk").values_list("device", flat=True))
    assert len(devices) == 3
    assert devices[0] == devices[1] != devices[2]


@pytest.mark.parametrize("wrong", ["", "short", "x" * 500, "' OR 1=1 --"])
def test_남이_적어_넣은_기기_이름은_새_이름이_된다(제안, wrong):
    browser = browser_of(make.person())
    browser.cookies["madang_device"] = wrong
    answer = press(browser)
    assert answer.status_code == 302
    assert answer.cookies["madang_device"].value != wrong


def test_짧은_사이에_너무_많이_누르면_사람의_말로_쉬라고_한다(제안, settings):
    settings.LIMITS = {"support.person": "2/minute"}
    browser = browser_of(make.person())
    assert [press(browser).status_code for _ in range(2)] == [302, 302]
    answer = press(browser)
    assert answer.status_code == 429
    assert "1분 뒤에" in answer.content.decode()
    assert 'href="/proposals/bike"' in answer.content.decode()
    part = press(browser, headers={"HX-Request": "true"})
    assert "1분 뒤에" in part.content.decode()
    assert press(browser, at=AT + make.days(1)).status_code == 302


def test_도서관의_확인된_사람들은_모두_공감할_수_있다(제안, settings):
    settings.LIMITS = {"support.address": "3/minute"}
    codes = [press(browser_of(make.person())).status_code for _ in range(5)]
    assert codes == [302, 302, 302, 429, 429]
    for number in range(3):
        확인된 = make.person(level="phone")
        Verification.objects.filter(person=확인된).update(identity_hash=str(number) * 64)
        assert press(browser_of(확인된)).status_code == 302


def test_무효가_된_사람에게는_왜_못_하는지_말한다(제안):
    from tests.integrity.test_invalidation import done, plan

    하나, 피엠 = make.person(), make.staff()
    browser = browser_of(하나)
    press(browser)
    device = SupportTrace.objects.get().device
    done(plan(제안, 피엠, query={"devices": [device]}), 피엠)
    answer = press(browser, at=AT + make.days(2), follow=True)
    assert "무효로 처리되어" in answer.content.decode()
