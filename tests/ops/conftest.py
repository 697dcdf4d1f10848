"""Real programs for the tests of running the house."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MADANG = [sys.executable, str(ROOT / "manage.py")]


class Program:
    """``madang ARGS…`` as a process of its own, with what it said so far."""

    def __init__(self, folder, *arguments, **environment):
        self.log = folder / f"{arguments[0]}-{time.monotonic_ns()}.log"
        kept = {k: v for k, v in os.environ.items() if k not in ("PORT", "HOST", "SITE_URL", "LANG", "LC_ALL")}
        self.process = subprocess.Popen(
            [*MADANG, *arguments],
            env={**kept, "MADANG_VAR": str(folder), "PYTHONUNBUFFERED": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def said(self):
        return self.log.read_text("utf-8")

    def until(self, sentence, within=40, times=1):
        """Wait until it has said so."""
        wait(lambda: self.said.count(sentence) >= times, within, lambda: f"never said {sentence!r}:\n{self.said}")

    def ends(self, within=40):
        return self.process.wait(within)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.ends()

    def children(self):
        """The processes it started, by what they run."""
        found = {}
        for path in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if int((path / "stat").read_text().rsplit(")", 1)[1].split()[1]) == self.process.pid:
                    found[(path / "cmdline").read_text().replace("\0", " ")] = int(path.name)
        return found


def wait(true, within=40, say=lambda: "it never came true"):
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until, say()
        time.sleep(0.05)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path):
    """Status and text of a page; status 0 when nobody answers."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Language": "ko"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()
    except OSError:
        return 0, ""


@pytest.fixture
def program(tmp_path):
    """Starts programs; whatever still runs at the end of the test is killed."""
    started = []

    def start(*arguments, **environment):
        one = Program(tmp_path, *arguments, **environment)
        started.append(one)
        return one

    yield start
    for one in started:
        if one.process.poll() is None:
            for pid in one.children().values():
                with suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            one.process.kill()
            one.process.wait()
