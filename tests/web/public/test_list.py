"""제안 목록: 거르고, 차례를 바꾸고, 찾고, 더 본다."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from madang.web.public.listing import PAGE
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db


def 끝까지(reader, path):
    """Every page of a list, one after the other."""
    seen, pages = [], 0
    while path and pages < 20:
        page = reader.get(path)
        seen.append(page.rows)
        pages += 1
        try:
            path = page.link("더 보기")
        except AssertionError:
            path = ""
    return seen


def test_처음에는_비어_있고_제안을_권한다(읽기):
    page = 읽기().get("/proposals")
    assert page.status == 200
    assert "아직 올라온 제안이 없어요" in page
    assert page.link("제안하기") == "/propose"


def test_한_줄에_분야와_동네와_단계와_공감과_다음_기준과_남은_날이_있다(읽기):
    제안 = make.proposal("솔내역 횡단보도 신호", category="교통", area="솔내동")
    make.supports(제안, 37, at=AT + days(1))
    page = 읽기(at=AT + days(24)).get("/proposals")
    for words in (
        "교통 · 솔내동",
        "솔내역 횡단보도 신호",
        "공감 모으는 중",
        "37 명 공감",
        "부서 답변 요청 50",
        "6일 남음",
    ):
        assert words in page, words
    assert "제안 1 건" in page


def test_여러_단계가_열려_있으면_가장_나아간_단계를_말하고_나머지를_덧붙인다(읽기):
    제안 = make.proposal("둘 다")
    make.supports(제안, 50, at=AT + days(1))
    page = 읽기(at=AT + days(2)).get("/proposals")
    assert "부서 답변 기다리는 중 공감도 모으는 중" in page
    assert "토론 의제 후보 500" in page


def test_기간이_끝났으면_시계가_아직_돌지_않았어도_모으는_중이라고_하지_않는다(읽기):
    make.proposal("끝난 제안")
    page = 읽기(at=AT + days(31)).get("/proposals")
    assert "공감 모으기가 끝났어요" in page
    assert "남음" not in page
    assert 읽기(at=AT + days(31)).get("/proposals", at="collecting").rows == []


@pytest.fixture
def 마을(db):
    """Five proposals that stand at different places."""
    가 = make.proposal("가 모으는 중", category="교통", area="솔내동", at=AT)
    나 = make.proposal("나 부서 답변", category="환경", area="솔내동", at=AT + days(1))
    다 = make.proposal("다 실행 중", category="교통", area="가람동", at=AT + days(2))
    라 = make.proposal("라 받아들이지 않음", category="안전", at=AT + days(3))
    마 = make.proposal("마 의제", category="안전", at=AT + days(4))
    make.supports(가, 3, at=AT + days(5))
    make.supports(나, 60, at=AT + days(5))
    make.supports(다, 55, at=AT + days(5))
    make.supports(라, 52, at=AT + days(5))
    make.supports(마, 500, at=AT + days(5))
    make.answered(다, by=make.department(), at=AT + days(6))
    make.answered(라, "decline", by=make.department(), at=AT + days(6))
    return AT + days(7)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"at": "collecting"}, "마라다나가"),
        ({"at": "answer"}, "마나"),
        ({"at": "execution"}, "다"),
        ({"at": "discussion"}, "마"),
        ({"at": "over"}, ""),
        ({"answer": "yes"}, "라다"),
        ({"answer": "no"}, "마나가"),
        ({"category": "교통"}, "다가"),
        ({"area": "솔내동"}, "나가"),
        ({"category": "교통", "area": "솔내동"}, "가"),
        ({"stage": "agenda", "procedure": "seoul-2019"}, "마"),
        ({"stage": "agenda", "procedure": "join"}, ""),
        ({"at": "answer", "sort": "closing"}, "나마"),
        ({"sort": "closing"}, "가나다라마"),
        ({"sort": "supports"}, "마나다라가"),
        ({"sort": "supports", "answer": "yes"}, "다라"),
        ({"at": "무엇", "answer": "아마", "sort": "거꾸로", "after": "글자"}, "마라다나가"),
    ],
)
def test_거르기와_차례가_정확하다(읽기, 마을, query, titles):
    page = 읽기(at=마을).get("/proposals", **query)
    assert page.status == 200
    assert "".join(title[0] for title in page.rows) == titles
    assert f"제안 {len(titles)} 건" in page


def test_끝난_제안은_끝남에만_있고_마감_임박에는_없다(읽기, 마을):
    make.tick(AT + days(60))
    reader = 읽기(at=AT + days(60))
    assert [row[0] for row in reader.get("/proposals", at="over").rows] == ["라", "가"]
    assert reader.get("/proposals", sort="closing").rows == []
    page = reader.get("/proposals", at="over")
    assert "공감을 다 모으지 못했어요" in page
    assert "답변함 불수용" in page


def test_고른_것이_주소에_남고_하나씩_뺄_수_있다(읽기, 마을):
    page = 읽기(at=마을).get("/proposals", category="교통", area="솔내동", q="모으는")
    assert page.rows == ["가 모으는 중"]
    assert dict(parse_qsl(urlsplit(page.link("교통 빼기")).query)) == {"q": "모으는", "area": "솔내동"}
    assert dict(parse_qsl(urlsplit(page.link("마감 임박")).query)) == {
        "q": "모으는", "category": "교통", "area": "솔내동", "sort": "closing",
    }  # fmt: skip


def test_비공개와_링크만_공개인_제안은_목록에_없다(읽기):
    make.proposal("링크로만", procedure="bluehouse-2019")
    make.proposal("아직 비공개", procedure="join")
    make.proposal("누구나")
    for query in ({}, {"sort": "closing"}, {"sort": "supports"}, {"q": "링크로만"}, {"q": "비공개"}):
        assert set(읽기().get("/proposals", **query).rows) <= {"누구나"}


# ── 더 보기 ──


@pytest.fixture
def 쉰두_건(db):
    """Many, with equal moments and equal counts among them."""
    for n in range(52):
        제안 = make.proposal(f"제안 {n:02}", at=AT + days(n // 4), key=f"k{(n * 29) % 52:02}")
        make.supports(제안, n % 5, at=AT + days(n // 4)) if n % 5 else None
    return AT + days(14)


@pytest.mark.parametrize("sort", ["", "closing", "supports"])
def test_더_보기는_빠짐도_겹침도_없이_차례대로_잇는다(읽기, 쉰두_건, sort):
    reader = 읽기(at=쉰두_건)
    pages = 끝까지(reader, f"/proposals?sort={sort}")
    assert [len(page) for page in pages] == [PAGE, PAGE, 52 - 2 * PAGE]
    titles = [title for page in pages for title in page]
    assert len(set(titles)) == 52
    numbers = [int(title[-2:]) for title in titles]
    order = {
        "": [-(n // 4) for n in numbers],
        "closing": [n // 4 for n in numbers],
        "supports": [-(n % 5) for n in numbers],
    }
    assert order[sort] == sorted(order[sort])


def test_그_사이_새_제안이_올라와도_다음_쪽은_그대로다(읽기, 쉰두_건):
    reader = 읽기(at=쉰두_건)
    following = reader.get("/proposals").link("더 보기")
    before = reader.get(following).rows
    make.proposal("방금 올라온 제안", at=쉰두_건)
    assert reader.get(following).rows == before


def test_htmx로는_다음_줄만_온다(읽기, 쉰두_건):
    reader = 읽기(at=쉰두_건, **{"HX-Request": "true", "HX-Target": "rows"})
    full = 읽기(at=쉰두_건).get("/proposals")
    part = reader.get(full.link("더 보기"))
    assert "<html" not in part.html
    assert len(part.rows) == PAGE
    assert 'id="more"' in part.html


@pytest.mark.parametrize(
    "after",
    [
        "1.2.3",
        "999999999999999999.k1",
        "-5.k1",
        "١.k1",
        ".",
        "1551657600000000.",
        "1551657600000000.없는것",
        "1.\x00",
        "\x00",
    ],
)
def test_엉뚱한_이어_보기_주소도_쪽을_보여_준다(읽기, after):
    make.proposal("하나")
    for sort in ("", "closing", "supports"):
        assert 읽기().get("/proposals", after=after, sort=sort).status == 200


# ── 찾기 ──


@pytest.fixture
def 글(db):
    make.proposal("자전거도로를 이어 주세요", body="강변까지 끊기지 않게.")
    make.proposal("어린이 보호구역 속도", body="교통안전이 걱정돼요.")
    make.proposal("Free WiFi at bus stops", body="Tourists ask for it.")
    make.proposal("숲", body="나무를 심어요.")


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("자전거", 1), ("도로", 1), ("교통", 1), ("숲", 1), ("어린이보호구역", 1), ("어린이 보호구역", 1), ("wifi", 1), ("WIFI bus", 1),
        ("tour", 1), ("자전거 wifi", 0), ("버스", 0), ("요", 3), ("<script>", 0), ("' OR 1=1 --", 0), ("\"*", 4), ("   ", 4), ("😀", 4),
        ("a:b & !c", 0),
    ],
)  # fmt: skip
def test_찾기(읽기, 글, q, found):
    page = 읽기().get("/proposals", q=q)
    assert page.status == 200
    assert len(page.rows) == found, page.rows
    assert len(읽기().get("/proposals", q=q, sort="closing").rows) == found
    assert len(읽기().get("/proposals", q=q, sort="supports").rows) == found


def test_찾은_말은_글자로만_보인다(읽기, 글):
    page = 읽기().get("/proposals", q='"><script>alert(1)</script>')
    assert "<script>alert" not in page.html


# ── 안전과 빠르기 ──


def test_나쁜_글이_목록을_흔들지_않는다(읽기):
    make.proposal("<script>alert('x')</script>\u202e거꾸로\u200b숨은", category="교통<b>", area="<i>동</i>")
    page = 읽기().get("/proposals")
    assert "<script>alert" not in page.html
    assert "<i>동" not in page.html
    assert "\u202e" not in page.html
    assert "\u200b" not in page.html
    assert page.rows == ["<script>alert('x')</script>거꾸로숨은"]


def test_목록은_몇_건이든_여덟_번_안에_읽는다(읽기, 쉰두_건, django_assert_max_num_queries):
    reader = 읽기(at=쉰두_건)
    for path in ("/proposals", "/proposals?sort=supports", "/proposals?sort=closing&q=제안&category=교통"):
        with django_assert_max_num_queries(8):
            reader.get(path)
    person = 읽기(at=쉰두_건, person=make.person("둘"))
    with django_assert_max_num_queries(8 + 2):
        response = person.get("/proposals").response
    assert "private" in response["Cache-Control"]


def test_많으면_천_건까지만_센다(읽기, monkeypatch):
    monkeypatch.setattr("madang.web.public.listing.COUNTED", 3)
    for n in range(5):
        make.proposal(f"제안 {n}")
    assert "제안 3 건 넘게" in 읽기().get("/proposals")


def test_절차가_여럿이면_절차로도_거른다(읽기):
    make.proposal("서울", at=AT)
    make.proposal("마드리드", procedure="madrid", at=AT + timedelta(minutes=1))
    page = 읽기().get("/proposals")
    assert page.link("디사이드 마드리드") == "/proposals?procedure=madrid"
    assert 읽기().get("/proposals", procedure="madrid").rows == ["마드리드"]


def test_영어로도_읽는다(읽기):
    make.proposal("횡단보도")
    page = 읽기(**{"Accept-Language": "en"}).get("/proposals")
    assert '<html lang="en">' in page.html
    assert page.rows == ["횡단보도"]
