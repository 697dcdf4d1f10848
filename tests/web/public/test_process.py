"""진행 과정: 수는 세어 본 것과 같고, 발표 자료로 받고, 두 기준판을 견준다."""

import copy
import re
from collections import Counter
from statistics import median

import pytest
from django.test import Client

from madang.actions.procedures import publish_rules
from madang.base import clock
from madang.procedures.flows import flows
from madang.procedures.models import Case, Mark, Procedure, RuleVersion, StageVisit
from madang.rules.document import PRESETS, preset
from madang.rules.flow import Passage
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db
SLUG = "seoul-2019"


def 살아_본_도시():
    """Citizens' proposals with 3 to 60 supports, some answered, one discussed; the institution asks, too."""
    made = [make.proposal(f"제안 {n}", at=AT + days(n)) for n in range(6)]
    for n, one in enumerate(made):
        make.supports(one, 3 if n < 2 else 50 + n, at=AT + days(n))
    for n, one in enumerate(made[2:5]):
        make.answered(one, "accept" if n else "decline", by=make.department(), at=AT + days(8 + 3 * n))
    make.supports(made[5], 500, at=AT + days(6))
    make.selected(made[5], at=AT + days(12))
    make.forum(made[5], at=AT + days(13))
    asked = make.asked_by_the_city(at=AT + days(3), department=make.department())
    make.forum(asked, at=AT + days(4))
    make.asked_by_the_city("둘째 물음", at=AT + days(30))
    make.proposal("늦게 온 제안", at=AT + days(40))
    make.proposal("다른 절차", procedure="bluehouse-2017", at=AT)
    make.tick(AT + days(50))


def test_모든_수는_하나씩_세어_본_것과_같다():
    살아_본_도시()
    found = flows()[SLUG]
    visits = list(StageVisit.objects.filter(case__rules__procedure__slug=SLUG).select_related("case"))
    groups = {(visit.case.origin, visit.stage) for visit in visits}
    assert {("citizen", "collecting"), ("citizen", "forum"), ("institution", "forum")} <= groups
    assert found.passages.keys() == groups
    for origin, stage in groups:
        here = [visit for visit in visits if (visit.case.origin, visit.stage) == (origin, stage)]
        took = [(visit.left - visit.entered) / days(1) for visit in here if visit.left]
        passage = found.passages[origin, stage]
        assert (passage.now, passage.cases, passage.left) == (
            len(here) - len(took), len({visit.case_id for visit in here}), len(took),
        )  # fmt: skip
        assert passage.median == (pytest.approx(median(took)) if took else None)
    took = [(visit.left - visit.entered) / days(1) for visit in visits if visit.stage == "forum" and visit.left]
    assert found.medians == {"forum": pytest.approx(median(took))}, "where matters of several origins have ended"
    assert found.passage(("citizen", "institution"), "forum").left == len(took) == 2
    outcomes = Counter((visit.case.origin, visit.stage, visit.outcome) for visit in visits if visit.left)
    assert found.outcomes == dict(outcomes)
    ended = {visit.case_id for visit in visits if visit.stage == "collecting" and visit.left}
    fired = Mark.objects.filter(case__in=ended, key="ask-department").count()
    assert found.starts["citizen", "collecting", "ask-department"] == fired == 4
    assert found.passages["citizen", "collecting"].left == 6


def test_하루에_같은_길이가_여럿이어도_가운데를_고른다():
    """Of an even number the mean of the two in the middle; equal lengths are no trouble."""
    make.procedure()
    lengths = [1, 1, 1, 4, 7, 7]
    rules = make.rules()
    for n, length in enumerate(lengths):
        case = Case.objects.create(key=f"m{n}", rules=rules, origin="citizen", opened_at=AT, touched_at=AT)
        StageVisit.objects.create(
            case=case,
            track="main",
            stage="collecting",
            kind="collect",
            entered=AT,
            left=AT + days(length),
            outcome="expired",
        )
    assert flows()[SLUG].passages["citizen", "collecting"] == Passage(0, 6, 6, pytest.approx(2.5))


def test_건이_아무리_많아도_여섯_번_묻는다(django_assert_max_num_queries):
    make.procedure()
    with django_assert_max_num_queries(6):
        assert flows() == {}
    살아_본_도시()
    with django_assert_max_num_queries(6):
        assert set(flows()) == {SLUG, "bluehouse-2017"}


def test_쪽의_질문은_건수와_절차_수를_따라_늘지_않는다(읽기, django_assert_max_num_queries):
    살아_본_도시()
    for name in PRESETS:
        make.procedure(name)
    reader = 읽기(at=AT + days(50))
    reader.get("/process")  # the documents are read once and kept
    with django_assert_max_num_queries(8):
        page = reader.get("/process")
    assert page.html.count('class="procedure ') == len(PRESETS)
    for number in ("시민 0 · 기관 1", "모두 7건 · 보통 31일"):
        assert number in page


def test_개요는_절차마다_지금과_지금까지를_말한다(읽기):
    살아_본_도시()
    page = 읽기(at=AT + days(50)).get("/process")
    overview = page.part("전체 운영 개요", "시민이 제안하고")
    running = Case.objects.filter(rules__procedure__slug=SLUG, closed_at=None).count()
    assert f"민주주의 서울 2019 시민제안, 기관제안 · 기준판 1 진행 중 {running} · 지금까지 9건" in overview
    assert "지금까지 1건" in overview


def test_그림의_글은_접힌_채_늘_있고_수도_말한다(읽기):
    살아_본_도시()
    page = 읽기(at=AT + days(50)).get("/process")
    assert "그림을 글로 읽기" in page
    assert "‘부서 답변’이 함께 시작됩니다. 마친 6건 가운데 4건(67%)입니다." in page


# ── 발표 자료 ──


@pytest.mark.parametrize(("file", "kind", "begins"), [
    ("pdf", "application/pdf", b"%PDF-"), ("png", "image/png", b"\x89PNG"), ("svg", "image/svg+xml", b"<svg"),
])  # fmt: skip
def test_발표_자료를_세_꼴로_받는다(file, kind, begins):
    살아_본_도시()
    response = _raw(f"/process/{SLUG}.{file}")
    assert response.status_code == 200
    assert response["Content-Type"] == kind
    assert response.content.startswith(begins)
    assert response["Cache-Control"] == "public, max-age=300"
    assert "sandbox" in response["Content-Security-Policy"]
    assert f'filename="{SLUG}-2019-04-23.{file}"' in response["Content-Disposition"]


def _raw(path, **headers):
    with clock.standing_at(AT + days(50)):
        return Client(headers=headers).get(path)


def test_PDF는_꼬리표가_달리고_SVG는_글로도_말한다():
    살아_본_도시()
    made = _raw(f"/process/{SLUG}.pdf").content
    for sign in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", b"/Lang", b"/ToUnicode"):
        assert sign in made, sign
    svg = _raw(f"/process/{SLUG}.svg", **{"Accept-Language": "en"}).content.decode()
    assert 'role="img"' in svg
    desc = re.search(r"<desc>(.*?)</desc>", svg, flags=re.S)[1]
    assert "4 of the 6 that ended went this way (67%)" in desc
    assert "<image" not in svg
    assert 'href="http' not in svg


def test_슬라이드는_가로_16_세로_9이고_없는_절차는_없다():
    make.procedure()
    made = _raw(f"/process/{SLUG}.png").content
    width, height = int.from_bytes(made[16:20]), int.from_bytes(made[20:24])
    assert (width, height) == (1920, 1080)
    assert _raw("/process/nowhere.pdf").status_code == 404
    assert _raw(f"/process/{SLUG}.exe").status_code == 404


def test_발표_자료를_끝없이_만들게_할_수는_없다(settings):
    settings.LIMITS = {"slide.address": "2/hour"}
    make.procedure()
    assert [_raw(f"/process/{SLUG}.svg").status_code for _ in range(3)] == [200, 200, 429]


# ── 두 기준판 ──


def 둘째_판(at):
    data = copy.deepcopy(preset(SLUG).data)
    data["stages"]["collecting"]["starts"][1]["when"]["at_least"] = 300
    publish_rules(slug=SLUG, data=data, at=at, actor=None, note="문턱을 낮춰서")


def test_두_판의_그림에_바뀐_것이_표시되고_문장으로도_나온다(읽기):
    make.procedure()
    둘째_판(AT + days(30))
    reader = 읽기(at=AT + days(31))
    page = reader.get(f"/process/{SLUG}/compare")
    assert "기준판 1에서 기준판 2로" in page
    assert "바뀜 1군데" in page
    assert "전: 500 후: 300 이상이 모이면 토론할 의제 후보가 됩니다." in page
    assert page.html.count('data-mark="changed"') >= 2, "두 그림의 화살표"
    assert "바뀜 공감 500명 · 30일" in page.part("전: 기준판 1", "후: 기준판 2")
    assert "바뀜 공감 300명 · 30일" in page.part("후: 기준판 2", "발표")
    again = reader.get(f"/process/{SLUG}/compare", **{"from": "2", "to": "1"})
    assert "전: 300 후: 500" in again
    assert reader.get("/process").link("전과 후를 그림으로 견주기") == f"/process/{SLUG}/compare"


@pytest.mark.parametrize("wrong", ["9", "-1", "둘", "1e3", "٣", "99999999999999999999", "\x00"])
def test_없는_번호를_적으면_말해_주고_마지막_두_판을_보여_준다(읽기, wrong):
    make.procedure()
    둘째_판(AT + days(30))
    page = 읽기(at=AT + days(31)).get(f"/process/{SLUG}/compare", **{"from": wrong})
    assert page.status == 200
    if wrong != "\x00":
        assert "그런 번호의 기준판이 없어요" in page
    assert "기준판 1에서 기준판 2로" in page


def test_판이_하나뿐이거나_같은_판이면_그렇다고_한다(읽기):
    make.procedure()
    reader = 읽기(at=AT + days(31))
    assert "아직 기준판이 하나뿐이라" in reader.get(f"/process/{SLUG}/compare")
    둘째_판(AT + days(30))
    assert "같은 기준판을 골랐어요" in reader.get(f"/process/{SLUG}/compare", **{"from": "2", "to": "2"})
    assert reader.get("/process/nowhere/compare").status == 404
    assert RuleVersion.objects.filter(procedure=Procedure.objects.get()).count() == 2
