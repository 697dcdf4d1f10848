"""수상한 흐름: 심어 둔 것은 모두 찾고, 정직한 것은 망이나 기기로 몰지 않는다."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from madang.proposals.patterns import THRESHOLDS, Row, Usual, findings
from tests import make

AT = make.AT
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def honest(dice, number, *, days=10, first=0):
    """People of a town: many networks (some large), one device each, now and then a newcomer; awake from 7 to 24."""
    rows = []
    for n in range(number):
        at = AT + days * DAY * dice.random()
        at = at.replace(hour=7 + int(17 * dice.betavariate(2, 2)))
        joined = at - (HOUR * dice.random() if dice.random() < 0.14 else DAY * (2 + 300 * dice.random()))
        network = f"net{int(dice.paretovariate(1.1) * 6) % 400}"
        rows.append(Row(first + n, at, joined, network, f"dev{first + n}", f"p{dice.randrange(10**6)}@mail.example"))
    return rows


def of(rows):
    """What these supports say is usual."""
    networks = Counter(row.network for row in rows)
    return Usual(total=len(rows), networks=networks, fresh=sum(row.fresh for row in rows))


USUAL = of(honest(random.Random(77), 5000, days=60))


def attack(number, *, first=100_000, start=AT + 3 * DAY, pace=MINUTE, **more):
    """So many supports at an even pace, all with ``more``."""
    age = more.pop("age", 200 * DAY)
    return [
        Row(first + n, start + n * pace, start + n * pace - age, **{"network": f"far{n}", "device": f"odd{n}", **more})
        for n in range(number)
    ]


def kinds(rows):
    return {one.kind for one in findings(rows, USUAL)}


SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("number", [40, 300, 3000])
def test_평범한_제안은_아무것도_의심받지_않는다(seed, number):
    assert kinds(honest(random.Random(seed), number)) == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_기사를_보고_몰려온_사람들은_주소로도_기기로도_의심받지_않는다(seed):
    dice = random.Random(seed)
    rows = honest(dice, 200)
    crowd = honest(dice, 400, first=50_000)
    start = AT + 4 * DAY
    rows += [
        Row(one.person, start + HOUR * dice.expovariate(1), one.joined, one.network, one.device, one.email)
        for one in crowd
    ]
    found = findings(rows, USUAL)
    assert {one.kind for one in found} <= {"burst", "fresh"}
    assert "burst" in {one.kind for one in found}, "it is told, as what it is"
    assert not any(one.strong for one in found)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("base", "number"), [(60, 15), (300, 40), (3000, 250)])
def test_한_동네_망에서_몰려오면_찾는다(seed, base, number):
    rows = honest(random.Random(seed), base) + attack(number, network="bad", pace=2 * MINUTE)
    [found] = [one for one in findings(rows, USUAL) if one.kind == "network"]
    assert set(found.people) == set(range(100_000, 100_000 + number))
    assert found.strong
    assert found.query["networks"] == ["bad"]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("number", [4, 9, 60])
def test_한_기기로_여럿이_하면_찾는다(seed, number):
    rows = honest(random.Random(seed), 500) + attack(number, device="one", pace=3 * HOUR / number)
    [found] = [one for one in findings(rows, USUAL) if one.kind == "device"]
    assert len(found.people) == number


def test_한집_세_식구는_의심받지_않는다():
    rows = honest(random.Random(1), 100) + attack(3, device="family", network="home")
    assert kinds(rows) == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_갓_가입한_계정이_몰려오면_찾는다(seed):
    rows = honest(random.Random(seed), 100) + attack(150, age=10 * MINUTE, pace=5 * MINUTE)
    [found] = [one for one in findings(rows, USUAL) if one.kind == "fresh"]
    assert found.count >= 150
    assert set(range(100_000, 100_150)) <= set(found.people)


@pytest.mark.parametrize("seed", SEEDS)
def test_순식간에_몰려오면_찾고_언제인지_안다(seed):
    start = AT + 5 * DAY
    rows = honest(random.Random(seed), 300) + attack(120, start=start, pace=timedelta(seconds=5), device="x")
    [found] = [one for one in findings(rows, USUAL) if one.kind == "burst"]
    assert found.since <= start + 10 * MINUTE
    assert found.until >= start
    assert found.strong, "they share a device"
    assert found.count >= 110


def test_번호가_이어지는_메일_주소를_찾는다():
    rows = honest(random.Random(3), 100)
    rows += [Row(90_000 + n, AT + DAY + n * HOUR, AT, f"w{n}", f"v{n}", f"kim{n:03}@mail.example") for n in range(8)]
    [found] = [one for one in findings(rows, USUAL) if one.kind == "sequence"]
    assert found.count == 8
    assert kinds([Row(n, AT + n * HOUR, None, "", "", f"kim{n * 77}@mail.example") for n in range(30)]) == set()


def test_시청의_망처럼_늘_많은_곳은_의심받지_않는다():
    hall = Usual(total=2000, networks={"hall": 700}, fresh=200)
    rows = [Row(n, AT + n * 3 * HOUR, None, "hall" if n % 3 == 0 else f"n{n}", f"d{n}") for n in range(150)]
    assert findings(rows, hall) == []
    strange = Usual(total=2000, networks={"hall": 2}, fresh=200)
    assert [one.kind for one in findings(rows, strange)] == ["network"]


def test_같은_줄은_순서와_상관없이_같은_결과를_낸다():
    rows = honest(random.Random(9), 200) + attack(40, network="bad", device="one", age=HOUR)
    once = findings(rows, USUAL)
    random.Random(1).shuffle(rows)
    assert findings(rows, USUAL) == once
    assert len(once) >= 2


def test_흔적이_없어도_넘어지지_않는다():
    assert findings([], USUAL) == []
    assert findings([Row(1, AT)], Usual()) == []
    assert findings([Row(n, AT) for n in range(500)], Usual())[0].kind == "burst"


def test_판단의_수는_한_표에_있다():
    assert set(THRESHOLDS) == {"burst", "network", "fresh", "device", "sequence"}
