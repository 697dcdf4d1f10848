"""여럿이 한꺼번에: 진짜 프로세스 여럿이 같은 것을 눌러도 수는 줄 수와 같고, 기준은 꼭 한 번 넘는다."""

import copy
import random
import time

import pytest

from madang.rules.document import preset
from tests import make
from tests.flows import crowd
from tests.processes import ask, barrier, start

AT = make.AT
LATER = AT + make.days(1)
END = make.moment("2019-04-04 00:00")


@pytest.fixture
def city(madang):
    """An instance with its procedure; what is in it, by ``city(proposals, people)``."""

    def prepared(proposals, people, name="seoul-2019"):
        madang("procedures", "install", name)
        return ask(madang.url, crowd.prepare, name, proposals, people)

    prepared.url = madang.url
    return prepared


def at_once(url, *jobs):
    """Every job (function and arguments) in a process of its own, all beginning together; their answers."""
    gate = barrier(len(jobs))
    running = [start(url, job[0], gate, *job[1:]) for job in jobs]
    return [each.result() for each in running]


def check_counts(found):
    """수는 줄 수와 종이 서명을 더한 것과 같다."""
    for case, value in found["tallies"].items():
        assert value == found["rows"].get(case, 0) + found["paper"].get(case, 0)


def test_네_창구에서_같은_사람들이_눌러도_한_사람은_하나고_기준은_한_번_넘는다(city):
    it = city(2, 60)
    jobs = [(crowd.casting, it["proposals"], it["people"], LATER, seed) for seed in range(4)]
    acknowledged = [pair for new in at_once(city.url, *jobs) for pair in new]
    found = ask(city.url, crowd.seen)
    assert len(acknowledged) == len(set(acknowledged)) == 120, "each support was new for exactly one process"
    assert found["pairs"] == set(acknowledged)
    assert found["tallies"] == dict.fromkeys(it["proposals"], 60)
    assert found["casts"] == 120
    for what in ("marks", "duties"):
        assert [case for case, _ in found[what]] == sorted(it["proposals"])
    assert [case for (case,) in found["requests"]] == sorted(it["proposals"])
    assert ask(city.url, crowd.mark_facts) == [{"supports": 50}] * 2
    assert found["crossings"] == []
    assert ask(city.url, crowd.differences, LATER) == []


def storm():
    """Rules with a tier at every third support."""
    data = copy.deepcopy(preset("seoul-2019").data)
    collecting = data["stages"]["collecting"]
    collecting["starts"] = []
    for n in range(1, 15):
        name = {"ko": f"기준 {n}", "en": f"Tier {n}"}
        data["tracks"][f"t{n}"] = {"name": name}
        data["stages"][f"s{n}"] = {
            "track": f"t{n}", "kind": "answer", "column": "result", "name": name, "deadline": {"days": 20},
            "settings": {"level": "department", "decisions": ["accept", "decline"]},
            "duty": {"key": f"d{n}", "owed_by": "department"},
            "exits": [{"when": {"decision": "accept"}, "outcome": "accepted"}, {"when": {"decision": "decline"}, "outcome": "declined"}],
        }  # fmt: skip
        collecting["starts"].append(
            {"key": f"m{n}", "when": {"count": "supports", "at_least": 3 * n}, "stage": f"s{n}"}
        )
    collecting["exits"] = [{"when": {"ended": True}, "outcome": "ended", "to": "execution"}]
    collecting["starts"].append({"key": "talk", "when": {"count": "supports", "at_least": 10_000}, "stage": "agenda"})
    for gone in ("answering",):
        del data["stages"][gone], data["tracks"]["answer"]
    return data


def test_기준이_촘촘해도_서로_기다리다_멈추지_않고_모든_기준을_한_번씩_넘는다(city):
    it = ask(city.url, crowd_with_storm, storm())
    jobs = [(crowd.casting, it["proposals"], it["people"], LATER, seed) for seed in range(3)]
    jobs += [(crowd.bringing_paper, it["proposals"], 30, LATER), (crowd.ticking, 40, LATER)]
    at_once(city.url, *jobs)
    found = ask(city.url, crowd.seen)
    check_counts(found)
    tiers = {case: min(value // 3, 14) for case, value in found["tallies"].items()}
    assert found["marks"] == sorted((case, f"m{n}") for case, top in tiers.items() for n in range(1, top + 1))
    assert len(found["duties"]) == len(found["requests"]) == len(found["marks"]) == len(found["marked"])
    assert ask(city.url, crowd.differences, LATER) == []


def crowd_with_storm(data):
    return crowd.prepare(None, 2, 20, data=data)


def test_누르고_거두고_종이를_내고_시계가_울려도_모두_맞는다(city):
    """Around the window's end, so that some come too late."""
    it = city(3, 40)
    ask(city.url, crowd.add_paper, it["proposals"], 30, LATER)
    near = END - make.days(0.05)
    people = it["proposals"], it["people"]
    jobs = [
        (crowd.casting, *people, near, 1, 0.6),
        (crowd.casting, *people, near, 2, 0.7),
        (crowd.withdrawing, *people, near, 3, 0.8),
        (crowd.bringing_paper, it["proposals"], 30, near, 3),
        (crowd.ticking, 60, near, 1.5),
    ]
    one, two, gone, paper, _ = at_once(city.url, *jobs)
    found = ask(city.url, crowd.seen)
    check_counts(found)
    assert len(one) + len(two) - len(gone) == len(found["pairs"])
    assert found["paper"] == {proposal: 30 + paper.get(proposal, 0) for proposal in it["proposals"]}
    assert len(found["marks"]) == len(set(found["marks"])) == len(found["duties"]) == len(found["requests"])
    ask(city.url, tick_once, END)
    assert ask(city.url, crowd.differences, END) == []
    visits = ask(city.url, crowd.seen)["visits"]
    marked = {case for case, _ in found["marks"]}
    assert [visit for visit in visits if visit[1] == "collecting"] == [
        (case, "collecting", "reached" if case in marked else "expired") for case in sorted(it["proposals"])
    ]


def tick_once(at):
    from madang.actions import clockwork

    assert clockwork.tick(at=at).failed == []


def test_시계가_셋이어도_모든_건은_한_번만_끝난다(city):
    it = city(24, 0)
    at_once(city.url, *[(crowd.ticking, 3, END)] * 3)
    found = ask(city.url, crowd.seen)
    assert found["visits"] == [(case, "collecting", "expired") for case in sorted(it["proposals"])]
    assert len(found["left"]) == len(set(found["left"])) == 24


def test_세종_주무관과_다온_주무관이_함께_답변을_내면_한_사람만_된다(city):
    it = city(8, 0)
    ask(city.url, crowd.add_paper, it["proposals"], 50, LATER)
    jobs = [(crowd.publishing, it["keys"], it["department"], decision, LATER) for decision in ("accept", "decline")]
    세종, 다온 = at_once(city.url, *jobs)
    assert all({one, two} == {"won", "already-published"} for one, two in zip(세종, 다온, strict=True)), (세종, 다온)
    decisions = dict(ask(city.url, crowd.seen)["answers"])
    assert decisions == {k: "accept" if one == "won" else "decline" for k, one in zip(it["keys"], 세종, strict=True)}
    assert ask(city.url, crowd.differences, LATER) == []


def test_두_사람이_기준을_함께_공개하면_나중_사람은_먼저_공개된_것을_보라는_말을_듣는다(madang):
    first, second = copy.deepcopy(preset("seoul-2019").data), copy.deepcopy(preset("seoul-2019").data)
    first["stages"]["collecting"]["deadline"] = {"days": 40}
    second["stages"]["collecting"]["deadline"] = {"days": 50}
    slugs = [f"n{n}" for n in range(6)]
    for slug in slugs:
        madang("procedures", "install", "seoul-2019", "--as", slug)
    one, two = at_once(madang.url, *[(crowd.publishing_rules, slugs, data, 1, AT) for data in (first, second)])
    assert all({a, b} == {2, "rules-outdated"} for a, b in zip(one, two, strict=True)), (one, two)
    assert ask(madang.url, crowd.seen)["versions"] == [(slug, number) for slug in slugs for number in (1, 2)]


def test_처음_공개도_아무_앞판_없는_공개도_번호는_하나씩이다(madang):
    one, two = copy.deepcopy(preset("seoul-2019").data), copy.deepcopy(preset("seoul-2020").data)
    slugs = [f"n{n}" for n in range(6)]
    told = at_once(madang.url, *[(crowd.publishing_rules, slugs, data, None, AT) for data in (one, two)])
    assert all({a, b} == {1, 2} for a, b in zip(*told, strict=True)), told


def test_두_번_눌린_제안은_한_건이다(city):
    it = city(1, 1)
    keys = [f"twice{n}" for n in range(8)]
    told = at_once(city.url, *[(crowd.submitting, it["rules"], keys, it["people"][0], LATER)] * 2)
    assert all({one, two} == {"new", "key-taken"} for one, two in zip(*told, strict=True)), told
    assert len(ask(city.url, crowd.seen)["tallies"]) == 9


def test_언제_죽어도_들어온_공감은_남고_시계가_한번_울리면_모두_맞는다(city, tmp_path):
    it = city(2, 120)
    ask(city.url, crowd.add_paper, it["proposals"], 10, LATER)
    dice = random.Random(9)
    people = it["people"]
    for round_ in range(5):
        file = tmp_path / f"{round_}.txt"
        file.touch()
        dice.shuffle(people)
        child = start(city.url, crowd.casting_until_killed, str(file), it["proposals"], people, LATER)
        while "began" not in file.read_text():
            time.sleep(0.002)
        time.sleep(dice.uniform(0.02, 0.25))
        child.kill()
    ask(city.url, tick_once, LATER)
    found = ask(city.url, crowd.seen)
    lines = [line.split() for f in tmp_path.glob("*.txt") for line in f.read_text().splitlines()]
    acknowledged = {(int(line[0]), int(line[1])) for line in lines if len(line) == 2 and line[0].isdigit()}
    assert acknowledged
    assert acknowledged <= found["pairs"], "no acknowledged support is lost"
    check_counts(found)
    assert found["crossings"] == []
    assert {case for case, _ in found["marks"]} == {case for case, value in found["tallies"].items() if value >= 50}
    assert ask(city.url, crowd.differences, LATER) == []


def test_누가_오래_쓰고_있어도_기다렸다가_된다(city):
    it = city(1, 3)
    gate, go = barrier(2), barrier(1)
    slow = start(city.url, crowd.holding, gate, 1.2)
    gate.wait()
    began = time.monotonic()
    quick = start(city.url, crowd.casting, go, it["proposals"], it["people"], LATER, 1)
    assert len(quick.result()) == 3
    assert time.monotonic() - began < 10
    slow.result()
