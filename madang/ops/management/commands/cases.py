"""``madang cases``: what every case has lived through."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from madang.procedures.models import Case, Procedure
from madang.procedures.record import records


class Command(BaseCommand):
    help = "Print the cases: one JSON object a line with --json, else one readable line each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--procedure", metavar="SLUG", help="only the cases of this procedure")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *, procedure: str | None, json: bool, **options: Any) -> None:
        cases = Case.objects.all()
        if procedure is not None:
            if not Procedure.objects.filter(slug=procedure).exists():
                raise CommandError(_("‘%(slug)s’ 절차가 없어요. 먼저 설치해 주세요.") % {"slug": procedure})
            cases = cases.filter(rules__procedure__slug=procedure)
        for case in records(cases):
            self.stdout.write(_as_json(case) if json else _as_line(case))


def _as_json(case: dict[str, Any]) -> str:
    return json.dumps(case, ensure_ascii=False)


def _as_line(case: dict[str, Any]) -> str:
    stages = ", ".join(stage["stage"] + (f" → {stage['outcome']}" if stage["left"] else "") for stage in case["stages"])
    return f"{case['case']}\t{case['state']}\t{case['supports']}\t{case['title']}\t[{stages}]"
