"""공론장에 참여하기: 휴대전화에서 입장을 내고 바꾸고, 진술에 표시한다. 스크립트가 있어도 없어도 된다."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import town
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def open_two() -> None:
    """Two questions of the institution: one for and against, one open with statements by others."""
    from datetime import timedelta

    from madang.base import clock
    from tests import make, make_forums

    at = clock.now() - timedelta(days=2)
    make.procedure("seoul-2019", at=at)
    night = make_forums.forum("밤에도 도서관을 열까요?", key="night", at=at)
    for n in range(24):
        make_forums.opinion(
            night, f"{n}째 의견이에요.", by=make.person(f"시민 {n}", at=at), position=("for", "against", "other")[n % 3],
            at=at + timedelta(minutes=n),
        )  # fmt: skip
    yard = make_forums.forum("빈터를 무엇으로 쓸까요?", key="yard", form="open", at=at)
    for text in ("나무 그늘이 먼저 있어야 한다.", "주차장을 만들면 안 된다."):
        make_forums.statement(yard, text, by=make.person(at=at), at=at)


def counted(page) -> int:
    return int(page.locator(".forum__people b").inner_text())


@pytest.mark.parametrize("script", [True, False], ids=["스크립트", "스크립트 없이"])
def test_휴대전화에서_입장을_내고_바꾸고_진술에_표시한다(house, chromium, script) -> None:
    house.do(town.build)
    house.do(open_two)
    window = Visitor(chromium, house, 360, script=script)
    page = window.look("/forums")
    page.get_by_role("link", name="밤에도 도서관을 열까요?").click()
    window.look()
    assert counted(page) == 24

    # 로그인하지 않고 쓴 글을 로그인이 가져온다.
    page.get_by_label("반대", exact=True).check()
    page.get_by_label("그렇게 생각하는 까닭").fill("사람이 더 있어야 해요.")
    window.press("의견 내기")
    page.get_by_label("이메일").fill(town.하나)
    page.get_by_label("비밀번호", exact=True).fill(town.PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/forums/night/opinions"))
    assert page.get_by_label("그렇게 생각하는 까닭").input_value() == "사람이 더 있어야 해요."
    assert page.get_by_label("반대", exact=True).is_checked()
    window.press("의견 내기")
    window.look()
    assert counted(page) == 25
    assert "사람이 더 있어야 해요." in page.locator(".own-position").inner_text()

    page.locator("summary", has_text="바꾸기").click()
    page.get_by_label("찬성", exact=True).check()
    page.get_by_label("생각이 어떻게 달라졌나요?").fill("사람을 더 뽑는다니 찬성해요.")
    window.press("의견 바꾸기")
    window.look()
    assert counted(page) == 25
    assert "사람을 더 뽑는다니 찬성해요." in page.locator(".own-position__now").inner_text()
    page.locator("summary", has_text="전에 낸 의견 1개").click()
    assert page.get_by_text("사람이 더 있어야 해요.").is_visible()

    # 나머지 의견: 스크립트가 있으면 그 자리에 이어지고, 없으면 다음 쪽으로 간다.
    more = page.get_by_role("link", name="의견 더 보기")
    more.click()
    if script:
        expect(page.locator("article.opinion")).to_have_count(25)
    else:
        page.wait_for_url(re.compile("after="))
        assert page.locator("article.opinion").count() == 5
    window.look()

    page = window.look("/forums/yard")
    for done in (1, 2):
        page.get_by_role("button", name="동의해요").click()
        page.get_by_text(f"{done} / 2 표시함").wait_for()
    assert page.get_by_text("모든 진술에 의견을 표시했어요").is_visible()
    page.get_by_role("link", name="진술 모두 보고 내 표시 바꾸기").click()
    window.look()
    page.locator(".statement").first.get_by_role("button", name="잘 모르겠어요").click()
    page.locator('.statement button[aria-pressed="true"]', has_text="잘 모르겠어요").wait_for()
    window.look("/my/forums")
    assert page.get_by_text("사람을 더 뽑는다니 찬성해요.").is_visible()
    page.context.close()
