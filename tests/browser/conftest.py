"""A real server and a real browser: gunicorn on a throw-away database, Chromium on what it serves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests import processes
from tests.browser.serving import launched, serving

WIDTHS = (360, 1280)


@dataclass(frozen=True)
class House:
    """A running Madang: its address, and the database behind it."""

    address: str
    database: str

    def do(self, act: Any, *args: Any) -> Any:
        """Let something happen in it, in a process of its own (the browser's thread may not use the database)."""
        return processes.ask(self.database, act, *args)


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """A Chromium for this test alone: while Playwright runs in a thread, Django keeps that thread from the database."""
    with launched() as browser:
        yield browser


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    """A server on an empty instance."""
    with serving(database, tmp_path) as address:
        yield House(address, database)


class Visitor:
    """Someone at a browser window."""

    def __init__(
        self, browser: Browser, house: House, width: int, *, script: bool = True, language: str = "ko-KR"
    ) -> None:
        context = browser.new_context(
            viewport={"width": width, "height": 780},
            locale=language,
            java_script_enabled=script,
            base_url=house.address,
        )
        self.script = script
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def press(self, name: str | re.Pattern[str]) -> Page:
        """Press a button that sends its form, and stand on the page that follows."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=name).last.click()
        return self.page

    def sign_in(self, email: str, password: str) -> None:
        """Through the sign-in page, like anyone."""
        self.page.goto("/accounts/sign-in/")
        self.page.get_by_label("이메일").fill(email)
        self.page.get_by_label("비밀번호", exact=True).fill(password)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(lambda url: "sign-in" not in url)

    def look(self, path: str | None = None) -> Page:
        """Look at a page (the present one without ``path``): it fits, the console is quiet, axe finds nothing."""
        if path is not None:
            answered = self.page.goto(path)
            assert answered is not None
            assert answered.status == 200, (path, answered.status)
        self.page.wait_for_load_state()  # a click returns once the next page has begun; it may still be empty
        self.page.locator("main").first.wait_for()
        if self.script:
            wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, f"{self.page.url} is {wide} px too wide: {self.page.evaluate(STICKING_OUT)}"
            found = Axe().run(self.page).response["violations"]
            faults = [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
            assert faults == [], self.page.url
        assert self.complaints == [], self.page.url
        return self.page


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def width(request: pytest.FixtureRequest) -> int:
    """On a phone and on a desk."""
    return request.param


@pytest.fixture
def visitor(chromium: Browser, house: House, width: int) -> Iterator[Any]:
    """``visitor()`` opens a window of its own, signed in as nobody."""
    opened: list[Visitor] = []

    def open_window(**options: Any) -> Visitor:
        opened.append(Visitor(chromium, house, width, **options))
        return opened[-1]

    yield open_window
    for one in opened:
        one.page.context.close()


STICKING_OUT = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`).slice(0, 6)"""
