"""한꺼번에: 무효로 하는 동안 공감이 들어오고, 일꾼이 죽고, 여럿이 함께 해도 수는 줄과 같다."""

import time

import pytest

from tests import make
from tests.flows import crowd
from tests.integrity import at_once
from tests.processes import ask, barrier, start

AT = make.AT


@pytest.fixture
def 도시(madang):
    madang("procedures", "install", "seoul-2019")
    return madang


def agrees(found):
    assert found["value"] == found["rows"]
    assert found["out"] == found["count"] == found["told"]
    assert found["differences"] == []


def test_무효로_하는_동안_들어온_공감도_하나도_잃지_않는다(도시):
    it = ask(도시.url, at_once.suspicious, 30, 200)
    ask(도시.url, at_once.begin, it["held"], it["at"])
    gate = barrier(4)
    running = [
        start(도시.url, at_once.going_on, gate, 7, it["at"]),
        start(도시.url, at_once.going_on, gate, 11, it["at"]),
        start(도시.url, crowd.casting, gate, [it["proposal"]], it["people"][:60], it["at"], 1),
        start(도시.url, crowd.casting, gate, [it["proposal"]], it["people"][30:], it["at"], 2),
    ]
    for each in running:
        each.result()
    found = ask(도시.url, at_once.state)
    agrees(found)
    assert (found["state"], found["out"], found["value"]) == ("applied", 200, 150)


@pytest.mark.parametrize("back", [False, True], ids=["무효로 하다가", "되돌리다가"])
def test_죽어도_반만_된_것이_없고_이어서_마친다(도시, back):
    it = ask(도시.url, at_once.suspicious, 30, 400)
    ask(도시.url, at_once.begin, it["held"], it["at"])
    if back:
        ask(도시.url, at_once.going_on, None, 100, it["at"])
        ask(도시.url, at_once.begin, it["held"], it["at"], True)
    killed = 0
    for pause in (
        0.1,
        0.2,
        0.35,
        0.5,
        0.65,
        0.8,
    ):  # before it begins, in the midst of it, near its end: as the machine is
        child = start(도시.url, at_once.going_on, None, 3, it["at"])
        time.sleep(pause)
        killed += child.process.is_alive()
        child.kill()
        agrees(ask(도시.url, at_once.state))
    assert killed, "at least one died at its work"
    ask(도시.url, at_once.going_on, None, 50, it["at"])
    found = ask(도시.url, at_once.state)
    agrees(found)
    assert (found["state"], found["value"]) == (("reversed", 430) if back else ("applied", 30))


def test_일꾼이_남은_일을_마저_한다(도시):
    it = ask(도시.url, at_once.suspicious, 5, 40)
    ask(도시.url, at_once.begin, it["held"], it["at"])
    worker = 도시.begin("work")
    for _ in range(60):
        if ask(도시.url, at_once.state)["state"] == "applied":
            break
        time.sleep(0.3)
    worker.kill()
    found = ask(도시.url, at_once.state)
    assert (found["state"], found["value"]) == ("applied", 5)


def test_내보내고_들이면_같은_수다(도시, databases, tmp_path):
    it = ask(도시.url, at_once.suspicious, 45, 30, True)
    ask(도시.url, at_once.begin, it["held"], it["at"])
    ask(도시.url, at_once.going_on, None, 12, it["at"])
    file = tmp_path / "whole.jsonl"
    도시("export", file)
    assert file.read_text().count('"support.invalidate"') == 3
    other = databases.new()
    from tests.processes import Madang

    folder = tmp_path / "other"
    folder.mkdir()
    again = Madang(other, folder)
    try:
        again("replay", file)
        assert again("cases", "--json").out == 도시("cases", "--json").out
        found = ask(other, at_once.state)
        agrees(found)
        assert (found["out"], found["value"]) == (30, 45)
        ask(도시.url, at_once.begin, it["held"], it["at"] + make.days(1), True)
        ask(도시.url, at_once.going_on, None, 12, it["at"] + make.days(1))
        도시("export", tmp_path / "back.jsonl")
        again("replay", tmp_path / "back.jsonl")
        assert again("cases", "--json").out == 도시("cases", "--json").out
        found = ask(other, at_once.state)
        agrees(found)
        assert (found["out"], found["value"], found["state"]) == (0, 75, "reversed")
    finally:
        databases.drop(other)
