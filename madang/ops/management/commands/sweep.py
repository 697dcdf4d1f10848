"""``madang sweep``: does everything stored agree with the rows and the rules?"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from madang.actions import clockwork
from madang.base import clock


class Command(BaseCommand):
    help = "Recount every support and re-evaluate every open case; report differences, repair them only with --repair."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write what is right")

    def handle(self, *, repair: bool, **options: Any) -> None:
        found = 0
        for difference in clockwork.sweep(at=clock.now(), repair=repair):
            found += 1
            self.stdout.write(f"{difference.case}\t{difference.what}\t{difference.stored} ≠ {difference.right}")
        if found and not repair:
            raise CommandError(
                _("다른 것이 %(count)s개 있어요. 확인한 뒤 --repair로 고칠 수 있어요.") % {"count": found}
            )
        self.stdout.write(_("고친 것 %(count)s") % {"count": found} if repair else _("모두 맞아요."))
