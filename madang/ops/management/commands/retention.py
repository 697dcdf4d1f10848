"""``madang retention``: erase what has been kept long enough (the worker does it by itself, once an hour)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from madang.actions import retention
from madang.base import clock
from madang.people import keeping


class Command(BaseCommand):
    help = "Announce and erase what has been kept long enough; --dry-run only counts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, write nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        at = clock.now()
        totals = {kind: [0, 0] for kind in keeping.DEFAULTS}
        while True:
            done = retention.run(at=at, dry=dry_run)
            for one in done:
                totals[one.kind][0] += one.warned
                totals[one.kind][1] += one.erased
            if dry_run or not any(one.warned or one.erased for one in done):
                break
        for kind, (warned, erased) in totals.items():
            days = keeping.period(kind).days
            self.stdout.write(
                _("%(kind)s\t%(days)s일\t알림 %(warned)s\t지움 %(erased)s")
                % {"kind": kind, "days": days, "warned": warned, "erased": erased}
            )
        if dry_run:
            self.stdout.write(_("세기만 했고 아무것도 지우지 않았어요."))
