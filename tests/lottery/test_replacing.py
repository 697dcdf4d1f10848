"""사양한 사람의 자리: 닮은 사람 가운데 제비로, 고르게 섞인 그대로. 인구에서 기준을 만든다."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.lottery.drawing import draw
from madang.lottery.population import targets_from_population
from madang.lottery.problems import Impossible
from madang.lottery.replacing import replace
from tests.lottery.pools import pool
from tests.lottery.test_drawing import BALANCED, many_people


def test_같은_층이_남아_있으면_그_층에서_뽑고_기준은_그대로_지켜진다():
    one = pool(many_people(), 10, *BALANCED)
    panel = draw(one, "1").panel
    for gone in panel:
        seated = [key for key in panel if key != gone]
        replaced = replace(one, seated=seated, declined=[gone], seed="2")
        (new,) = replaced.drawn
        assert new not in panel
        assert one.people[new] == one.people[gone]
        assert replaced.report["missed"] == []
        assert replaced.report["replacements"][0]["among"] == sum(
            values == one.people[gone] and key not in panel for key, values in one.people.items()
        )


def test_대신할_사람은_시드가_정하고_자리에_앉은_순서는_상관없다():
    one = pool(many_people(), 10, *BALANCED)
    panel = draw(one, "1").panel
    seated = panel[1:]
    first = replace(one, seated=seated, declined=panel[:1], seed="2")
    random.Random(3).shuffle(seated)
    again = replace(one, seated=seated, declined=panel[:1], seed="2")
    assert again == first
    others = {replace(one, seated=seated, declined=panel[:1], seed=str(seed)).drawn[0] for seed in range(30)}
    assert len(others) > 3


def test_한_번_사양한_사람은_다시_뽑히지_않고_여럿이_사양해도_모두_채운다():
    one = pool(many_people(), 10, *BALANCED)
    panel = draw(one, "1").panel
    seated, declined = panel[3:], panel[:3]
    first = replace(one, seated=seated, declined=declined, seed="2")
    assert len(set(first.drawn)) == 3
    assert not set(first.drawn) & set(panel)
    seated += first.drawn[1:]
    second = replace(one, seated=seated, declined=[*declined, first.drawn[0]], seed="3")
    assert second.drawn[0] not in {*seated, *declined, *first.drawn}
    assert second.report["replacements"][0]["for"] == first.drawn[0]


def test_같은_층이_없으면_기준을_지키는_가장_닮은_사람을_그것도_없으면_가장_덜_어긋나는_사람을_뽑는다():
    targets = (("성별", "남", 1, 1), ("성별", "여", 1, 1), ("나이", "20대", 0, 1), ("나이", "60대", 1, 2))
    people = {"a": ("남", "20대"), "b": ("여", "60대"), "c": ("남", "60대"), "d": ("여", "20대")}
    kept = replace(pool(people, 2, *targets), seated=["b"], declined=["a"], seed="1")
    assert kept.drawn == ["c"]
    assert kept.report["replacements"][0]["differs"] == [{"category": "나이", "from": "20대", "to": "60대"}]
    assert kept.report["missed"] == []
    del people["c"]
    missed = replace(pool(people, 2, *targets), seated=["b"], declined=["a"], seed="1")
    assert missed.drawn == ["d"]
    assert missed.report["missed"] == [
        {"category": "성별", "name": "남", "by": -1}, {"category": "성별", "name": "여", "by": 1}
    ]  # fmt: skip


def test_남은_사람이_모자라면_채울_수_있는_만큼_채우고_하나도_없으면_그렇다고_말한다():
    targets = (("성별", "남", 0, 3), ("성별", "여", 0, 3))
    people = {"a": ("남",), "b": ("여",), "c": ("여",), "d": ("남",)}
    replaced = replace(pool(people, 3, *targets), seated=["a"], declined=["b", "c"], seed="1")
    assert (replaced.drawn, replaced.report["unfilled"]) == (["d"], 1)
    with pytest.raises(Impossible, match="더 뽑을 사람이 없어요"):
        replace(pool(people, 3, *targets), seated=["a", "d"], declined=["b", "c"], seed="1")


@pytest.mark.parametrize(
    ("seated", "declined", "code"),
    [
        (["a", "x"], ["b"], "person-unknown"),
        (["a", "b"], ["b"], "seated-and-declined"),
        (["a", "b", "c"], ["d"], "no-vacancy"),
        (["a"], ["b"], "too-few-declined"),
    ],
)
def test_말이_되지_않는_교체는_거절한다(seated, declined, code):
    people = {"a": ("남",), "b": ("여",), "c": ("여",), "d": ("남",)}
    one = pool(people, 3, ("성별", "남", 0, 3), ("성별", "여", 0, 3))
    with pytest.raises(Impossible) as refused:
        replace(one, seated=seated, declined=declined, seed="1")
    assert [problem.code for problem in refused.value.problems] == [code]


def test_인구_비율이나_사람_수에서_기준이_나온다():
    targets = targets_from_population(
        {"성별": {"남": 0.5, "여": 0.5}, "나이": {"20대": 310_000, "40대": 400_000, "60대": 290_000}}, 21
    )
    found = {(one.category, one.name): (one.minimum, one.maximum) for one in targets.targets}
    assert found["성별", "남"] == (10, 11)
    assert found["나이", "20대"] == (6, 7)
    assert targets_from_population({"ㄱ": {"a": 0.1, "b": 0.2, "c": 0.7}}, 10).targets[0].maximum == 1
    wide = targets_from_population({"ㄱ": {"a": 0.01, "b": 0.99}}, 10, tolerance=1).targets
    assert [(one.minimum, one.maximum) for one in wide] == [(0, 2), (8, 10)]


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=25).filter(any), st.integers(1, 200))
def test_인구에서_나온_기준은_언제나_뽑을_수와_맞는다(numbers, size):
    targets = targets_from_population(
        {"지역": {str(at): Fraction(one) for at, one in enumerate(numbers)}}, size
    ).targets
    assert sum(one.minimum for one in targets) <= size <= sum(one.maximum for one in targets)


@pytest.mark.parametrize(
    ("shares", "code"),
    [({"a": -1, "b": 2}, "share-wrong"), ({"a": float("nan")}, "share-wrong"), ({"a": 0}, "shares-empty")],
)
def test_말이_되지_않는_인구는_받지_않는다(shares, code):
    with pytest.raises(Impossible) as refused:
        targets_from_population({"ㄱ": shares}, 5)
    assert refused.value.problems[0].code == code
