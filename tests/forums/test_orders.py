"""고루 보기: 늦게 낸 의견도, 적은 쪽의 의견도 묻히지 않는다. 오만 개가 있어도 한 쪽의 값은 같다."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.forums.models import Opinion
from madang.forums.orders import Balanced
from tests import make, make_forums

pytestmark = pytest.mark.django_db
AT = make.AT
MANY = 50_000


def keys(html):
    return re.findall(r'<article class="comment opinion[^"]*" id="o-(\w+)"', html)


def walk(browser, where):
    """Every page of it."""
    pages = []
    while where:
        html = browser.get(where).content.decode()
        pages.append(keys(html))
        more = re.search(r'rel="next" href="([^"]+)"', html)
        where = unescape(more[1]) if more else ""
    return pages


@pytest.fixture
def 여럿(도서관):
    """찬성 60, 반대 30, 기타 10."""
    make_forums.many(도서관, 100)
    return 도서관


@pytest.mark.parametrize("sort", ["", "newest", "supports", "unheard"])
@pytest.mark.parametrize("position", ["", "against"])
def test_어느_순서로도_스무_개씩_모두_한_번씩_나온다(여럿, 브라우저, sort, position):
    browser = 브라우저(None, AT + make.days(3))
    pages = walk(browser, f"/forums/night/opinions?sort={sort}&position={position}")
    assert max(map(len, pages)) <= 20
    seen = [key for page in pages for key in page]
    wanted = Opinion.objects.filter(position=position) if position else Opinion.objects.all()
    assert sorted(seen) == sorted(wanted.values_list("key", flat=True))
    order = {"newest": ("-at", "-id"), "supports": ("-supports", "-id"), "unheard": ("supports", "id")}.get(sort)
    if order:
        assert seen == list(wanted.order_by(*order).values_list("key", flat=True))


def test_첫_쪽에_모든_입장과_새_글과_덜_읽힌_글이_함께_있다(여럿, 브라우저):
    late = make_forums.opinion(여럿, "방금 낸 의견", by=make.person("늦은 이"), position="other", at=AT + make.days(2))
    lonely = Opinion.objects.filter(position="against", supports=0).order_by("at").first()
    loved = Opinion.objects.order_by("-supports").first()
    first = keys(브라우저(None, AT + make.days(3)).page("/forums/night"))
    assert len(first) == 20
    assert {late.key, lonely.key, loved.key} <= set(first[:9])
    positions = [Opinion.objects.get(key=key).position for key in first]
    assert all(set(positions[n : n + 3]) == {"for", "against", "other"} for n in range(0, 9, 3))


def test_같은_사람은_같은_순서를_보고_다른_시간에는_다른_입장이_먼저다(여럿, 두리, 브라우저):
    browser = 브라우저(두리, AT + make.days(3))
    first = keys(browser.page("/forums/night"))
    browser.at = AT + make.days(3.5)
    assert keys(browser.page("/forums/night")) == first
    begun = {keys(브라우저(None, AT + make.days(3 + hour / 24)).page("/forums/night"))[0] for hour in range(12)}
    assert len(begun) > 2


def test_거두거나_가린_글은_차례가_없고_최신순에는_자리가_남는다(여럿, 네온, 브라우저):
    from madang.actions import moderation, opinions

    gone = Opinion.objects.order_by("-at").first()
    opinions.delete_opinion(opinion=gone, at=AT, actor=None)
    hidden = Opinion.objects.order_by("-supports").first()
    moderation.hide_content(subject=hidden.subject, code="abuse", note="", at=AT, actor=네온)
    browser = 브라우저(None, AT + make.days(3))
    seen = [key for page in walk(browser, "/forums/night/opinions") for key in page]
    assert not {gone.key, hidden.key} & set(seen)
    assert len(seen) == 98
    assert keys(browser.page("/forums/night/opinions?sort=newest"))[0] == gone.key
    assert "이유: 욕설·비방" in browser.page("/forums/night/opinions?sort=supports")


def test_엉뚱한_주소도_첫_쪽을_보여_준다(여럿, 브라우저):
    browser = 브라우저(None, AT + make.days(3))
    for bad in (
        "x",
        "1.%00",
        "zzzz.zzzz_9.9.9",
        "1.1_0.-5.1",
        "_",
        "0.0_99.1.1",
        "1" * 500,
        "999999999999999999.1",
        "1.x",
    ):
        for sort in ("", "newest", "supports"):
            assert browser.get(f"/forums/night/opinions?sort={sort}&after={bad}").status_code == 200
    assert Balanced.parse("1.1_0.zzzzzzzzzzzzz.1", ["for"]) is None


def queries(browser, path):
    with CaptureQueriesContext(connection) as found:
        assert browser.get(path).status_code == 200
    return len(found)


@pytest.mark.slow
def test_의견이_오만_개여도_한_쪽에_드는_물음의_수는_같다(도서관, 하나, 브라우저):
    for n in range(30):
        one = make_forums.opinion(도서관, f"의견 {n}", by=make.person(), position=("for", "against", "other")[n % 3])
        make_forums.opinion(도서관, "답", by=하나, reply_to=one.key)
    browser = 브라우저(하나, AT + make.days(1))
    paths = ["/forums/night", f"/opinions/{one.key}", "/forums/night.json"]
    paths += [f"/forums/night/opinions?sort={sort}" for sort in ("newest", "supports", "unheard")]
    browser.get(paths[0])
    few = [queries(browser, path) for path in paths]
    make_forums.many(도서관, MANY)
    assert all(queries(browser, path) <= budget for path, budget in zip(paths, few, strict=True))
    assert max(few) <= 40, few
    assert len(keys(browser.page(paths[0]))) <= 20 * 3


def test_목록의_물음_수는_공론장의_수와_상관없다(교통과, 브라우저):
    make_forums.forum("첫째 질문", key="q0")
    browser = 브라우저(None, AT + make.days(1))
    browser.get("/forums")
    few = queries(browser, "/forums")
    for n in range(1, 25):
        make_forums.forum(f"{n}째 질문", key=f"q{n}", at=AT + make.days(n / 100))
    assert queries(browser, "/forums") <= few <= 12
    html = browser.page("/forums")
    assert html.count('class="asking"') == 20
    more = unescape(re.search(r'href="([^"]+)" rel="next"', html)[1])
    assert browser.page(more).count('class="asking"') == 5
    assert browser.page("/forums?show=ended").count('class="asking"') == 0
    browser.at = AT + make.days(40)
    assert browser.page("/forums?show=ended").count('class="asking"') == 20
