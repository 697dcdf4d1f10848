"""두 일꾼이 한꺼번에 보아도 할 일은 한 번 생긴다. Real processes."""

from tests.plans.at_once import PROPOSALS, found, look, prepare
from tests.processes import ask, barrier, start


def test_네_일꾼이_한꺼번에_보아도_할_일은_한_번_생기고_한_번_마친다(database):
    ask(database, prepare)
    gate = barrier(4)
    workers = [start(database, look, gate) for _ in range(4)]
    assert all(each.result() for each in workers)
    assert ask(database, found) == (PROPOSALS,) * 4
