"""공감하기와 공감 취소, 쪽에서."""

import pytest

from madang.proposals.models import Support
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def 제안(db):
    return make.proposal("횡단보도", key="ab")


@pytest.fixture
def 하나(db):
    return make.person("하나")


def test_누르면_공감하고_다시_누르면_거둔다(읽기, 제안, 하나):
    reader = 읽기(at=AT + days(1), person=하나)
    page = reader.get("/proposals/ab")
    assert 'action="/proposals/ab/support"' in page.html
    sent = reader.post("/proposals/ab/support")
    assert (sent.status, sent.response.url) == (302, "/proposals/ab#support")
    page = reader.get("/proposals/ab")
    assert "지금 1명" in page
    assert "공감했어요" in page
    assert 'action="/proposals/ab/support/withdraw"' in page.html
    reader.post("/proposals/ab/support/withdraw")
    assert "지금 0명" in reader.get("/proposals/ab")
    assert not Support.objects.exists()


def test_두_번_눌러도_한_번이다(읽기, 제안, 하나):
    reader = 읽기(person=하나)
    for _ in range(3):
        assert reader.post("/proposals/ab/support").status == 302
    assert Support.objects.count() == 1
    for _ in range(2):
        assert reader.post("/proposals/ab/support/withdraw").status == 302
    assert "지금 0명" in reader.get("/proposals/ab")


def test_htmx로는_단추와_수와_사다리만_바뀐다(읽기, 제안, 하나):
    make.supports(제안, 49)
    reader = 읽기(at=AT + days(1), person=하나, **{"HX-Request": "true"})
    page = reader.post("/proposals/ab/support")
    assert page.status == 200
    assert "<html" not in page.html
    assert page.response["HX-Reswap"] == "none"
    for part in (
        'id="support-top" hx-swap-oob="true"',
        'id="support-side" hx-swap-oob="true"',
        'id="support-bottom" hx-swap-oob="true"',
    ):
        assert part in page.html
    assert "지금 50명" in page
    assert "도달" in page
    assert "450명 더" in page
    full = 읽기(at=AT + days(1), person=하나).get("/proposals/ab").html
    for part in ("support-top", "support-side", "support-bottom"):
        assert full.count(f'id="{part}"') == 1


def test_로그인하지_않았으면_로그인하고_돌아온다(읽기, 제안):
    page = 읽기().get("/proposals/ab")
    assert "공감하기" in page
    sent = 읽기().post("/proposals/ab/support")
    assert sent.status == 302
    assert sent.response.url == "/accounts/sign-in/?next=/proposals/ab%23support"
    sent = 읽기(**{"HX-Request": "true"}).post("/proposals/ab/support")
    assert sent.response["HX-Redirect"] == "/accounts/sign-in/?next=/proposals/ab%23support"
    assert not Support.objects.exists()


def test_기간이_끝나면_단추가_없고_눌러도_까닭을_듣는다(읽기, 제안, 하나):
    reader = 읽기(at=AT + days(31), person=하나)
    page = reader.get("/proposals/ab")
    assert "모으기가 끝났어요" in page
    assert 'action="/proposals/ab/support"' not in page.html
    reader.post("/proposals/ab/support")
    assert "지금은 공감을 받는 기간이 아니에요." in reader.get("/proposals/ab")
    part = 읽기(at=AT + days(31), person=하나, **{"HX-Request": "true"}).post("/proposals/ab/support")
    assert part.status == 200
    assert "지금은 공감을 받는 기간이 아니에요." in part
    assert not Support.objects.exists()


def test_확인이_필요하면_무엇이_필요한지_말한다(읽기):
    make.proposal("마드리드", procedure="madrid", key="md")
    for person, words in (
        (make.person("하나"), "먼저 확인이 필요해요: 주민 확인"),
        (make.person("두리", level="resident", born=2010), "16세부터 공감할 수 있어요"),
    ):
        reader = 읽기(person=person)
        page = reader.get("/proposals/md")
        assert words in page
        assert "disabled" in page.html
        reader.post("/proposals/md/support")
        assert words in reader.get("/proposals/md")
    reader = 읽기(person=make.person("세나", level="resident", born=1990))
    assert "disabled" not in reader.get("/proposals/md").html.partition("<main")[2].replace("hx-disabled-elt", "")
    reader.post("/proposals/md/support")
    assert Support.objects.count() == 1


def test_링크로만_보는_제안에도_공감할_수_있다(읽기, 하나):
    make.proposal(procedure="bluehouse-2019", key="bh")
    reader = 읽기(person=하나)
    reader.post("/proposals/bh/support")
    assert "1 명이 공감했어요" in reader.get("/proposals/bh")


def test_없는_제안이나_읽기만_하는_방법으로는_공감할_수_없다(읽기, 제안, 하나):
    reader = 읽기(person=하나)
    assert reader.post("/proposals/none/support").status == 404
    assert reader.get("/proposals/ab/support").status == 405
    assert reader.get("/proposals/ab/support/withdraw").status == 405


def test_다른_곳에서_몰래_누르게_할_수_없다(제안, 하나):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(하나)
    assert browser.post("/proposals/ab/support").status_code == 403
    assert not Support.objects.exists()
