"""한꺼번에: 여러 프로세스에서 서른 명이 열 자리에 동시에 신청한다."""

from tests import make
from tests.processes import ask, barrier, start
from tests.sessions import at_once

AT = make.AT


def test_서른_명이_열_자리에_한꺼번에_신청하면_열_명이_앉고_스무_명이_차례로_기다린다(database):
    names = ask(database, at_once.prepare, 30, 10, AT)
    gate = barrier(6)
    running = [start(database, at_once.signing_up, gate, names[n::6], AT) for n in range(6)]
    told = [each for one in running for each in one.result()]
    rows = ask(database, at_once.seats)
    assert [state for _, state in rows] == ["seated"] * 10 + ["waiting"] * 20
    assert sorted(name for name, _ in rows) == sorted(names)
    assert sorted(turn for _, state, turn in told if state == "waiting") == list(range(1, 21))
    in_turn = [name for name, state, _ in sorted(told, key=lambda each: each[2]) if state == "waiting"]
    assert in_turn == [name for name, state in rows if state == "waiting"]


def test_앉은_사람이_한꺼번에_빠져도_자리는_넘치지도_남지도_않는다(database):
    names = ask(database, at_once.prepare, 30, 10, AT)
    ask_gate = barrier(1)
    start(database, at_once.signing_up, ask_gate, names[:20], AT).result()
    gate = barrier(4)
    running = [
        start(database, at_once.leaving, gate, names[:5], AT + make.days(1)),
        start(database, at_once.leaving, gate, names[3:8], AT + make.days(1)),
        start(database, at_once.signing_up, gate, names[20:25], AT + make.days(1)),
        start(database, at_once.signing_up, gate, names[25:], AT + make.days(1)),
    ]
    for each in running:
        each.result()
    rows = ask(database, at_once.seats)
    assert [name for name, state in rows if state == "seated"] == names[8:18]
    assert sum(state == "waiting" for _, state in rows) == 12
