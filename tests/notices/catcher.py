"""A real mail server in a process of its own, which writes down what it took: one JSON line a letter."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

SERVE = """
import asyncio, json, sys
from aiosmtpd.controller import Controller
port, file, slow = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
class Take:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone"):
            return "550 5.1.1 no such user here"
        if address.startswith("later"):
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"
    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(slow)
        with open(file, "a", encoding="utf-8") as out:
            out.write(json.dumps([envelope.rcpt_tos, envelope.content.decode("utf-8", "surrogateescape"), id(session)]) + "\\n")
        return "250 taken"
controller = Controller(Take(), hostname="127.0.0.1", port=port)
controller.start()
print("ready", flush=True)
sys.stdin.read()
controller.stop()
"""


class Catcher:
    """``start`` and ``stop`` at will: the port stays."""

    def __init__(self, folder: Path, slow: float = 0.0) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.file, self.slow = folder / "taken.jsonl", slow
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> Catcher:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(self.port), str(self.file), str(self.slow)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"
        return self

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    @property
    def taken(self) -> list[tuple[str, Any]]:
        """(reader, letter) in the order in which they came."""
        if not self.file.exists():
            return []
        lines = [json.loads(line) for line in self.file.read_text("utf-8").splitlines()]
        return [
            (to[0], message_from_bytes(raw.encode("utf-8", "surrogateescape"), policy=policy.default))
            for to, raw, _ in lines
        ]

    @property
    def sessions(self) -> int:
        """How many connections the letters came over."""
        return len({json.loads(line)[2] for line in self.file.read_text("utf-8").splitlines()})

    def wait_for(self, number: int, within: float = 40) -> None:
        until = time.monotonic() + within
        while len(self.taken) < number:
            assert time.monotonic() < until, f"{len(self.taken)} of {number} letters came"
            time.sleep(0.02)
