"""데이터베이스가 잠기거나 사라져도 마당은 친절하고, 돌아오면 다시 돈다."""

import sqlite3
import urllib.parse
import urllib.request
from contextlib import closing

import pytest

from tests import postgres
from tests.ops.conftest import free_port, get, wait
from tests.ops.relay import Relay

pytestmark = pytest.mark.slow


def sign_in(port):
    """Pressing the button of the sign-in page: something that writes. Its status and page."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(f"http://127.0.0.1:{port}/accounts/sign-in/", timeout=30).read().decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "login": "a@b.kr", "password": "아무거나 적어요"})
    try:
        with opener.open(f"http://127.0.0.1:{port}/accounts/sign-in/", data.encode(), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_SQLite가_잠겨_있어도_읽을_수_있고_풀리면_다시_쓴다(program, tmp_path):
    file = tmp_path / "locked.sqlite3"
    port = free_port()
    opened = program("up", DATABASE_URL=f"sqlite:///{file}", PORT=str(port), MADANG_DEMO="0", SQLITE_BUSY_SECONDS="1")
    opened.until("마당이 열렸어요")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert get(port, "/accounts/sign-in/")[0] == 200
        status, page = sign_in(port)
        assert status == 503
        assert "잠시 뒤에 다시 와 주세요" in page
        other.execute("ROLLBACK")
    status, page = sign_in(port)
    assert status == 200
    assert "이메일이나 비밀번호가 맞지 않아요" in page
    assert opened.stop() == 0


def test_PostgreSQL이_사라지면_기다리고_돌아오면_다시_돈다(program):
    with postgres.server() as server:
        wire = Relay(server.port)
        url = server.new_database().replace(f":{server.port}/", f":{wire.port}/")
        port = free_port()
        opened = program("up", DATABASE_URL=url, PORT=str(port), MADANG_DEMO="0", WEB_WORKERS="1")
        opened.until("마당이 열렸어요")
        opened.until("일꾼이 일을 시작해요")
        assert sign_in(port)[0] == 200

        wire.cut()
        assert get(port, "/healthz")[0] == 200
        status, reason = get(port, "/readyz")
        assert status == 503
        assert "the database does not answer" in reason
        status, page = sign_in(port)
        assert status == 503
        assert "잠시 뒤에 다시 와 주세요" in page
        opened.until("데이터베이스가 답하지 않아 기다려요")

        wire.mend()
        wait(lambda: get(port, "/readyz")[0] == 200)
        assert sign_in(port)[0] == 200
        opened.until("데이터베이스가 다시 답해요")
        assert opened.said.count("데이터베이스가 답하지 않아 기다려요") == 1
        assert opened.stop() == 0
        wire.cut()
