"""늦은 분기에서 평가까지: 부서 담당자가 늦은 보고를 까닭과 함께 알리고, 시민이 전화로, 스크립트 없이, 약속을 평가한다."""

from __future__ import annotations

import pytest

from tests.browser import town

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def prepare() -> None:
    """하나's proposal was accepted by 교통정책과 100 days ago; nobody has reported since."""
    from datetime import timedelta

    from madang.actions import answers, clockwork, deliveries, duties, people, procedures, proposals, supports
    from madang.base import clock
    from madang.people.models import Person

    now = clock.now()
    at = now - timedelta(days=101)
    rules = procedures.find_procedure("gaon").current
    author = Person.objects.get(email=town.하나)
    made = proposals.submit_proposal(
        rules=rules, title="자전거 도로를 이어 주세요", body="세 곳이 끊겼어요.", author=author, key="bike", at=at, actor=author
    )  # fmt: skip
    mobility = people.find_department("mobility")
    duties.assign_department(case_key="bike", department=mobility, at=at, actor=None)
    supports.cast_support(proposal=made, person=Person.objects.get(email=town.두리), at=at)
    supports.add_support_batch(proposal=made, count=60, channel="paper", evidence="서명부", at=at, actor=None)
    begun = at + timedelta(days=1)
    answers.publish_answer(case_key="bike", decision="accept", text="잇겠습니다.", at=begun, actor=None)
    deliveries.start_delivery(
        case_key="bike",
        plan="끊긴 세 곳을 잇습니다.",
        who="자전거팀",
        milestones=[("설계", None)],
        at=begun,
        actor=None,
    )
    clockwork.tick(at=now)


def test_늦은_분기를_까닭과_함께_알리고_시민이_스크립트_없이_평가한다(house, visitor) -> None:
    house.do(town.build)
    house.do(prepare)
    손님, 세종, 두리 = visitor(), visitor(), visitor(script=False)
    손님.look("/deliveries")
    손님.look("/deliveries/bike")
    assert "보고 없음" in 손님.page.locator("main").inner_text()

    세종.sign_in(town.세종, town.PASSWORD)
    세종.look("/staff/deliveries")
    세종.page.get_by_role("link", name="현황 쓰기").first.click()
    세종.look()
    세종.page.get_by_text("늦은 까닭 쓰기").click()
    세종.page.get_by_label("늦은 까닭").last.fill("시공사를 다시 골랐습니다.")
    with 세종.page.expect_navigation():
        세종.page.get_by_role("button", name="늦은 까닭 공개하기").click()
    세종.page.get_by_label("어디까지 왔습니까").fill("설계를 마쳤습니다.")
    세종.page.get_by_label("진행률").fill("30")
    세종.page.get_by_label("설계").check()
    with 세종.page.expect_navigation():
        세종.page.get_by_role("button", name="추진 현황 공개하기").click()
    세종.look()

    두리.sign_in(town.두리, town.PASSWORD)
    두리.look("/deliveries/bike")
    text = 두리.page.locator("main").inner_text()
    assert "늦게 알림" in text
    assert "시공사를 다시 골랐습니다." in text
    두리.page.get_by_role("radio", name="일부만 지켜졌어요").check()
    두리.page.get_by_label("한마디").fill("반은 이어졌어요.")
    두리.page.get_by_role("button", name="말하기").click()
    두리.page.wait_for_load_state()
    두리.look()
    손님.look("/deliveries/bike")
    assert "반은 이어졌어요." in 손님.page.locator("main").inner_text()
