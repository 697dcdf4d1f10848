"""업무의 쪽: 수상한 공감, 무효 처리, 제안 모니터링."""

import json
import re

import pytest

from madang.actions import invalidations
from madang.actions.supports import Cast, Trace, flush
from madang.base import clock
from madang.monitoring.models import Note
from madang.people.models import Role
from madang.procedures.models import Duty, Mark
from madang.proposals.models import Invalidation
from tests import make
from tests.integrity.test_invalidation import done, plan, traced, undone, value
from tests.web.staff.conftest import Browser

AT = make.AT
NOW = AT + make.days(5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def 제안():
    proposal = make.proposal("놀이터에 그늘막을 놓아 주세요", key="bike", department=make.department(key="mobility"))
    for number, each in enumerate(make.crowd(40, at=AT - make.days(90))):
        flush([Cast(proposal.pk, each, AT + make.days(number / 30), Trace(f"n{number}", f"d{number}"))])
    traced(proposal, 15, device="one", network="home", at=NOW - make.days(0.1))
    return proposal


@pytest.fixture
def 피엠():
    return Browser(make.staff(role=Role.PM), at=NOW)


def test_목록은_수상한_제안과_근거를_보이고_이름은_가린다(제안, 피엠):
    page = 피엠.page("/staff/integrity")
    assert "놀이터에 그늘막을" in page
    assert "한 기기로 여럿" in page
    one = 피엠.page("/staff/integrity/bike")
    assert "15명이 번갈아 로그인해" in one
    assert "시○○" in one
    assert "시민 1" not in one
    assert "<svg" in one
    assert "표로 보기" in one


def test_쪽이_묻는_수는_정해져_있다(제안, 피엠, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        피엠.page("/staff/integrity")
    with django_assert_max_num_queries(26):
        피엠.page("/staff/integrity/bike")
    with django_assert_max_num_queries(32):
        피엠.page("/staff/monitoring")


def test_수상한_것이_없으면_없다고_한다(피엠):
    make.proposal(key="calm")
    assert "지금 눈에 띄는 흐름이 없습니다" in 피엠.page("/staff/integrity")
    assert "눈에 띄는 흐름이 없습니다" in 피엠.page("/staff/integrity/calm")
    피엠.page("/staff/integrity/nothing", status=404)
    피엠.page("/staff/invalidations/nothing", status=404)


def queries(page):
    return [json.loads(raw.replace("&#34;", '"')) for raw in re.findall(r'name="query" value="([^"]*)"', page)]


def test_찾은_것에서_미리_보고_계획하고_무효로_하고_되돌린다(제안, 피엠):
    [query] = [one for one in queries(피엠.page("/staff/integrity/bike")) if "devices" in one]
    look = 피엠.send("/staff/integrity/bike/plan", status=200, do="look", query=json.dumps(query))
    assert "도달하지 않았을 것" in look
    assert 'value="15"' in look
    assert value(제안) == 55
    assert "누구나 볼 수 있는 이유" in 피엠.send(
        "/staff/integrity/bike/plan",
        status=422,
        do="keep",
        chosen=json.dumps(query),
        spare="on",
        since="2019-03-01T00:00",
    )
    url = 피엠.send("/staff/integrity/bike/plan", do="keep", chosen=json.dumps(query), reason="한 기기에서 여럿")
    assert "계획" in 피엠.page(url)
    assert value(제안) == 55
    피엠.send(f"{url}/do", do="apply")
    assert value(제안) == 40
    held = Invalidation.objects.get()
    assert (held.state, held.count) == ("applied", 15)
    assert Mark.objects.exists(), "the promise stays unless asked otherwise"
    refused = 피엠.send(f"{url}/do", status=422, do="reverse", reason="  ")
    assert "누구나 볼 수 있는 이유" in refused
    피엠.send(f"{url}/do", do="reverse", reason="가족이었습니다")
    assert value(제안) == 55
    assert "가족이었습니다" in 피엠.page(url)


def test_약속도_거두겠다고_골라야_거둔다(제안, 피엠):
    held = invalidations.plan_invalidation(proposal=제안, query={"devices": ["one"]}, reason="확인", at=NOW, actor=None)
    assert "거두기: 부서 답변 요청" in 피엠.page(f"/staff/invalidations/{held.key}")
    피엠.send(f"/staff/invalidations/{held.key}/do", do="apply", withdrawn="ask-department")
    assert not Mark.objects.exists()
    assert Duty.objects.get().released_at is not None


def test_두_사람이_함께_눌러도_한_번만_하고_나머지는_말로_거절한다(제안, 피엠):
    held = plan(제안, None, query={"devices": ["one"]}, at=NOW)
    other = Browser(make.staff("다른 담당자", Role.OFFICER), at=NOW)
    assert 피엠.send(f"/staff/invalidations/{held.key}/do", do="apply")
    other.send(f"/staff/invalidations/{held.key}/do", do="apply")
    assert "이미 다른 단계로" in other.page(f"/staff/invalidations/{held.key}")


def test_보는_사람은_무효로_할_수_없다(제안):
    스탭 = Browser(make.staff("스탭", Role.CITIZEN_PROPOSALS), at=NOW)
    assert "무효로 하면" not in 스탭.page("/staff/integrity/bike")
    held = plan(제안, None, query={"devices": ["one"]}, at=NOW)
    assert "무효로 하기" not in 스탭.page(f"/staff/invalidations/{held.key}")
    스탭.send(f"/staff/invalidations/{held.key}/do", status=404, do="apply")
    assert value(제안) == 55


def test_오래전에_로그인했으면_무효로_하기_전에_다시_묻는다(제안):
    person = make.staff(role=Role.PM)
    person.set_password("마당에서 만나요 2026")
    person.save()
    held = plan(제안, None, query={"devices": ["one"]}, at=NOW)
    with clock.standing_at(NOW - make.days(2)):
        browser = Browser(person, at=NOW)
    asked = browser.send(f"/staff/invalidations/{held.key}/do", do="apply")
    assert asked.startswith("/accounts/")
    assert value(제안) == 55


WRONG = [
    {}, {"do": "look"}, {"do": "keep", "reason": "x"}, {"since": "어제"}, {"hours": "-3"}, {"hours": "9" * 40},
    {"query": "{"}, {"query": "[1]"}, {"query": '{"devices": 5, "since": "x", "joined_within_hours": "y"}'},
    {"chosen": '{"devices": [1, 2]}'}, {"chosen": "[" * 3000}, {"since": "0001-01-01T00:00", "do": "look"},
    {"since": "2019-03-05T00:00", "until": "2019-03-04T00:00"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=[str(one)[:40] for one in WRONG])
def test_엉뚱한_조건에도_넘어지지_않고_아무것도_바꾸지_않는다(제안, 피엠, wrong):
    answer = 피엠.post("/staff/integrity/bike/plan", wrong)
    assert answer.status_code in (200, 422)
    assert not Invalidation.objects.exists()


def test_모니터링은_그날의_제안과_이상한_흐름을_보인다(제안, 피엠):
    page = 피엠.page("/staff/monitoring")
    assert "2019년 3월 9일" in page
    assert "빠르게 늘어남" in page
    assert "기준에 도달" in page
    assert "한 기기로 여럿" in page
    first = 피엠.page("/staff/monitoring?day=2019-03-04")
    assert "첫날부터 많은 공감" in first
    assert "한 기기로 여럿" not in first
    for wrong in ("2019-13-01", "어제", "0001-01-01", "9999-01-01"):
        피엠.page(f"/staff/monitoring?day={wrong}", status=404)


def test_메모는_날짜와_제안에_남고_누가_적었는지_안다(제안, 피엠):
    where = 피엠.send(
        "/staff/monitoring/note", day="2019-03-09", about="bike", tag="pick-up", text="<b>그늘</b>은 기준 아래라도"
    )
    page = 피엠.page(where.partition("#")[0])
    assert "기준 아래지만 살릴 것" in page
    assert "&lt;b&gt;그늘" in page
    assert "네온 PM" in page
    피엠.send("/staff/monitoring/note", day="2019-03-08", about="", tag="good", text="조용한 날")
    assert "조용한 날" not in 피엠.page("/staff/monitoring?day=2019-03-09")
    assert "조용한 날" in 피엠.page("/staff/monitoring?day=2019-03-08")


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"tag": "없음"},
        {"text": "가" * 2001},
        {"about": "nothing"},
        {"day": "2019-04-30"},
        {"text": "\x00"},
    ],
)
def test_남길_수_없는_메모는_적은_것을_그대로_둔다(제안, 피엠, wrong):
    sent = {"day": "2019-03-09", "about": "bike", "tag": "watch", "text": "지켜봅시다", **wrong}
    page = 피엠.send("/staff/monitoring/note", status=422, **sent)
    assert not Note.objects.exists()
    if "text" not in wrong:
        assert "지켜봅시다" in page


def test_표로도_받을_수_있다(제안, 피엠):
    피엠.send("/staff/monitoring/note", day="2019-03-09", about="bike", tag="watch", text="=1+1")
    with clock.standing_at(NOW):
        answer = 피엠.get("/staff/monitoring?day=2019-03-09&format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "놀이터에 그늘막을" in text
    assert "\n=1+1" not in text
    csv = b"".join(피엠.get("/staff/integrity?format=csv").streaming_content).decode()
    assert "한 기기로 여럿" in csv


def test_제안의_쪽은_무효로_한_수와_까닭을_누구에게나_보인다(제안):
    피엠, 누구나 = make.staff(), Browser(at=NOW)
    assert "무효" not in 누구나.page("/proposals/bike")
    held = done(plan(제안, 피엠, query={"devices": ["one"]}, at=NOW), 피엠, at=NOW)
    page = 누구나.page("/proposals/bike")
    assert "공감 15명이 무효 처리되었어요" in page
    assert "한 기기에서 여럿" in page
    assert "네온 PM" not in page
    undone(held, 피엠, at=NOW)
    page = 누구나.page("/proposals/bike")
    assert "공감 15명이 무효" not in page
    assert "무효로 했던 공감을 되돌렸어요" in page
