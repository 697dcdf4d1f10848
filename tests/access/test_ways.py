"""손이 아니라 자판으로, 크게, 가만히, 종이에: other ways to use the same house."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.access.test_every_page import session_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PRINTED = ["/", "/proposals/bike", "/proposals", "/terms", "/staff/cases/bike"]


def tab_to(page: Page, wanted: str, *, within: int = 80) -> str:
    """Press Tab until the focus is on an element that matches ``wanted``; it is seen to have the focus."""
    for _ in range(within):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """(wanted) => { const e = document.activeElement; const s = getComputedStyle(e);
            return { hit: e.matches(wanted), text: (e.innerText || e.getAttribute('aria-label') || e.name || '').trim(),
              ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none' }; }""",
            wanted,
        )
        if found["hit"]:
            assert found["ring"], f"the focus on {wanted} cannot be seen"
            return str(found["text"])
    raise AssertionError(f"{wanted} is not reached by Tab")


def test_첫_탭은_본문으로_건너가는_길이다(chromium, house):
    page = session_of(chromium, house, "anyone").new_page()
    page.goto("/proposals")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_자판만으로_공감하고_거둔다(chromium, house):
    page = session_of(chromium, house, "hana").new_page()
    page.goto("/proposals/lamp")
    page.goto("/proposals/tree")
    button = "main form[action$='/support'] button, main form[action$='/support/withdraw'] button"
    before = page.locator(button).first.inner_text()
    tab_to(page, button)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    assert page.locator(button).first.inner_text() != before


def test_자판만으로_제안하는_칸을_모두_채운다(chromium, house):
    page = session_of(chromium, house, "hana").new_page()
    page.goto("/propose")
    if not page.locator("main [name=title]").count():  # where there are several procedures, one chooses first
        tab_to(page, "main a[href*='propose']")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    tab_to(page, "main [name=title]")
    page.keyboard.type("자판으로만 쓴 제안이에요")
    tab_to(page, "main [name=body], main textarea")
    page.keyboard.type("마우스 없이 처음부터 끝까지 썼어요. 골목 끝에 의자가 있으면 좋겠어요.")
    tab_to(page, "main button[type=submit]")
    reached = page.evaluate("document.activeElement.form.elements.title.value")
    assert reached == "자판으로만 쓴 제안이에요"


def test_편집기는_자판으로_다룰_수_있다(chromium, house):
    page = session_of(chromium, house, "officer").new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/staff/pages/opening")
    area = page.get_by_role("textbox", name=re.compile("^내용"))
    area.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" 굵은 말")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Alt+F10")
    assert page.evaluate("document.activeElement.dataset.tool") == "bold"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.tool") == "italic"
    page.keyboard.press("Enter")
    assert "<i>" in page.locator("#id_body_ko").input_value()
    page.get_by_label("무엇을 고쳤습니까").focus()
    page.keyboard.press("Enter")  # Enter in a field saves; it does not publish
    page.wait_for_load_state()
    page.wait_for_timeout(300)
    page.goto("/news/opening")
    assert "굵은 말" not in page.content()


def test_편집기는_글쓴이의_것만_남기고_스크립트를_돌리지_않는다(chromium, house):
    page = session_of(chromium, house, "officer").new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto("/staff/pages/terms")
    page.get_by_label("제목", exact=True).fill("약관")
    area = page.get_by_role("textbox", name=re.compile("^내용"))
    area.click()
    page.keyboard.type("첫 문단")
    page.get_by_role("button", name="점 목록").first.click()
    page.keyboard.type("하나")
    with page.expect_navigation():
        page.get_by_role("button", name="미리 보기").click()
    assert "하나" in page.locator("article .written li").inner_text()
    assert complaints == []


@pytest.mark.parametrize("path", PRINTED)
def test_종이에는_본문만_남는다(chromium, house, path):
    page = session_of(chromium, house, "officer" if path.startswith("/staff") else "anyone").new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(path)
    page.emulate_media(media="print")
    assert page.locator("main h1").first.is_visible()
    for gone in (".site-nav", ".banners", ".staff-nav", ".skip"):
        for one in page.locator(gone).all():
            assert not one.is_visible(), gone


@pytest.mark.parametrize("path", ["/", "/proposals/bike", "/propose"])
def test_움직임을_줄여_달라면_아무것도_움직이지_않는다(chromium, house, path):
    context = session_of(chromium, house, "hana")
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(path)
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((e) => { const s = getComputedStyle(e);
        const longest = (v) => Math.max(...v.split(',').map((one) => parseFloat(one) * (one.includes('ms') ? 0.001 : 1)));
        return longest(s.transitionDuration) > 0.02 || (s.animationName !== 'none' && longest(s.animationDuration) > 0.02);
        }).slice(0, 5).map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert moving == []


@pytest.mark.parametrize("path", ["/", "/proposals", "/proposals/bike", "/terms", "/news/opening"])
def test_스크립트가_없어도_같은_것을_읽는다(chromium, house, path):
    context = chromium.new_context(base_url=house.address, locale="ko-KR", java_script_enabled=False)
    page = context.new_page()
    page.goto(path)
    assert page.locator("main h1").first.is_visible()
    assert page.locator("main").inner_text().strip()
