"""휴대전화로 쓴다: 사진을 붙이고, 저절로 저장되고, 로그인이 끊겨도 남고, 미리 보고 올린다."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from tests.browser import town

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "시청 앞 횡단보도의 턱을 낮춰 주세요"


def photo() -> dict[str, object]:
    """What a phone's camera hands over."""
    file = io.BytesIO()
    Image.new("RGB", (1600, 1200), "darkolivegreen").save(file, "JPEG")
    return {"name": "IMG_0412.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def sign_in_again(page) -> None:
    """On the sign-in page where one has landed."""
    page.get_by_label("이메일").fill(town.하나)
    page.get_by_label("비밀번호", exact=True).fill(town.PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_사진을_붙여_쓰고_끊겼다가_이어서_올린다(house, visitor) -> None:
    house.do(town.build)
    하나 = visitor()
    하나.sign_in(town.하나, town.PASSWORD)
    page = 하나.look("/propose")
    page.get_by_label("제목").fill(TITLE)
    page.get_by_label("내용").first.fill("유아차가 걸려요.")
    page.get_by_text("저장했어요 · 방금").wait_for()
    assert "draft=" in page.url
    page.locator("#id_attach").set_input_files(photo())
    page.get_by_label("이 그림에 무엇이 보이나요?").fill("턱이 높은 횡단보도")
    page.get_by_label("교통", exact=True).check(force=True)
    page.get_by_text("저장했어요 · 방금").wait_for()
    하나.look()

    # 로그인이 끊긴다. 더 쓴 글은 이 브라우저와 서버에 남는다.
    page.context.clear_cookies(name="madang_session")
    page.get_by_label("내용").first.fill("유아차가 걸려요. 휠체어도요.")
    page.get_by_role("link", name="로그인하고 이어 쓰기").wait_for()
    하나.complaints.clear()  # the browser notes the 401
    하나.look()
    page.get_by_role("link", name="로그인하고 이어 쓰기").click()
    sign_in_again(page)
    page.wait_for_url(re.compile("draft="))
    assert page.get_by_label("내용").first.input_value() == "유아차가 걸려요. 휠체어도요."
    하나.look()

    하나.press("미리 보기")
    하나.look()
    assert page.get_by_role("img", name="턱이 높은 횡단보도").evaluate("one => one.complete && one.naturalWidth > 0")
    하나.press("제안 올리기")
    하나.look()
    key = page.url.rpartition("/")[2]
    손님 = visitor()
    said = 손님.look(f"/proposals/{key}")
    assert said.get_by_role("img", name="턱이 높은 횡단보도").evaluate("one => one.complete && one.naturalWidth > 0")
    page.go_back()  # to the preview, as the browser kept it: sending it again makes no second one
    page.get_by_role("button", name="제안 올리기").or_(page.get_by_role("link", name="글 고치기")).first.wait_for()
    if "/preview" in page.url:
        하나.press("제안 올리기")
    page.wait_for_url(re.compile(f"/proposals/{key}$"))

    # 아직 공감한 사람이 없으니 고치고, 누가 공감하면 덧붙이고, 거둔다.
    하나.look(f"/proposals/{key}/edit")
    page.get_by_label("제목").fill("시청 앞 횡단보도의 턱을 3cm로 낮춰 주세요")
    하나.press("고친 글 올리기")
    하나.look(f"/proposals/{key}/versions")
    house.do(town.neighbours_support, key, 1)
    하나.look(f"/proposals/{key}/clarify")
    page.get_by_label("덧붙일 설명").fill("구청 앞도 같아요.")
    하나.press("설명 올리기")
    하나.look()
    하나.look(f"/proposals/{key}/retire")
    page.get_by_label("이미 이루어졌어요").check(force=True)
    하나.press("철회하기")
    assert "제안한 사람이 철회한 제안이에요" in 하나.look().locator("main").inner_text()


def test_두_창에서_쓰면_덮지_않고_묻는다(house, visitor) -> None:
    house.do(town.build)
    하나 = visitor()
    하나.sign_in(town.하나, town.PASSWORD)
    first = 하나.page
    first.goto("/propose")
    first.get_by_label("제목").fill(TITLE)
    first.get_by_text("저장했어요 · 방금").wait_for()
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_label("내용").first.fill("둘째 창의 글")
    second.get_by_text("저장했어요 · 방금").wait_for()
    first.get_by_label("내용").first.fill("첫 창의 글")
    first.get_by_role("button", name="이 창의 글로 저장").click()
    first.get_by_text("저장했어요 · 방금").wait_for()
    second.reload()
    assert second.get_by_label("내용").first.input_value() == "첫 창의 글"


def test_스크립트_없이_그림을_붙이고_끊겼다가_올린다(house, visitor) -> None:
    house.do(town.build)
    하나 = visitor(script=False)
    하나.sign_in(town.하나, town.PASSWORD)
    page = 하나.page
    page.goto("/propose")
    page.get_by_label("제목").fill(TITLE)
    page.get_by_label("교통", exact=True).check(force=True)
    page.locator("#id_attach").set_input_files(photo())
    하나.press("고른 것 더하기")
    page.get_by_label("이 그림에 무엇이 보이나요?").fill("턱이 높은 횡단보도")
    page.get_by_label("내용").first.fill("유아차가 걸려요.")
    page.context.clear_cookies(name="madang_session")
    하나.press("미리 보기")
    assert "보관해 두었어요" in page.locator("body").inner_text()
    sign_in_again(page)
    assert page.get_by_label("내용").first.input_value() == "유아차가 걸려요."
    page.get_by_label("이 그림에 무엇이 보이나요?").fill("턱이 높은 횡단보도")
    하나.press("미리 보기")
    하나.press("제안 올리기")
    assert page.get_by_role("img", name="턱이 높은 횡단보도").count() == 1
