"""The later chapters of the whole road: from the report on the discussion to the promise that was kept."""

from __future__ import annotations

from tests.browser.road import QUESTION, Road, answered, button, reads, sent
from tests.browser.test_first_road import TITLE


def 보고서를_쓴다(road: Road, key: str) -> None:
    """The discussion ends by itself, the report counts itself; 도란 writes what it means, and everyone reads it."""
    road.later(days=19)
    page = road.window("하나").look(f"/forums/{key}")
    assert page.get_by_role("button", name="의견 내기").count() == 0
    도란 = road.window("도란")
    page = 도란.look(f"/staff/forums/{key}/report")
    page.locator("textarea[name=summary]").fill("처음에는 갈렸지만, 짐을 내리는 때를 나누자는 데로 모였습니다.")
    page.locator("textarea[name=proposals]").fill("아침 일곱 시 전에만 짐을 내린다.")
    도란.press("저장하고 미리 보기")
    도란.look()
    도란.press("이대로 공개하기")
    손님 = road.window("손님")
    page = 손님.look(f"/forums/{key}/report")
    assert "짐을 내리는 때를 나누자는 데로 모였습니다." in reads(page)
    assert "반대 → 찬성" in reads(page)
    paper = page.context.request.get(page.get_by_role("link", name="PDF로 받기").get_attribute("href"))
    assert paper.body().startswith(b"%PDF-")
    assert len(paper.body()) > 20_000


def 결과를_전하고_답하고_알린다(road: Road, key: str) -> None:
    """Handed to the department, answered by it and by the mayor, published with both answers."""
    도란 = road.window("도란")
    page = 도란.look(f"/staff/forums/{key}/result")
    page.locator("#deliver textarea[name=text]").fill("보고서를 살펴보고 답해 주십시오.")
    도란.press("부서에 전달하기")
    road.later(days=5)
    assert "전달받은 토론 결과" in reads(road.window("세종 주무관").look(f"/staff/answers/{key}?stage=forum-answering"))
    answered(road, "세종 주무관", key, "accept", "아침 짐 내리는 때를 두고 길을 바꾸겠습니다.", stage="forum-answering")
    road.window("가온시장").look("/staff/")
    answered(road, "가온시장", key, "accept", "시장입니다. 내년 봄까지 꼭 잇겠습니다.", stage="mayor-answering")
    road.later(days=2)
    page = 도란.look(f"/staff/forums/{key}/result")
    page.locator("#publish textarea[name=text]").fill("가온역에서 시청까지 자전거 길을 잇습니다.")
    도란.press("결과 공개하기")
    도란.look()
    said = reads(road.window("하나").look(f"/forums/{key}/result"))
    assert "가온역에서 시청까지 자전거 길을 잇습니다." in said
    assert "아침 짐 내리는 때를 두고 길을 바꾸겠습니다." in said
    assert "내년 봄까지 꼭 잇겠습니다." in said


def 실행하고_분기마다_알린다(road: Road, key: str) -> None:
    """A plan, a report after one quarter, silence after the next (late for everyone to see), then told why; finished."""
    세종 = road.window("세종 주무관")
    page = 세종.look(f"/staff/deliveries/{key}")
    page.locator("textarea[name=plan]").fill("차로 하나를 줄여 자전거 길 300m를 잇습니다.")
    page.locator("input[name=by_whom]").fill("교통정책과 자전거팀")
    page.locator("input[name=budget]").fill("시비 3억 원")
    page.locator("input[name=step]").first.fill("설계")
    page.locator("input[name=by]").first.fill(road.day(60))
    세종.press("추진 개요 공개하기")
    세종.look()
    두리 = road.window("두리")
    두리.look(f"/deliveries/{key}")
    road.later(days=80)
    _reported(road, key, "설계를 마쳤습니다.", "30", reached="설계")
    road.later(days=120)
    assert "보고 없음" in reads(road.window("손님").look(f"/deliveries/{key}"))
    assert TITLE in reads(road.window("손님").look("/duties"))
    page = 세종.look(f"/staff/deliveries/{key}")
    page.get_by_text("늦은 까닭 쓰기").click()
    page.get_by_label("늦은 까닭").last.fill("겨울에 땅이 얼어 공사를 멈췄습니다.")
    sent(page, button(page, "늦은 까닭 공개하기"))
    _reported(road, key, "공사를 다시 시작했습니다.", "70")
    road.later(days=60)
    _reported(road, key, "길을 다 이었습니다.", "100")
    page = 세종.page
    page.locator("#finish summary").click()
    form = page.locator("#finish form")
    form.locator("textarea[name=result]").fill("자전거 길 300m를 이었습니다.")
    form.locator("textarea[name=before]").fill("차도로 내려와야 했습니다.")
    form.locator("textarea[name=after]").fill("역에서 시청까지 자전거 길로 갑니다.")
    for box, text in zip(form.locator("input[type=text]").all(), ("하루 이용", "120명", "540명"), strict=False):
        box.fill(text)
    sent(page, button(form, "성과 공개하고 마치기"))
    세종.look()


def _reported(road: Road, key: str, progress: str, percent: str, *, reached: str = "") -> None:
    세종 = road.window("세종 주무관")
    세종.look("/staff/deliveries")
    page = 세종.look(f"/staff/deliveries/{key}")
    page.get_by_label("어디까지 왔습니까").fill(progress)
    page.locator("input[name=percent]").fill(percent)
    if reached:
        page.get_by_label(reached).check()
    세종.press("추진 현황 공개하기")


def 약속을_평가한다(road: Road, key: str) -> None:
    """두리, who followed it all, says that it was kept; whoever took no part is not asked."""
    두리 = road.window("두리")
    assert TITLE in reads(두리.look("/notices"))
    page = 두리.look(f"/deliveries/{key}")
    page.get_by_role("radio", name="지켜졌어요", exact=True).check()
    page.get_by_label("한마디").fill("이제 차도로 안 내려와요.")
    두리.press("말하기")
    두리.look()
    page = road.window("손님").look(f"/deliveries/{key}")
    assert "이제 차도로 안 내려와요." in reads(page)
    assert page.get_by_role("button", name="말하기").count() == 0


def 감사가_읽는다(road: Road) -> None:
    """The auditor finds every act of the matter, and the chain whole."""
    road.later(minutes=5)
    감사 = road.window("감사")
    page = 감사.look("/staff/audit")
    page.locator("input[name=q]").last.fill(TITLE)
    sent(page, page.get_by_role("button", name="거르기"))
    said = reads(감사.look())
    assert "세종 주무관" in said
    감사.press("지금 살피기")
    assert "모두 그대로" in reads(감사.look())


def 처음_그_쪽이_모두_들려준다(road: Road, key: str) -> None:
    """하나's phone: the page on which it began tells the whole story."""
    하나 = road.window("하나")
    said = reads(하나.look(f"/proposals/{key}"))
    for told in (
        "차로를 줄일 예산이 올해는 없습니다.", QUESTION, "내년 봄까지 꼭 잇겠습니다.", "자전거 길 300m를 이었습니다.", "늦",
    ):  # fmt: skip
        assert told in said, told
    for path in ("/", "/process", "/duties", "/deliveries", "/forums", "/my"):
        하나.look(path)
