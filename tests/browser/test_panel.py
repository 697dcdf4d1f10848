"""의제선정단: 등록하고, 목표를 정하고, 명부를 마감하고, 뽑고, 수락하고 사양하고, 다시 뽑고, 누구나 확인한다."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import processes
from tests.browser import town

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AGES, AREAS = ("20-29", "30-39", "40-49", "70-"), ("가온동", "나루동")
TARGETS = (
    "category,name,min,max\n성별,여성,3,5\n성별,남성,3,5\n"
    + "".join(f"나이대,{age},1,3\n" for age in AGES)
    + "".join(f"지역,{area},2,6\n" for area in AREAS)
)


def registered(count: int) -> str:
    """A file of so many people, evenly over the groups."""
    lines = (f"시민 {n},{'여성' if n % 2 else '남성'},{AGES[n // 2 % 4]},{AREAS[n // 8 % 2]}" for n in range(count))
    return "\n".join(("이름,성별,나이대,지역", *lines))


def upload(page, act: str, text: str) -> None:
    """Send a file by the form of that ``act``."""
    form = page.locator(f"form:has(input[name=act][value={act}])")
    form.locator("input[type=file]").set_input_files(
        {"name": f"{act}.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    with page.expect_navigation():
        form.locator("button[type=submit]").click()


def drawn(one, seed: str) -> None:
    """The seed, looked at once more, and the draw."""
    one.page.locator("input[name=seed]").fill(seed)
    one.page.locator("input[name=source]").fill("공개 회의에서 던진 주사위")
    one.press("다음")
    one.look()
    one.press("추첨하기")
    one.look()


def test_등록에서_추첨과_다시_뽑기까지_그리고_누구나_확인한다(house, visitor, tmp_path: Path) -> None:
    house.do(town.build)
    네온, 손님 = visitor(), visitor()
    네온.sign_in(town.네온, town.PASSWORD)
    page = 네온.look("/staff/panels")
    page.get_by_label("이름").fill("2026년 봄 의제선정단")
    page.locator("input[name=size]").fill("8")
    네온.press("선정단 만들기")
    key = page.url.partition("#")[0].rpartition("/")[2]
    upload(page, "sheet", TARGETS)
    page.locator("input[name=name]").first.fill("하나")
    for field, value in (("성별", "여성"), ("나이대", "30-39"), ("지역", "가온동")):
        page.get_by_label(field, exact=True).select_option(value)
    네온.press("한 사람 등록하기")
    upload(page, "file", registered(39))
    assert "40명이 등록했고 8명을 뽑습니다." in 네온.look().locator("main").inner_text()
    네온.press("마감하고 지문 공개하기")
    네온.look()

    page.get_by_role("link", name="씨앗 적고 추첨하기").click()
    drawn(네온, "38 3 11")
    assert page.locator(".lot-seat").count() == 8
    for answer in ("수락", "사양"):
        with page.expect_navigation():
            page.get_by_role("button", name=f"{answer}").nth(0 if answer == "수락" else 1).click()
    네온.look()
    page.get_by_role("link", name="빈자리 다시 뽑기").click()
    drawn(네온, "5 17 29")
    assert page.locator(".lot-seat").count() == 9

    public = 손님.look(f"/panels/{key}")
    assert "38 3 11" in public.locator("main").inner_text()
    assert "시민 1" not in public.locator("main").inner_text()
    for name in ("draw.json", "respondents.csv", "categories.csv"):
        (tmp_path / name).write_bytes(page.context.request.get(f"/staff/panels/{key}/files/{name}").body())
    checked = processes.Madang(house.database, tmp_path)(
        "draw",
        tmp_path / "respondents.csv",
        tmp_path / "categories.csv",
        "--size",
        "8",
        "--check",
        tmp_path / "draw.json",
    )
    assert "공개된 그대로예요." in checked.out
    draw = (tmp_path / "draw.json").read_text("utf-8").replace("38 3 11", "38 3 12")
    (tmp_path / "draw.json").write_text(draw, "utf-8")
    processes.Madang(house.database, tmp_path)(
        "draw", tmp_path / "respondents.csv", tmp_path / "categories.csv", "--size", "8", "--check", tmp_path / "draw.json",
        fails=True,
    )  # fmt: skip
