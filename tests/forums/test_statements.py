"""진술: 한 문장을 올리고, 하나씩 보며 표시하고, 바꾸고, 거둔다. 표가 적은 진술이 먼저 온다."""

import re
from collections import Counter

import pytest

from madang.actions import statements as actions
from madang.base.errors import Refused
from madang.forums.models import Participant, Statement, StatementVote
from madang.forums.turns import in_turn
from madang.procedures.models import Tally
from tests import make, make_forums

pytestmark = pytest.mark.django_db


def shown_of(html):
    found = re.search(r'action="/statements/(\w+)/vote" hx-post', html)
    return found[1] if found else None


def test_하나씩_보고_표시하면_다음이_오고_스크립트가_없어도_된다(빈터, 두리, 브라우저):
    made = {make_forums.statement(빈터, f"진술 {n}", by=make.person()).key for n in range(4)}
    browser, seen = 브라우저(두리), []
    while key := shown_of(browser.page("/forums/yard")):
        seen.append(key)
        assert browser.send(f"/statements/{key}/vote", vote=("agree", "disagree", "pass")[len(seen) % 3]) == (
            "/forums/yard#statements"
        )
    assert set(seen) == made
    assert len(seen) == 4
    assert "모든 진술에 의견을 표시했어요" in browser.page("/forums/yard")
    assert Tally.objects.get(what="participants").value == 5


def test_htmx로_누르면_다음_진술만_돌아온다(빈터, 두리, 브라우저):
    for n in range(2):
        make_forums.statement(빈터, f"진술 {n}")
    browser = 브라우저(두리)
    first = shown_of(browser.page("/forums/yard"))
    part = browser.post(f"/statements/{first}/vote", {"vote": "agree"}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert shown_of(part) not in (None, first)
    assert "1 / 2 표시함" in part
    missing = 브라우저().post(f"/statements/{first}/vote", {"vote": "agree"}, headers={"hx-request": "true"})
    assert missing.headers["HX-Redirect"].startswith("/accounts/sign-in/")


def test_표시는_바꿀_수_있고_마지막_것만_세며_다른_사람의_표는_표시한_뒤에_보인다(빈터, 두리, 브라우저):
    one = make_forums.statement(빈터, "나무가 먼저다.", by=make.person())
    browser = 브라우저(두리)
    assert "statement__counts" not in browser.page("/forums/yard/statements")
    for vote in ("agree", "disagree", "disagree", "pass"):
        to = browser.send(f"/statements/{one.key}/vote", vote=vote, **{"from": "list"})
        assert to == f"/forums/yard/statements#s-{one.key}"
    one.refresh_from_db()
    assert (one.agree, one.disagree, one.passed) == (1, 0, 1)  # 올린 사람은 동의한 것으로 센다
    assert StatementVote.objects.get(person=두리).vote == 0
    assert "statement__counts" in browser.page("/forums/yard/statements")
    browser.send(f"/statements/{one.key}/vote", vote="maybe")
    assert StatementVote.objects.get(person=두리).vote == 0


def test_표가_적은_진술이_먼저_오고_한_사람의_차례는_그대로다():
    many = [(f"s{n}", 40 if n < 10 else 1) for n in range(20)]
    first = Counter(int(in_turn(f"사람 {n}", many)[0][1:]) >= 10 for n in range(300))
    assert first[True] > 270  # 표가 하나인 진술이 먼저 올 확률은 41/43이다
    assert in_turn("두리", many) == in_turn("두리", reversed(many))
    assert in_turn("두리", many) != in_turn("하나", many)


@pytest.mark.parametrize(
    ("text", "said"),
    [(" ", "내용을 적어 주세요"), ("가" * 141, "140자까지"), ("나무가  먼저다.", "같은 진술이 이미 있어요")],
)
def test_비었거나_길거나_이미_있는_진술은_까닭을_말하고_글을_남긴다(빈터, 두리, 브라우저, text, said):
    make_forums.statement(빈터, "나무가 먼저다.")
    page = 브라우저(두리).send("/forums/yard/statements", 422, text=text)
    assert said in page
    assert f'value="{text}"' in page
    assert Statement.objects.count() == 1


def test_진술을_올리면_함께한_사람이_되고_같은_양식은_하나고_거두면_표시를_받지_않는다(빈터, 두리, 하나, 브라우저):
    browser = 브라우저(두리)
    for _ in range(2):
        browser.send("/forums/yard/statements", text="밤에는 닫아야 한다.", key="once23456", asked="1", consent="yes")
    one = Statement.objects.get()
    assert Participant.objects.get(person=두리).consent
    브라우저(하나).send(f"/statements/{one.key}/delete", 404)
    browser.send(f"/statements/{one.key}/delete")
    page = browser.page("/forums/yard/statements")
    assert "거둔 진술이에요" in page
    assert "밤에는 닫아야" not in page
    with pytest.raises(Refused) as refused:
        make_forums.vote(one, 하나)
    assert refused.value.code == "statement-gone"


def test_끝난_뒤에_쓴_진술은_베낄_수_있게_두고_표시도_받지_않는다(빈터, 두리, 브라우저):
    one = make_forums.statement(빈터, "나무가 먼저다.")
    browser = 브라우저(두리, 빈터.visit.due)
    page = browser.send("/forums/yard/statements", 422, text="늦은 진술")
    assert re.search(r"<textarea[^>]*readonly[^>]*>늦은 진술</textarea>", page)
    browser.send(f"/statements/{one.key}/vote", vote="agree")
    assert not StatementVote.objects.exists()
    assert "공론장이 끝나서" in browser.page("/forums/yard")


def test_로그인이_끝난_뒤_쓴_진술은_돌아오고_찬반_토론에는_진술이_없다(빈터, 도서관, 두리, 브라우저):
    browser = 브라우저()
    browser.send("/forums/yard/statements", text="잃으면 안 되는 진술")
    browser.force_login(두리)
    assert "잃으면 안 되는 진술" in browser.page("/forums/yard/statements")
    browser.page("/forums/night/statements", 404)
    with pytest.raises(Refused) as refused:
        actions.post_statement(forum=도서관, text="진술", author=두리, at=make.AT, actor=두리)
    assert refused.value.code == "no-statements"


def test_쏟아내는_표시는_한도에서_멈춘다(빈터, 두리, 브라우저, settings):
    settings.LIMITS = {"vote.person": "2/minute"}
    browser = 브라우저(두리)
    for one in [make_forums.statement(빈터, f"진술 {n}") for n in range(3)]:
        browser.send(f"/statements/{one.key}/vote", vote="agree")
    assert StatementVote.objects.count() == 2


def test_이백_개의_진술도_몇_번의_물음으로_보인다(빈터, 두리, 브라우저, django_assert_max_num_queries):
    Statement.objects.bulk_create(
        Statement(key=f"s{n}", forum=빈터, text=f"진술 {n}", at=make.AT, agree=n % 7) for n in range(200)
    )
    browser = 브라우저(두리)
    browser.page("/forums/yard")
    with django_assert_max_num_queries(32):
        browser.page("/forums/yard")
    with django_assert_max_num_queries(22):
        page = browser.page("/forums/yard/statements")
    assert page.count('class="statement stack') == 20
