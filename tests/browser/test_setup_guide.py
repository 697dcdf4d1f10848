"""첫날: 빈 마당을 연 담당자가 안내를 따라 운영 계획을 세우면, 시민이 제안할 수 있다. 15분 안쪽의 클릭으로.

``MADANG_SHOTS=folder`` keeps a picture of every screen, at the width of the test.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from tests.browser import first_day

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("MADANG_SHOTS", "")
MINUTES, PER_SCREEN = 15, 45  # reading one screen and deciding: three quarters of a minute
ASK = 'input[name="/stages/collecting/starts/0/when/at_least"]'


class Walk:
    """A walk in one window that counts what one clicks and types."""

    def __init__(self, visitor, width: int) -> None:
        self.visitor, self.page, self.width = visitor, visitor.page, width
        self.clicks = self.typed = self.screens = 0

    def here(self, name: str) -> str:
        """A screen that is looked at: it fits, axe finds nothing, the console is quiet."""
        # (A form that is sent back with what was wrong is no complaint.)
        self.visitor.complaints[:] = [said for said in self.visitor.complaints if "422" not in said]
        self.visitor.look()
        self.screens += 1
        if SHOTS:
            folder = Path(SHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{self.screens:02}-{name}-{self.width}.png", full_page=True)
        return self.page.locator("main").inner_text()

    def press(self, name: str | re.Pattern[str]) -> None:
        self.clicks += 1
        self.visitor.press(name)

    def fill(self, where, text: str) -> None:
        self.clicks, self.typed = self.clicks + 1, self.typed + len(text)
        where.fill(text)


def test_빈_마당에서_안내를_따라가면_시민이_제안할_수_있다(house, visitor, width) -> None:
    began = time.monotonic()
    house.do(first_day.officer)
    손님 = visitor()
    assert "곧" in 손님.look("/").locator("main").inner_text()
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        손님.page.screenshot(path=Path(SHOTS) / f"00-home-{width}.png", full_page=True)
    담당자 = visitor()
    담당자.sign_in(first_day.담당자, first_day.PASSWORD)
    walk = Walk(담당자, width)
    page = walk.page
    page.goto("/staff/")
    assert "운영 계획부터 세웁니다" in walk.here("today")
    walk.press("운영 계획 세우기")

    assert "1/4 목표" in walk.here("numbers")
    walk.fill(page.get_by_label("제안 수의 목표", exact=True), "0")
    walk.press("저장하고 다음")  # a target of nothing is said, and kept
    assert "0보다 큰 수" in walk.here("numbers-wrong")
    assert page.get_by_label("제안 수의 목표", exact=True).input_value() == "0"
    walk.fill(page.get_by_label("제안 수의 목표", exact=True), "400")
    walk.press("저장하고 다음")
    walk.here("questions")
    walk.fill(page.get_by_label("물음 1"), "시민과 이해관계자가 어떻게 플랫폼을 인지하게 할까?")
    walk.press("저장하고 다음")
    walk.here("phases")
    walk.press("저장하고 다음")

    assert "2/4 정책 및 프로세스" in walk.here("way")
    walk.clicks += 1
    page.get_by_text("민주주의 서울 2020").first.click()
    page.locator("#picture").get_by_text("1,000").first.wait_for()  # the picture follows the choice
    page.get_by_text("민주주의 서울 2019").first.click()
    walk.press("저장하고 다음")
    walk.here("note")
    walk.fill(page.get_by_label("이 플랫폼을 왜 엽니까"), "가온시는 시민의 생각에서 정책을 시작합니다.")
    walk.press("저장하고 다음")

    assert "3/4 단계별 기준" in walk.here("sentences")
    walk.fill(page.locator(ASK), "20")
    page.locator("#picture").get_by_text(re.compile("공감 20명")).first.wait_for()
    walk.press(re.compile("^문턱: 검토"))
    assert "운영팀" in walk.here("sentences-more")
    assert page.locator(ASK).input_value() == "20"
    walk.press("저장하고 나가기")  # left, and taken up again where it was
    walk.here("plan")
    walk.clicks += 1
    page.get_by_role("link", name="이어서 세우기").first.click()
    page.wait_for_url(re.compile("guide/criteria/sentences"))
    assert page.locator(ASK).input_value() == "20"
    walk.press("저장하고 다음")
    assert "기준 1판을 공개합니까?" in walk.here("publish")
    walk.press("기준 1판 공개하기")

    assert "4/4 세부 실행계획" in walk.here("choose")
    walk.press("저장하고 다음")
    walk.here("people")
    walk.fill(page.get_by_label("새 부서의 이름").first, "교통정책과")
    walk.fill(page.get_by_label("담당자의 이메일", exact=True).first, "sejong@gaon.example")
    walk.fill(page.get_by_label(re.compile("PM 초대할 이메일")), "neon@gaon.example")
    walk.press("저장하고 다음")
    assert "운영할 준비가 되었습니다" in walk.here("finish")
    walk.press("계획을 공개하고 마치기")
    walk.here("plan-done")

    found = house.do(first_day.state)
    assert found["visited"] == ["goals", "process", "criteria", "projects"]
    assert found["public"]
    assert found["ask"] == [20]
    assert found["goals"] >= 5
    assert found["projects"] == 4
    assert found["todos"] > 20
    assert found["departments"] == ["교통정책과"]
    assert found["invited"] == ["neon@gaon.example", "sejong@gaon.example"]
    assert "가온시는 시민의 생각에서" in 손님.look("/plan").locator("main").inner_text()

    house.do(first_day.citizen)
    하나 = visitor()
    하나.sign_in(first_day.하나, first_day.PASSWORD)
    하나.page.goto("/propose")
    하나.page.get_by_label("제목").fill("가온역에 그늘을 만들어 주세요")
    하나.page.get_by_label("내용").first.fill("여름이면 버스를 기다리기 힘들어요.")
    하나.page.get_by_label("교통", exact=True).check(force=True)
    하나.page.get_by_role("button", name="미리 보기").last.click()
    하나.page.get_by_role("button", name="제안 올리기").click()
    하나.page.wait_for_url(re.compile(r"/proposals/[^/]+$"))
    assert house.do(first_day.state)["proposals"] == ["가온역에 그늘을 만들어 주세요"]

    # What the machine took, and what a person takes: three quarters of a minute a screen, a second a click, 200 letters a minute.
    person = walk.screens * PER_SCREEN + walk.clicks + walk.typed * 60 / 200
    print(
        f"{width}px: {walk.screens} screens, {walk.clicks} clicks, {walk.typed} letters, about {person / 60:.1f} minutes"
    )
    assert walk.clicks <= 40
    assert person < MINUTES * 60
    assert time.monotonic() - began < MINUTES * 60


def test_스크립트_없이도_문장을_더하고_기준을_공개한다(house, visitor) -> None:
    house.do(first_day.officer)
    담당자 = visitor(script=False)
    담당자.sign_in(first_day.담당자, first_day.PASSWORD)
    page = 담당자.page
    page.goto("/staff/")
    담당자.press("운영 계획 세우기")
    page.goto(page.url.replace("goals/numbers", "process/way"))
    page.get_by_label(re.compile("민주주의 서울 2019")).check(force=True)
    담당자.press("고른 과정의 그림 보기")
    assert "의제선정단" in page.locator("#picture").inner_text()
    담당자.press("저장하고 다음")
    page.goto(page.url.replace("process/note", "criteria/sentences"))
    page.locator(ASK).fill("30")
    담당자.press("적은 수로 살펴보기")
    assert "공감 30명" in page.locator("#picture").inner_text()
    담당자.press(re.compile("^문턱: 사전동의"))
    assert page.locator(ASK).input_value() == "30"
    page.locator(ASK).press("Enter")  # saves and goes on; it takes no sentence away
    page.wait_for_url(re.compile("criteria/publish"))
    담당자.press("기준 1판 공개하기")
    assert house.do(first_day.state)["ask"] == [30]
