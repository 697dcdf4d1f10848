"""Running the house: a web server and a worker as child processes, restarted when they die, stopped when we are told to."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from madang.settings import env

FIRST_BACKOFF = 1.0
LONGEST_BACKOFF = 30.0
STEADY_AFTER = 60.0  # seconds of life after which earlier deaths are forgotten
PATIENCE = 25.0  # seconds that a child gets to finish what it is doing
GLANCE = 0.2


@dataclass
class Child:
    """One program that is to be kept alive."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    start_at: float = field(default=0.0)


class House:
    """Keeps its children alive until ``stop`` is set. ``say`` gets a line for everything worth knowing."""

    def __init__(self, children: list[Child], *, say: Callable[[str], None], stop: threading.Event) -> None:
        self.children = children
        self.say = say
        self.stop = stop

    def run(self) -> None:
        """Until told to stop; then every child is asked to finish, and made to if it will not."""
        try:
            while not self.stop.is_set():
                for child in self.children:
                    self._look_after(child)
                self.stop.wait(GLANCE)
        finally:
            self._close()

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_at:
                child.process, child.started = spawn(child.command), now
            return
        code = child.process.poll()
        if code is None:
            return
        child.deaths = 1 if now - child.started > STEADY_AFTER else child.deaths + 1
        pause = min(FIRST_BACKOFF * 2 ** (child.deaths - 1), LONGEST_BACKOFF)
        child.process, child.start_at = None, now + pause
        facts = {"name": child.name, "code": code, "seconds": f"{pause:.0f}"}
        self.say(_("%(name)s: 멈췄어요 (%(code)s). %(seconds)s초 뒤에 다시 시작해요.") % facts)

    def _close(self) -> None:
        running = [
            child.process for child in self.children if child.process is not None and child.process.poll() is None
        ]
        for process in running:
            process.terminate()
        until = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def spawn(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own (Ctrl-C is for us alone), which ends should we be killed outright."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with_parent)


def _end_with_parent() -> None:
    """Ask the kernel (Linux; elsewhere nothing happens) to end the child when its parent is gone."""
    try:
        PR_SET_PDEATHSIG = 1
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):
        pass


def web_server(host: str, port: int) -> Child:
    """gunicorn with threads. SQLite writes one at a time, so that one process serves it best; PostgreSQL gets two."""
    lone = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    workers = env.int("WEB_WORKERS", default=1 if lone else 2)
    threads = env.int("WEB_THREADS", default=16 if lone else 8)
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads), "--timeout", "60"]
    options += ["--graceful-timeout", "20", "--keep-alive", "5", "--log-level", "warning", "--no-control-socket"]
    if os.path.isdir("/dev/shm"):
        options += ["--worker-tmp-dir", "/dev/shm"]
    return Child(_("웹 서버"), [sys.executable, "-m", "gunicorn", "madang.wsgi", "--bind", address, *options])


def worker() -> Child:
    """``madang work``."""
    return Child(_("일꾼"), [sys.executable, "-c", "from madang.ops.cli import main; main()", "work"])


def why_not_free(host: str, port: int) -> str:
    """Why nothing can listen there now; empty when it can."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(found[0], found[1]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[4])
    except OSError as error:
        facts: dict[str, Any] = {
            "host": host,
            "port": port,
            "next": port + 1 if port < 65535 else 8000,
            "detail": error,
        }
        if error.errno == errno.EADDRINUSE:
            return (
                _("포트 %(port)s을(를) 다른 프로그램이 쓰고 있어요. 다른 포트로 열어 보세요: PORT=%(next)s make run")
                % facts
            )
        if error.errno == errno.EACCES:
            return (
                _("포트 %(port)s은(는) 관리자만 쓸 수 있어요. 1024보다 큰 포트로 열어 보세요: PORT=8001 make run")
                % facts
            )
        return _("%(host)s의 포트 %(port)s을(를) 열 수 없어요: %(detail)s") % facts
    return ""


def answers(host: str, port: int) -> bool:
    """Whether somebody accepts connections there."""
    try:
        with socket.create_connection(("127.0.0.1" if host in ("0.0.0.0", "") else host, port), timeout=0.2):
            return True
    except OSError:
        return False
