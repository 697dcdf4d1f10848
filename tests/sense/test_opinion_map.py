"""의견 지도: 같은 표는 같은 지도가 되고, 어떤 표가 와도 말이 되는 답을 한다."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.base.errors import Refused
from madang.sense import projection
from madang.sense.opinion_map import opinion_map
from madang.sense.votes import Gathering, gather


def two_camps(people=60, statements=12, seed=7):
    """Two camps that say the opposite on most, the same on the last two; a third of all cells is empty."""
    chance = random.Random(seed)
    for person in range(people):
        camp = 1 if person % 2 else -1
        for statement in range(statements):
            if chance.random() < 0.35:
                continue
            said = 1 if statement >= statements - 2 else camp * (1 if statement % 2 else -1)
            yield f"p{person}", f"s{statement}", said if chance.random() < 0.9 else 0


def test_두_편이_갈라지고_모두_같은_뜻과_갈리는_의견이_드러난다():
    drawn = opinion_map(gather(two_camps()))
    assert drawn.groups == 2
    camps = {}
    for place in drawn.places:
        if place.group is not None:
            camps.setdefault(place.group, set()).add(int(place.participant[1:]) % 2)
    assert sorted(map(tuple, camps.values())) == [(0,), (1,)]
    assert {(one.statement, one.side) for one in drawn.consensus} == {("s10", "agree"), ("s11", "agree")}
    assert set(drawn.divisive) == {f"s{at}" for at in range(10)}
    assert max(drawn.silhouette, key=drawn.silhouette.get) == 2
    for group, stands in enumerate(drawn.representative):
        assert stands
        for one in stands:
            count = drawn.group_counts[group][drawn.statements.index(one.statement)]
            assert getattr(count, one.side) > count.votes / 2


def test_표가_온_순서와_상관없이_같은_지도다():
    votes = list(two_camps())
    first = opinion_map(gather(votes), seed=5)
    random.Random(1).shuffle(votes)
    assert opinion_map(gather(votes), seed=5) == first


def test_일곱_표가_안_되면_자리만_있고_무리는_없다():
    votes = [*two_camps(), *(("late", f"s{at}", 1) for at in range(6)), *(("just", f"s{at}", 1) for at in range(7))]
    places = {place.participant: place for place in opinion_map(gather(votes)).places}
    assert places["late"].group is None
    assert places["late"].votes == 6
    assert (places["late"].x, places["late"].y) != (0, 0)
    assert places["just"].group is not None


def test_의견이_일곱보다_적으면_모두에_표를_낸_사람을_묶는다():
    votes = [(f"p{at}", f"s{s}", 1 if at % 2 else -1) for at in range(10) for s in range(3)]
    drawn = opinion_map(gather([*votes, ("part", "s0", 1)]))
    groups = {place.participant: place.group for place in drawn.places}
    assert groups.pop("part") is None
    assert None not in groups.values()


def test_마지막_표가_남는다():
    assert gather([("a", "s", 1), ("b", "s", 1), ("a", "s", -1)]).cells.toarray().tolist() == [[-1], [1]]
    timed = Gathering()
    for vote, when in ((1, 3.0), (-1, 1.0), (0, 3.0), (-1, 2.0)):
        timed.take("a", "s", vote, when)
    votes = timed.votes()
    assert votes.number == 1  # the pass stays a vote
    assert votes.cells.data.tolist() == [0]


def test_이름이_수면_수의_순서다():
    votes = gather([("10", "2", 1), ("9", "11", 1)])
    assert votes.participants == ("9", "10")
    assert votes.statements == ("2", "11")


@pytest.mark.parametrize(
    ("votes", "groups"),
    [
        ([("a", "s", 1)], 1),
        ([("a", f"s{at}", 1) for at in range(9)], 1),
        ([(f"p{at}", "s", 1) for at in range(9)], 1),
        ([(f"p{at}", f"s{s}", 1) for at in range(20) for s in range(8)], 1),
        ([(f"p{at}", f"s{s}", 0) for at in range(20) for s in range(8)], 1),
        ([(f"p{at}", f"s{at}", 1) for at in range(30)], 0),
        ([(f"p{at}", "s", (1, 0, -1)[at % 3]) for at in range(30)], 3),
        ([("a", "s", 1), ("b", "s", -1)], 2),
    ],
)
def test_보잘것없는_표도_말이_되는_지도가_된다(votes, groups):
    drawn = opinion_map(gather(votes))
    assert drawn.groups == groups
    assert all(np.isfinite([place.x, place.y]).all() for place in drawn.places)
    assert np.isfinite(drawn.components).all()
    assert sum(drawn.sizes) == sum(place.group is not None for place in drawn.places)


def test_한_무리로_묶어_달라면_한_무리다():
    drawn = opinion_map(gather(two_camps()), groups=1)
    assert drawn.sizes == (sum(place.group is not None for place in drawn.places),)
    assert drawn.silhouette.keys() == {2, 3, 4, 5}
    assert drawn.divisive == ()


def test_나눌_수_없는_수는_거절한다():
    votes = gather([(f"p{at}", "s", at % 2) for at in range(9)])
    for groups, code in ((3, "too-many-groups"), (0, "groups-not-positive")):
        with pytest.raises(Refused) as refused:
            opinion_map(votes, groups=groups)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        opinion_map(gather([]))
    assert refused.value.code == "no-votes"


def test_뺀_의견은_무게가_없고_누구도_대표하지_않는다():
    drawn = opinion_map(gather(two_camps()), left_out={"s1", "s11"})
    for name in ("s1", "s11"):
        at = drawn.statements.index(name)
        assert [axis[at] for axis in drawn.components] == [0, 0]
        assert name not in {one.statement for group in drawn.representative for one in group}
        assert name not in {one.statement for one in drawn.consensus} | set(drawn.divisive)


def test_축은_빈_칸을_평균으로_채운_표의_주성분이다():
    votes = gather(two_camps())
    table = votes.cells.toarray().astype(float)
    cast = np.zeros_like(table, dtype=bool)
    cast[votes.cells.tocoo().row, votes.cells.tocoo().col] = True
    table[~cast] = np.nan
    whole = np.where(cast, table, np.nanmean(table, axis=0)) - np.nanmean(table, axis=0)
    axes = np.linalg.svd(whole)[2][:2]
    components, places, _ = projection.project(votes.cells)
    assert np.allclose(np.abs((components * axes).sum(axis=1)), 1)
    stretch = np.sqrt(table.shape[1] / cast.sum(axis=1))[:, None]
    assert np.allclose(places, whole @ components.T * stretch)


@pytest.mark.parametrize(("people", "statements", "each"), [(5, 2_100, 1_500), (2_100, 2_101, 12)])
def test_의견이_아주_많아도_가장_갈리는_두_축이다(people, statements, each):
    rng = np.random.default_rng(1)
    camp = rng.integers(0, 2, people) * 2 - 1
    votes = gather(
        (str(p), str(s), int(camp[p] if s % 3 else rng.integers(-1, 2)))
        for p in range(people)
        for s in {*rng.choice(statements, each, replace=False).tolist(), *range(p, statements, people)}
    )
    components, _, share = projection.project(votes.cells)
    cast = np.zeros(votes.cells.shape, bool)
    cast[votes.cells.tocoo().row, votes.cells.tocoo().col] = True
    table = votes.cells.astype(float).toarray()
    centred = np.where(cast, table - table.sum(axis=0) / cast.sum(axis=0), 0)
    assert votes.cells.shape == (people, statements)
    assert np.allclose(components @ components.T, np.eye(2), atol=1e-6)
    strengths = np.linalg.eigvalsh(centred @ centred.T)[::-1] / np.square(centred).sum()
    assert np.allclose(share, strengths[:2], rtol=1e-6)
    assert np.allclose(np.linalg.norm(centred @ components.T, axis=0) ** 2 / np.square(centred).sum(), share, rtol=1e-6)


cell = st.tuples(st.sampled_from("abcdefghij"), st.sampled_from("123456789"), st.sampled_from([1, 0, -1]))


@settings(max_examples=60, deadline=None)
@given(st.lists(cell, min_size=1, max_size=120), st.one_of(st.none(), st.integers(1, 6)), st.integers(0, 5))
def test_어떤_표에도_지도_아니면_거절이다(votes, groups, seed):
    table = gather(votes)
    last = {(who, what): vote for who, what, vote in votes}
    drawn = opinion_map(table, seed=seed)
    if groups is not None:
        places = {(round(p.x, 9), round(p.y, 9)) for p in drawn.places if p.group is not None}
        if groups > len(places):
            with pytest.raises(Refused, match="무리로 나눌 수 없어요"):
                opinion_map(table, groups=groups, seed=seed)
            return
        drawn = opinion_map(table, groups=groups, seed=seed)
        assert drawn.groups == groups
    assert table.number == len(last)
    assert {p.participant for p in drawn.places} == {who for who, _ in last}
    assert sum(count.agree for count in drawn.counts) == sum(vote == 1 for vote in last.values())
    assert {p.group for p in drawn.places} - {None} == set(range(drawn.groups))
    assert list(drawn.sizes) == sorted(drawn.sizes, reverse=True)
    assert all(-1 <= value <= 1 for value in drawn.silhouette.values())
    assert not {one.statement for one in drawn.consensus} & set(drawn.divisive)
