"""마당 열기: make run이 하는 일."""

import os
import signal
import socket

import pytest

from tests.ops.conftest import free_port, get, wait


@pytest.fixture
def 마당(program, database):
    port = free_port()
    opened = program("up", DATABASE_URL=database, PORT=str(port), MADANG_DEMO="0")
    opened.port = port
    opened.until("마당이 열렸어요")
    return opened


def test_포트를_남이_쓰고_있으면_다른_포트를_권하고_아무것도_하지_않는다(program, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = program("up", PORT=str(port), DATABASE_URL=f"sqlite:///{tmp_path}/never.sqlite3")
        assert refused.ends() == 1
    assert f"포트 {port}을(를) 다른 프로그램이 쓰고 있어요" in refused.said
    assert f"PORT={port + 1} make run" in refused.said
    assert not (tmp_path / "never.sqlite3").exists()


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "８０８０", "80 80"])
def test_포트가_수가_아니면_어떻게_적는지_말한다(program, port):
    refused = program("up", PORT=port)
    assert refused.ends() == 1
    assert "PORT는 1부터 65535까지의 수로" in refused.said
    assert "Traceback" not in refused.said


@pytest.mark.slow
def test_열고_보여_주고_멈추라면_남김없이_멈춘다(마당):
    assert get(마당.port, "/readyz") == (200, '{"ready": true}')
    status, page = get(마당.port, "/accounts/sign-in/")
    assert status == 200
    style = next(part for part in page.split('"') if "/static/ui/tokens." in part)
    assert style != "/static/ui/tokens.css", "모양 파일은 해시가 붙은 이름으로 나간다"
    assert get(마당.port, style)[0] == 200
    마당.until("일꾼이 일을 시작해요")

    children = 마당.children()
    assert len(children) == 2
    assert 마당.stop() == 0
    assert "마당을 닫았어요" in 마당.said
    assert get(마당.port, "/healthz")[0] == 0
    for pid in children.values():
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.slow
def test_웹_서버도_일꾼도_죽으면_다시_살아난다(마당):
    마당.until("일꾼이 일을 시작해요")
    for name, command in (("웹 서버", "gunicorn"), ("일꾼", "work")):
        pid = next(pid for line, pid in 마당.children().items() if command in line)
        os.kill(pid, signal.SIGKILL)
        마당.until(f"{name}: 멈췄어요")
    마당.until("일꾼이 일을 시작해요", times=2)
    wait(lambda: get(마당.port, "/readyz")[0] == 200)
    assert 마당.stop() == 0


@pytest.mark.slow
def test_마당_자신이_죽어도_아이들이_포트를_붙들고_있지_않는다(마당):
    마당.process.kill()
    마당.process.wait()
    wait(lambda: get(마당.port, "/healthz")[0] == 0)
