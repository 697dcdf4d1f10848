"""``madang tick``: one step of the clock."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from madang.actions import clockwork, figures_due, todos_due
from madang.base import clock
from madang.ops.arguments import moment


class Command(BaseCommand):
    help = "Make due whatever is due, now or at --at. Safe to run at any time and as often as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=moment, help="let the clock stand at this moment")

    def handle(self, *, at: datetime | None, **options: Any) -> None:
        moment = at or clock.now()
        with clock.standing_at(moment):
            ticked = clockwork.tick(at=moment)
            todos_due.look(at=moment)
            while figures_due.work(at=moment):  # reports on forums that have ended; a failed one is not tried for ever
                pass
        self.stdout.write(_("움직인 건 %(count)s") % {"count": ticked.advanced})
        if ticked.failed:
            raise CommandError(_("움직이지 못한 건: %(keys)s") % {"keys": ", ".join(ticked.failed)})
