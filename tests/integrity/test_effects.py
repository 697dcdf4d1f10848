"""미리 보기: 빼면 무엇이 달라지는지, 아무것도 바꾸지 않고 말한다."""

import pytest

from madang.actions import integrity
from madang.actions.supports import Cast, Trace, flush
from madang.proposals import selection
from madang.proposals.models import Support
from tests import make
from tests.integrity.test_invalidation import traced, value

AT = make.AT
LATER, END = AT + make.days(1), AT + make.days(90)
pytestmark = pytest.mark.django_db


@pytest.fixture
def 제안():
    return make.proposal(key="bike", department=make.department(key="mobility"))


def effects(proposal, query=None, until=END):
    return integrity.effects(proposal, selection.clean(query or {"devices": ["d1"]}, until=until))


def told(found):
    return [(one.kind, one.key, one.holds, one.later, one.instead) for one in found.consequences]


def test_도달하지_않았을_기준을_말하고_아무것도_바꾸지_않는다(제안):
    make.supports(제안, 40)
    traced(제안, 12)
    found = effects(제안)
    assert (found.chosen, found.before, found.after) == (12, 52, 40)
    assert told(found) == [("mark", "ask-department", False, None, None)]
    assert found.consequences[0].threshold == 50
    assert found.consequences[0].withdrawable
    assert value(제안) == 52


def test_그때는_아니지만_나중에_정직하게_도달했으면_그때를_말한다(제안):
    make.supports(제안, 40)
    traced(제안, 12)
    make.supports(제안, 15, at=LATER)
    [[kind, key, holds, later, _]] = told(effects(제안))
    assert (kind, key, holds, later) == ("mark", "ask-department", False, LATER)
    assert not effects(제안).consequences[0].withdrawable


def test_종이_서명도_함께_센다(제안):
    make.paper(제안, 30)
    traced(제안, 25)
    make.paper(제안, 10, at=AT + make.days(2))
    make.supports(제안, 15, at=AT + make.days(3))
    [[_, _, holds, later, _]] = told(effects(제안))
    assert (holds, later) == (False, AT + make.days(3))


def test_기준에_닿지_않는_것을_빼면_약속은_그대로다(제안):
    make.supports(제안, 60)
    traced(제안, 5, at=LATER)
    assert told(effects(제안)) == [("mark", "ask-department", True, None, None)]


def test_끝난_단계는_어떻게_끝났을지_말한다(제안):
    make.supports(제안, 45)
    traced(제안, 12)
    make.tick(AT + make.days(40))
    assert told(effects(제안)) == [
        ("mark", "ask-department", False, None, None),
        ("exit", "reached", False, None, "expired"),
    ]


def test_찾은_흐름의_조건은_바로_그_사람들을_고른다(제안):
    honest = make.crowd(30, at=AT - make.days(90))
    for number, each in enumerate(honest):
        flush([Cast(제안.pk, each, AT + make.days(number / 9), Trace(f"n{number}", f"d{number}"))])
    bad = AT + make.days(5)
    people = make.crowd(20, at=bad - make.days(0.1))
    assert all(flush([Cast(제안.pk, each, bad, Trace("x", "y")) for each in people]))
    found = integrity.findings_of(제안, at=bad + make.days(1))
    assert {one.kind for one in found} >= {"device", "network", "fresh", "burst"}
    for one in found:
        query = selection.clean(integrity.query_of(one), until=bad + make.days(1))
        chosen = set(selection.chosen(제안, query).values_list("person_id", flat=True))
        assert chosen == set(one.people), one.kind
        assert {each.pk for each in people} == chosen


def test_번호가_이어지는_주소는_사람으로_고른다(제안):
    for number in range(7):
        make.support(제안, make.person(email=f"kim{number}@mail.example"), at=AT)
    [found] = integrity.findings_of(제안, at=LATER)
    assert found.kind == "sequence"
    query = selection.clean(integrity.query_of(found), until=LATER)
    assert selection.chosen(제안, query).count() == 7


def test_목록은_수상한_제안만_제안이_많아도_몇_번만_묻고_안다(제안, django_assert_max_num_queries):
    traced(제안, 12)
    for number in range(12):
        make.supports(make.proposal(f"평범한 제안 {number}"), 3)
    with django_assert_max_num_queries(7):
        found = integrity.watch(at=LATER)
    assert [proposal.pk for proposal, _ in found] == [제안.pk]
    assert integrity.watch(at=AT - make.days(1)) == []


def test_시간의_그림은_모든_공감을_센다(제안):
    for number in range(30):
        make.supports(제안, 1, at=AT + make.days(number / 3))
    points = integrity.timeline(제안, at=AT + make.days(30))
    assert sum(count for _, count in points) == Support.objects.count() == 30
    assert len(points) <= 61
    assert integrity.timeline(make.proposal("빈 제안"), at=LATER) == []
