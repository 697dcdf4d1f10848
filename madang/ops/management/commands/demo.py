"""``madang demo``: fill an empty instance with a city that has used Madang for eighteen months."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from tqdm import tqdm

from madang.base import clock
from madang.ops import demo
from madang.ops.demo.plan import Act
from madang.people.models import Person
from madang.procedures.models import Case, Duty, Procedure, StageVisit
from madang.proposals.models import Support
from madang.rules import words


def _share(raw: str) -> float:
    try:
        share = float(raw)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise ArgumentTypeError(_("0보다 크고 1 이하인 수로 적어 주세요. 지금은 %(raw)s.") % {"raw": raw})
    return share


class Command(BaseCommand):
    help = (
        "Fill an empty instance with the demonstration city 가온시: eighteen months of proposals, supports and answers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--share",
            type=_share,
            default=1.0,
            help="only this share of the proposals (0.1: a tenth), every state kept",
        )

        parser.add_argument("--no-accounts", dest="accounts", action="store_false", help="do not list the accounts")

    def handle(self, *, share: float, accounts: bool, **options: Any) -> None:
        from madang.ops.demo.play import fill

        if not demo.empty():
            raise CommandError(
                _(
                    "이미 쓰이고 있는 곳이라 시범 도시를 채우지 않았어요. 바뀐 것은 없어요. "
                    "비어 있는 데이터베이스를 DATABASE_URL로 정하고 다시 해 주세요."
                )
            )
        began = time.perf_counter()
        quiet = not sys.stderr.isatty() or options["verbosity"] == 0

        def watch(acts: list[Act]) -> Iterator[Act]:
            yield from tqdm(acts, unit=" acts", disable=quiet, file=sys.stderr, desc="가온시")

        fill(share=share, watch=watch)
        if options["verbosity"]:
            self._summary(time.perf_counter() - began)
        if options["verbosity"] and accounts:
            self.stdout.write("\n" + _("들어가 볼 수 있는 사람:"))
            for role, email, password in demo.accounts():
                self.stdout.write(f"  {role}\t{email}\t{password}")

    def _summary(self, seconds: float) -> None:
        facts = {
            "seconds": f"{seconds:.0f}",
            "cases": f"{Case.objects.count():,}",
            "people": f"{Person.objects.count():,}",
            "supports": f"{Support.objects.count():,}",
        }
        self.stdout.write(
            _("가온시를 채웠어요: 제안 %(cases)s건, 사람 %(people)s명, 공감 %(supports)s개 (%(seconds)s초).") % facts
        )
        for procedure in Procedure.objects.order_by("slug"):
            self._stages(procedure)
        board = Duty.objects.all().summary(clock.now())
        self.stdout.write(
            "\n"
            + _(
                "답변과 결정의 의무: 지킴 %(kept)s(제때 %(kept_in_time)s) · 남음 %(owed)s · 그중 늦음 %(late)s · 연장 중 %(extended)s"
            )
            % board
        )

    def _stages(self, procedure: Procedure) -> None:
        lang = "en" if (get_language() or "ko").startswith("en") else "ko"
        document = procedure.current.document
        visits = StageVisit.objects.filter(case__rules__procedure=procedure)
        counts = Counter(visits.values_list("stage", "outcome"))
        numbers = ", ".join(
            f"v{version.number} {version.cases.count()}" for version in procedure.versions.order_by("number")
        )
        self.stdout.write(f"\n{document.name[lang]} ({numbers})")
        for stage in document.stages.values():
            found = {
                words.word(words.OUTCOMES, outcome, lang) if outcome else _("지금 여기"): number
                for (key, outcome), number in sorted(counts.items(), key=str)
                if key == stage.key
            }
            if found:
                told = " · ".join(f"{name} {number}" for name, number in found.items())
                self.stdout.write(f"  {stage.name[lang]}: {told}")
