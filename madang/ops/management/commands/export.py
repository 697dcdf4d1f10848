"""``madang export``: the whole instance as an event file."""

from __future__ import annotations

import gzip
import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from madang.ops.export import events


class Command(BaseCommand):
    help = "Write the whole instance as events; `replay` of them into an empty instance gives the same `cases`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="where to write (.jsonl or .jsonl.gz); an existing file is replaced"
        )
        parser.add_argument(
            "--contacts", action="store_true", help="with e-mail addresses (personal data: keep it safe)"
        )

    def handle(self, *, file: Path, contacts: bool, **options: Any) -> None:
        # Written beside and renamed at the end: a killed export leaves the file that was there before.
        part = file.with_name(file.name + ".part")
        quiet = not sys.stderr.isatty() or options["verbosity"] == 0
        written = 0
        try:
            with (
                gzip.open(part, "wt", encoding="utf-8")
                if file.suffix == ".gz"
                else part.open("w", encoding="utf-8") as out
            ):
                for event in tqdm(events(contacts=contacts), unit=" events", disable=quiet, file=sys.stderr):
                    out.write(json.dumps(event, ensure_ascii=False) + "\n")
                    written += 1
            os.replace(part, file)
        except OSError as error:
            raise CommandError(_("파일을 쓸 수 없어요: %(detail)s") % {"detail": error}) from None
        self.stderr.write(_("사건 %(count)s개를 %(file)s에 적었어요.") % {"count": f"{written:,}", "file": file})
