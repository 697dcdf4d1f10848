"""``madang check``: what to mend before it hurts. With Django's own arguments it is Django's own check."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.check import Command as DjangoCheck
from django.utils.translation import gettext as _

from madang.ops.health import ERROR, Finding, findings


class Command(DjangoCheck):
    help = "Look at the settings, the database and the people, and say what to mend. Exit code 1 when something won't work."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *app_labels: Any, **options: Any) -> None:
        if app_labels or options["tags"] or options["list_tags"] or options["deploy"] or options["databases"]:
            super().handle(*app_labels, **options)
            return
        found = list(findings())
        failed = any(finding.level == ERROR for finding in found)
        if options["json"]:
            report = {"ok": not failed, "findings": [asdict(finding) for finding in found]}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._tell(found)
        if failed:
            sys.exit(1)

    def _tell(self, found: list[Finding]) -> None:
        for finding in found:
            mark = self.style.ERROR("✗") if finding.level == ERROR else self.style.WARNING("!")
            self.stdout.write(f"{mark} {finding.text}")
            if finding.advice:
                self.stdout.write(f"    {finding.advice}")
        if not found:
            self.stdout.write(self.style.SUCCESS("✓ ") + _("고칠 것이 없어요."))
