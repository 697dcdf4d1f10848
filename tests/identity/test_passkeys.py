"""패스키: 실제 브라우저에서, 우리의 CSP 아래에서 등록하고 그것으로 로그인한다."""

import pytest
from allauth.account.models import EmailAddress

from madang.people.models import Person
from tests.browser.conftest import Visitor, chromium, house  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "마당에서 만나요 2026"


def a_person():
    person = Person.objects.create_user("hana@gaon.example", PASSWORD, name="하나")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def test_패스키를_등록하고_그것으로_로그인한다(chromium, house):  # noqa: F811
    house.do(a_person)
    window = Visitor(chromium, house, 1280)
    devices = window.page.context.new_cdp_session(window.page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True,
               "hasResidentKey": True, "automaticPresenceSimulation": True}  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    window.sign_in("hana@gaon.example", PASSWORD)
    window.look("/accounts/security/passkeys/new/")
    window.page.get_by_label("패스키 이름").fill("내 노트북")
    window.page.get_by_role("button", name="이 기기에 패스키 만들기").click()
    window.page.wait_for_url("**/accounts/security/codes/")
    window.look("/accounts/security/")
    assert window.page.get_by_role("heading", name="내 노트북").is_visible()
    window.page.goto("/accounts/sign-out/")
    window.page.locator("main").get_by_role("button", name="로그아웃하기").click()
    window.page.goto("/accounts/sign-in/")
    window.page.get_by_label("이메일").fill("hana@gaon.example")
    window.page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    window.page.get_by_role("button", name="로그인하기").click()
    window.page.wait_for_url("**/accounts/sign-in/code/**")
    window.look()
    window.page.get_by_role("button", name="패스키로 로그인하기").click()
    window.page.wait_for_url(lambda url: "/accounts/" not in url)
    window.page.goto("/accounts/")
    assert window.page.get_by_role("heading", name="내 계정", exact=True).is_visible()
    window.page.context.close()
