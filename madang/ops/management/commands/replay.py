"""``madang replay``: take in an event file."""

from __future__ import annotations

import sys
import time
import zlib
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from madang.ops.arguments import existing_file, moment
from madang.ops.intake import Refusal, Report, Stopped, replay

SHOWN = 20


class Command(BaseCommand):
    help = "Feed dated events through the ordinary actions, in time order. Running the same file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=existing_file, help="events, one JSON object a line (.jsonl or .jsonl.gz)")
        parser.add_argument(
            "--until", type=moment, help="feed only what happened up to this moment, then let the clock strike it"
        )
        parser.add_argument(
            "--skip-bad",
            action="store_true",
            help="go on after a bad line; refused lines are written to FILE.refused.jsonl",
        )
        parser.add_argument("--refused", type=Path, help="where --skip-bad writes refused lines")

    def handle(
        self, *, file: Path, until: datetime | None, skip_bad: bool, refused: Path | None, **options: Any
    ) -> None:
        began = time.perf_counter()
        target = refused or file.with_name(file.name.removesuffix(".gz").removesuffix(".jsonl") + ".refused.jsonl")
        quiet = not sys.stderr.isatty() or options["verbosity"] == 0
        with tqdm(total=None, unit=" events", disable=quiet, file=sys.stderr) as bar:

            def on_event(total: int) -> None:
                bar.total = total
                bar.update()

            try:
                report = replay(file, until=until, skip_bad=skip_bad, refused_to=target, on_event=on_event)
            except Stopped as stopped:
                self._show(stopped.refused)
                raise CommandError(
                    _("나쁜 줄이 있어서 아무것도 바꾸지 않았어요. 건너뛰려면 --skip-bad를 붙여 주세요.")
                ) from None
            except (OSError, EOFError, zlib.error) as error:  # the last two: a gzip file that is cut off or damaged
                raise CommandError(_("파일을 읽을 수 없어요: %(detail)s") % {"detail": error}) from None
        self._summary(report, time.perf_counter() - began)
        if report.refused:
            self._show(report.refused)
            raise CommandError(
                _("%(count)s줄을 받아들이지 못해 %(file)s에 적었어요.") % {"count": len(report.refused), "file": target}
            )

    def _show(self, refused: list[Refusal]) -> None:
        for refusal in refused[:SHOWN]:
            self.stderr.write(_("%(number)s번째 줄: %(reason)s") % {"number": refusal.number, "reason": refusal.reason})
        if len(refused) > SHOWN:
            self.stderr.write(_("… 그리고 %(count)s줄 더") % {"count": len(refused) - SHOWN})

    def _summary(self, report: Report, seconds: float) -> None:
        facts = {
            "done": f"{report.done:,}",
            "known": f"{report.known:,}",
            "refused": f"{len(report.refused):,}",
            "speed": f"{(report.done + report.known) / max(seconds, 1e-9):,.0f}",
        }
        self.stderr.write(_("받아들임 %(done)s · 이미 있던 것 %(known)s · 거절 %(refused)s · 초당 %(speed)s건") % facts)
