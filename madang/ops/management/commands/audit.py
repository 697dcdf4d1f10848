"""``madang audit``: seal the trail, look whether it is whole, print its head to keep elsewhere."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.audit import chain, protect
from madang.base import clock
from madang.base.errors import N_

SAID = {
    "changed": N_("기록이 바뀌었어요"),
    "missing": N_("기록이 사라졌어요"),
    "gap": N_("사슬의 고리가 사라졌어요"),
    "behind": N_("봉인한 지 하루가 넘은 기록들 사이에 나중에 끼워 넣었어요"),
    "unsealed": N_("오래된 기록인데 봉인되지 않았어요"),
    "cut": N_("사슬의 끝이 잘려 나갔어요"),
    "other-chain": N_("따로 적어 둔 머리와 달라요: 사슬을 새로 만든 거예요"),
}


class Command(BaseCommand):
    help = "The audit trail's chain: seal, verify, head, and protect (triggers against change)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("seal", help="seal everything that is not sealed yet (the worker does so all the time)")
        verify = acts.add_parser("verify", help="go through the whole chain; exit code 1 when something is wrong")
        verify.add_argument(
            "--from",
            dest="heads",
            action="append",
            default=[],
            metavar="HEAD_FILE",
            help="a head kept elsewhere, as `head` printed it or /audit/head.json gave it (- reads it from the input); may be repeated",
        )
        verify.add_argument("--json", dest="for_programs", action="store_true", help="one JSON object for programs")
        acts.add_parser("head", help="print number and digest of the end of the chain, to keep elsewhere")
        shield = acts.add_parser("protect", help="let the database itself refuse changes to the record")
        shield.add_argument("--off", action="store_true", help="take the triggers off again, for a migration")

    def handle(self, *, act: str, **options: Any) -> None:
        getattr(self, f"_{act}")(**options)

    def _seal(self, **options: Any) -> None:
        count = chain.seal(at=clock.now(), whole=True)
        self.stdout.write(
            ngettext("기록 %(count)s개를 봉인했어요", "기록 %(count)s개를 봉인했어요", count) % {"count": count}
        )

    def _head(self, **options: Any) -> None:
        self.stdout.write(json.dumps(chain.head().as_json()))

    def _protect(self, *, off: bool, **options: Any) -> None:
        if off:
            protect.unprotect()
            self.stdout.write(_("데이터베이스의 방아쇠를 떼었어요. 일을 마치면 다시 걸어 주세요."))
        else:
            protect.protect()
            self.stdout.write(_("이제 데이터베이스가 기록을 고치거나 지우지 못하게 막아요."))

    def _verify(self, *, heads: list[str], for_programs: bool, **options: Any) -> None:
        kept = [read_head(each) for each in heads]
        inspection, first = chain.inspect(at=clock.now(), kept=kept)
        if for_programs:
            self._as_json(inspection, first)
        elif not inspection.faults:
            sentence = ngettext(
                "기록 %(count)s개가 모두 그대로예요.", "기록 %(count)s개가 모두 그대로예요.", inspection.links
            )
            self.stdout.write(sentence % {"count": f"{inspection.links:,}"})
        for fault in () if for_programs else first:
            where = _("%(number)s번째 고리") % {"number": fault.number}
            if fault.entry is not None:
                where += ", " + _("기록 %(entry)s번") % {"entry": fault.entry}
            self.stdout.write(f"{where}: {_(SAID[fault.code])} ({fault.code})")
        if inspection.faults:
            raise CommandError(
                ngettext(
                    "어긋난 곳이 %(count)s군데예요. 처음은 위와 같아요.",
                    "어긋난 곳이 %(count)s군데예요. 처음은 위와 같아요.",
                    inspection.faults,
                )
                % {"count": f"{inspection.faults:,}"}
            )

    def _as_json(self, inspection: Any, first: list[chain.Fault]) -> None:
        found = [{"code": each.code, "number": each.number, "entry": each.entry} for each in first]
        told = {"links": inspection.links, "faults": inspection.faults, "first": found, "head": chain.head().as_json()}
        self.stdout.write(json.dumps(told))


def read_head(name: str) -> chain.Head:
    """The head kept in a file; CommandError when it is none."""
    try:
        told = json.loads(sys.stdin.read() if name == "-" else Path(name).read_text("utf-8"))
        number, digest = told["number"], told["digest"]
        if not (isinstance(number, int) and isinstance(digest, str) and len(bytes.fromhex(digest)) == 32):
            raise ValueError
        sealed_at = datetime.fromisoformat(told["sealed_at"]) if told.get("sealed_at") else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise CommandError(
            _("%(file)s: 머리 파일이 아니에요. ‘madang audit head’가 적어 준 것을 넣어 주세요.") % {"file": name}
        ) from None
    return chain.Head(number, digest.lower(), sealed_at)
