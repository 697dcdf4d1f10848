"""토론 보고서의 책상: 스스로 센 것을 보고, 쓰고, 공개하고, 까닭을 밝히고 거두고, 다시 공개한다. 스크립트 없이도."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browser import town

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DESK, REPORT = "/staff/forums/street/report", "/forums/street/report"


def discussed() -> None:
    """A discussion of eighteen people that ended, and whose report the worker has counted."""
    from madang.actions import figures_due
    from madang.base import clock
    from tests import make
    from tests.results import town as results_town

    town.build()
    begun = clock.now() - timedelta(days=60)
    make.procedure("seoul-2019", at=begun)
    results_town.pro_con(number=18, begun=begun)
    make.tick(clock.now())
    figures_due.work(at=clock.now())


@pytest.mark.parametrize("script", [True, False], ids=["스크립트", "스크립트 없이"])
def test_쓰고_공개하고_거두고_다시_공개한다(house, visitor, width, script) -> None:
    if not script and width == 1280:
        pytest.skip("once is enough")
    house.do(discussed)
    네온, 손님 = visitor(script=script), visitor()
    assert 손님.page.goto(REPORT).status == 200
    assert "보고서를 준비하고 있어요" in 손님.page.locator("main").inner_text()
    네온.sign_in(town.네온, town.PASSWORD)
    page = 네온.look(DESK)
    page.locator("textarea[name=summary]").fill("찬성이 조금 더 많았습니다.")
    page.locator("textarea[name=issues]").fill("짐차가 다닐 시간")
    네온.press("저장하고 미리 보기")
    네온.look()
    assert "찬성이 조금 더 많았습니다." not in 손님.look(REPORT).locator("main").inner_text()
    네온.press("이대로 공개하기")
    assert "찬성이 조금 더 많았습니다." in 손님.look(REPORT).locator("main").inner_text()

    page = 네온.look(DESK)
    page.locator("summary", has_text="보고서 거두기").click()
    page.get_by_label("거두는 까닭").fill("사람 수를 다시 세어야 합니다.")
    네온.press("까닭을 밝히고 거두기")
    gone = 손님.page.goto(REPORT)
    assert gone.status == 410
    assert "사람 수를 다시 세어야 합니다." in 손님.page.locator("main").inner_text()
    손님.complaints.clear()  # the browser notes the 410

    page = 네온.look(DESK)
    page.locator("textarea[name=summary]").fill("찬성과 반대가 비슷했습니다.")
    네온.press("저장하고 미리 보기")
    네온.press("이대로 공개하기")
    네온.look()
    assert "찬성과 반대가 비슷했습니다." in 손님.look(REPORT).locator("main").inner_text()
    손님.look(f"{REPORT}/opinions")
    data = 손님.page.context.request.get(f"{REPORT}/opinions.csv")
    assert data.status == 200
    assert data.text().count("\n") > 18
