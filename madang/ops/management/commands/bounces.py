"""``madang bounces``: take in mail that came back, from a file, a mailbox, or the mail server's pipe."""

from __future__ import annotations

import mailbox
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from email import message_from_binary_file
from email.message import Message
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from madang.actions.bounces import take_in
from madang.base import clock
from madang.base.errors import N_

OUTCOMES = {
    "counted": N_("되돌아온 것으로 세었어요"),
    "again": N_("이미 센 것이에요"),
    "later": N_("아직 보내는 중이라는 소식이에요"),
    "foreign": N_("우리가 보낸 메일이 아니에요"),
    "nothing": N_("되돌아온 메일이 아니에요"),
}


class Command(BaseCommand):
    help = "Take in mail that came back: FILE is one mail, an mbox or a Maildir; - reads one mail from a pipe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a mail, an mbox, a Maildir, or - for standard input")

    def handle(self, *, file: str, **options: Any) -> None:
        found: Counter[str] = Counter()
        for mail in _mails(file):
            taken = take_in(mail=mail, at=clock.now())
            found[taken.outcome] += 1
            if taken.silent and taken.outcome == "counted":
                self.stdout.write(_("%(address)s: 이제 꼭 필요한 메일만 보내요") % {"address": taken.address})
        for outcome, count in found.items():
            self.stdout.write(f"{count}\t{_(OUTCOMES[outcome])}")


def _mails(file: str) -> Iterator[Message]:
    if file == "-":
        yield message_from_binary_file(sys.stdin.buffer)
        return
    path = Path(file)
    if path.is_dir():
        if not (path / "cur").is_dir():
            raise CommandError(_("%(path)s은(는) Maildir이 아니에요.") % {"path": file})
        yield from mailbox.Maildir(path, create=False)
    elif path.is_file():
        with path.open("rb") as opened:
            if opened.read(5) == b"From ":
                yield from mailbox.mbox(path, create=False)
                return
            opened.seek(0)
            yield message_from_binary_file(opened)
    else:
        raise CommandError(_("%(path)s 파일이 없어요.") % {"path": file})
