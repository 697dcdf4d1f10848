"""약속 현황판: 모든 수는 그 목록을 연다."""

from datetime import date

import pytest

from madang.actions import duties
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def 마을(db):
    """Monday 25 March, the day on which answers asked on 5 March were due: one in time, one late, one owed, one extended."""
    교통, 공원 = make.department("교통정책과"), make.department("공원녹지과")
    for title, department in (("제때", 교통), ("늦게", 교통), ("아직", 교통), ("미룬", 공원), ("오래 늦은", 공원)):
        since = AT - days(10) if title == "오래 늦은" else AT + days(1)
        one = make.proposal(title, key=title.replace(" ", ""), at=since)
        make.supports(one, 50, at=since)
        make.assigned(one, department, at=AT + days(1))
    return 교통, 공원


def 답하다(key, at):
    from madang.proposals.models import Proposal

    make.answered(Proposal.objects.get(case__key=key), at=at)


@pytest.fixture
def 현황(마을):
    답하다("제때", AT + days(9))
    duties.extend_duty(
        case_key="미룬",
        duty="answer",
        until=date(2019, 4, 5),
        reason="현장 확인이 더 필요합니다.",
        at=AT + days(9),
        actor=None,
    )
    답하다("늦게", AT + days(24))
    return AT + days(25)


def 수(page, label):
    return page.part(label, "건").strip()


def test_처음에는_약속이_없다(읽기):
    assert "아직 지켜야 할 약속이 없어요" in 읽기().get("/duties")
    assert "여기에 해당하는 약속이 없어요" in 읽기().get("/duties?state=late")


def test_수와_목록이_같다(읽기, 현황):
    reader = 읽기(at=현황)
    page = reader.get("/duties")
    board = page.part("보여 드려요.", "부서마다")
    assert 수(page, "연장한 약속") == "1"
    for label, titles in (
        ("늦은 약속", {"아직", "오래 늦은"}),
        ("연장한 약속", {"미룬"}),
        ("이번 달 제때 지킨 약속", {"제때"}),
        ("걸린 날", {"제때", "늦게"}),
        ("이번 주까지", set()),
    ):
        found = reader.get(page.link(label))
        assert found.status == 200
        for title in ("제때", "늦게", "아직", "미룬", "오래 늦은"):
            assert (f"> {title} <" in found.html or f"<bdi>{title}</bdi>" in found.html) == (title in titles), (
                label,
                title,
            )
        if label not in ("걸린 날",):
            assert f"{label} {len(titles)} 건" in board
    assert "4건 중, 25%" in page
    assert "가운데 값" in page


def test_이번_주까지인_약속(읽기, 마을):
    page = 읽기(at=AT + days(21)).get("/duties")  # the Monday itself; another is long since late
    assert "이번 주까지 4 건" in page
    assert "이번 주까지 0 건" in 읽기(at=AT + days(14)).get("/duties")


def test_부서마다_그_부서의_목록을_연다(읽기, 현황):
    reader = 읽기(at=현황)
    page = reader.get("/duties")
    listed = reader.get(page.link("교통정책과"))
    assert "교통정책과 · 지금 지켜야 할 약속" in listed
    assert "<bdi>아직</bdi>" in listed.html
    assert "<bdi>미룬</bdi>" not in listed.html
    assert "현장 확인이 더 필요합니다." in reader.get("/duties?state=extended")


def test_공개되지_않은_제안은_제목을_숨긴다(읽기):
    make.proposal("비밀", procedure="join", key="비밀")
    page = 읽기(at=AT + days(20)).get("/duties?state=late")
    assert "아직 공개되지 않은 제안" in page
    assert "운영팀 · 접수 확인" in page
    assert "비밀" not in page.text
    assert "/proposals/" not in page.html.partition("<main")[2].partition("</main>")[0]


def test_목록은_빠짐없이_이어진다(읽기, monkeypatch):
    monkeypatch.setattr("madang.web.public.duties.PAGE", 3)
    for n in range(8):
        one = make.proposal(f"제안 {n}", key=f"k{n}")
        make.supports(one, 50, at=AT + days(n // 3))
        make.assigned(one, make.department(), at=AT + days(3))
    for state in ("owed", "kept"):
        if state == "kept":
            for n in range(8):
                답하다(f"k{n}", AT + days(4 + n // 3))
        reader, path, seen = 읽기(at=AT + days(8)), f"/duties?state={state}", []
        while path:
            page = reader.get(path)
            seen += [n for n in range(8) if f"<bdi>제안 {n}</bdi>" in page.html]
            path = page.link("더 보기") if "더 보기" in page else ""
        assert sorted(seen) == list(range(8))
        assert len(seen) == 8


@pytest.mark.parametrize(
    "query",
    [
        "state=없음", "department=없음", "owner=team", "state=late&after=abc", "state=late&after=1.x",
        "state=late&after=1.99999999999999999999", "state=kept&department=\x00",
    ],
)  # fmt: skip
def test_엉뚱한_주소도_열린다(읽기, 현황, query):
    assert 읽기(at=현황).get(f"/duties?{query}").status == 200


def test_현황판은_정해진_수의_물음으로_읽는다(읽기, 현황, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        읽기(at=현황).get("/duties")
    with django_assert_max_num_queries(5):
        읽기(at=현황).get("/duties?state=late")
