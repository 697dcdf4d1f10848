"""한 시민이 실제 브라우저로 통합인증을 거쳐 공감하고, 둘째 로그인으로는 다시 공감할 수 없다."""

import json
import os
import re

import pytest

from madang.base import clock
from madang.proposals.models import Support
from madang.web.ui.words import josa
from tests import make
from tests.browser.conftest import Visitor, chromium, house  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CI = {"ci": "CI-hana-1", "phone_verified": True, "birthdate": "1985-03-02"}


@pytest.fixture(autouse=True)
def 통합인증(server, monkeypatch):
    configured = [
        {"id": name, "name": label, "server_url": server.address, "client_id": name, "client_secret": "secret",
         "verifies": {"level": "strong", "identifier": "ci", "if": "phone_verified"}}
        for name, label in (("gov", "정부 통합인증"), ("bank", "은행 인증"))
    ]  # fmt: skip
    monkeypatch.setitem(os.environ, "OIDC_PROVIDERS", json.dumps(configured))
    return server


def a_proposal():
    make.proposal("자전거 도로를 이어 주세요", key="bike", at=clock.now())


def supports():
    return Support.objects.count()


def enter(window, provider, sub):
    window.page.goto("/accounts/sign-in/?next=/proposals/bike")
    window.page.get_by_role("button", name=f"{josa(provider, '으로/로')} 계속하기").click()
    window.page.get_by_placeholder("sub").fill(sub)
    window.page.get_by_role("button", name="Authorize").click()
    window.page.wait_for_url(re.compile(r"localhost:\d+(/accounts/with/new/|/proposals/bike)"), wait_until="load")
    window.complaints.clear()  # those of the provider's own page


@pytest.fixture
def window(chromium, house, width):  # noqa: F811
    opened = []

    def open_window():
        opened.append(Visitor(chromium, house, width))
        return opened[-1]

    yield open_window
    for one in opened:
        one.page.context.close()


@pytest.fixture(params=[360])
def width(request):
    return request.param


def test_통합인증으로_공감하고_둘째_로그인으로는_다시_할_수_없다(통합인증, house, window):  # noqa: F811
    house.do(a_proposal)
    통합인증.person("hana-gov", **CI)
    통합인증.person("hana-bank", **CI)
    phone = window()
    phone.look("/accounts/sign-in/")
    enter(phone, "정부 통합인증", "hana-gov")
    phone.page.get_by_label("공개 이름").fill("하나")
    phone.look()
    phone.page.get_by_label("이용 약속과 개인정보 처리에 동의해요").check()
    phone.page.get_by_role("button", name="가입하기").click()
    phone.page.wait_for_url("**/proposals/bike")
    phone.page.get_by_role("button", name="공감하기").last.click()
    phone.page.get_by_role("button", name="공감했어요").last.wait_for()
    assert house.do(supports) == 1

    computer = window()
    enter(computer, "은행 인증", "hana-bank")
    computer.page.wait_for_url("**/proposals/bike")
    assert computer.page.get_by_text("이미 확인된 분이에요").is_visible()
    assert computer.page.get_by_role("button", name="공감했어요").last.is_visible(), "이미 공감했다"
    assert computer.page.get_by_role("button", name="공감하기").count() == 0
    assert house.do(supports) == 1
    for path in (
        "",
        "name/",
        "email/",
        "sessions/",
        "logins/",
        "verify/",
        "security/",
        "security/app/",
        "security/passkeys/new/",
    ):
        computer.look(f"/accounts/{path}")
