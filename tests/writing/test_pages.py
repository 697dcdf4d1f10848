"""제안한 사람의 쪽: 고치고, 덧붙이고, 거두고, 무엇이 달라졌는지 누구나 본다."""

import json

import pytest

from madang.actions import texts
from madang.proposals.models import Proposal
from madang.web.public.difference import differences
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.AT + make.days(1)


@pytest.fixture
def 제안(하나):
    return make.proposal(
        "자전거 길을 이어 주세요", body="끊긴 곳이 많아요.\n\n밤에는 어두워요.", by=하나, category="교통", key="ab"
    )


def 고친_것(**changes):
    return {
        "title": "자전거 길을 모두 이어 주세요",
        "body": "끊긴 곳이 많아요.",
        "category": "교통",
        "area": "",
        "number": "1",
        **changes,
    }


def test_제안한_사람에게만_고칠_길이_보인다(읽기, 하나, 두리, 제안):
    mine, theirs = 읽기(person=하나).get("/proposals/ab"), 읽기(person=두리).get("/proposals/ab")
    assert "글 고치기" in mine
    assert "철회하기" in mine
    assert "글 고치기" not in theirs
    assert "철회하기" not in theirs
    for act in ("edit", "clarify", "retire"):
        assert 읽기(person=두리).get(f"/proposals/ab/{act}").status == 404
        assert 읽기(person=두리).post(f"/proposals/ab/{act}", 고친_것()).status == 404
        assert 읽기().get(f"/proposals/ab/{act}").response.url.startswith("/accounts/sign-in/")


def test_고치면_판이_남고_달라진_말이_보인다(읽기, 하나, 제안):
    sent = 읽기(at=LATER, person=하나).post("/proposals/ab/edit", 고친_것())
    assert sent.response.url == "/proposals/ab"
    assert "고친 글 · 2판" in 읽기(at=LATER).get("/proposals/ab")
    page = 읽기(at=LATER).get("/proposals/ab/versions")
    assert page.html.count("<ins>") == 1
    assert "더한 말: 모두" in page
    assert "지운 말: 밤에는 어두워요." in page
    told = json.loads(읽기().get("/proposals/ab.json").response.content)
    assert [text["title"] for text in told["texts"]] == ["자전거 길을 이어 주세요", "자전거 길을 모두 이어 주세요"]


def test_틀리게_고치면_까닭을_말하고_쓴_것을_지킨다(읽기, 하나, 제안):
    page = 읽기(person=하나).post("/proposals/ab/edit", 고친_것(title="", body="남는 글"))
    assert page.status == 422
    assert "제목을 적어 주세요." in page
    assert "남는 글" in page
    make.support(제안, make.person("세미"))
    page = 읽기(person=하나).post("/proposals/ab/edit", 고친_것(body="또 남는 글"))
    assert page.status == 422
    assert "이미 공감한 사람이 있거나" in page
    assert "또 남는 글" in page
    for number in ("", "x", "99999999999999999999"):
        assert 읽기(person=하나).post("/proposals/ab/edit", 고친_것(number=number)).status == 422


def test_공감한_뒤에는_덧붙이는_길이_보이고_날짜와_함께_아래에_남는다(읽기, 하나, 제안):
    make.support(제안, make.person("세미"))
    page = 읽기(person=하나).get("/proposals/ab")
    assert "글 고치기" not in page
    assert "설명 덧붙이기" in page
    assert "이미 공감한 사람이 있거나" in 읽기(person=하나).get("/proposals/ab/edit")
    sent = 읽기(at=LATER, person=하나).post(
        "/proposals/ab/clarify", {"text": "지도를 그렸어요.\nhttps://map.example/1"}
    )
    assert sent.response.url == "/proposals/ab#clarifications"
    page = 읽기(at=LATER).get("/proposals/ab")
    assert "제안한 사람이 덧붙인 설명 2019년 3월 5일" in page
    assert "지도를 그렸어요." in page
    assert 읽기(person=하나).post("/proposals/ab/clarify", {"text": ""}).status == 422


def test_거두면_까닭이_보이고_기록은_남는다(읽기, 하나, 제안):
    make.supports(제안, 3)
    page = 읽기(at=LATER, person=하나).post("/proposals/ab/retire", {"code": "other", "reason": ""})
    assert page.status == 422
    assert "이유를 적어 주세요." in page
    assert 읽기(person=하나).post("/proposals/ab/retire", {}).status == 422
    sent = 읽기(at=LATER, person=하나).post("/proposals/ab/retire", {"code": "done", "reason": "벌써 이어졌어요!"})
    assert sent.status == 302
    page = 읽기(at=LATER).get("/proposals/ab")
    assert "제안한 사람이 철회한 제안이에요" in page
    assert "이미 이루어졌어요" in page
    assert "벌써 이어졌어요!" in page
    assert "끊긴 곳이 많아요." in page
    assert "철회" in 읽기(at=LATER).get("/proposals")
    told = json.loads(읽기(at=LATER).get("/proposals/ab.json").response.content)
    assert (told["retired"]["code"], told["state"]) == ("done", "closed")
    assert "철회하기" not in 읽기(at=LATER, person=하나).get("/proposals/ab")


def test_답을_기다리던_중에_거두면_답변함이라고_하지_않는다(읽기, 하나, 제안):
    make.supports(제안, 50)
    texts.retire_proposal(case_key="ab", code="under-way", at=LATER, actor=하나)
    page = 읽기(at=LATER).get("/proposals/ab")
    assert "답변함" not in page
    assert "철회" in page


def test_기준이_막으면_길도_없다(읽기, 하나):
    make.proposal(procedure="bluehouse-2017", by=하나, key="cd")
    page = 읽기(person=하나).get("/proposals/cd")
    assert "글 고치기" not in page
    assert "철회하기" not in page
    assert "설명 덧붙이기" in page
    assert "한번 올린 제안을 철회할 수 없어요." in 읽기(person=하나).get("/proposals/cd/retire")
    assert 읽기(person=하나).post("/proposals/cd/retire", {"code": "done"}).status == 422
    assert Proposal.objects.get().retired_at is None


# ── 달라진 말 ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        (
            "끊긴 곳이 많아요.",
            "끊긴 데가 많아요.",
            [("same", "끊긴 "), ("gone", "곳이"), ("new", "데가"), ("same", " 많아요.")],
        ),
        ("가 나 다", "가 라 마", [("same", "가 "), ("gone", "나 다"), ("new", "라 마")]),
        ("같다", "같다", [("same", "같다")]),
        ("", "새 글", [("new", "새 글")]),
        ("한 줄", "", [("gone", "한 줄")]),
        ("가 나 다", "가 다", [("same", "가 "), ("gone", "나 "), ("same", "다")]),
    ],
)
def test_달라진_것은_낱말째_읽힌다(old, new, pieces):
    assert [(piece.kind, piece.text) for piece in differences(old, new)] == pieces


@pytest.mark.parametrize("size", [10, 3_000, 30_000])
def test_어떤_두_글이든_조각을_이으면_처음_글과_나중_글이다(size):
    old = "가나다 라마바\n" * (size // 8) + "끝"
    new = old.replace("라마바", "라마", 3) + " 더함\n\n줄"
    found = differences(old, new)
    assert "".join(piece.text for piece in found if piece.kind != "new") == old
    assert "".join(piece.text for piece in found if piece.kind != "gone") == new
