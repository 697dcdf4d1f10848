"""계정의 쪽이 실제 브라우저에서: 도움 기술로도, 스크립트 없이도, 작은 화면에서도."""

import os
import shutil

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from madang.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "마당에서 만나요 2026"
PAGES = (
    "sign-up/",
    "sign-in/",
    "password/reset/",
    "password/reset/sent/",
    "confirm/",
    "confirm/nonsense/",
    "inactive/",
)


@pytest.fixture(scope="module")
def browser():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
        )
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def faults(page):
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_계정의_쪽에는_접근성_흠이_없고_가로로_넘치지_않는다(browser, live_server, scheme):
    page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme, locale="ko-KR")
    found = {}
    for path in PAGES:
        page.goto(f"{live_server.url}/accounts/{path}")
        found[path] = faults(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.goto(f"{live_server.url}/accounts/sign-up/")
    page.get_by_role("button", name="가입하기").click()
    found["잘못 적은 가입"] = faults(page)
    page.goto(f"{live_server.url}/no/such/page")
    found["없는 쪽"] = faults(page)
    assert {path: each for path, each in found.items() if each} == {}


def test_스크립트_없이도_로그인하고_가던_곳으로_돌아간다(browser, live_server):
    하나 = Person.objects.create_user("hana@gaon.example", PASSWORD, name="하나")
    EmailAddress.objects.create(user=하나, email=하나.email, verified=True, primary=True)
    page = browser.new_context(java_script_enabled=False, locale="ko-KR").new_page()
    page.goto(f"{live_server.url}/accounts/sign-in/?next=/accounts/password/")
    page.get_by_label("이메일").fill(하나.email)
    page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="로그인하기").click()
    assert page.url == f"{live_server.url}/accounts/password/"
    assert page.get_by_role("heading", name="비밀번호 바꾸기").is_visible()


def test_잘못_적으면_고칠_자리로_데려간다(browser, live_server):
    page = browser.new_page(locale="ko-KR")
    page.goto(f"{live_server.url}/accounts/sign-up/")
    page.get_by_label("공개 이름").fill("하나")
    page.get_by_role("button", name="가입하기").click()
    page.get_by_role("alert").get_by_role("link", name="이메일 주소를 적어 주세요.").click()
    assert page.evaluate("document.activeElement.name") == "email"
    assert page.get_by_label("공개 이름").input_value() == "하나"
