"""첫 길: 제안하고, 공감이 모이고, 50번째 공감이 부서의 약속을 열고, 부서가 답하고, 모두가 본다."""

from __future__ import annotations

import re

import pytest

from tests.browser import town

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "가온역에서 시청까지 자전거 길을 이어 주세요"


def propose(page) -> str:
    """하나 writes the proposal; its key."""
    page.goto("/propose")
    page.get_by_label("제목").fill(TITLE)
    page.get_by_label("내용").first.fill("출근길마다 차도로 내려와야 해요.\n\n300m만 이으면 돼요.")
    page.get_by_label("교통", exact=True).check(force=True)
    page.get_by_role("button", name="미리 보기").last.click()
    page.get_by_role("button", name="제안 올리기").click()
    page.wait_for_url(re.compile(r"/proposals/[^/]+$"))
    return page.url.rpartition("/")[2]


def test_제안에서_공개된_답변까지_걸어간다(house, visitor) -> None:
    house.do(town.build)
    하나, 두리, 세종, 손님 = visitor(), visitor(), visitor(), visitor()
    손님.look("/")
    손님.look("/proposals")
    하나.sign_in(town.하나, town.PASSWORD)
    하나.look("/propose")
    key = propose(하나.page)
    하나.look()
    assert 하나.page.get_by_role("heading", level=1).inner_text() == TITLE

    house.do(town.neighbours_support, key, 49)
    assert house.do(town.state, key)["marks"] == []

    # 두리는 로그인하러 갔다가 그 제안으로 돌아와 쉰 번째로 공감한다.
    두리.page.goto(f"/proposals/{key}")
    두리.page.locator("a:visible, button:visible").filter(has_text=re.compile("로그인하고 공감|공감하기")).first.click()
    두리.page.wait_for_url(re.compile("sign-in"))
    두리.page.get_by_label("이메일").fill(town.두리)
    두리.page.get_by_label("비밀번호", exact=True).fill(town.PASSWORD)
    두리.page.locator("main form button[type=submit]").first.click()
    두리.page.wait_for_url(re.compile(f"/proposals/{key}"))
    두리.page.locator("button:visible", has_text="공감하기").first.click()
    두리.page.locator("button:visible", has_text=re.compile("공감했|취소|거두")).first.wait_for()
    assert house.do(town.state, key) == {"supports": 50, "marks": ["ask-department"], "kept": 0, "owed": 1}
    두리.look(f"/proposals/{key}")
    assert "부서 답변" in 두리.page.locator("main").inner_text()

    house.do(town.assign, key)
    세종.sign_in(town.세종, town.PASSWORD)
    세종.look("/staff/")
    세종.look("/staff/answers")
    with 세종.page.expect_navigation():
        세종.page.locator("main").get_by_role("link", name=re.compile("답변 쓰기|" + TITLE)).first.click()
    세종.look()
    세종.page.locator("input[name=decision][value=accept]").check(force=True)
    세종.page.locator("textarea[name=text]").fill("내년 4월까지 300m를 잇겠습니다.\n\n설계는 1월에 공개합니다.")
    세종.press("미리 보기")
    세종.look()
    세종.press("답변 공개하기")
    assert house.do(town.state, key)["kept"] == 1

    page = 손님.look(f"/proposals/{key}")
    said = page.locator("main").inner_text()
    assert "내년 4월까지 300m를 잇겠습니다." in said
    assert "교통정책과" in said
    assert "제때" in said
    for path in ("/", "/proposals", "/process", "/duties", "/about", "/rules/gaon/", "/rules/gaon/1"):
        손님.look(path)
    assert TITLE in 손님.look("/").locator("main").inner_text()


def test_기준을_고치면_문장이_바뀌고_다음_기준판이_된다(house, visitor) -> None:
    house.do(town.build)
    네온 = visitor()
    네온.sign_in(town.네온, town.PASSWORD)
    네온.look("/staff/rules")
    page = 네온.look("/staff/rules/gaon/edit")
    page.locator('input[name="/stages/collecting/starts/0/when/at_least"]:not([readonly])').first.fill("70")
    네온.press("바뀌는 것 보기")
    assert "70" in page.locator("main").inner_text()
    네온.press("다음: 확인하고 공개하기")
    네온.look()
    네온.press(re.compile("공개하기"))
    손님 = visitor()
    assert "70" in 손님.look("/rules/gaon/2").locator("main").inner_text()


def test_스크립트_없이도_제안하고_공감하고_거둔다(house, visitor) -> None:
    house.do(town.build)
    하나, 두리 = visitor(script=False), visitor(script=False)
    하나.sign_in(town.하나, town.PASSWORD)
    key = propose(하나.page)
    두리.sign_in(town.두리, town.PASSWORD)
    두리.page.goto(f"/proposals/{key}")
    with 두리.page.expect_navigation():
        두리.page.locator("button:visible", has_text="공감하기").first.click()
    assert house.do(town.state, key)["supports"] == 1
    with 두리.page.expect_navigation():
        두리.page.locator("form[action$='/support/withdraw'] button:visible").first.click()
    assert house.do(town.state, key)["supports"] == 0


@pytest.mark.parametrize("language", ["en-US"])
def test_영어로도_같은_길이_보인다(house, visitor, language) -> None:
    house.do(town.build)
    guest = visitor(language=language)
    for path in ("/", "/proposals", "/process", "/duties", "/about", "/accounts/sign-in/"):
        page = guest.look(path)
        assert page.locator("html").get_attribute("lang") == "en"
