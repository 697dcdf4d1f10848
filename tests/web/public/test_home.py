"""첫 화면, 소개, 내 활동, 진행 과정, 기준."""

import copy
import json

import pytest

from madang.actions.procedures import publish_rules
from madang.rules.document import preset
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db
모든_쪽 = ("/", "/about", "/process", "/proposals", "/duties")


@pytest.mark.parametrize("path", 모든_쪽)
def test_아무것도_없는_새_집도_열린다(읽기, path):
    assert 읽기().get(path).status == 200
    assert 읽기(**{"Accept-Language": "en"}).get(path).status == 200


@pytest.mark.parametrize("path", 모든_쪽)
def test_절차만_설치한_집도_열린다(읽기, path):
    make.procedure()
    assert 읽기().get(path).status == 200


def test_새_집은_첫_제안을_권한다(읽기):
    make.procedure()
    page = 읽기().get("/")
    assert "아직 올라온 제안이 없어요" in page
    assert "50명이 공감하면 담당 부서가 20일 안에 답해요." in page
    assert "제안은 이렇게 나아가요" in page


def test_힘이_필요한_제안은_조금만_더_모이면_되고_곧_끝나는_것이다(읽기):
    for title, count, at in (
        ("거의 다", 45, AT),
        ("절반", 26, AT),
        ("먼 제안", 5, AT),
        ("이미 도달", 50, AT),
        ("막 시작", 49, AT + days(9)),
    ):
        make.supports(make.proposal(title, at=at), count, at=at)
    part = 읽기(at=AT + days(24)).get("/").part("지금 힘이 필요한 제안", "약속을 지켰나요?")
    assert "거의 다 5명 더 6일 남음" in part
    assert "막 시작 1명 더" in part
    assert "절반 24명 더" in part
    assert "먼 제안" not in part
    assert "이미 도달" not in part
    assert part.index("막 시작") < part.index("거의 다") < part.index("절반")


def test_답변과_실행과_약속이_첫_화면에_보인다(읽기):
    가, 나, 다 = (make.proposal(title) for title in ("받은 제안", "못 받은 제안", "늦은 제안"))
    for one in (가, 나, 다):
        make.supports(one, 50)
        make.assigned(one, make.department())
    make.answered(가, at=AT + days(3), text="길게 " * 80)
    make.answered(
        나, "decline", at=AT + days(4), text="안녕하세요. 올해 예산으로는 어렵습니다. 내년에 다시 살피겠습니다."
    )
    page = 읽기(at=AT + days(22)).get("/")
    assert page.part("기관이 답했습니다", "실행 중").index("못 받은 제안") < page.part(
        "기관이 답했습니다", "실행 중"
    ).index("받은 제안 길게")
    assert "불수용 못 받은 제안 안녕하세요. 올해 예산으로는 어렵습니다. 교통정책과" in page
    assert "길게…" in page
    assert "추진 개요를 준비하고 있어요 받은 제안 교통정책과 · 2019년 3월 7일(목)부터" in page
    assert "이번 달 답변 3 건 중 2 건을 제때 했어요" in page
    assert page.link("약속 현황판 보기") == "/duties"


def test_첫_화면은_열두_번_안에_읽는다(읽기, django_assert_max_num_queries):
    for n in range(12):
        one = make.proposal(f"제안 {n}")
        make.supports(one, 30 if n % 2 else 50)
        if n % 2 == 0:
            make.answered(one, by=make.department(), at=AT + days(1))
    with django_assert_max_num_queries(12):
        읽기(at=AT + days(2)).get("/")


def test_소개는_지금_기준의_약속을_말한다(읽기):
    make.procedure()
    page = 읽기().get("/about")
    assert "제안의 ‘공감’ 수가 30일 내에 50 이상이 모이면 부서가 20일 이내에 답변을 합니다." in page
    assert page.link("이 기준이 바뀌어 온 내역") == "/rules/seoul-2019/"


# ── 내 활동 ──


def test_내_활동은_내_제안과_공감한_제안이_어디까지_왔는지(읽기):
    하나 = make.person("하나")
    assert 읽기().get("/my").response.url == "/accounts/sign-in/?next=/my"
    page = 읽기(person=하나).get("/my")
    assert "아직 올린 제안이 없어요" in page
    assert "아직 공감한 제안이 없어요" in 읽기(person=하나).get("/my/supports")
    make.proposal("내 비밀 제안", procedure="join", by=하나)
    for n in range(22):
        make.support(make.proposal(f"남의 제안 {n:02}"), 하나, at=AT + days(n // 4))
    reader = 읽기(at=AT + days(8), person=하나)
    assert "내 비밀 제안" in reader.get("/my")
    page = reader.get("/my/supports")
    assert "남의 제안 21" in page
    assert "남의 제안 01" not in page
    more = reader.get(page.link("더 보기"))
    assert [title for title in more.rows if "남의" in title] == ["남의 제안 01", "남의 제안 00"]
    assert "private" in page.response["Cache-Control"]


# ── 진행 과정, 기준 ──


def test_진행_과정은_그림과_수와_문장이다(읽기, django_assert_max_num_queries):
    for n in range(3):
        make.supports(make.proposal(f"제안 {n}"), 50 * n)
    make.proposal("링크로만", procedure="bluehouse-2019")
    with django_assert_max_num_queries(8):  # 2 for the page and its versions, 6 for all figures
        page = 읽기(at=AT + days(1)).get("/process")
    assert "시민제안 3 건 30일 동안 모두 3건" in page
    assert "공감 50명 · 30일 부서 답변" in page
    assert "부서 답변 2 건 20일 이내 · 부서 모두 2건" in page
    assert "‘시민제안’에서 공감 50명 · 30일이면 ‘부서 답변’이 함께 시작됩니다." in page
    assert (
        "사전동의 1 건 30일 동안 모두 1건" in page
    )  # a number says nothing of a matter that only those with its address see
    gathering = 읽기(at=AT + days(1)).get(page.link("사전동의"))
    assert gathering.rows == []
    assert "주소를 받은 사람만 볼 수 있어요." in gathering
    answering = 읽기(at=AT + days(1)).get(page.link("부서 답변"))
    assert sorted(answering.rows) == ["제안 1", "제안 2"]


@pytest.mark.parametrize(
    "name", ["seoul-2019", "seoul-2020", "bluehouse-2017", "bluehouse-2019", "join", "madrid", "finland"]
)
def test_모든_절차가_그려지고_문장이_된다(읽기, name):
    make.procedure(name)
    make.person()
    for path in ("/process", f"/rules/{name}/", "/about", "/"):
        for language in ("ko", "en"):
            assert 읽기(**{"Accept-Language": language}).get(path).status == 200
    assert 읽기(person=make.person()).get("/propose").status == 200


def test_기준_문서의_꼴은_누구나_받을_수_있다(읽기):
    assert 읽기().get("/rules/schema.json").response.json()["title"] == "Madang rule document"


def test_기준의_쪽은_문장과_달라진_것과_내려받기(읽기):
    make.supports(make.proposal(), 3)
    data = copy.deepcopy(preset("seoul-2019").data)
    data["stages"]["collecting"]["starts"][0]["when"]["at_least"] = 70
    publish_rules(slug="seoul-2019", data=data, at=AT + days(30), actor=None, note="부서마다 감당할 수 있게")
    make.proposal("새 기준의 제안", at=AT + days(31))
    reader = 읽기(at=AT + days(31))
    page = reader.get("/rules/seoul-2019/")
    assert "기준판 2" in page
    assert "지금 쓰는 기준이에요" in page
    assert "전: 50 후: 70" in page
    assert "부서마다 감당할 수 있게" in page
    assert "진행 중 1건, 모두 1건" in page
    old = reader.get(page.link("기준판 1"))
    assert "예전 기준이에요" in old
    assert "50 이상이 모이면" in old
    download = reader.get(page.link("기준 문서 내려받기 (JSON)")).response
    assert json.loads(download.content) == data
    assert "attachment" in download["Content-Disposition"]
    for path in ("/rules/none/", "/rules/seoul-2019/3", "/rules/seoul-2019/3.json"):
        assert reader.get(path).status == 404
