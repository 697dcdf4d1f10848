"""추첨: 기준을 지키고, 확률을 할 수 있는 데까지 같게 하고, 누구나 다시 해 볼 수 있다."""

from __future__ import annotations

import copy
import hashlib
import json
import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.lottery.checking import check
from madang.lottery.drawing import draw, fallen, whole_parts
from madang.lottery.fairness import Lottery, fairest
from madang.lottery.panels import Panels, smallest_relaxation
from madang.lottery.pool import Pool, Target, Targets
from madang.lottery.problems import Impossible
from madang.lottery.seeds import PARTS, ticket
from tests.lottery.pools import all_compositions, leximin_by_trying, pool

GROUPS = {"성별": ("남", "여"), "나이": ("20대", "40대", "60대")}


@st.composite
def small_pools(draw_one) -> Pool:
    """Up to 12 people of two or three categories, targets anywhere between impossible and free."""
    groups = GROUPS | ({"지역": ("동", "서")} if draw_one(st.booleans()) else {})
    values = st.tuples(*(st.sampled_from(names) for names in groups.values()))
    people = draw_one(st.lists(values, min_size=2, max_size=12))
    size = draw_one(st.integers(1, min(6, len(people))))
    targets = []
    for category, names in groups.items():
        for name in names:
            low = draw_one(st.integers(0, 2))
            targets.append(Target(category, name, low, draw_one(st.integers(low, size + 1))))
    named = {f"p{at}": dict(zip(groups, one, strict=True)) for at, one in enumerate(people)}
    return Pool(named, Targets(size, tuple(targets)))


@settings(max_examples=150, deadline=None)
@given(small_pools(), st.text(max_size=5))
def test_뽑힌_사람들은_모든_기준을_지키고_확률은_모든_경우를_다_해_본_것과_같다(one, seed):
    panels = Panels(one)
    possible = all_compositions(panels)
    if not possible:
        with pytest.raises(Impossible) as refused:
            draw(one, seed)
        assert refused.value.problems
        return
    drawn = draw(one, seed)
    assert len(set(drawn.panel)) == one.targets.size
    assert not one.targets.missed(one.people[key] for key in drawn.panel)
    assert sum(map(Fraction, drawn.probabilities.values())) == pytest.approx(one.targets.size, abs=1e-12)
    chances = np.array([drawn.probabilities[people[0]] for people in one.strata.values()])
    assert chances == pytest.approx(leximin_by_trying(panels), abs=1e-6)
    reachable = np.max(np.array(possible), axis=0) > 0
    assert ((chances > 0) == reachable).all()
    assert check(one, drawn.as_json()) == []


@settings(max_examples=60, deadline=None)
@given(small_pools())
def test_불가능하면_알려_준_대로_고쳤을_때_뽑을_수_있다(one):
    if all_compositions(Panels(one)):
        assert smallest_relaxation(one) == []
        return
    changed = {(target.category, target.name): (low, high) for target, low, high in smallest_relaxation(one)}
    assert changed
    relaxed = tuple(
        Target(it.category, it.name, *changed.get((it.category, it.name), (it.minimum, it.maximum)))
        for it in one.targets.targets
    )
    people = {key: dict(zip(one.targets.categories, values, strict=True)) for key, values in one.people.items()}
    draw(Pool(people, Targets(one.targets.size, relaxed)), "1")


def test_사람을_나눌_수_없어_바라던_확률이_안_되는_곳에서도_가장_고른_확률을_찾는다():
    # A triangle: each two of three areas, ages and genders meet in one person; half of each cannot be drawn together.
    one = pool(
        {"a": ("1", "1", "1"), "b": ("1", "2", "2"), "c": ("2", "1", "2"), "d": ("2", "2", "1"), "e": ("1", "1", "2")},
        2,
        *((category, name, 1, 1) for category in ("가", "나", "다") for name in ("1", "2")),
    )  # fmt: skip
    panels = Panels(one)
    found = fairest(panels)
    assert found is not None
    chances = np.dot(found.chances, np.array(found.compositions)) / panels.sizes
    assert chances == pytest.approx(leximin_by_trying(panels), abs=1e-7)
    assert abs(chances - panels.hoped_for()).max() > 0.01


def many_people(count: int = 60) -> dict[str, tuple[str, str]]:
    """People of every kind, unevenly many of each."""
    kinds = [("남", "20대"), ("남", "40대"), ("여", "40대"), ("여", "60대"), ("여", "40대")]
    return {str(at): kinds[at % 5] for at in range(1, count + 1)}


BALANCED = (
    ("성별", "남", 5, 5),
    ("성별", "여", 5, 5),
    ("나이", "20대", 3, 4),
    ("나이", "40대", 3, 4),
    ("나이", "60대", 3, 4),
)


def test_명단의_순서와_기준의_순서는_아무것도_바꾸지_않는다():
    people = many_people()
    shuffled = list(people.items())
    random.Random(1).shuffle(shuffled)
    first = draw(pool(people, 10, *BALANCED), "로또 1190회 3 7 12 22 31 44")
    again = Pool(
        {key: dict(zip(("성별", "나이"), values, strict=True)) for key, values in shuffled},
        Targets(10, tuple(Target(*one) for one in reversed(BALANCED))),
    )
    assert draw(again, "로또 1190회 3 7 12 22 31 44").as_json() == first.as_json()


def test_다른_시드는_다른_사람을_뽑고_확률은_그대로다():
    one = pool(many_people(), 10, *BALANCED)
    drawn = [draw(one, str(seed)) for seed in range(20)]
    assert len({tuple(each.panel) for each in drawn}) > 15
    assert all(each.probabilities == drawn[0].probabilities for each in drawn)


def test_여러_번_뽑으면_뽑힌_횟수가_확률을_따른다():
    one = pool({"a": ("남",), "b": ("남",), "c": ("남",), "d": ("여",)}, 2, ("성별", "남", 1, 1), ("성별", "여", 1, 1))
    drawn = [draw(one, f"시드 {number}") for number in range(600)]
    assert drawn[0].probabilities == {
        "a": pytest.approx(1 / 3),
        "b": pytest.approx(1 / 3),
        "c": pytest.approx(1 / 3),
        "d": 1,
    }
    times = [sum(key in each.panel for each in drawn) for key in "abc"]
    assert all(abs(count - 200) < 50 for count in times)  # 4.3 standard deviations


def test_시드의_표는_손으로도_계산할_수_있다():
    # printf '["madang lottery 1","panel","42"]' | sha256sum
    digest = hashlib.sha256(b'["madang lottery 1","panel","42"]').hexdigest()
    assert ticket("42") == int(digest, 16) * 10**15 // 2**256
    assert [fallen([2, 0, 3], number) for number in range(5)] == [0, 0, 2, 2, 2]


def test_확률은_정확히_더해지는_온전한_조각이다():
    parts = whole_parts(Lottery(((0,), (1,), (2,)), (1 / 3, 1 / 3, 1 / 3)))
    assert sum(parts) == PARTS
    assert max(parts) - min(parts) <= 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it["panel"].__setitem__(0, "1" if it["panel"][0] != "1" else "2"), "panel"),
        (lambda it: it["probabilities"].update({"1": 0.5}), "probabilities"),
        (lambda it: it.update(seed="other"), "report.ticket"),
        (lambda it: it["report"]["distribution"][0].update(counts={"0": 10}), "report.distribution"),
        (lambda it: it["report"].update(inputs_sha256="0" * 64), "지문"),
        (lambda it: it.pop("report"), "결과 파일이 아니에요"),
        (lambda it: it["report"].update(distribution=[{"parts": PARTS, "counts": {"99": 1}}]), "결과 파일이 아니에요"),
    ],
)
def test_공개된_결과를_고치면_드러난다(change, said):
    one = pool(many_people(), 10, *BALANCED)
    published = json.loads(json.dumps(draw(one, "7").as_json()))
    assert check(one, published) == []
    changed = copy.deepcopy(published)
    change(changed)
    assert any(said in problem.sentence() for problem in check(one, changed))


IMPOSSIBLE = [
    (5, [("성별", "남", 0, 9), ("성별", "여", 0, 9)], ["신청한 사람이 4명이라 5명을 뽑을 수 없어요."]),
    (2, [("성별", "남", 0, 2), ("성별", "여", 2, 2)],
     ["‘성별’의 ‘여’은(는) 적어도 2명이어야 하는데 신청한 사람은 1명뿐이에요.", "‘성별’의 ‘여’ 최소를 2명에서 1명으로 낮추기"]),
    (2, [("성별", "남", 2, 2), ("성별", "여", 1, 2)], ["최소를 모두 더하면 3명이라 뽑을 2명을 넘어요"]),
    (3, [("성별", "남", 0, 1), ("성별", "여", 0, 1)], ["최대를 모두 더해도 2명이라 뽑을 3명이 되지 않아요", "최대를 1명에서 "]),
    (3, [("성별", "남", 0, 1), ("성별", "여", 0, 2)], ["신청한 사람 중 2명까지만 뽑을 수 있어 3명이 되지 않아요"]),
]  # fmt: skip


@pytest.mark.parametrize(("size", "targets", "said"), IMPOSSIBLE)
def test_불가능한_기준은_까닭과_함께_거절한다(size, targets, said):
    one = pool({"1": ("남",), "2": ("남",), "3": ("남",), "4": ("여",)}, size, *targets)
    with pytest.raises(Impossible) as refused:
        draw(one, "1")
    sentences = "\n".join(refused.value.sentences())
    for words in said:
        assert words in sentences


def test_한꺼번에만_불가능하면_가장_적게_고치는_방법을_알려_준다():
    people = {"1": ("남", "20대"), "2": ("남", "20대"), "3": ("여", "60대"), "4": ("여", "60대")}
    one = pool(people, 2, ("성별", "남", 2, 2), ("성별", "여", 0, 2), ("나이", "20대", 0, 2), ("나이", "60대", 1, 2))
    with pytest.raises(Impossible) as refused:
        draw(one, "1")
    assert [problem.code for problem in refused.value.problems] == ["together"]
    assert len(refused.value.advice) == 1
    assert refused.value.advice[0].code == "relax-minimum"


@pytest.mark.parametrize(
    ("size", "targets", "code"),
    [
        (0, [("성별", "남", 0, 1)], "size"),
        (-3, [("성별", "남", 0, 1)], "size"),
        (2, [], "no-targets"),
        (2, [("성별", "남", 2, 1)], "minimum-above-maximum"),
        (2, [("성별", "남", -1, 1)], "minimum-negative"),
        (2, [("성별", "남", 0, 1), ("성별", "남", 0, 2)], "target-twice"),
        (2, [("성별", "", 0, 1)], "target-unnamed"),
    ],
)
def test_말이_되지_않는_기준은_받지_않는다(size, targets, code):
    with pytest.raises(Impossible) as refused:
        Targets(size, tuple(Target(*one) for one in targets))
    assert [problem.code for problem in refused.value.problems] == [code]


def test_기준에_없거나_빈_값을_가진_사람은_받지_않는다():
    targets = Targets(1, (Target("성별", "남", 0, 1),))
    with pytest.raises(Impossible) as refused:
        Pool({"1": {"성별": "모름"}, "2": {}}, targets)
    assert [problem.code for problem in refused.value.problems] == ["value-unknown", "value-missing"]


def test_계산이_멈추면_아무도_뽑지_않고_그렇다고_말한다(monkeypatch):
    def stopped(solver):
        raise ArithmeticError("the solver stopped")

    monkeypatch.setattr("madang.lottery.solver.Quiet.solved", stopped)
    with pytest.raises(Impossible, match="계산이 끝까지 되지 않아 아무도 뽑지 않았어요"):
        draw(pool(many_people(), 10, *BALANCED), "1")
