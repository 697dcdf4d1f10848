"""A clock that a test moves: its server, and whatever else happens in its house, live at that time.

clock = Clock(folder / "clock")
clock.stands_at("2024-03-04 10:00")           # in Seoul; from then on it goes as fast as any clock
clock.goes_on(days=31)

``gunicorn tests.browser.timed:application`` with ``TEST_CLOCK`` naming the file serves Madang at that time.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


@dataclass(frozen=True)
class Clock:
    """What time it is in the test stands in a file, so that every process reads the same."""

    file: Path

    def stands_at(self, moment: str | datetime) -> None:
        """It is ``moment`` now (text: in Seoul)."""
        found = datetime.fromisoformat(moment).replace(tzinfo=SEOUL) if isinstance(moment, str) else moment
        written = self.file.with_suffix(".new")
        written.write_text(json.dumps({"moment": found.isoformat(), "real": time.time()}))
        written.replace(self.file)

    def goes_on(self, **length: float) -> None:
        """``length`` later: days, hours, minutes."""
        self.stands_at(self.now() + timedelta(**length))

    def now(self) -> datetime:
        told = json.loads(self.file.read_text())
        return datetime.fromisoformat(told["moment"]) + timedelta(seconds=time.time() - told["real"])


def living(clock: Clock, do: Callable[..., Any], *args: Any) -> Any:
    """``do(*args)`` at the time of that clock."""
    from madang.base.clock import standing_at

    with standing_at(clock.now()):
        return do(*args)


def worker() -> None:
    """What ``madang work`` does until nothing is due any more."""
    import threading

    from madang.ops.work import Loop

    loop = Loop(say=lambda text: None, stop=threading.Event())
    for _ in range(50):
        if loop.round() > 0:
            break


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
    """Madang, at the time of the clock; an answer that is streamed is made at that time too."""
    from madang.base.clock import standing_at
    from madang.wsgi import application as madang

    with standing_at(Clock(Path(os.environ["TEST_CLOCK"])).now()):
        answer: Iterable[bytes] = madang(environ, start_response)
        try:
            yield from answer
        finally:
            getattr(answer, "close", lambda: None)()
