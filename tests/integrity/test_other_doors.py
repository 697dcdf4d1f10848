"""다른 자리의 한도: 제안과 가입. 적은 것은 남는다."""

import re

import pytest
from django.test import Client

from madang.base.text import opaque_key
from madang.people.models import Person
from madang.proposals.models import Proposal
from tests import make

pytestmark = pytest.mark.django_db


def test_하루에_너무_많이_제안하면_적은_것을_남기고_쉬라고_한다(settings):
    settings.LIMITS = {"proposal.person": "2/day"}
    make.procedure()
    browser = Client()
    browser.force_login(make.person(email="hana@gaon.example"))
    sent = {"procedure": "seoul-2019", "body": "끊긴 곳이 많아요", "category": "교통", "do": "publish"}
    codes = [
        browser.post("/propose", {**sent, "title": f"제안 {n}", "key": opaque_key()}).status_code for n in range(2)
    ]
    answer = browser.post("/propose", {**sent, "title": "세 번째 제안", "key": opaque_key()})
    if Proposal.objects.count() == 0:
        pytest.fail(f"the form is another now: {codes} {answer.content.decode()[:500]}")
    assert codes == [302, 302]
    assert answer.status_code == 429
    # by the hour of the day: "tomorrow", or in how many minutes the day is over
    assert re.search("하루에 할 수 있는 만큼|분 뒤에 다시", answer.content.decode())
    assert "세 번째 제안" in answer.content.decode()
    assert Proposal.objects.count() == 2


def test_잘못_적은_제안은_세지_않는다(settings):
    settings.LIMITS = {"proposal.person": "1/day"}
    make.procedure()
    browser = Client()
    browser.force_login(make.person(email="hana@gaon.example"))
    sent = {"procedure": "seoul-2019", "body": "", "category": "교통", "do": "publish"}
    for _ in range(3):
        assert browser.post("/propose", {**sent, "title": "가" * 201, "key": opaque_key()}).status_code == 422
    assert browser.post("/propose", {**sent, "title": "가", "key": opaque_key()}).status_code == 302


def test_한_주소에서_한꺼번에_너무_많이_가입하지_못한다(settings):
    settings.LIMITS = {"signup.address": "2/hour"}
    for number in range(4):
        answer = Client().post(
            "/accounts/sign-up/",
            {
                "name": f"시민 {number}",
                "email": f"p{number}@mail.example",
                "password1": "마당에서 만나요 2026",
                "agree": "on",
            },
        )
    assert Person.objects.count() == 2
    assert "뒤에 다시" in answer.content.decode()
    assert "p3@mail.example" in answer.content.decode()
