"""``madang draw``: a panel by stratified lottery, with a report anyone can check."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from madang.lottery.pool import Pool
from madang.lottery.problems import Impossible, Problem
from madang.lottery.reading import read_pool, read_targets
from madang.lottery.seeds import new_seed
from madang.ops.arguments import existing_file

if TYPE_CHECKING:
    from madang.lottery.drawing import Drawn
    from madang.lottery.fairness import Progress


class Command(BaseCommand):
    help = "Draw a panel by lot: it meets the targets, and chances are as equal as they allow. The seed makes the pick."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("respondents", type=existing_file, help="CSV: an id column and a column per category")
        parser.add_argument("categories", type=existing_file, help="CSV: category, name, min, max")
        parser.add_argument("--size", required=True, metavar="N", help="how many people to draw")
        parser.add_argument("--seed", metavar="S", help="the public seed, any text (default: a new one, printed)")
        parser.add_argument("--id", dest="id_column", default="", metavar="COLUMN", help="the column with the ids")
        parser.add_argument(
            "--check", type=existing_file, metavar="DRAW.json", help="draw nothing: check what --json printed before"
        )
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *, respondents: Path, categories: Path, size: str, **options: Any) -> None:
        try:
            targets = read_targets(categories.read_bytes(), _whole(size), categories.name)
            pool = read_pool(respondents.read_bytes(), targets, respondents.name, id_column=options["id_column"])
            if options["check"]:
                self._check(pool, options["check"], as_json=options["json"])
                return
            drawn = _draw(pool, options["seed"], quiet=not sys.stderr.isatty() or options["verbosity"] == 0)
        except Impossible as impossible:
            raise CommandError("\n".join(impossible.sentences(_))) from None
        if options["json"]:
            self.stdout.write(json.dumps(drawn.as_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_summary(drawn)))

    def _check(self, pool: Pool, file: Path, *, as_json: bool) -> None:
        from madang.lottery.checking import check

        try:
            published = json.loads(file.read_text("utf-8-sig"))
        except ValueError:
            published = None
        problems = check(pool, published)
        if problems:
            raise Impossible(problems)
        said = _("공개된 그대로예요. 명부, 목표, 확률, 뽑힌 사람이 모두 맞아요.")
        self.stdout.write(json.dumps({"ok": True}) if as_json else said)


def _whole(size: str) -> int:
    try:
        return int(size)
    except ValueError:
        raise Impossible([Problem("not-whole", {"column": "--size", "value": size})]) from None


def _draw(pool: Pool, seed: str | None, *, quiet: bool) -> Drawn:
    from madang.lottery.drawing import draw  # brings the solver

    with _bar(quiet) as progress:
        return draw(pool, new_seed() if seed is None else seed, progress)


@contextmanager
def _bar(quiet: bool) -> Iterator[Progress]:
    with tqdm(disable=quiet, file=sys.stderr, leave=False) as bar:

        def show(done: int, of: int) -> None:
            bar.total, bar.n = of, done
            bar.refresh()

        yield show


def _summary(drawn: Drawn) -> Iterator[str]:
    report = drawn.report
    yield _("%(people)s명 가운데 %(size)s명을 뽑았어요. 씨앗: %(seed)s") % {**report, "seed": drawn.seed}
    yield _("뽑힐 확률: 가장 낮은 사람 %(low).2f%%, 가장 높은 사람 %(high).2f%%, 평균 %(average).2f%%") % {
        "low": report["smallest_probability"] * 100,
        "high": report["largest_probability"] * 100,
        "average": report["average_probability"] * 100,
    }
    if report["without_chance"]:
        yield _("목표 때문에 뽑힐 수 없는 사람: %(count)s명") % {"count": report["without_chance"]}
    yield _("명부와 목표의 지문(SHA-256): %(digest)s") % {"digest": report["inputs_sha256"]}
    yield ""
    for target in report["targets"]:
        yield "  " + _("%(category)s · %(name)s: %(drawn)s명 (목표 %(min)s~%(max)s명, 신청 %(pool)s명)") % target
    yield ""
    yield _("뽑힌 사람: %(panel)s") % {"panel": ", ".join(drawn.panel)}
