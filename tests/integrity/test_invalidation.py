"""무효 처리: 고르고, 미리 보고, 나누어 빼고, 통째로 되돌린다. 수는 언제나 줄과 같다."""

import pytest

from madang.actions import clockwork, invalidations
from madang.actions.supports import Cast, Trace, flush, withdraw_support
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.procedures.models import Duty, Mark, Tally
from madang.proposals.models import InvalidatedSupport, Invalidation, Support, SupportTrace
from tests import make

AT = make.AT
LATER = AT + make.days(1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def 제안():
    return make.proposal(key="bike", department=make.department(key="mobility"))


@pytest.fixture
def 피엠():
    return make.staff()


def traced(proposal, number, *, device="d1", network="n1", at=AT, level=None):
    """So many supports from one device."""
    made = make.crowd(number, at=at, level=level)
    assert all(flush([Cast(proposal.pk, each, at, Trace(network, device)) for each in made]))
    return made


def value(proposal):
    return Tally.objects.get(case=proposal.pk, what="supports").value


def plan(proposal, by, query=None, at=LATER, **more):
    return invalidations.plan_invalidation(
        proposal=proposal, query=query or {"devices": ["d1"]}, reason="한 기기에서 여럿", at=at, actor=by, **more
    )


def done(held, by, at=LATER):
    invalidations.apply_invalidation(invalidation=held, at=at, actor=by)
    while invalidations.work(at=at):
        pass
    held.refresh_from_db()
    return held


def undone(held, by, at=LATER):
    invalidations.reverse_invalidation(invalidation=held, reason="가족이었어요", at=at, actor=by)
    while invalidations.work(at=at):
        pass
    held.refresh_from_db()
    return held


def test_흔적은_공감과_함께_한_번에_적힌다(제안, django_assert_num_queries):
    traced(제안, 3)
    people = make.crowd(100)
    casts = [Cast(제안.pk, each, LATER, Trace("n2", "d2")) for each in people[:40]]
    plain = [Cast(제안.pk, each, LATER) for each in people[40:44]]
    with django_assert_num_queries(7):
        flush(plain)
    with django_assert_num_queries(8):
        flush(casts)
    assert SupportTrace.objects.filter(network="n2").count() == 40
    assert flush(casts) == [False] * 40
    assert SupportTrace.objects.filter(network="n2").count() == 40


def test_계획은_아무것도_바꾸지_않고_버릴_수_있다(제안, 피엠):
    traced(제안, 12)
    held = plan(제안, 피엠)
    assert value(제안) == 12
    invalidations.drop_invalidation(invalidation=held, at=LATER, actor=피엠)
    with pytest.raises(Refused):
        invalidations.apply_invalidation(invalidation=held, at=LATER, actor=피엠)
    assert value(제안) == 12


def test_고른_공감만_빠지고_수와_줄이_같다(제안, 피엠):
    make.supports(제안, 30)
    traced(제안, 12)
    held = done(plan(제안, 피엠), 피엠)
    assert (held.state, held.count) == ("applied", 12)
    assert value(제안) == Support.objects.filter(proposal=제안).count() == 30
    assert InvalidatedSupport.objects.filter(proposal=제안).count() == 12
    assert list(clockwork.sweep(at=LATER)) == []


def test_되돌리면_처음_그대로다(제안, 피엠):
    make.supports(제안, 30)
    traced(제안, 12)
    before = set(Support.objects.values_list("person_id", "at"))
    held = undone(done(plan(제안, 피엠), 피엠), 피엠)
    assert (held.state, held.count, held.reversal) == ("reversed", 0, "가족이었어요")
    assert value(제안) == 42
    assert set(Support.objects.values_list("person_id", "at")) == before
    assert list(clockwork.sweep(at=LATER)) == []


def test_여러_묶음으로_나누어_빼도_같다(제안, 피엠, monkeypatch):
    monkeypatch.setattr(invalidations, "BATCH", 5)
    make.supports(제안, 3)
    traced(제안, 12)
    held = plan(제안, 피엠)
    invalidations.apply_invalidation(invalidation=held, at=LATER, actor=피엠)
    assert invalidations.work(at=LATER, batches=1)
    assert value(제안) == 10
    assert not invalidations.work(at=LATER, batches=9)
    assert value(제안) == 3
    told = Entry.objects.filter(verb="support.invalidate")
    assert [entry.facts["count"] for entry in told.order_by("pk")] == [5, 5, 2]
    assert {entry.actor for entry in told} == {피엠.actor}


def test_한번_약속한_답변은_남고_나중의_정직한_도달도_센다(제안, 피엠):
    make.supports(제안, 45)
    traced(제안, 12)
    assert Mark.objects.filter(key="ask-department").exists()
    done(plan(제안, 피엠), 피엠)
    assert value(제안) == 45
    assert Duty.objects.get().released_at is None
    assert Tally.objects.get(case=제안.pk).wake == 500
    make.supports(제안, 460, at=LATER)
    assert Mark.objects.filter(key="agenda-candidate").get().facts["supports"] == 500
    assert list(clockwork.sweep(at=LATER)) == []


def test_따로_시키면_약속도_거두고_다시_정직하게_넘으면_다시_생긴다(제안, 피엠):
    make.supports(제안, 45)
    traced(제안, 12)
    done(plan(제안, 피엠, withdrawn=["ask-department"]), 피엠)
    assert not Mark.objects.exists()
    assert Duty.objects.get().released_at == LATER
    assert Tally.objects.get(case=제안.pk).wake == 50
    assert list(clockwork.sweep(at=LATER)) == []
    make.supports(제안, 5, at=LATER)
    assert Mark.objects.get().facts["supports"] == 50
    assert Duty.objects.filter(released_at=None).count() == 1


def test_잘못_거둔_약속은_되돌리면_그날부터_다시_지켜야_한다(제안, 피엠):
    make.supports(제안, 45)
    traced(제안, 12)
    held = done(plan(제안, 피엠, withdrawn=["ask-department"]), 피엠)
    assert not Duty.objects.filter(released_at=None).exists()
    undone(held, 피엠, at=LATER + make.days(1))
    (again,) = Duty.objects.filter(released_at=None, key="answer")
    assert again.since == LATER + make.days(1)
    assert 제안.case.visits.get(stage="answering", left=None).entered == LATER + make.days(1)
    make.answered(제안, at=LATER + make.days(2))
    assert Duty.objects.get(pk=again.pk).kept_at == LATER + make.days(2)
    assert list(clockwork.sweep(at=LATER + make.days(2))) == []


def test_그래도_조건을_채우면_약속은_남는다(제안, 피엠):
    make.supports(제안, 60)
    traced(제안, 12)
    done(plan(제안, 피엠, withdrawn=["ask-department"]), 피엠)
    assert Mark.objects.filter(key="ask-department").exists()
    assert Duty.objects.get().released_at is None


@pytest.mark.parametrize("mark", ["agenda-candidate", "nothing"])
def test_도달하지_않은_기준은_거둘_수_없다(제안, 피엠, mark):
    traced(제안, 50)
    with pytest.raises(Refused) as refused:
        plan(제안, 피엠, withdrawn=[mark])
    assert refused.value.code == "mark-not-withdrawable"


def test_무효가_된_사람은_되돌리기_전에는_다시_공감할_수_없다(제안, 피엠):
    [한사람] = traced(제안, 1)
    held = done(plan(제안, 피엠), 피엠)
    with pytest.raises(Refused) as refused:
        make.support(제안, 한사람, at=LATER)
    assert refused.value.code == "support-invalidated"
    assert withdraw_support(proposal=제안, person=한사람, at=LATER) is False
    assert make.support(make.proposal("다른 제안"), 한사람, at=LATER), "elsewhere they may"
    undone(held, 피엠)
    assert make.support(제안, 한사람, at=LATER) is False


def test_계획한_뒤의_공감은_들어가지_않는다(제안, 피엠):
    traced(제안, 5)
    held = plan(제안, 피엠)
    traced(제안, 4, at=LATER + make.days(1))
    done(held, 피엠, at=LATER + make.days(2))
    assert value(제안) == 4


def test_끝난_건에서도_빼고_되돌릴_수_있다(제안, 피엠):
    traced(제안, 12)
    late = AT + make.days(60)
    make.tick(late)
    assert make.case(제안).closed_at is not None
    held = invalidations.plan_invalidation(proposal=제안, query={"devices": ["d1"]}, reason="확인", at=late, actor=피엠)
    held = done(held, 피엠, at=late)
    assert value(제안) == 0
    undone(held, 피엠, at=late)
    assert value(제안) == 12
    assert list(clockwork.sweep(at=late)) == []


QUERIES = [
    ({"networks": ["n1"]}, 8),
    ({"devices": ["d1"]}, 5),
    ({"networks": ["n1"], "devices": ["d1"]}, 5),
    ({"joined_within_hours": 24}, 10),
    ({"devices": ["d1"], "spare_verified": True}, 5),
    ({"networks": ["n1"], "spare_verified": True}, 5),
    ({"since": "2019-03-04T10:00:00+09:00", "until": "2019-03-04T11:00:00+09:00"}, 3),
    ({"networks": ["없음"]}, 0),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=[str(query) for query, _ in QUERIES])
def test_조건은_저마다_뜻대로_고른다(제안, 피엠, query, expected):
    from madang.people.models import Verification
    from madang.proposals import selection

    old = make.crowd(2, at=AT - make.days(400))
    flush([Cast(제안.pk, each, AT, Trace("n3", "d3")) for each in old])
    traced(제안, 5, device="d1", network="n1")
    traced(제안, 2, device="d4", network="n4")
    verified = traced(제안, 3, device="d2", network="n1", at=make.moment("2019-03-04 10:30"), level="phone")
    for number, person in enumerate(verified):
        Verification.objects.filter(person=person).update(identity_hash=f"{number}" * 64)
    cleaned = selection.clean(query, until=LATER)
    assert selection.chosen(제안, cleaned).count() == expected


@pytest.mark.parametrize(
    "wrong",
    [{}, {"until": "?"}, {"networks": "n1"}, {"devices": [1]}, {"joined_within_hours": 0}, {"joined_within_hours": True},
     {"since": "2019-03-04T10:00:00"}, {"since": "2999-03-04T10:00:00+09:00"}, {"spare_verified": True}, {"people": ["x" * 90]}],
)  # fmt: skip
def test_뜻이_없거나_모두를_뜻하는_조건은_받지_않는다(제안, 피엠, wrong):
    with pytest.raises(Refused) as refused:
        plan(제안, 피엠, query=wrong or {"networks": []})
    assert refused.value.code == "invalidation-query"
    assert not Invalidation.objects.exists()


def test_이유가_없으면_시작하지_않는다(제안, 피엠):
    traced(제안, 2)
    with pytest.raises(Refused) as refused:
        invalidations.plan_invalidation(proposal=제안, query={"devices": ["d1"]}, reason=" ", at=LATER, actor=피엠)
    assert refused.value.code == "reason-empty"
    held = done(plan(제안, 피엠), 피엠)
    with pytest.raises(Refused):
        invalidations.reverse_invalidation(invalidation=held, reason="", at=LATER, actor=피엠)


def test_두_무효_처리가_같은_사람을_두_번_빼지_않는다(제안, 피엠):
    traced(제안, 6)
    one, other = plan(제안, 피엠), plan(제안, 피엠, query={"networks": ["n1"]})
    done(one, 피엠)
    done(other, 피엠)
    other.refresh_from_db()
    assert other.count == 0
    assert value(제안) == 0
    undone(one, 피엠)
    assert value(제안) == 6
