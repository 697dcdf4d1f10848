"""의제의 쪽: 팀이 자료를 모으고 회의를 적으며, 누구나 같은 것을 읽는다. 거절되어도 적은 것은 남는다."""

import html
import re

import pytest

from madang.actions import agenda, decisions, meetings
from madang.agenda.models import Discussed, Meeting
from madang.people.models import Role
from madang.procedures.models import Case
from madang.proposals.models import Proposal
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT


def words(page):
    """What a reader sees."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def 책상(네온, 후보들, 브라우저):
    return 브라우저(네온, at=AT + make.days(1))


@pytest.fixture
def 시민(브라우저):
    return 브라우저(at=AT + make.days(2))


def proposal_of(key):
    return Case.objects.get(key=key).proposal


def item(key):
    return agenda.find_item(key)


def entry(key, section="press", side="for", text="찬성 기사", **more):
    more = {"source": "가온일보", "link": "https://press.example/1", **more}
    return agenda.add_entry(item=item(key), section=section, side=side, text=text, at=AT, actor=None, **more)


@pytest.fixture
def 회의(후보들):
    made = meetings.plan_meeting(name="3월 회의", starts_at=AT + make.days(30), at=AT, actor=None, key="m3")
    meetings.put_on(meeting=made, item=item("walk"), at=AT, actor=None)
    return made


def 안건():
    return Discussed.objects.get(item__case__key="walk")


def 표(round, **counts):
    return {"round": round, **{f"votes_{key}": str(count) for key, count in counts.items()}}


def test_후보_목록은_마감과_자료와_회의를_말하고_올린_까닭을_보인다(책상, 회의):
    make.proposal("작은 도서관", key="library")
    decisions.pick_up(case_key="library", reason="어린이가 많이 바란다", at=AT, actor=None)
    entry("walk")
    agenda.check_dossier(item=item("walk"), code="both-sides", at=AT, actor=None)
    page = words(책상.page("/staff/agenda"))
    assert "팀이 올림: 어린이가 많이 바란다" in page
    assert re.search(r"걷는 거리 .*500 1/6 채우는 중 1/5 살피는 중 3월 회의", page)
    sheet = b"".join(책상.get("/staff/agenda", {"format": "csv"}).streaming_content).decode()
    assert "어린이가 많이 바란다" in sheet


def test_아무리_많아도_같은_수의_질문으로_읽는다(책상, 시민, 회의, django_assert_max_num_queries):
    for number in range(12):
        made = make.proposal(f"후보 {number}", key=f"k{number}")
        make.paper(made, 500)
        entry(f"k{number}")
    with django_assert_max_num_queries(26):
        책상.page("/staff/agenda")
    with django_assert_max_num_queries(12):
        시민.page("/agenda")
    for number in range(12):
        meetings.put_on(meeting=회의, item=item(f"k{number}"), at=AT, actor=None)
    with django_assert_max_num_queries(26):
        책상.page("/staff/meetings/m3")
    with django_assert_max_num_queries(9):
        시민.page("/meetings/m3")


def test_묶기_전에_무엇이_달라지는지_보고_이유를_적는다(책상, 시민):
    page = words(책상.page("/staff/agenda/bundle", case=["walk", "bike"]))
    assert "묶은 것은 풀 수 없습니다" in page
    assert "1,000번의 공감" in page
    page = 책상.send("/staff/agenda/bundle", status=422, case=["walk", "bike"], lead="bike", reason="")
    assert "왜 묶는지 적어 주십시오" in page
    assert re.search(r'value="bike"[^>]*checked', page)
    책상.send("/staff/agenda/bundle", case=["walk", "bike"], lead="bike", reason="모두 길의 일")
    assert item("walk").lead.case.key == "bike"
    assert "함께 묶임: 걷는 거리" in words(책상.page("/staff/agenda"))
    assert "함께 묶인 제안" in words(시민.page("/agenda/bike"))
    assert 'href="/agenda/bike"' in 시민.page("/agenda/walk")
    assert 'href="/proposals/walk"' in 시민.page("/agenda/bike")


def test_그_사이_묶인_후보는_다시_묶지_못하고_적은_이유는_남는다(책상):
    agenda.bundle(lead="walk", others=["bike"], reason="먼저", at=AT, actor=None)
    page = 책상.send("/staff/agenda/bundle", status=422, case=["bike", "bench"], lead="bike", reason="나중에 쓴 이유")
    assert "나중에 쓴 이유" in page
    assert item("bench").lead is None


def test_하나만_고르면_둘_이상_고르라고_말한다(책상):
    assert "둘 이상 골라야" in 책상.page("/staff/agenda/bundle", case="walk")
    assert "둘 이상 골라야" in 책상.page("/staff/agenda/bundle")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": "기사를 보았다"}, "출처를 적어 주세요"),
        ({"text": "기사를 보았다", "source": "신문", "link": "javascript:alert(1)"}, "https://로 시작해야"),
        ({"text": "기사를 보았다", "source": "신문", "side": "neither"}, "올바르게 선택해 주세요"),
    ],
)
def test_거절된_자료는_적은_그대로_남는다(책상, sent, said):
    page = 책상.send("/staff/agenda/walk/add", status=422, section="press", **sent)
    assert said in page
    assert "기사를 보았다</textarea>" in page
    assert not item("walk").entries.exists()


def test_자료를_더하고_빼면_누구나_그대로_보고_중립_점검은_다시_한다(책상, 시민):
    책상.send(
        "/staff/agenda/walk/add", section="press", text="<b>찬성</b> 기사", side="for", source="가온일보",
        link="https://press.example/1",
    )  # fmt: skip
    책상.send("/staff/agenda/walk/add", section="press", text="반대 기사", side="against", source="한가온")
    책상.send("/staff/agenda/walk/check", code="both-sides", holds="1")
    page = 시민.page("/agenda/walk")
    assert "&lt;b&gt;찬성&lt;/b&gt;" in page
    assert '<a href="https://press.example/1" rel="nofollow ugc noopener">' in page
    text = words(page)
    assert text.index("찬성 쪽") < text.index("반대 쪽")
    assert "여섯 갈래 가운데 1갈래에 자료가 있어요" in text
    assert "살펴봄 찬성하는 쪽과" in text
    first = item("walk").entries.first()
    책상.send(f"/staff/agenda/walk/entries/{first.pk}/remove")
    assert 책상.post(f"/staff/agenda/walk/entries/{first.pk}/remove").status_code == 302
    assert item("walk").entries.there().count() == 1
    assert "&lt;b&gt;찬성&lt;/b&gt;" not in 시민.page("/agenda/walk"), "뺀 자료는 아무도 읽지 않는다"
    assert not item("walk").checks.exists()


def test_비슷한_제안과_이미_공개한_답변을_알려_준다(책상, 교통과):
    make.proposal("주말에 걷는 거리를 더 넓게", key="wider", body="차 없는 걷는 거리")
    make.proposal("주말에 걷는 거리를 더 길게", key="longer", body="차 없는 걷는 거리")
    make.paper(proposal_of("longer"), 500)
    page = 책상.page("/staff/agenda/longer")
    assert "비슷해 보이는 제안" in page
    link = re.search(r'name="link" value="([^"]+/proposals/wider)"', page)[1]
    책상.send("/staff/agenda/longer/add", section="similar", text="주말에 걷는 거리를 더 넓게", link=link)
    assert f'name="link" value="{link}"' not in 책상.page("/staff/agenda/longer")
    make.assigned(proposal_of("longer"), 교통과, at=AT)
    make.answered(proposal_of("longer"), by=교통과, at=AT, text="우회로를 먼저 살핍니다.")
    assert "우회로를 먼저 살핍니다." in words(책상.page("/staff/agenda/longer"))


def test_회의를_잡고_안건을_올린다(책상, 시민):
    page = 책상.send("/staff/meetings/new", status=422, name="4월 회의", starts_at="내일")
    assert "2026-03-31 09:00처럼" in page
    assert 'value="4월 회의"' in page
    where = 책상.send("/staff/meetings/new", name="4월 회의", starts_at="2019-04-08T14:00", place="시청")
    책상.send(f"{where}/put", case=["walk", "bench", "없는것"])
    assert Meeting.objects.get().discussed.count() == 2
    page = words(시민.page(where.replace("/staff", "")))
    assert "4월 회의" in page
    assert "걷는 거리" in page
    assert "열릴 회의" in words(시민.page("/agenda"))


def test_투표는_결정되기_전에는_팀만_보고_무엇이_정해지는지_먼저_보인다(책상, 시민, 회의):
    one = 안건()
    책상.send(f"/staff/meetings/m3/items/{one.pk}/vote", **표("first", select=9, reject=8))
    책상.send(
        f"/staff/meetings/m3/items/{one.pk}/vote",
        notes="우회로 걱정을 들었다",
        **표("last", select=15, reject=2, abstain=3),
    )
    page = words(책상.page("/staff/meetings/m3"))
    assert "기권을 뺀 17표 가운데 15표(88.2%)입니다." in page
    assert "기권을 뺀 표의 66.6% 이상이면" in page
    assert "우회로 걱정" not in 시민.page("/meetings/m3")
    sent = {"decision": "select", "form": "pro_con", "question": "주말에 걸을까요?"}
    page = 책상.send(f"/staff/meetings/m3/items/{one.pk}/conclude", status=422, reason="", **sent)
    assert "왜 그렇게 정했는지 적어 주십시오" in page
    assert 'value="주말에 걸을까요?"' in page
    page = 책상.send(f"/staff/meetings/m3/items/{one.pk}/conclude", status=422, reason="생활", days="3", **sent)
    assert "기준에 정한 대로 30일 이상" in page
    책상.send(f"/staff/meetings/m3/items/{one.pk}/conclude", reason="생활에 크게 닿는다", days="40", **sent)
    for path in ("/agenda/walk", "/meetings/m3"):
        page = words(시민.page(path))
        assert "생활에 크게 닿는다" in page
        assert "88.2%" in page
        assert "우회로 걱정을 들었다" in page
    assert "토론할 질문 주말에 걸을까요? 토론 기간 40일" in words(시민.page("/agenda/walk"))
    assert "생활에 크게 닿는다" in words(시민.page("/agenda"))
    page = 책상.send(f"/staff/meetings/m3/items/{one.pk}/conclude", status=422, reason="또", **sent)
    assert "이미 결정되었거나" in page


@pytest.mark.parametrize("count", ["-1", "많이", "100001", "1.5"])
def test_이상한_표_수는_거절하고_적은_것은_남긴다(책상, 회의, count):
    one = 안건()
    page = 책상.send(
        f"/staff/meetings/m3/items/{one.pk}/vote", status=422, notes="긴 이야기", **표("last", select=count, reject=3)
    )
    assert "표 수" in page
    assert "긴 이야기</textarea>" in page
    assert f'value="{count}"' in page
    assert not 안건().last


def test_표를_하나도_적지_않으면_거절한다(책상, 회의):
    page = 책상.send(f"/staff/meetings/m3/items/{안건().pk}/vote", status=422, **표("last"))
    assert "표 수를 0 이상의 수로" in page


def test_보는_사이_투표가_바뀌면_그대로_결정하지_않는다(책상, 회의):
    one = 안건()
    meetings.vote(discussed=one, round="last", votes={"select": 3, "reject": 20}, at=AT, actor=None)
    page = 책상.send(
        f"/staff/meetings/m3/items/{one.pk}/conclude", status=422, decision="select", reason="본 대로 적은 이유"
    )
    assert "본 대로 적은 이유</textarea>" in page
    assert 안건().decided_at is None
    assert 'name="decision" value="reject"' in page
    책상.send(f"/staff/meetings/m3/items/{one.pk}/conclude", decision="reject", reason="이미 하고 있다")
    assert item("walk").visit.outcome == "not-selected"


def test_회의록은_공개하기_전까지_팀만_보고_동료의_글을_덮어쓰지_않는다(책상, 시민, 회의):
    책상.send("/staff/meetings/m3/minutes", minutes="동료의 글", edition="0", do="save")
    assert "동료의 글" not in 시민.page("/meetings/m3")
    page = 책상.send("/staff/meetings/m3/minutes", status=409, minutes="나의 글", edition="0", do="publish")
    assert "나의 글</textarea>" in page
    assert "동료의 글" in words(page)
    edition = re.search(r'name="edition" value="(\d+)"', page)[1]
    책상.send("/staff/meetings/m3/minutes", minutes="함께 고친 글", edition=edition, do="publish")
    assert "함께 고친 글" in words(시민.page("/meetings/m3"))
    assert "회의록 공개" in words(시민.page("/agenda"))
    page = 책상.send("/staff/meetings/m3/minutes", status=422, minutes=" ", edition="2", do="publish")
    assert "내용" in page or "글" in page


def test_가린_제안은_의제에서도_보이지_않는다(시민, 회의):
    Proposal.objects.filter(case__key="walk").update(visibility="hidden")
    assert "걷는 거리" not in 시민.page("/agenda")
    assert "걷는 거리" not in 시민.page("/meetings/m3")
    시민.page("/agenda/walk", status=404)


def test_후보가_된_적_없는_제안과_없는_회의는_없다(책상, 시민):
    make.proposal("새 제안", key="fresh")
    for path in ("/agenda/fresh", "/agenda/x", "/meetings/x"):
        시민.page(path, status=404)
    for path in ("/staff/agenda/fresh", "/staff/meetings/x", "/staff/agenda/x"):
        책상.page(path, status=404)


@pytest.mark.parametrize(("role", "status"), [(Role.FORUMS, 200), (Role.CITIZEN_PROPOSALS, 404), (Role.AUDITOR, 404)])
def test_선정단의_일은_맡은_사람만_연다(후보들, 회의, 브라우저, role, status):
    browser = 브라우저(make.staff("누구", role))
    for path in ("/staff/agenda", "/staff/agenda/walk", "/staff/meetings", "/staff/meetings/m3", "/staff/meetings/new"):
        browser.page(path, status=status)


def test_제안의_쪽에서_검토_자료로_간다(시민, 후보들):
    page = 시민.page("/proposals/walk")
    assert 'href="/agenda/walk"' in page
    assert "의제 검토 자료 보기" in page
