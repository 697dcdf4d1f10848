"""``madang up``: what ``make run`` starts."""

from __future__ import annotations

import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.ops import demo, house
from madang.ops.static import collect
from madang.people.models import Person
from madang.settings import env

OPENS_WITHIN = 30.0


class Command(BaseCommand):
    help = "Open the house: prepare the database, fill the demonstration city if there is nothing yet, serve, and work."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", help="instead of PORT (default 8000)")
        parser.add_argument("--host", help="instead of HOST (default 127.0.0.1; 0.0.0.0 lets other machines in)")

    def handle(self, *, port: str | None, host: str | None, **options: Any) -> None:
        number = _port(port if port is not None else os.environ.get("PORT", "8000"))
        place = host or os.environ.get("HOST") or "127.0.0.1"
        problem = house.why_not_free(place, number)
        if problem:
            raise CommandError(problem)
        self._prepare()
        stop = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(signum, lambda *_: stop.set())
        children = [house.web_server(place, number), house.worker()]
        threading.Thread(target=self._announce, args=(place, number, stop, get_language()), daemon=True).start()
        house.House(children, say=self._say, stop=stop).run()
        self._say(_("마당을 닫았어요."))

    def _prepare(self) -> None:
        self._say(_("데이터베이스를 준비해요."))
        call_command("migrate", verbosity=0, interactive=False)
        try:
            collect()
        except ValueError as error:  # a style sheet names a file that is not there
            self._say(_("모양 파일을 모으지 못해 그대로 내보내요: %(detail)s") % {"detail": error})
        if env.bool("MADANG_DEMO", default=True) and demo.empty():
            call_command("demo", accounts=False)

    def _announce(self, host: str, port: int, stop: threading.Event, language: str | None) -> None:
        translation.activate(language or settings.LANGUAGE_CODE)  # a thread begins in the default language
        until = time.monotonic() + OPENS_WITHIN
        while not house.answers(host, port):
            if stop.wait(0.1) or time.monotonic() > until:
                return
        address = settings.SITE_URL if "SITE_URL" in os.environ else f"http://localhost:{port}"
        self._say("\n" + _("마당이 열렸어요: %(address)s") % {"address": address})
        accounts = self.accounts
        width = max((len(email) for _role, email, _password in accounts), default=0)
        for role, email, password in accounts:
            self._say(f"  {email:<{width}}  {password}  {role}")
        self._say(_("멈추려면 Ctrl-C를 누르세요.") + "\n")

    @property
    def accounts(self) -> list[tuple[str, str, str]]:
        """The demonstration's accounts: role in words, address, password; none where there is no demonstration."""
        known = list(demo.accounts())
        shown = Person.objects.filter(email__in=[email for _role, email, _password in known])
        return known if shown.exists() else []

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _port(raw: str) -> int:
    if raw.isascii() and raw.isdigit() and 1 <= int(raw) <= 65535:
        return int(raw)
    raise CommandError(
        _("PORT는 1부터 65535까지의 수로 적어 주세요. 지금은 ‘%(raw)s’이에요. 예: PORT=8001 make run") % {"raw": raw}
    )
