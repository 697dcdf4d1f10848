"""신고에서 이의신청까지: 시민이 신고하고, 운영팀이 가리고, 글쓴이가 이의를 신청하고, 다른 사람이 다시 보이게 한다."""

from __future__ import annotations

import re

import pytest

from tests.browser import town

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECOND = "sera@gaon.example"


def prepare(password: str) -> None:
    """A proposal of 하나's, and a second reviewer."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password

    from madang.actions import people, proposals
    from madang.actions.procedures import find_procedure
    from madang.base import clock
    from madang.people.models import Person

    at = clock.now()
    sera = people.register_person(key="sera", name="세라 PL", email=SECOND, at=at, actor=None)
    Person.objects.filter(pk=sera.pk).update(password=make_password(password))
    EmailAddress.objects.create(user=sera, email=SECOND, verified=True, primary=True)
    people.grant_role(person=sera, role="pl", at=at, actor=None)
    author = Person.objects.get(email=town.하나)
    rules = find_procedure("gaon").current
    proposals.submit_proposal(
        rules=rules, title="가로등을 켜 주세요", body="골목이 어두워요.", author=author, key="lamp", at=at, actor=author
    )


def press(page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name).last.click()


def test_의견을_쓰고_신고되고_가려지고_이의를_신청해_다시_보인다(house, visitor) -> None:
    house.do(town.build)
    house.do(prepare, town.PASSWORD)
    하나, 두리, 네온, 세라, 손님 = visitor(), visitor(), visitor(), visitor(), visitor()
    하나.sign_in(town.하나, town.PASSWORD)
    하나.page.goto("/proposals/lamp")
    하나.page.get_by_label("이 제안을 어떻게 생각하나요?").fill("제 번호는 010-1234-5678이에요.")
    press(하나.page, "의견 올리기")
    하나.look()
    assert "010-****-5678" in 하나.page.locator("main").inner_text()
    where = re.sub(r"#.*", "", 하나.page.url)
    key = where.rpartition("/")[2]

    두리.sign_in(town.두리, town.PASSWORD)
    두리.look("/proposals/lamp")
    두리.page.locator(".comment__support button").first.click()  # htmx: the button alone comes back
    두리.page.locator('.comment__support button[aria-pressed="true"]').wait_for()
    두리.look(f"/report/comment:{key}")
    두리.page.get_by_text("개인정보", exact=True).first.click()
    press(두리.page, "신고하기")

    네온.sign_in(town.네온, town.PASSWORD)
    네온.look("/staff/moderation")
    네온.page.keyboard.press("j")
    네온.page.keyboard.press("Enter")
    네온.page.wait_for_url(re.compile("comment:"))
    네온.look()
    세라.sign_in(SECOND, town.PASSWORD)
    세라.look(f"/staff/moderation/comment:{key}")
    assert "보고 있습니다" in 세라.page.locator("main").inner_text()
    네온.page.get_by_text("가리기", exact=True).first.click()
    네온.page.get_by_label("가리는 이유").select_option("personal")
    네온.page.get_by_label("설명").fill("번호를 빼고 다시 써 주십시오.")
    press(네온.page, "결정 기록하기")
    네온.look("/staff/moderation/words")

    손님.look(f"/comments/{key}")
    assert "가려진 의견이에요. 이유: 개인정보" in 손님.page.locator("main").inner_text()
    하나.look(f"/objections/comment:{key}")
    하나.page.get_by_label("왜 다시 살펴봐야 하나요?").fill("번호는 이미 가려졌어요.")
    press(하나.page, "이의신청하기")
    하나.look()

    세라.look("/staff/moderation/objections")
    with 세라.page.expect_navigation():
        세라.page.locator("main a[data-primary]").first.click()
    세라.look()
    세라.page.get_by_text("받아들여 다시 보이게 하기").click()
    세라.page.get_by_label("이유").last.fill("번호가 가려져 있어 문제가 없습니다.")
    press(세라.page, "결정 기록하기")
    손님.look(f"/comments/{key}")
    assert "010-****-5678" in 손님.page.locator("main").inner_text()
    손님.look("/moderation")
    하나.look(f"/objections/comment:{key}")
