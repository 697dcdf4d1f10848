"""``madang procedures``: reference procedures and installed ones."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.actions import procedures
from madang.base import clock
from madang.base.errors import Refused
from madang.ops.arguments import existing_file
from madang.ops.events import refusal_text
from madang.procedures.models import Procedure, RuleVersion
from madang.rules.document import PRESETS, BrokenDocument, Document, parse_document, preset
from madang.rules.explain import sentences


class Command(BaseCommand):
    help = "List presets and installed procedures with their rules as sentences; install a preset; publish new rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON")
        verbs = parser.add_subparsers(dest="verb", metavar="install | publish")
        install = verbs.add_parser("install", help="install a preset as version 1 of a procedure")
        install.add_argument("preset", help=", ".join(PRESETS))
        install.add_argument("--as", dest="slug", metavar="SLUG", help="the procedure's name (default: the preset's)")
        publish = verbs.add_parser("publish", help="publish a rule document as the next version")
        publish.add_argument("slug")
        publish.add_argument("file", type=existing_file)

    def handle(self, *, verb: str | None, **options: Any) -> None:
        try:
            if verb == "install":
                self._install(options["preset"], options["slug"])
            elif verb == "publish":
                self._publish(options["slug"], options["file"])
            else:
                self._list(as_json=options["json"])
        except Refused as refused:
            raise CommandError(refusal_text(refused)) from None

    def _install(self, name: str, slug: str | None) -> None:
        version = procedures.install_preset(name=name, slug=slug, at=clock.now(), actor=None)
        self.stdout.write(_("‘%(slug)s’ 절차를 설치했어요.") % {"slug": version.procedure.slug})

    def _publish(self, slug: str, file: Path) -> None:
        procedures.find_procedure(slug)
        try:
            document = parse_document(file.read_text("utf-8-sig"))
        except UnicodeDecodeError:
            raise CommandError(_("%(file)s은(는) UTF-8 글이 아니에요.") % {"file": file}) from None
        except BrokenDocument as broken:
            for problem in broken.problems:
                self.stderr.write(problem.sentence(_lang()))
            raise CommandError(_("기준 문서를 고친 뒤 다시 공개해 주세요. 바뀐 것은 없어요.")) from None
        version = procedures.publish_rules(slug=slug, data=document.data, at=clock.now(), actor=None)
        facts = {"slug": slug, "number": version.number}
        self.stdout.write(
            _("‘%(slug)s’ 기준판 %(number)s을 공개했어요. 열려 있는 건은 태어난 기준 그대로예요.") % facts
        )

    def _list(self, *, as_json: bool) -> None:
        installed = [procedure.current for procedure in Procedure.objects.order_by("slug")]
        if as_json:
            listing = {
                "presets": [{"preset": name, **_described(preset(name))} for name in PRESETS],
                "procedures": [_installed(version) for version in installed],
            }
            self.stdout.write(json.dumps(listing, ensure_ascii=False, indent=2))
            return
        self.stdout.write(
            _("설치된 절차") if installed else _("설치된 절차가 없어요. 예: madang procedures install seoul-2019")
        )
        for version in installed:
            self._show(f"{version.procedure.slug} · v{version.number}", version.document)
        self.stdout.write("\n" + _("표본"))
        for name in PRESETS:
            self._show(name, preset(name))

    def _show(self, heading: str, document: Document) -> None:
        self.stdout.write(f"\n  {heading} — {document.name[_lang()]}")
        for sentence in sentences(document, _lang()):
            self.stdout.write(f"    · {sentence.text}")


def _lang() -> str:
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def _described(document: Document) -> dict[str, Any]:
    return {
        "name": dict(document.name),
        "sentences": {lang: [sentence.text for sentence in sentences(document, lang)] for lang in ("ko", "en")},
    }


def _installed(version: RuleVersion) -> dict[str, Any]:
    return {"procedure": version.procedure.slug, "version": version.number, **_described(version.document)}
