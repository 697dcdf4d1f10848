"""The worker's loop: whatever is due is found by query, so that a worker may stop, start or be many at any time."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.utils.translation import gettext as _

from madang.actions import (
    audiences,
    clockwork,
    figures_due,
    invalidations,
    notices,
    operations,
    papers,
    reminders,
    retention,
    screening,
    todos_due,
)
from madang.audit import chain
from madang.base import clock

from .models import Worker

# Away, locked, or not migrated yet: all of it passes, and none of it is ours to mend.
TROUBLE = (OperationalError, InterfaceError, ProgrammingError)

LONGEST_SLEEP = 5.0  # seconds: how late a worker may notice what somebody else wrote
SHORTEST_SLEEP = 0.2
AFTER_FAILURE = 1.0  # and doubling, up to
LONGEST_BACKOFF = 30.0
HEARTBEAT = timedelta(seconds=30)
FORGOTTEN = timedelta(days=1)
LETTERS_A_ROUND = 100  # over one connection to the mail server
LONGEST_ROUND = 10.0  # seconds
TIDY = timedelta(hours=1)  # how often what has been kept long enough is looked for
SEALED_A_ROUND = 5000  # entries: about half a second, so that nothing due waits for it
WHOLE_TRAIL = timedelta(hours=1)  # how often the entire audit trail is searched for what was committed very late


class Loop:
    """One worker. ``say`` gets one line per act; setting ``stop`` ends the loop within a moment."""

    def __init__(self, *, say: Callable[[str], None], stop: threading.Event) -> None:
        self.say = say
        self.stop = stop
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.started_at = clock.now()
        self.seen_at: datetime | None = None
        self.failures = 0
        self.stuck: list[str] = []
        self.tidied_at: datetime | None = None
        self.searched_at: datetime | None = None

    def run(self) -> None:
        """Until told to stop. An outage of the database is said once and waited out."""
        while not self.stop.is_set():
            try:
                pause = self.round()
            except TROUBLE as error:
                pause = self._outage(error)
            else:
                self._over()
            self.stop.wait(pause)
        self._farewell()

    def round(self) -> float:
        """Do what is due; the seconds until something may be due again."""
        self._heartbeat(clock.now())
        ticked = clockwork.tick(at=clock.now())
        if ticked.advanced:
            self.say(_("건 %(count)s개를 움직였어요") % {"count": ticked.advanced})
        if ticked.failed and ticked.failed != self.stuck:
            self.say(_("움직이지 못한 건이 있어요: %(keys)s") % {"keys": ", ".join(ticked.failed)})
        self.stuck = ticked.failed
        if not self.stop.is_set():
            todos_due.work(at=clock.now())
        unfinished = False if self.stop.is_set() else invalidations.work(at=clock.now())
        sent = self._tell()
        if sent:
            self.say(_("알림 %(count)s통을 보냈어요") % {"count": sent})
        unsealed = False if self.stop.is_set() else self._seal(clock.now())
        crowded = False if self.stop.is_set() else self._keep_no_longer(clock.now())
        uncounted = False if self.stop.is_set() else figures_due.work(at=clock.now()) or papers.work(at=clock.now())
        if sent == LETTERS_A_ROUND or unsealed or crowded or unfinished or uncounted:
            return 0.0
        return pause_until(next_due(), clock.now())

    def _seal(self, at: datetime) -> bool:
        """Seal new audit entries; whether there may be more of them. See ``audit.chain``."""
        whole = self.searched_at is None or at - self.searched_at >= WHOLE_TRAIL
        more = chain.seal(at=at, limit=SEALED_A_ROUND, whole=whole) == SEALED_A_ROUND
        if whole and not more:
            self.searched_at = at
        return more

    def _keep_no_longer(self, at: datetime) -> bool:
        """Once an hour: erase what has been kept long enough; whether there is more of it than one round takes."""
        if self.tidied_at is not None and at - self.tidied_at < TIDY:
            return False
        done = retention.run(at=at)
        screening.forget_prints(at=at)
        operations.draft_due(at=at)
        warned, erased = sum(one.warned for one in done), sum(one.erased for one in done)
        if warned or erased:
            facts = {"warned": warned, "erased": erased}
            self.say(_("보관 기간: 곧 지울 것 %(warned)s건을 알리고 %(erased)s건을 지웠어요") % facts)
        crowded = any(max(one.warned, one.erased) >= retention.BATCH for one in done)
        if not crowded:
            self.tidied_at = at
        return crowded

    def _tell(self) -> int:
        """Everyone who is to be told something: how many letters went out. Ends soon, so that the clock is not kept waiting."""
        until = time.monotonic() + LONGEST_ROUND

        def enough() -> bool:
            return self.stop.is_set() or time.monotonic() > until

        if enough():
            return 0
        reminders.remind(at=clock.now())
        audiences.expand(at=clock.now(), enough=enough)
        return notices.send_due(at=clock.now(), limit=LETTERS_A_ROUND, enough=enough)

    def _heartbeat(self, at: datetime) -> None:
        if self.seen_at is not None and at - self.seen_at < HEARTBEAT:
            return
        Worker.objects.update_or_create(name=self.name, defaults={"started_at": self.started_at, "seen_at": at})
        if self.seen_at is None:
            Worker.objects.filter(seen_at__lt=at - FORGOTTEN).delete()
        self.seen_at = at

    def _outage(self, error: Exception) -> float:
        connection.close()
        self.failures += 1
        if self.failures == 1:
            self.say(_("데이터베이스가 답하지 않아 기다려요: %(detail)s") % {"detail": error})
        return float(min(AFTER_FAILURE * 2 ** (self.failures - 1), LONGEST_BACKOFF))

    def _over(self) -> None:
        if self.failures:
            self.say(_("데이터베이스가 다시 답해요"))
        self.failures = 0

    def _farewell(self) -> None:
        with suppress(*TROUBLE):  # else its row is forgotten after a day
            Worker.objects.filter(name=self.name).delete()


def next_due() -> datetime | None:
    """The earliest moment at which a case or a notice needs the worker."""
    return min(filter(None, (clockwork.next_wake(), notices.next_due())), default=None)


def pause_until(due: datetime | None, at: datetime) -> float:
    """Seconds to sleep. What is already due was just tried (a mail server may be down): a second, not at once."""
    if due is None:
        return LONGEST_SLEEP
    left = (due - at).total_seconds()
    return AFTER_FAILURE if left <= 0 else min(max(left, SHORTEST_SLEEP), LONGEST_SLEEP)
