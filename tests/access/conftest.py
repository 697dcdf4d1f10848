"""One server on one filled town for all tests of access, and one Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import processes
from tests.access import town


@dataclass(frozen=True)
class House:
    """The server's address, and a session for each of the people."""

    address: str
    sessions: dict[str, str]


@pytest.fixture(scope="module")
def house(databases: processes.Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    from django.conf import settings

    database = databases.new()
    folder = tmp_path_factory.mktemp("house")
    sessions = processes.start(database, town.fill).result(180)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {
        **os.environ,
        "DATABASE_URL": database,
        "PORT": str(port),
        "MADANG_VAR": str(folder),
        "SECRET_KEY": settings.SECRET_KEY,  # the sessions were made with it
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "madang.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
    ]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*command, "--threads", "8"], env=given, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=1)
                break
            except OSError:
                assert server.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.1)
        yield House(f"http://localhost:{port}", sessions)
    finally:
        server.terminate()
        server.wait(20)
        databases.drop(database)


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        launched = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()
