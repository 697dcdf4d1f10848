"""``madang work``: the worker."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.base import clock
from madang.ops.work import Loop


class Command(BaseCommand):
    help = "The worker: makes due whatever is due and sends notices, until told to stop. Several may run at once."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self._say(_("일꾼이 일을 시작해요"))
        Loop(say=self._say, stop=stop).run()
        self._say(_("일꾼이 일을 마쳐요"))

    def _say(self, sentence: str) -> None:
        self.stdout.write(f"{timezone.localtime(clock.now()):%H:%M:%S} {sentence}")
        self.stdout.flush()
