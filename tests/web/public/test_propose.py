"""제안하기."""

import html
import re

import pytest

from madang.actions.proposals import BODY_LIMIT
from madang.proposals.models import Proposal
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def 하나(db):
    make.procedure()
    return make.person("하나")


def 쓴_것(key="abcdefghjk", **changes):
    return {
        "title": "횡단보도 신호를 늘려 주세요", "body": "어르신이 건너기에 짧아요.", "category": "교통", "area": "솔내동",
        "key": key, "procedure": "seoul-2019", **changes,
    }  # fmt: skip


def test_로그인하지_않았으면_로그인하고_돌아온다(읽기):
    make.procedure()
    assert 읽기().get("/propose").response.url == "/accounts/sign-in/?next=/propose"
    assert (
        읽기().get("/propose?procedure=seoul-2019").response.url
        == "/accounts/sign-in/?next=/propose%3Fprocedure%3Dseoul-2019"
    )
    assert 읽기().post("/propose", 쓴_것()).response.url.startswith("/accounts/sign-in/")
    assert not Proposal.objects.exists()


def test_쓰는_쪽은_무엇이_이어지는지_미리_말한다(읽기, 하나):
    page = 읽기(person=하나).get("/propose")
    assert page.status == 200
    assert "제안의 ‘공감’ 수가 30일 내에 50 이상이 모이면 부서가 20일 이내에 답변을 합니다." in page
    assert 'data-autosave="/propose/drafts/' in page.html
    assert "private" in page.response["Cache-Control"]


def test_올리면_제안의_쪽으로_간다(읽기, 하나):
    reader = 읽기(at=AT + days(1), person=하나)
    sent = reader.post("/propose", 쓴_것())
    made = Proposal.objects.get()
    assert (sent.status, sent.response.url) == (302, f"/proposals/{made.case.key}")
    assert (made.title, made.category, made.area, made.author, made.submitted_at) == (
        "횡단보도 신호를 늘려 주세요", "교통", "솔내동", 하나, AT + days(1),
    )  # fmt: skip
    assert 'data-draft-done="proposal"' in reader.get(sent.response.url).html
    assert "data-draft-done" not in 읽기(at=AT + days(2), person=하나).get(sent.response.url).html


def test_두_번_보내도_하나다(읽기, 하나):
    reader = 읽기(person=하나)
    key = re.search(r'name="key" value="([^"]+)"', reader.get("/propose").html).group(1)
    first, second = reader.post("/propose", 쓴_것(key)), reader.post("/propose", 쓴_것(key))
    assert first.response.url == second.response.url == f"/proposals/{key}"
    assert Proposal.objects.count() == 1


def test_같은_열쇠로_다른_글을_보내거나_남의_열쇠면_새_제안이_된다(읽기, 하나):
    읽기(person=하나).post("/propose", 쓴_것())
    읽기(person=하나).post("/propose", 쓴_것(title="다른 제안"))
    읽기(person=make.person("두리")).post("/propose", 쓴_것())
    읽기(person=하나).post("/propose", 쓴_것(key="../../etc", title="이상한 열쇠"))
    assert Proposal.objects.count() == 4
    assert all(re.fullmatch(r"[2-9a-z]{10}", key) for key in Proposal.objects.values_list("case__key", flat=True))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "제목을 적어 주세요."),
        ({"title": " \u200b\u3164 "}, "제목을 적어 주세요."),
        ({"title": "가" * 201}, "제목은 200자까지 쓸 수 있어요. 지금은 201자예요."),
        ({"body": "가" * (BODY_LIMIT + 1)}, "내용은 60,000자까지 쓸 수 있어요. 지금은 60,001자예요."),
        ({"category": ""}, "분야를 하나 골라 주세요."),
        ({"category": "없는 분야"}, "없는 분야"),
    ],
)
def test_틀리면_까닭을_말하고_쓴_것을_지킨다(읽기, 하나, changes, words):
    sent = 쓴_것(**changes)
    page = 읽기(person=하나).post("/propose", sent)
    assert page.status == 422
    assert words in page
    shown = html.unescape(page.html)
    assert sent["body"][:5000] in shown
    assert sent["area"] in shown
    assert f'value="{sent["key"]}"' in page.html
    assert not Proposal.objects.exists()


def test_절차가_여럿이면_먼저_고른다(읽기, 하나):
    make.procedure("madrid")
    reader = 읽기(person=하나)
    page = reader.get("/propose")
    assert "어떤 길로 제안할까요?" in page
    form = reader.get(page.link("디사이드 마드리드"))
    assert 'name="procedure" value="madrid"' in form.html
    reader.post("/propose", 쓴_것(procedure="madrid"))
    assert Proposal.objects.get().case.rules.procedure.slug == "madrid"


def test_절차가_없으면_아직이라고_말한다(읽기):
    assert "아직 제안을 받지 않아요" in 읽기(person=make.person()).get("/propose")


def test_비슷한_제안을_보여_준다(읽기, 하나):
    make.proposal("솔내역 횡단보도가 너무 짧아요")
    make.proposal("도서관을 늦게까지")
    make.proposal("횡단보도 비밀", procedure="join")
    page = 읽기().get("/propose/similar", title="우리 동네 횡단보도를 늘려 주세요")
    assert "솔내역 횡단보도가 너무 짧아요" in page
    assert "도서관" not in page
    assert "비밀" not in page
    assert "<html" not in page.html
    for title in ("", "가", "'\"<>&:*", "요"):
        assert 읽기().get("/propose/similar", title=title).status == 200


def test_동네는_있던_것을_골라_쓸_수_있다(읽기, 하나):
    make.proposal(area="솔내동")
    assert '<option value="솔내동">' in 읽기(person=하나).get("/propose").html


def test_보이지_않는_글자는_버리고_받는다(읽기):
    하나 = make.person("하나")
    make.procedure()
    reader = 읽기(at=AT, person=하나)
    sent = {"title": "<script>alert(1)</script> \u202e거꾸로", "body": "가\x00나 \x07다\u200b라", "category": "교통"}
    page = reader.post("/propose", sent)
    made = Proposal.objects.get()
    assert (made.title, made.body) == ("<script>alert(1)</script> 거꾸로", "가나 다라")
    page = reader.get(page.response.url)
    assert "<script>alert(1)" not in page.response.content.decode()
