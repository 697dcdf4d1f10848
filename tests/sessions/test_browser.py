"""브라우저로: 휴대전화에서 스크립트가 있든 없든 신청하고 취소하며, 책상까지 접근성 흠이 없다."""

import pytest

from tests.browser import town
from tests.browser.conftest import chromium, house, visitor, width  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def build():
    """The town, with an open forum, a session in five days with one seat, and one that is over."""
    from datetime import timedelta

    from madang.actions import forums, registrations
    from madang.actions.people import find_person
    from madang.actions.procedures import find_procedure
    from madang.base import clock
    from tests.sessions import making

    town.build()
    now = clock.now()
    at = now - timedelta(days=10)
    asked = forums.ask_citizens(
        rules=find_procedure("gaon").current, question=making.QUESTION, key="bike", at=at, actor=None
    )
    forum = forums.open_forum(case_key=asked.case.key, form="pro_con", at=at, actor=None)
    making.session(forum, key="talk", seats=1, starts=now + timedelta(days=5), at=at)
    over = making.session(forum, key="over", starts=now - timedelta(days=2), at=at)
    registrations.register(session=over, person=find_person("duri"), at=at, actor=None)


def test_스크립트_없이도_휴대전화에서_신청하고_기다리고_취소한다(visitor, house):  # noqa: F811
    house.do(build)
    for script in (False, True):
        하나, 두리 = visitor(script=script), visitor(script=script)
        하나.look("/sessions/talk")
        하나.press("참가 신청")  # asks to sign in, and comes back
        하나.page.get_by_label("이메일").fill(town.하나)
        하나.page.get_by_label("비밀번호", exact=True).fill(town.PASSWORD)
        하나.page.locator("main form button[type=submit]").first.click()
        하나.page.wait_for_url("**/sessions/talk")
        하나.press("참가 신청").get_by_text("자리를 마련해 두었어요. 그날 만나요.").wait_for()
        두리.sign_in(town.두리, town.PASSWORD)
        두리.look("/sessions")
        두리.press("대기 신청").get_by_text("대기 1번째로 신청했어요").wait_for()
        하나.look("/my/sessions")
        하나.press("참가 취소").get_by_text("참가 신청을 취소했어요").wait_for()
        두리.look("/sessions/talk").get_by_text("내 자리가 있어요").wait_for()
        두리.press("참가 취소").get_by_text("참가 신청을 취소했어요").wait_for()
        for path in ("/forums/bike", "/sessions/over"):
            두리.look(path)


def test_책상에서_온_사람을_적고_종이_의견을_붙여_넣어_올린다(visitor, house):  # noqa: F811
    house.do(build)
    네온 = visitor()
    네온.sign_in(town.네온, town.PASSWORD)
    for path in (
        "/staff/sessions", "/staff/forums/bike/sessions", "/staff/sessions/talk", "/staff/sessions/talk/list",
        "/staff/forums/bike/summary",
    ):  # fmt: skip
        네온.look(path)
    page = 네온.look("/staff/sessions/over")
    page.get_by_role("checkbox", name="두리").check()
    네온.press("온 사람 적기").get_by_text("온 사람 1명을 적었습니다.").wait_for()
    page = 네온.look("/staff/forums/bike/papers")
    page.get_by_label("표나 글에서 복사한 줄").fill("찬성: 어두운 길에 등을\n차로는 그대로")
    네온.press("위의 칸으로 옮기기")
    네온.look()
    assert page.get_by_label("의견 1", exact=True).input_value() == "어두운 길에 등을"
    네온.press("모두 올리기").get_by_text("종이 의견 1건을 올렸습니다.", exact=True).wait_for()
    네온.complaints.clear()  # (a browser says so of every 422)
    네온.look().get_by_text("찬성, 반대, 기타 중 하나를 골라 주세요.").first.wait_for()
    page.get_by_label("입장 1").select_option("반대")
    네온.press("모두 올리기").get_by_text("지금까지 종이 의견 2건을 올렸습니다.").first.wait_for()
