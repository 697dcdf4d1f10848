"""온 길: 휴대전화로 쓴 제안 하나가 의제가 되고, 토론되고, 답을 받고, 지켜지고, 평가될 때까지. 모든 사람이 브라우저로 한다.

The numbers are small (5, 10 and 6 instead of 50, 500 and 5,000), published as criteria like any others; the steps are all
those of seoul-2019. Each chapter is a function; the clock goes on between them.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser import town
from tests.browser.road import PHONE, QUESTION, Road, answered, button, exported_and_replayed, reads, sent, walking
from tests.browser.road_later import (
    감사가_읽는다,
    결과를_전하고_답하고_알린다,
    보고서를_쓴다,
    실행하고_분기마다_알린다,
    약속을_평가한다,
    처음_그_쪽이_모두_들려준다,
)
from tests.browser.test_first_road import TITLE, propose

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_한_제안이_시민의_휴대전화에서_지켜진_약속까지_간다(chromium, databases, database, tmp_path) -> None:
    with walking(chromium, database, tmp_path, "2024-03-04 10:00") as road:
        기준을_정한다(road)
        key = 제안하고_공감한다(road)
        부서가_못_한다고_답한다(road, key)
        의제로_선정한다(road, key)
        공론장을_연다(road, key)
        토론한다(road, key)
        보고서를_쓴다(road, key)
        결과를_전하고_답하고_알린다(road, key)
        실행하고_분기마다_알린다(road, key)
        약속을_평가한다(road, key)
        감사가_읽는다(road)
        처음_그_쪽이_모두_들려준다(road, key)
        ours, theirs = exported_and_replayed(road, databases, tmp_path)
        assert theirs == ours
        _as_the_rules_say(ours)


def _as_the_rules_say(cases: list[Any]) -> None:
    """Every stage with its outcome, every mark, and one duty kept late: the report of the second quarter."""
    (case,) = cases
    assert case["state"] == "closed"
    assert {one["stage"]: one["outcome"] for one in case["stages"]} == {
        "collecting": "reached", "answering": "declined", "agenda": "selected", "forum": "ended", "delivering": "delivered",
        "forum-answering": "accepted", "mayor-answering": "accepted", "publishing": "published", "execution": "executed",
    }  # fmt: skip
    assert {one["key"] for one in case["marks"]} == {"ask-department", "agenda-candidate", "ask-mayor"}
    late = [one for one in case["duties"] if one["kept_at"] >= one["due"]]
    assert [(one["duty"], one["due"][:10]) for one in late] == [("report", "2024-10-25")]


def 기준을_정한다(road: Road) -> None:
    """네온 PM publishes smaller numbers."""
    네온 = road.window("네온 PM")
    page = 네온.look("/staff/rules/gaon/edit")
    for path, count in (("collecting/starts/0", 5), ("collecting/starts/1", 10), ("forum/starts/0", 6)):
        page.locator(f'input[name="/stages/{path}/when/at_least"]:not([readonly])').first.fill(str(count))
    네온.press("다음: 확인하고 공개하기")
    네온.look()
    네온.press(re.compile("공개하기"))
    assert "10" in reads(road.window("손님", PHONE).look("/rules/gaon/2"))


def 제안하고_공감한다(road: Road) -> str:
    """하나 writes on a phone; 두리 is the fifth to support it, 세나 the tenth."""
    하나 = road.window("하나", PHONE)
    하나.look("/propose")
    key = propose(하나.page)
    하나.look()
    for name, street in (("두리", "east"), ("세나", "west")):
        road.do(town.neighbours_support, key, 4, street)
        window = road.window(name, PHONE)
        window.page.goto(f"/proposals/{key}")
        button(window.page, "공감하기").click()
        button(window.page, "공감했어요").wait_for()
        road.clock.goes_on(hours=5)
    state = road.do(town.state, key)
    assert (state["supports"], set(state["marks"])) == (10, {"ask-department", "agenda-candidate"}), state
    return key


def 부서가_못_한다고_답한다(road: Road, key: str) -> None:
    """가람 담당자 gives it to 교통정책과; 세종 주무관 says no, in time."""
    road.clock.goes_on(days=2)
    가람 = road.window("가람 담당자")
    가람.look("/staff/")
    assign = 가람.look(f"/staff/cases/{key}").locator("form[action$='/assign']")
    assign.locator("select").select_option(label="교통정책과")
    sent(가람.page, button(assign, "맡기기"))
    answered(road, "세종 주무관", key, "decline", "차로를 줄일 예산이 올해는 없습니다.", stage="answering")
    assert "차로를 줄일 예산이 올해는 없습니다." in reads(road.window("하나").look(f"/proposals/{key}"))


def 의제로_선정한다(road: Road, key: str) -> None:
    """도란 gathers what is known, the panel meets and votes twice, the candidate is selected."""
    road.clock.goes_on(days=10)
    도란 = road.window("도란")
    assert TITLE in reads(도란.look("/staff/agenda"))
    page = 도란.look(f"/staff/agenda/{key}")
    for section, side, text, source in (
        ("policies", "", "2019년부터 하천을 따라 4km를 이었다.", "가온시 자전거정책"),
        ("research", "for", "자전거 길이 난 거리의 사고가 30% 줄었다.", "가온연구원, 2023년 보고서 12쪽"),
        ("press", "against", "짐을 내릴 곳이 없어진다는 상인의 말.", "가온일보"),
    ):
        page.locator(f"section[aria-labelledby={section}] summary").last.click()
        form = page.locator(f"form:has(input[name=section][value={section}])").last
        form.get_by_label("내용").fill(text)
        form.get_by_label("출처").fill(source)
        if side:
            form.locator(f"input[name=side][value={side}]").check(force=True)
        sent(page, button(form, "검토 자료에 더하기"))
    while page.get_by_role("button", name=re.compile("^확인했습니다")).count():
        sent(page, page.get_by_role("button", name=re.compile("^확인했습니다")).first)
    도란.look()
    _meeting(road, key)
    page = road.window("손님").look(f"/agenda/{key}")
    assert "자전거 길이 난 거리의 사고가 30% 줄었다." in reads(page)
    assert "생활에 닿고 의견이 갈립니다." in reads(page)


def _meeting(road: Road, key: str) -> None:
    도란 = road.window("도란")
    page = 도란.look("/staff/meetings/new")
    page.get_by_label("회의 이름").fill("4월 의제선정 회의")
    page.get_by_label("언제").fill(f"{road.day()}T10:00")
    page.get_by_label("어디에서").fill("시청 3층")
    도란.press("회의 잡기")
    page.locator(f"input[name=case][value='{key}']").check()
    도란.press("고른 후보를 안건에 올리기")
    for name, votes in (("첫 투표", (9, 8, 3)), ("마지막 투표", (16, 3, 1))):
        form = page.locator("details[open] form").filter(has=page.get_by_role("button", name=f"{name} 저장"))
        for box, count in zip(form.locator("input[type=number]").all(), votes, strict=False):
            box.fill(str(count))
        if name == "마지막 투표":
            form.get_by_label("오간 이야기").fill("짐을 내리는 때를 나누면 된다는 말이 오갔다.")
        sent(page, button(form, f"{name} 저장"))
    page.get_by_label("공개할 이유").fill("생활에 닿고 의견이 갈립니다.")
    page.locator("select[name=form]").select_option("pro_con")
    page.locator("[name=question]").fill(QUESTION)
    도란.press("의제로 선정하기")
    page.locator("textarea[name=minutes]").fill("스무 명이 모여 한 안건을 다루었다.")
    도란.press("회의록 공개하기")
    도란.look()


def 공론장을_연다(road: Road, key: str) -> None:
    """The same question with both sides beside it, looked at as citizens will see it, and opened."""
    road.clock.goes_on(days=3)
    도란 = road.window("도란")
    page = 도란.look(f"/staff/forums/{key}")
    page.locator("textarea[name=body]").fill("여섯 차로 가운데 하나를 자전거 길로 바꾸면 300m가 이어집니다.")
    sent(page, page.get_by_role("button", name="저장하기", exact=True))
    for kind, title, text in (
        ("for", "아이들이 안전합니다", "차도로 내려오지 않아도 됩니다."),
        ("against", "짐을 내릴 곳이 없습니다", "가게 앞에 차를 세울 수 없습니다."),
    ):
        page.locator(f"#blocks-{kind}").get_by_role("link", name="넣기").click()
        page.get_by_label("제목", exact=False).first.fill(title)
        page.get_by_label("내용", exact=False).fill(text)
        sent(page, page.get_by_role("button", name="저장하기"))
    page = 도란.look(f"/staff/forums/{key}/open")
    for box in page.locator("input[name=checked]").all():
        box.check()
    도란.press("공론장 열기")
    page = 도란.look(f"/staff/forums/{key}/sessions")
    page.locator("input[name=title]").fill("시장 사람들과 열린토론회")
    page.get_by_label("시작하는 때").fill(f"{road.day(10)}T14:00")
    page.get_by_label("끝나는 때").fill(f"{road.day(10)}T16:00")
    page.locator("input[name=place]").fill("가온시장 상인회관 2층")
    page.locator("input[name=capacity]").fill("30")
    도란.press("알리고 신청받기")


def 토론한다(road: Road, key: str) -> None:
    """하나 is for it; 두리 changes position; 세나 signs up and comes; three more are counted there: six, so the mayor is asked."""
    road.later(days=2)
    for name, position, why in (
        ("하나", "찬성", "아이가 혼자 학교에 갈 수 있어요."),
        ("두리", "반대", "가게에 물건이 들어올 길이 없어져요."),
    ):
        window = road.window(name)
        page = window.look("/forums").get_by_role("link", name=QUESTION)
        page.first.click()
        page = window.look()
        page.get_by_label(position, exact=True).check()
        page.get_by_label("그렇게 생각하는 까닭").fill(why)
        window.press("의견 내기")
        window.look()
    page = road.window("두리").page
    road.clock.goes_on(days=3)
    page.locator("summary", has_text="바꾸기").click()
    page.get_by_label("찬성", exact=True).check()
    page.get_by_label("생각이 어떻게 달라졌나요?").fill("아침에만 짐을 내리기로 하면 찬성해요.")
    road.window("두리").press("의견 바꾸기")
    page = road.window("세나").look("/sessions")
    page.get_by_role("link", name="시장 사람들과 열린토론회").click()
    page = road.window("세나").look()
    sent(page, button(page, re.compile("참가 신청")))
    _met(road, key)
    assert "시장 답변 요청" in reads(road.window("손님").look(f"/proposals/{key}"))


def _met(road: Road, key: str) -> None:
    """Afterwards 도란 notes who came and what was said."""
    road.later(days=7)
    도란 = road.window("도란")
    page = 도란.look("/staff/sessions")
    page.get_by_role("link", name="시장 사람들과 열린토론회").first.click()
    page = 도란.look()
    page.locator("input[name=came]").check(force=True)
    도란.press("온 사람 적기")
    page.locator("textarea[name=text]").fill("아침 일곱 시 전에 짐을 내리자는 말이 많았습니다.")
    page.get_by_label("이름 없이 참여한 사람").fill("3")
    page.get_by_label("무엇으로 셌는지").fill("방명록 1장, 사본 보관")
    도란.press("기록 공개하기")
    도란.look(f"/staff/forums/{key}")
