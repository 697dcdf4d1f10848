"""제안 하나의 쪽: 어디까지 왔고, 누가 언제까지 무엇을 해야 하고, 무슨 일이 있었나."""

import json
from datetime import date

import pytest
from django.db import connection

from madang.actions import answers, decisions, duties
from madang.actions.procedures import move_case, publish_rules
from madang.answers.models import AnswerRequest
from madang.audit.models import Entry
from madang.people.models import Role
from madang.procedures.models import Case
from madang.procedures.record import case_record, with_everything
from madang.rules.document import preset
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db


def test_없는_제안은_우리_집의_404_쪽(읽기):
    page = 읽기().get("/proposals/nothing")
    assert page.status == 404
    assert "찾는" in page
    assert page.link("첫 화면으로") == "/"
    assert 읽기().get("/proposals/nothing.json").status == 404
    assert 읽기().get("/proposals/%00").status == 404


def test_모으는_제안은_무엇이_언제_생기는지_말한다(읽기):
    제안 = make.proposal(
        "온돌 의자",
        body="추워요.\n\n버스를 20분 기다려요.",
        category="교통",
        area="솔내동",
        key="ab",
        by=make.person("하나"),
    )
    make.supports(제안, 37, at=AT + days(1))
    page = 읽기(at=AT + days(24)).get("/proposals/ab")
    assert page.part("지금", "추워요").startswith(
        " 공감 모으는 중 다음 13명이 더 공감하면 부서 답변 요청 · 4월 3일(수)까지, 6일 남음"
    )
    for words in ("하나", "2019년 3월 4일(월)", "솔내동", "버스를 20분 기다려요.", "13명 더 모이면 돼요", "지금 37명"):
        assert words in page, words
    assert "제안이 올라왔습니다 시민제안 · 4월 3일(수)까지" in page
    assert page.link("민주주의 서울 2019 기준판 1") == "/rules/seoul-2019/1"
    assert "기준판 1 로 태어났어요" in page
    assert "noindex" not in page.html


def test_부서가_답할_차례면_누가_언제까지인지_맨_위에(읽기):
    제안 = make.proposal(key="ab")
    make.supports(제안, 50, at=AT + days(1))
    page = 읽기(at=AT + days(2)).get("/proposals/ab")
    assert "부서 답변 기다리는 중 다음 할 일 담당 부서가 답해요 언제까지 3월 25일(월)까지, 19일 남음" in page
    make.assigned(제안, make.department("교통정책과"), at=AT + days(3))
    page = 읽기(at=AT + days(4)).get("/proposals/ab")
    assert "교통정책과가 답해요" in page
    assert "50명이 공감해 ‘부서 답변 요청’에 이르렀습니다 부서 답변 · 3월 25일(월)까지" in page
    assert "교통정책과가 맡았습니다" in page
    late = 읽기(at=AT + days(25)).get("/proposals/ab")
    assert "4일 지남" in late
    assert "‘부서 답변’ 마감이 지났습니다" in late


def test_연장은_까닭과_함께_보인다(읽기):
    제안 = make.proposal(key="ab")
    make.supports(제안, 50)
    make.assigned(제안, make.department())
    duties.extend_duty(
        case_key="ab",
        duty="answer",
        until=date(2019, 4, 10),
        reason="현장 확인이 늦어졌습니다.",
        at=AT + days(5),
        actor=None,
    )
    page = 읽기(at=AT + days(6)).get("/proposals/ab")
    assert "교통정책과 마감을 연장했습니다: 4월 10일(수)까지 현장 확인이 늦어졌습니다." in page
    assert "언제까지 4월 10일(수)까지, 31일 남음" in page


@pytest.fixture
def 답한_제안(db):
    제안 = make.proposal("횡단보도", key="ab")
    make.supports(제안, 50)
    make.answered(제안, by=make.department(), at=AT + days(4), text="신호를 늘리겠습니다.")
    return 제안


def test_답변은_편지로_보이고_실행으로_이어진다(읽기, 답한_제안):
    page = 읽기(at=AT + days(5)).get("/proposals/ab")
    letter = page.part("공식 답변", "기관의 약속")
    for words in (
        "교통정책과",
        "수용",
        "제안을 수용하였습니다.",
        "신호를 늘리겠습니다.",
        "2019년 3월 8일(금)",
        "제때 답함",
    ):
        assert words in letter, words
    assert "교통정책과가 추진 현황을 알려요" in page
    assert "1분기째 추진 현황 보고" in page
    assert page.part("지나온 길", "답변을 공개했습니다: 수용").count("‘실행’ 단계가 시작되었습니다") == 1
    assert "지킴 교통정책과 · 부서 답변" in page


def test_늦은_답변은_늦었다고_적힌다(읽기):
    제안 = make.proposal(key="ab")
    make.supports(제안, 50)
    make.answered(제안, "decline", by=make.department(), at=AT + days(23), text="어렵습니다.")
    page = 읽기(at=AT + days(24)).get("/proposals/ab")
    assert "늦게 답함" in page
    assert "늦게 지킴" in page
    assert "‘부서 답변’ 마감이 지났습니다" in page


def test_정정하면_예전_판도_읽을_수_있다(읽기, 답한_제안):
    request = AnswerRequest.objects.get()
    answers.correct_answer(
        request=request, text="신호를 33초로 늘리겠습니다.", reason="초를 적었습니다.", at=AT + days(6), actor=None
    )
    reader = 읽기(at=AT + days(7))
    page = reader.get("/proposals/ab")
    assert "신호를 33초로 늘리겠습니다." in page
    assert "답변을 정정했습니다 초를 적었습니다." in page
    old, new = reader.get(page.link("1판")), reader.get(page.link("2판"))
    assert "신호를 늘리겠습니다." in old
    assert "뒤에 정정된 예전 판이에요." in old
    assert "신호를 33초로 늘리겠습니다." in new
    assert "정정한 까닭 초를 적었습니다." in new
    for path in ("/proposals/ab/answers/1/3", "/proposals/ab/answers/2/1", "/proposals/xy/answers/1/1"):
        assert reader.get(path).status == 404


def test_모으지_못하면_그렇게_끝난다(읽기):
    제안 = make.proposal(key="ab")
    make.supports(제안, 7)
    make.tick(AT + days(40))
    page = 읽기(at=AT + days(40)).get("/proposals/ab")
    assert "공감을 다 모으지 못했어요 다음 2019년 4월 4일(목)에 모든 단계가 끝났어요." in page
    assert "7명이 공감 · 미달 종료" in page
    assert "공감하기" not in page.text.replace("공감하기 좋은", "")


def test_종이_서명은_따로_또_함께_센다(읽기):
    제안 = make.proposal(key="ab")
    make.supports(제안, 12)
    make.paper(제안, 30, at=AT + days(1))
    page = 읽기(at=AT + days(2)).get("/proposals/ab")
    assert "지금 42명" in page
    assert page.part("공감을 모은 곳", "이 제안은").startswith(
        " 이곳에서 12명 종이 서명 30명 · 3월 5일(화) 서명부, 사본 보관"
    )
    assert "종이 서명 30명을 더했습니다" in page


def test_반려는_까닭을_밝힌다(읽기):
    제안 = make.proposal(procedure="join", key="ab", by=make.person("하나"))
    decisions.decide(
        case_key="ab",
        kind="review",
        decision="reject",
        code="not-competent",
        reason="법원에 물어보세요.",
        at=AT + days(1),
        actor=None,
    )
    page = 읽기(at=AT + days(2), person=제안.author).get("/proposals/ab")
    assert "접수 확인: 반려 행정부의 일이 아님 — 법원에 물어보세요." in page


def test_새_기준으로_옮긴_건은_그렇다고_적힌다(읽기):
    제안 = make.proposal(key="ab")
    publish_rules(slug="seoul-2019", data=preset("seoul-2020").data, at=AT + days(1), actor=None)
    move_case(case=제안.case, to=2, at=AT + days(2), actor=None)
    page = 읽기(at=AT + days(3)).get("/proposals/ab")
    assert "기준판 2로 옮겼습니다" in page
    assert page.link("민주주의 서울 2020 기준판 2") == "/rules/seoul-2019/2"


# ── 누가 볼 수 있나 ──


def test_링크로만_보는_제안은_찾기_로봇에게_보이지_않는다(읽기):
    make.proposal(procedure="bluehouse-2019", key="ab")
    page = 읽기().get("/proposals/ab")
    assert page.status == 200
    assert 'name="robots" content="noindex"' in page.html
    assert page.response["X-Robots-Tag"] == "noindex"
    assert "이 주소를 아는 사람만 볼 수 있어요" in page
    assert 읽기().get("/proposals/ab.json").response["X-Robots-Tag"] == "noindex"


def test_비공개_제안은_제안한_사람과_담당자만(읽기):
    제안 = make.proposal("비밀", procedure="join", key="ab", by=make.person("하나"))
    for reader in (읽기(), 읽기(person=make.person("두리"))):
        for path in ("/proposals/ab", "/proposals/ab.json", "/proposals/ab/answers/1/1"):
            assert reader.get(path).status == 404
        assert reader.post("/proposals/ab/support").status == 404
    for person in (제안.author, make.staff(role=Role.PM)):
        page = 읽기(person=person).get("/proposals/ab")
        assert page.status == 200
        assert "noindex" in page.html


# ── 데이터, 나쁜 글, 빠르기 ──


def test_데이터는_교환_형식과_같다(읽기, 답한_제안):
    response = 읽기(at=AT + days(5)).get("/proposals/ab.json").response
    told = json.loads(response.content)
    texts = {name: told.pop(name) for name in ("texts", "clarifications", "retired")}  # what the page adds
    assert told == case_record(with_everything(Case.objects.all()).get())
    assert [text["number"] for text in texts["texts"]] == [1]
    assert "횡단보도" in response.content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "{{ 6*7777 }}",
        "javascript:alert(1)",
        "\u202eabc\u200b",
        'https://evil.example/"onclick="x',
    ],
)
def test_나쁜_글은_글자로만_보인다(읽기, bad):
    제안 = make.proposal(
        f"제목 {bad}",
        body=f"내용 {bad}\n\n{bad}",
        category=bad[:40],
        area=bad[:40],
        key="ab",
        by=make.person(f"이름 {bad}"[:60]),
    )
    make.supports(제안, 50)
    make.answered(제안, by=make.department(f"부서 {bad}"[:80]), at=AT + days(1), text=f"답변 {bad}")
    make.paper(제안, 1, at=AT + days(1))
    reader = 읽기(at=AT + days(2))
    for path in ("/proposals/ab", "/proposals", "/", "/duties", "/duties?state=kept", "/proposals/ab/answers/1/1"):
        page = reader.get(path)
        assert page.status == 200
        for broken in ("46662", "<script>alert", "<img src=x", "\u202e", "\u200b", 'href="javascript', '"onclick="x'):
            assert broken not in page.html, (path, broken)


def test_쪽은_정해진_수의_물음으로_읽는다(읽기, 답한_제안, django_assert_max_num_queries):
    with django_assert_max_num_queries(
        23
    ):  # 18, and what is carried out: its plans, reports, result (4), what people say of it
        읽기(at=AT + days(5)).get("/proposals/ab")


def test_쪽을_보아도_아무것도_쓰지_않는다(읽기, 답한_제안):
    before = (Entry.objects.count(), Case.objects.get().touched_at)
    읽기(at=AT + days(90)).get("/proposals/ab")
    assert (Entry.objects.count(), Case.objects.get().touched_at) == before


def test_지나온_길은_공감_줄을_지나치지_않고_읽는다():
    rows = ((number, verb) for number in range(1500) for verb in ("case.enter", "support.cast"))
    Entry.objects.bulk_create(
        Entry(at=AT, actor="system", verb=verb, subject=f"case:{number}", facts={}) for number, verb in rows
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the planner counts what there is
    assert "entry_story" in Entry.objects.story_of("case:7").explain()


def test_영어로도_읽는다(읽기, 답한_제안):
    page = 읽기(at=AT + days(5), **{"Accept-Language": "en"}).get("/proposals/ab")
    assert page.status == 200
    assert "Democracy Seoul 2019" in page
    assert "accept" in page


def test_공감을_모으지_않는_기관의_물음에는_공감_사다리가_없다(읽기):
    물음 = make.proposal("[시가 묻습니다] 둔치를 무엇으로 쓸까요?", key="ask", origin="institution")
    assert 읽기(at=AT + days(1)).get("/proposals/ask").status == 404, "준비하는 물음은 아직 공개되지 않는다"
    make.forum(물음, at=AT + days(1))
    page = 읽기(at=AT + days(2)).get("/proposals/ask")
    assert "토론" in page
    assert "공감하기" not in page
    assert "부서 답변 요청" not in page
