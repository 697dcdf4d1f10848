"""하루: 쓰고, 공감하고, 분류하고, 두 부서가 함께 답하고, 편지가 가고, 감사가 사슬을 살핀다."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from oidc_provider_mock import run_server_in_thread

from madang.base import clock
from madang.web.ui.words import josa
from tests.browser import town
from tests.browser.conftest import Visitor
from tests.browser.test_first_road import TITLE, propose
from tests.identity.conftest import Provider
from tests.notices.catcher import Catcher

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE, DESK = 360, 1280
두리 = {"ci": "CI-duri", "phone_verified": True, "birthdate": "1990-05-01"}
MADANG = [sys.executable, "-c", "from madang.ops.cli import main; main()"]


@pytest.fixture
def provider(monkeypatch):
    """A real OpenID Connect provider; Madang is told of it under two names."""
    with run_server_in_thread() as running:
        address = f"http://localhost:{running.server_port}"
        configured = [
            {"id": name, "name": label, "server_url": address, "client_id": name, "client_secret": "secret",
             "verifies": {"level": "strong", "identifier": "ci", "if": "phone_verified"}}
            for name, label in (("gov", "정부 통합인증"), ("bank", "은행 인증"))
        ]  # fmt: skip
        monkeypatch.setitem(os.environ, "OIDC_PROVIDERS", json.dumps(configured))
        yield Provider(address)


@pytest.fixture
def post_office(monkeypatch, tmp_path):
    """A real mail server."""
    catcher = Catcher(tmp_path).start()
    monkeypatch.setitem(os.environ, "EMAIL_URL", catcher.url)
    yield catcher
    catcher.stop()


@pytest.fixture
def worker(provider, post_office, house, tmp_path):
    """``madang work`` beside the web server."""
    environment = {**os.environ, "DATABASE_URL": house.database, "MADANG_VAR": str(tmp_path / "var")}
    running = subprocess.Popen([*MADANG, "work"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield running
    running.terminate()
    running.wait(20)


@pytest.fixture
def window(provider, post_office, worker, chromium, house):
    opened = []

    def open_window(width: int) -> Visitor:
        opened.append(Visitor(chromium, house, width))
        return opened[-1]

    yield open_window
    for one in opened:
        one.page.context.close()


def build() -> None:
    """The town, with a second department, an officer in charge and an auditor."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password

    from madang.actions import people
    from madang.people.models import Person

    town.build()
    at, password = clock.now() - timedelta(days=20), make_password(town.PASSWORD)
    parks = people.register_department(key="parks", name="공원녹지과", at=at, actor=None)
    for key, name, role, department in (
        ("garam", "가람 담당자", "officer", None),
        ("mindle", "민들레 주무관", "department_officer", parks),
        ("gamsa", "감사", "auditor", None),
        ("pm", "도윤 PM", "pm", None),
    ):
        person = people.register_person(key=key, name=name, email=f"{key}@gaon.example", at=at, actor=None)
        Person.objects.filter(pk=person.pk).update(password=password)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        people.grant_role(person=person, role=role, department=department, at=at, actor=None)


def sealed() -> bool:
    """Whether the worker has sealed every entry."""
    from madang.audit import chain

    return not chain.unsealed().exists()


def tamper() -> int:
    """Somebody with the database in hand changes who published the answer; which entry."""
    from madang.audit.models import Entry

    entry = Entry.objects.get(verb="answer.publish")
    Entry.objects.filter(pk=entry.pk).update(actor="person:hana")
    return entry.pk


def until(true, within: float = 30) -> None:
    """Wait for what another process does."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.2)


def signed_in(visitor: Visitor, key: str) -> Visitor:
    visitor.sign_in(f"{key}@gaon.example", town.PASSWORD)
    return visitor


def enter(visitor: Visitor, provider: str, sub: str, then: str) -> None:
    """Sign in through a provider of logins."""
    page = visitor.page
    page.goto(f"/accounts/sign-in/?next={then}")
    page.get_by_role("button", name=f"{josa(provider, '으로/로')} 계속하기").click()
    page.get_by_placeholder("sub").fill(sub)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(lambda url: "/oauth2/" not in url)
    visitor.complaints.clear()  # those of the provider's own page


def verified(house) -> subprocess.CompletedProcess[str]:
    """``madang audit verify``."""
    environment = {**os.environ, "DATABASE_URL": house.database, "LC_ALL": "C.UTF-8"}
    command = [*MADANG, "audit", "verify"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_한_제안의_하루(provider, post_office, house, window) -> None:
    house.do(build)
    # 하나가 휴대전화로 쓴다.
    phone = signed_in(window(PHONE), "hana")
    key = propose(phone.page)
    here = f"/proposals/{key}"
    house.do(town.neighbours_support, key, 49)

    # 두리가 통합인증으로 쉰 번째로 공감하고, 다른 로그인으로는 다시 할 수 없다.
    provider.person("duri-gov", **두리)
    provider.person("duri-bank", **두리)
    first, second = window(PHONE), window(PHONE)
    enter(first, "정부 통합인증", "duri-gov", here)
    first.page.get_by_label("공개 이름").fill("두리")
    first.page.get_by_label("이용 약속과 개인정보 처리에 동의해요").check()
    first.page.get_by_role("button", name="가입하기").click()
    first.page.wait_for_url(f"**{here}")
    first.page.get_by_role("button", name="공감하기").last.click()
    first.page.get_by_role("button", name="공감했어요").last.wait_for()
    assert house.do(town.state, key) == {"supports": 50, "marks": ["ask-department"], "kept": 0, "owed": 1}
    enter(second, "은행 인증", "duri-bank", here)
    second.page.wait_for_url(f"**{here}")
    assert second.page.get_by_text("이미 확인된 분이에요").is_visible()
    assert second.page.get_by_role("button", name="공감하기").count() == 0
    assert house.do(town.state, key)["supports"] == 50

    # 가람 담당자가 분류하고 두 부서에 묻는다.
    garam = signed_in(window(DESK), "garam")
    garam.look("/staff/")
    garam.look("/staff/cases")
    garam.look(f"/staff/cases/{key}")
    assign = garam.page.locator("form[action$='/assign']")
    assign.locator("select").select_option(label="교통정책과")
    with garam.page.expect_navigation():
        assign.get_by_role("button", name="맡기기").click()
    garam.page.locator("summary", has_text="의견 요청하기").click()
    asking = garam.page.locator("form[action$='/contribute']")
    asking.locator("select").select_option(label="공원녹지과")
    asking.locator("textarea").fill("가로수를 옮겨야 하는지 알려 주십시오.")
    with garam.page.expect_navigation():
        asking.get_by_role("button", name="의견 요청하기").click()
    until(lambda: any(reader == "mindle@gaon.example" for reader, _ in post_office.taken))

    # 교통정책과는 늦을 것 같아 이유를 밝히고 연장한다. PM이 본다.
    sejong = signed_in(window(DESK), "sejong")
    sejong.look(f"/staff/cases/{key}")
    sejong.page.locator("summary", has_text="마감 연장하기").click()
    extending = sejong.page.locator("form[action*='/extend/']")
    later = (clock.now() + timedelta(days=30)).date().isoformat()
    extending.locator("input[name=until]").fill(later)
    extending.locator("textarea").fill("공원녹지과와 함께 현장을 봐야 합니다.")
    with sejong.page.expect_navigation():
        extending.get_by_role("button", name="연장하고 이유 공개하기").click()
    pm = signed_in(window(DESK), "pm")
    assert "함께 현장을 봐야 합니다." in pm.look(f"/staff/cases/{key}").locator("main").inner_text()
    assert "함께 현장을 봐야 합니다." in phone.look(here).locator("main").inner_text()

    # 공원녹지과가 의견을 보내고, 교통정책과가 넣어 함께 답한다.
    mindle = signed_in(window(DESK), "mindle")
    mindle.look("/staff/contributions").get_by_role("link", name=TITLE).first.click()
    mindle.look()
    mindle.page.locator("textarea[name=text]").fill("가로수 세 그루를 봄에 옮겨 심겠습니다.")
    mindle.press("의견 보내기")
    sejong.look("/staff/answers")
    sejong.look(f"/staff/answers/{key}")
    sejong.page.locator("input[name=decision][value=accept]").check(force=True)
    sejong.page.locator("#draft textarea[name=text]").fill("내년 4월까지 300m를 잇겠습니다.")
    with sejong.page.expect_navigation():
        sejong.page.locator("button[name=insert][value^='contribution:']").first.click()
    sejong.press("미리 보기")
    sejong.look()
    sejong.press("답변 공개하기")
    answer = phone.look(here).locator("main").inner_text()
    assert "가로수 세 그루를 봄에 옮겨 심겠습니다." in answer
    assert "함께 답한 부서: 공원녹지과" in answer

    # 하나에게 편지가 한 통 온다.
    def answered():
        return [one for one in post_office.taken if one[0] == town.하나 and "답" in str(one[1]["Subject"])]

    until(lambda: bool(answered()))
    (letter,) = [one for _, one in answered()]
    plain = letter.get_body(("plain",)).get_content()
    assert here in plain
    assert letter["List-Unsubscribe"]

    # 감사가 사슬을 살핀다. 누군가 손댄 줄은 드러난다.
    until(lambda: house.do(sealed))
    assert verified(house).returncode == 0
    gamsa = signed_in(window(DESK), "gamsa")
    gamsa.look("/staff/audit")
    gamsa.press("지금 살피기")
    assert "모두 그대로" in gamsa.look().locator("main").inner_text()
    entry = house.do(tamper)
    said = verified(house)
    assert said.returncode == 1
    assert f"기록 {entry}번" in said.stdout
    gamsa.press("지금 살피기")
    assert "어긋난 곳 1군데" in gamsa.look().locator("main").inner_text()
