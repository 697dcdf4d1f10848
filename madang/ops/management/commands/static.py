"""``madang static``: collect what browsers fetch."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from madang.ops.static import collect


class Command(BaseCommand):
    help = "Collect style sheets, fonts and scripts into var/static, hashed and compressed (`up` does it by itself)."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        self.stdout.write(_("모양 파일을 모았어요.") if collect() else _("바뀐 것이 없어요."))
