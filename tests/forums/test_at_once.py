"""한꺼번에: 여럿이 함께, 한 사람이 여러 창에서 내도 사람은 한 번씩 세고, 한 사람의 입장은 하나고, 기준은 한 번 넘는다."""

from tests.forums import at_once
from tests.processes import ask, barrier, start


def test_모두가_함께_입장을_내고_바꾸어도_수는_줄과_같고_기준은_한_번_넘는다(madang):
    it = ask(madang.url, at_once.prepare, 80)
    gate = barrier(4)
    people = it["people"]
    shares = [people[:50], people[30:], people[10:60], [people[0]] * 3 + people[:1]]  # 같은 사람이 여러 곳에서
    running = [start(madang.url, at_once.speaking, gate, share, n, it["at"]) for n, share in enumerate(shares)]
    for each in running:
        assert each.result(120) > 0
    found = ask(madang.url, at_once.state, "night")
    assert found["value"] == found["participants"] == found["positions"] == found["holders"] == 80
    assert found["versions"] == 80
    assert found["marks"] == [{"participants": at_once.TIER}]
    assert found["waiting"] == 0
    assert found["supports_agree"]
    assert found["differences"] == []


def test_모두가_함께_표시해도_표와_셈이_같고_기준은_한_번_넘는다(madang):
    it = ask(madang.url, at_once.prepare, 70)
    ask(madang.url, at_once.stating, 2, it["at"])
    gate = barrier(3)
    people = it["people"]
    shares = [people[:40], people[30:], people[20:50]]
    running = [start(madang.url, at_once.voting, gate, share, n, it["at"]) for n, share in enumerate(shares)]
    assert sum(each.result(120) for each in running) >= 140
    found = ask(madang.url, at_once.state, "yard")
    assert found["votes_agree"]
    assert found["value"] == found["participants"] == 70
    assert found["marks"] == [{"participants": at_once.TIER}]
    assert found["waiting"] == 0
    assert found["differences"] == []
