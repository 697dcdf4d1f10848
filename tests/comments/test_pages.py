"""의견 쪽: 읽고 쓰는 일은 스크립트 없이 되고, 오천 개가 달려도 한 쪽의 값은 같다."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.actions import comments, moderation
from madang.comments.models import Comment, Thread
from tests import make
from tests.comments.test_comments import write

pytestmark = pytest.mark.django_db
AT = make.AT


def keys(html):
    return re.findall(r'<article class="comment[^"]*" id="c-(\w+)"', html)


@pytest.fixture
def 의견(자전거, 두리):
    return write(by=두리, text="우리 동네도 그래요.")


def test_로그인하고_의견을_쓰면_그_자리로_가고_같은_양식을_두_번_내도_하나다(자전거, 두리, 브라우저):
    browser = 브라우저(두리)
    form = re.search(r'name="key" value="(\w+)"', browser.page("/proposals/bike"))[1]
    for _ in range(2):
        assert (
            browser.send("/proposals/bike/comments", text="좋아요\n\n정말요", key=form) == f"/comments/{form}#c-{form}"
        )
    assert Comment.objects.get().text == "좋아요\n\n정말요"
    page = browser.page("/proposals/bike")
    assert "정말요" in page
    assert "의견을 올렸어요" in page


def test_로그인이_끝난_뒤_쓴_글은_로그인하면_돌아온다(자전거, 두리, 브라우저):
    browser = 브라우저()
    assert browser.send("/proposals/bike/comments", text="잃으면 안 되는 말").startswith("/accounts/sign-in/")
    browser.force_login(두리)
    assert "잃으면 안 되는 말" in browser.page("/proposals/bike/comments")


def test_비었거나_긴_글은_까닭을_말하고_적은_것을_남긴다(의견, 두리, 브라우저):
    browser = 브라우저(두리)
    assert "내용을 적어 주세요" in browser.send("/proposals/bike/comments", 422, text=" ")
    긴 = "가" * 3001
    said = browser.send(f"/comments/{의견.key}", 422, text=긴)
    assert "3,000자까지" in said
    assert 긴 in said


def test_답글과_공감과_지우기는_단추로_된다(의견, 자전거, 하나, 두리, 브라우저):
    browser = 브라우저(하나)
    browser.send(f"/comments/{의견.key}", text="고마워요")
    browser.send(f"/comments/{의견.key}/support")
    page = browser.page(f"/comments/{의견.key}")
    assert "고마워요" in page
    assert 'aria-pressed="true"' in page
    partial = browser.post(f"/comments/{의견.key}/unsupport", headers={"hx-request": "true"}).content.decode()
    assert 'aria-pressed="false"' in partial
    assert "<html" not in partial
    browser.send(f"/comments/{의견.key}/delete", 404)
    브라우저(두리).send(f"/comments/{의견.key}/delete")
    page = browser.page("/proposals/bike")
    assert "지운 의견이에요" in page
    assert "우리 동네도" not in page
    assert "고마워요" in page


def test_가려진_의견은_까닭만_보이고_쓴_사람은_글과_함께_본다(의견, 두리, 네온, 브라우저):
    moderation.hide_content(subject=f"comment:{의견.key}", code="abuse", note="", at=AT, actor=네온)
    page = 브라우저().page("/proposals/bike")
    assert "이유: 욕설·비방" in page
    assert "우리 동네도" not in page
    assert "우리 동네도" in 브라우저(두리).page("/proposals/bike")


def test_기관_사람의_의견에는_부서_이름이_붙는다(자전거, 세종, 브라우저):
    write(by=세종)
    assert "교통정책과</span>" in 브라우저().page("/proposals/bike/comments")


def test_세_가지_순서로_스무_개씩_모두_한_번씩_나온다(자전거, 하나, 브라우저):
    made = [write(by=하나, text=f"의견 {n}", at=AT + make.days(n % 5)) for n in range(45)]
    Comment.objects.filter(pk__in=[one.pk for one in made[::3]]).update(supports=3)
    browser = 브라우저(None, AT + make.days(9))
    for sort, order in (("", "-at"), ("oldest", "at"), ("supports", "-supports")):
        seen, where = [], f"/proposals/bike/comments?sort={sort}"
        while where:
            html = browser.get(where).content.decode()
            assert len(keys(html)) <= 20
            seen += keys(html)
            more = re.search(r'rel="next" href="([^"]+)"', html)
            where = more[1].replace("&amp;", "&") if more else ""
        assert sorted(seen) == sorted(one.key for one in made), sort
        tail = "id" if order == "at" else "-id"
        assert seen == list(Comment.objects.order_by(order, tail).values_list("key", flat=True)), sort
    for bad in ("?after=x", "?after=999999999999999999.k", "?after=1.%00", "?sort=none&after=3.nobody"):
        assert browser.get(f"/proposals/bike/comments{bad}").status_code == 200


def queries(browser, path):
    with CaptureQueriesContext(connection) as found:
        assert browser.get(path).status_code == 200
    return len(found)


@pytest.mark.slow
def test_의견이_오천_개여도_한_쪽에_드는_물음의_수는_같다(자전거, 하나, 두리, 브라우저):
    for n in range(25):
        first = write(by=두리, text=f"의견 {n}")
        write(by=하나, text="답", reply_to=first.key)
    browser = 브라우저(하나, AT + make.days(1))
    paths = ("/proposals/bike", "/proposals/bike/comments?sort=supports", f"/comments/{first.key}")
    browser.get(paths[0])
    few = [queries(browser, path) for path in paths]
    more = [
        Comment(key=f"m{n}", case_id=자전거.pk, author=하나, text=f"의견 {n}", at=AT, parent=first if n % 2 else None)
        for n in range(5000)
    ]
    Comment.objects.bulk_create(more)
    Comment.objects.filter(pk=first.pk).update(replies=2501)
    Thread.objects.update(shown=5050)
    assert all(queries(browser, path) <= budget for path, budget in zip(paths, few, strict=True))
    assert max(few) <= 25
    assert len(keys(browser.page(paths[0]))) <= 20 * 4


def test_가린_제안과_없는_의견의_주소는_없다(의견, 자전거, 네온, 두리, 하나, 브라우저):
    moderation.hide_content(subject="case:bike", code="false", note="근거가 없습니다.", at=AT, actor=네온)
    browser = 브라우저(두리)
    page = browser.page("/proposals/bike", 410)
    for said in ("가려진 제안이에요", "허위 사실", "근거가 없습니다."):
        assert said in page
    assert "자전거" not in page
    for gone in (
        "/proposals/bike/comments",
        "/proposals/bike.json",
        f"/comments/{의견.key}",
        "/comments/none",
        "/comments/%00",
    ):
        browser.page(gone, 404)
    assert "자전거 도로" in 브라우저(하나).page("/proposals/bike")
    comments.find_comment(의견.key)
