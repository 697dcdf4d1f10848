"""책상을 브라우저로: 두 너비에서, 접근성 검사와 함께, 키보드만으로."""

import pytest

from tests.browser import town
from tests.browser.conftest import chromium, house, visitor, width  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKED_AT = (
    "/staff/", "/staff/answers", "/staff/answers/a", "/staff/contributions", "/staff/templates", "/staff/calendar",
    "/staff/calendar?view=list", "/staff/cases/a", "/staff/cases", "/staff/cases/route?case=a",
)  # fmt: skip


def build():
    """The town, with a matter that 교통정책과 must answer and another department contributes to."""
    from datetime import timedelta

    from madang.actions import handing, people, proposals
    from madang.actions.procedures import find_procedure
    from madang.base import clock
    from madang.people.models import Person

    town.build()
    at = clock.now() - timedelta(days=1)
    parks = people.register_department(key="parks", name="공원녹지과", at=at, actor=None)
    rules = find_procedure("gaon").current
    hana = Person.objects.get(key="hana")
    for key in ("a", "b"):
        proposals.submit_proposal(
            rules=rules, key=key, title=f"가로등 {key}", body="어두워요.", author=hana, at=at, actor=hana
        )
        town.neighbours_support(key, 50)
        town.assign(key)
    day = (clock.now() + timedelta(days=2)).date()
    now = clock.now()
    handing.ask_to_contribute(case_key="a", department=parks, note="나무?", wanted_by=day, at=now, actor=None)


def text_of(key):
    from madang.answers.models import AnswerRequest

    return AnswerRequest.objects.get(case__key=key).draft_text


def test_책상의_쪽은_두_너비에서_모두_깨끗하다(visitor, house):  # noqa: F811
    house.do(build)
    one = visitor()
    one.sign_in(town.네온, town.PASSWORD)
    for path in LOOKED_AT:
        one.look(path)
    one.page.locator("details.help summary").first.click()
    one.look()


def test_쓰는_동안_저절로_저장되고_끊겨도_되살린다(visitor, house):  # noqa: F811
    house.do(build)
    one = visitor()
    one.sign_in(town.세종, town.PASSWORD)
    page = one.look("/staff/answers/a")
    page.get_by_label("답변", exact=True).fill("새 등을 답니다.")
    page.get_by_text("저절로 저장했습니다").wait_for(timeout=12_000)
    assert house.do(text_of, "a") == "새 등을 답니다."
    page.context.clear_cookies()
    page.get_by_label("답변", exact=True).fill("새 등을 답니다. 3월까지요.")
    page.get_by_text("저장하지 못했습니다").or_(page.get_by_text("로그인이 끝났습니다")).wait_for(timeout=12_000)
    one.complaints.clear()
    one.sign_in(town.세종, town.PASSWORD)
    page = one.look("/staff/answers/a")
    page.get_by_role("button", name="되살리기").click()
    assert page.get_by_label("답변", exact=True).input_value() == "새 등을 답니다. 3월까지요."


def test_키보드만으로_할_일을_열고_목록을_고른다(visitor, house):  # noqa: F811
    house.do(build)
    one = visitor()
    one.sign_in(town.네온, town.PASSWORD)
    page = one.look("/staff/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page = one.look("/staff/cases?state=open")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("tbody input[type=checkbox]:checked").count() == 1
    page.get_by_label("이 쪽 모두 고르기").check()
    assert page.locator("tbody input[type=checkbox]:checked").count() == 2


def test_스크립트_없이_끊긴_뒤에_보낸_답변도_로그인하면_다시_보낼_수_있다(visitor, house):  # noqa: F811
    house.do(build)
    one = visitor(script=False)
    one.sign_in(town.세종, town.PASSWORD)
    page = one.look("/staff/answers/a")
    page.get_by_label("답변", exact=True).fill("새 등을 답니다.\n3월까지요.")
    page.context.clear_cookies(name="madang_session")
    page.get_by_role("button", name="저장").first.click()
    page.get_by_text("보내던 것을 보관해 두었습니다").wait_for()
    page.get_by_label("이메일").fill(town.세종)
    page.get_by_label("비밀번호", exact=True).fill(town.PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("heading", name="보내지 못한 것").wait_for()
    assert page.get_by_label("글", exact=True).input_value() == "새 등을 답니다.\n3월까지요."
    assert house.do(text_of, "a") == ""
    with_script = visitor()
    with_script.page.context.add_cookies(page.context.cookies())
    with_script.look("/staff/unsent")
    with_script.look("/staff/")
    page.get_by_role("button", name="다시 보내기").click()
    page.get_by_text("저장").first.wait_for()
    assert house.do(text_of, "a") == "새 등을 답니다.\n3월까지요."
