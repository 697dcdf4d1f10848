"""A forum of 50,000 opinions: how long its report, its pages and its paper take, and how much memory.

Each part is measured in the same process, peak memory (``ru_maxrss``) as it stands after it.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import Any

OPINIONS = 50_000


def run(number: int = OPINIONS) -> None:
    """Make the forum, then measure."""
    from django.test import Client

    from madang.actions import figures, figures_due, figures_said, papers, reports
    from madang.base import clock
    from madang.forums.models import Forum
    from madang.results import drawing
    from madang.results.models import DiscussionReport
    from tests import make
    from tests.make import AT, days
    from tests.results import town

    forum = town.pro_con(number=20)
    measured(f"{number:,} opinions made", lambda: town.many(forum, number))
    at = AT + days(45)
    make.tick(at)
    forum = Forum.objects.with_case().select_related("case__rules__procedure").get(pk=forum.pk)
    until = figures.ended_at(forum, at) or at
    measured("  positions", lambda: figures.positions(forum, until))
    measured("  participation", lambda: figures.participation(forum, until))
    measured("  themes", lambda: figures_said.themes_of(forum))
    counted = measured("all figures", lambda: figures.counted(forum, at=at))
    measured("pictures", lambda: drawing.pictures(counted))
    measured("report built", lambda: figures_due.build_report(forum, at=at))
    reports.publish_report(forum=forum, at=at, actor=None)
    report = DiscussionReport.objects.select_related("published").get(forum=forum)
    version = report.published
    assert version is not None
    measured("paper", lambda: papers.make(forum, report, version, language="ko", at=at))
    browser = Client(HTTP_HOST="localhost")
    with clock.standing_at(at):
        paths = ("report", "report/opinions", "report/opinions?from=49950", "figures", "report/opinions.csv")
        for path in paths:
            measured(f"/forums/street/{path}", lambda path=path: _read(browser, f"/forums/street/{path}"))


def _read(browser: Any, path: str) -> int:
    response = browser.get(path, secure=False)
    assert response.status_code == 200, (path, response.status_code)
    return sum(map(len, response.streaming_content)) if response.streaming else len(response.content)


def measured(name: str, act: Callable[[], Any]) -> Any:
    """Do it; say how long it took and how much memory the process has needed at most so far."""
    began, spent = time.perf_counter(), time.process_time()
    result = act()
    took, cpu = time.perf_counter() - began, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:42} {took:8.2f} s  (cpu {cpu:6.2f} s)  peak {peak:5,} MB", flush=True)
    return result
