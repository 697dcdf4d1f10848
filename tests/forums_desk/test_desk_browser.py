"""공론장 책상을 브라우저로: 준비해서 여는 길 전체를 두 너비에서, 접근성 검사와 함께, 스크립트 없이도."""

import io

import pytest
from PIL import Image

from tests.browser import town
from tests.browser.conftest import chromium, house, visitor, width  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def build():
    """The town, with a proposal that the panel has selected."""
    from datetime import timedelta

    from madang.actions import decisions, proposals, supports
    from madang.actions.procedures import find_procedure
    from madang.base import clock
    from madang.people.models import Person

    town.build()
    at = clock.now() - timedelta(days=5)
    hana = Person.objects.get(key="hana")
    made = proposals.submit_proposal(
        rules=find_procedure("gaon").current, key="street", title="학교 앞 차 없는 거리를 넓혀 주세요", body="아이들이 위험해요.",
        author=hana, at=at, actor=hana,
    )  # fmt: skip
    supports.add_support_batch(proposal=made, count=500, channel="paper", evidence="서명부", at=at, actor=None)
    decisions.decide(case_key="street", kind="agenda", decision="select", form="pro_con", at=at, actor=None)


def state():
    from madang.forums.models import Forum

    forum = Forum.objects.get(case__key="street")
    return forum.opened_at is not None, [(one.kind, one.title, bool(one.alt)) for one in forum.blocks.all()]


def picture():
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#6a8").save(out, "PNG")
    return {"name": "map.png", "mimeType": "image/png", "buffer": out.getvalue()}


def block(page, kind, title, text, link=""):
    """Put in one block by the form, as staff do."""
    page.locator(f"#blocks-{kind}").get_by_role("link", name="넣기").click()
    page.get_by_label("제목", exact=False).first.fill(title)
    page.get_by_label("내용", exact=False).fill(text)
    if link:
        page.get_by_label("원문 주소").fill(link)
    page.get_by_role("button", name="저장하기").click()
    page.get_by_text("자료를 저장했습니다").wait_for()


def prepared(one):
    """From the list to a forum with all that it puts before people, but for the words of its picture."""
    one.sign_in(town.네온, town.PASSWORD)
    page = one.look("/staff/forums")
    page.get_by_role("link", name="준비하기").click()
    page.get_by_label("질문").fill("학교 앞 차 없는 거리를 넓히는 데 찬성하십니까?")
    page.get_by_label("설명").fill("아침 등교 시간에 차를 막는 거리를 두 곳 더 두려 합니다.")
    page.get_by_role("button", name="저장하기", exact=True).click()
    page.get_by_text("아직 열리지 않았습니다").wait_for()
    block(page, "background", "어떻게 시작되었나", "작년 봄부터 한 곳에서 해 보았습니다.")
    block(page, "for", "아이들이 안전합니다", "사고가 없었습니다.")
    block(page, "against", "돌아가는 차가 늘어납니다", "옆길이 막힙니다.")
    page.locator("#blocks-card").get_by_role("link", name="넣기").click()
    page.get_by_label("제목", exact=False).first.fill("한눈에 보는 거리")
    page.get_by_label("그림 파일").set_input_files(picture())
    page.get_by_role("button", name="저장하기").click()
    page.get_by_text("그림 설명을 적기 전에는").wait_for()
    return page


def test_준비해서_여는_길_그림_설명이_없으면_막히고_적으면_열린다(visitor, house):  # noqa: F811
    house.do(build)
    one = visitor()
    page = prepared(one)
    one.look()
    page.get_by_role("link", name="열기 전에 확인하기").click()
    one.look()
    assert page.get_by_role("button", name="공론장 열기").count() == 0
    page.get_by_role("link", name="그림 설명이 없습니다: 한눈에 보는 거리").first.click()
    one.look()
    page.get_by_label("그림 설명").fill("학교와 차 없는 거리 두 곳을 그린 지도")
    page.get_by_role("button", name="저장하기").click()
    page.get_by_role("link", name="시민이 볼 모습").first.click()
    one.look()
    assert page.get_by_alt_text("학교와 차 없는 거리 두 곳을 그린 지도").is_visible()
    one.look("/staff/forums/street/open")
    page.get_by_role("button", name="공론장 열기").click()
    page.get_by_role("link", name="다섯 가지를 모두 살펴보고").wait_for()
    one.complaints.clear()  # the browser notes the 422
    for box in page.locator("input[name=checked]").all():
        box.check()
    page.get_by_role("button", name="공론장 열기").click()
    page.get_by_text("공론장을 열었습니다").wait_for()
    one.look()
    opened, blocks = house.do(state)
    assert opened
    assert ("card", "한눈에 보는 거리", True) in blocks
    page = one.look("/forums/street")
    assert page.get_by_role("heading", name="아이들이 안전합니다").is_visible()


def test_스크립트_없이도_넣고_차례를_바꾸고_지운다(visitor, house):  # noqa: F811
    house.do(build)
    one = visitor(script=False)
    one.sign_in(town.네온, town.PASSWORD)
    page = one.page
    page.goto("/staff/forums/street")
    block(page, "for", "가", "첫째")
    block(page, "for", "나", "둘째")
    page.get_by_role("button", name="위로: 나").click()
    assert [title for _, title, _ in house.do(state)[1]] == ["나", "가"]
    page.get_by_role("button", name="지우기: 가").click()
    page.get_by_text("자료를 지웠습니다").wait_for()
    assert [title for _, title, _ in house.do(state)[1]] == ["나"]


def test_시민에게_묻는_쪽은_두_너비에서_깨끗하고_적은_것을_잃지_않는다(visitor, house):  # noqa: F811
    house.do(build)
    one = visitor()
    one.sign_in(town.세종, town.PASSWORD)
    page = one.look("/staff/questions/new")
    page.get_by_label("의견이 갈리는 일을 묻기").check()
    page.get_by_label("이미 정한 일을 알리기").check()
    page.get_by_label("질문", exact=True).fill("가로등을 어둡게 할까요?")
    page.get_by_role("button", name="질문 만들기").click()
    page.get_by_role("heading", name="한 가지만 고쳐 주세요").wait_for()
    one.complaints.clear()  # the browser notes the 422
    one.look()
    assert page.get_by_label("질문", exact=True).input_value() == "가로등을 어둡게 할까요?"
    page.get_by_label("생각 모으기").check()
    page.get_by_label("답하기로 약속하는 날").fill("2099-01-01")
    page.get_by_role("button", name="질문 만들기").click()
    page.get_by_role("button", name="교통정책과 합의").click()
    page.get_by_text("다른 쪽의 합의를 기다립니다").wait_for()
    one.look()
