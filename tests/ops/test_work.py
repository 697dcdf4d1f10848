"""일꾼: 때가 된 일을 하고, 데이터베이스를 기다리고, 멈추라면 바로 멈춘다."""

import signal
import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError

from madang.base import clock
from madang.notices.models import Notice
from madang.ops import work
from madang.ops.models import Worker
from tests import make


@pytest.fixture
def said():
    return []


@pytest.fixture
def loop(said):
    return work.Loop(say=said.append, stop=threading.Event())


def test_아무도_보지_않은_동안_때가_된_일을_한꺼번에_따라잡는다(db, loop, said):
    자전거 = make.proposal("자전거 도로를 이어 주세요")
    with clock.standing_at(make.AT + make.days(40)):
        loop.round()
        assert make.case(자전거).closed_at is not None
        assert said == ["건 1개를 움직였어요"]
        loop.round()
    assert said == ["건 1개를 움직였어요"], "할 일이 없으면 말도 없다"


def test_밀린_알림을_보내고_몇_통인지_말한다(db, loop, said, mailoutbox, monkeypatch):
    하나 = make.person("하나", email="hana@gaon.example")
    for number in range(3):
        Notice.objects.create(kind="hello", unique=f"{number}", person=하나, send_after=make.AT)
    monkeypatch.setattr("madang.actions.wording.render_to_string", lambda *_: "안녕하세요\n반가워요")
    with clock.standing_at(make.AT):
        loop.round()
    assert said == ["알림 3통을 보냈어요"]
    assert len(mailoutbox) == 3


@pytest.mark.parametrize(
    ("due_in", "pause"),
    [(None, 5.0), (3600, 5.0), (2, 2.0), (0.01, 0.2), (0, 1.0), (-60, 1.0)],
)
def test_다음_일까지_자되_5초를_넘기지_않고_바쁘게_돌지도_않는다(due_in, pause):
    due = None if due_in is None else make.AT + timedelta(seconds=due_in)
    assert work.pause_until(due, make.AT) == pytest.approx(pause)


def test_다음_때는_건과_알림_가운데_이른_쪽이다(db):
    assert work.next_due() is None
    자전거 = make.proposal("자전거 도로를 이어 주세요")
    assert work.next_due() == make.case(자전거).wake_at
    Notice.objects.create(kind="hello", unique="1", send_after=make.AT)
    assert work.next_due() == make.AT


def test_데이터베이스가_사라지면_한_번만_말하고_돌아오면_이어서_한다(db, loop, said, monkeypatch):
    answers = iter([OperationalError("no server"), OperationalError("no server"), None])

    def tick(at):
        answer = next(answers)
        if answer:
            raise answer
        loop.stop.set()
        return work.clockwork.Ticked(0, [])

    monkeypatch.setattr(work.clockwork, "tick", tick)
    monkeypatch.setattr(work, "AFTER_FAILURE", 0.01)
    monkeypatch.setattr(work.connection, "close", lambda: None)
    loop.run()
    assert said == ["데이터베이스가 답하지 않아 기다려요: no server", "데이터베이스가 다시 답해요"]


def test_기다림은_두_배씩_늘지만_30초를_넘지_않는다(loop, monkeypatch):
    monkeypatch.setattr(work.connection, "close", lambda: None)
    pauses = [loop._outage(OperationalError("no server")) for _ in range(8)]
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


def test_움직이지_못하는_건은_같은_말을_되풀이하지_않는다(db, loop, said, monkeypatch):
    monkeypatch.setattr(work.clockwork, "tick", lambda at: work.clockwork.Ticked(0, ["a"]))
    loop.round()
    loop.round()
    assert said == ["움직이지 못한 건이 있어요: a"]


def test_살아_있다는_줄을_남기고_마치면_거둔다(db, loop):
    loop.round()
    assert Worker.objects.get().name == loop.name
    loop.stop.set()
    loop.run()
    assert not Worker.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_멈추라면_자던_일꾼도_바로_멈춘다(program, database, how):
    일꾼 = program("work", DATABASE_URL=database)
    일꾼.until("일꾼이 일을 시작해요")
    time.sleep(0.5)
    before = time.monotonic()
    일꾼.process.send_signal(how)
    assert 일꾼.ends() == 0
    assert time.monotonic() - before < 3
    assert "일꾼이 일을 마쳐요" in 일꾼.said


@pytest.mark.slow
def test_아직_채비하지_않은_데이터베이스는_채비될_때까지_기다린다(program, tmp_path):
    url = f"sqlite:///{tmp_path}/empty.sqlite3"
    일꾼 = program("work", DATABASE_URL=url)
    일꾼.until("데이터베이스가 답하지 않아 기다려요")
    assert program("migrate", "-v0", DATABASE_URL=url).ends() == 0
    일꾼.until("데이터베이스가 다시 답해요")
    assert 일꾼.stop() == 0


@pytest.mark.slow
def test_일꾼_둘이_함께_일해도_탈이_없다(program, database):
    둘 = [program("work", DATABASE_URL=database) for _ in range(2)]
    for 일꾼 in 둘:
        일꾼.until("일꾼이 일을 시작해요")
    time.sleep(1)
    assert [일꾼.stop() for 일꾼 in 둘] == [0, 0]
    assert not any("Traceback" in 일꾼.said for 일꾼 in 둘)
