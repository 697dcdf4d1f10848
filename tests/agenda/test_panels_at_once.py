"""한꺼번에: 여러 사람이 동시에 추첨을 눌러도 한 번만 뽑힌다."""

import pytest

from tests import make
from tests.agenda import at_once
from tests.processes import ask, barrier, start

AT = make.AT


@pytest.mark.parametrize(
    ("act", "declined", "refused", "states"),
    [
        ("draw_panel", 0, "already-drawn", {"pool": 32, "drawn": 8}),
        ("replace_seat", 3, "no-vacant-seat", {"pool": 29, "drawn": 8, "replaced": 3}),
    ],
)
def test_동시에_눌러도_한_번만_뽑힌다(database, act, declined, refused, states):
    ask(database, at_once.prepare, AT, declined)
    gate = barrier(3)
    running = [start(database, at_once.press, gate, act, f"씨앗 {n}", AT) for n in range(3)]
    assert sorted(one.result() for one in running) == sorted(["done", refused, refused])
    assert ask(database, at_once.seats) == states
