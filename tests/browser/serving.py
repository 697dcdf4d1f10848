"""gunicorn as ``madang up`` starts it, and the Chromium of this machine, for as long as a test needs them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

WITHIN = 60.0


@contextmanager
def serving(
    database: str, folder: Path, application: str = "madang.wsgi", **environment: str
) -> Iterator[str]:  # fmt: skip
    """Serve what is in ``database``; the address. In the end no request may have failed (500).

    ``application``: what gunicorn is to serve (``timed`` lives at another time).
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {
        **os.environ,
        "DATABASE_URL": database,
        "PORT": str(port),
        "MADANG_VAR": str(folder / "var"),
        **environment,
    }
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    log = folder / "gunicorn.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [*command, "--worker-class", "gthread", "--threads", "8"], env=given, stdout=out, stderr=out
        )
    try:
        until = time.monotonic() + WITHIN
        while True:
            try:
                urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=1)
                break
            except OSError:
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(20)
        said = log.read_text()  # (a 403 is logged with a traceback too: nothing is wrong with that)
        assert "Internal Server Error" not in said, said
        assert "Error handling request" not in said, said


@contextmanager
def launched() -> Iterator[Browser]:
    """The system's Chromium, or the one that Playwright installed."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
