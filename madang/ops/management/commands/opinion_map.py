"""``madang opinion-map``: groups, consensus and divisive statements from a file of votes."""

from __future__ import annotations

import json as written
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from madang.base.errors import N_
from madang.ops.arguments import existing_file
from madang.sense.opinion_map import Count, OpinionMap, Place, Standing, opinion_map
from madang.sense.vote_file import Problem, Reading, read_votes

SHOWN = 20
DIGITS = 9  # what floating point keeps of a place, whatever the processor
PROBLEMS = {
    "encoding": N_("UTF-8이나 CP949로 적힌 글 파일이 아니에요."),
    "unreadable": N_("파일을 읽을 수 없어요: %(what)s"),
    "empty": N_("표가 하나도 없어서 의견 지도를 그릴 수 없어요."),
    "too-long": N_("표가 %(what)s개를 넘어요."),
    "too-many-statements": N_("의견이 %(what)s개를 넘어요."),
    "no-participant": N_("참여자 열(participant)이 없어요. 있는 열: %(what)s"),
    "no-statement": N_("의견 열(statement)이 없어요. 있는 열: %(what)s"),
    "no-vote": N_("표 열(vote)이 없어요. 있는 열: %(what)s"),
    "participant-missing": N_("참여자가 비어 있어요."),
    "statement-missing": N_("의견이 비어 있어요."),
    "participant-wrong": N_("참여자 이름으로 쓸 수 없어요: ‘%(what)s’"),
    "statement-wrong": N_("의견 이름으로 쓸 수 없어요: ‘%(what)s’"),
    "vote-wrong": N_("표는 1(동의), 0(넘김), -1(반대) 가운데 하나여야 해요: ‘%(what)s’"),
    "time-wrong": N_("때를 읽을 수 없어요: ‘%(what)s’"),
}


class Command(BaseCommand):
    help = "Draw the opinion map of a file of votes (Polis's method): axes, places, groups, consensus, divisive statements."
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """The parser, under the name by which the command is called."""
        return super().create_parser(prog_name, "opinion-map", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            metavar="VOTES.csv",
            type=existing_file,
            help="columns participant, statement, vote: 1 agree, 0 pass, -1 disagree (.csv or .csv.gz)",
        )
        parser.add_argument(
            "--groups", metavar="K", type=_whole, help="how many groups; else the clearest number, 2 to 5"
        )
        parser.add_argument("--seed", metavar="S", type=_seed, default=0, help="of the restarts (default 0)")
        parser.add_argument(
            "--left-out",
            metavar="ID,ID…",
            default="",
            help="statements that moderation took out: everybody passes on them, as in Polis",
        )
        parser.add_argument("--json", action="store_true", help="print the whole map as one JSON object")

    def handle(self, *, file: Path, groups: int | None, seed: int, left_out: str, json: bool, **options: Any) -> None:
        quiet = not sys.stderr.isatty() or options["verbosity"] == 0
        with tqdm(unit=" votes", disable=quiet, file=sys.stderr) as bar:
            reading = self._read(file, bar)
            votes = reading.gathering.votes()
            out = {name.strip() for name in left_out.split(",") if name.strip()}
            unknown = sorted(out - set(votes.statements))
            if unknown:
                raise CommandError(
                    _("--left-out의 의견이 파일에 없어요: %(names)s") % {"names": ", ".join(unknown[:5])}
                )
            bar.set_description(_("지도를 그려요"))
            drawn = opinion_map(votes, groups=groups, seed=seed, left_out=out)
        self.stdout.write(written.dumps(as_json(drawn), ensure_ascii=False) if json else as_text(drawn))

    def _read(self, file: Path, bar: Any) -> Reading:
        try:
            with file.open("rb") as opened:
                reading = read_votes(opened, bar.update)
        except OSError as error:
            raise CommandError(_("파일을 읽을 수 없어요: %(detail)s") % {"detail": error}) from None
        if not reading.problems:
            return reading
        for problem in reading.problems[:SHOWN]:
            self.stderr.write(_sentence(problem))
        more = len(reading.problems) + reading.more - SHOWN
        if more > 0:
            self.stderr.write(_("… 그리고 %(count)s줄 더") % {"count": more})
        raise CommandError(_("파일을 바로잡고 다시 해 주세요. 아무것도 계산하지 않았어요."))


def _whole(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw) <= 1_000:
        raise ArgumentTypeError(_("%(raw)s: 1부터 1000까지의 수를 적어 주세요.") % {"raw": raw[:40]})
    return int(raw)


def _seed(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit() or len(raw) > 10 or int(raw) >= 2**32:
        raise ArgumentTypeError(_("%(raw)s: 0부터 4294967295까지의 수를 적어 주세요.") % {"raw": raw[:40]})
    return int(raw)


def _sentence(problem: Problem) -> str:
    said = _(PROBLEMS[problem.code]) % {"what": problem.what}
    if problem.line is None:
        return said
    return _("%(number)s번째 줄: %(reason)s") % {"number": problem.line, "reason": said}


def as_json(drawn: OpinionMap) -> dict[str, Any]:
    """The map as docs/interchange.md describes it."""
    return {
        "components": [[round(weight, DIGITS) for weight in axis] for axis in drawn.components],
        "variance": [round(part, DIGITS) for part in drawn.variance],
        "statements": list(drawn.statements),
        "participants": [_place(place) for place in drawn.places],
        "silhouette": {str(k): round(value, DIGITS) for k, value in sorted(drawn.silhouette.items())},
        "groups": drawn.groups,
        "sizes": list(drawn.sizes),
        "consensus": [standing.statement for standing in drawn.consensus],
        "divisive": list(drawn.divisive),
        "sides": {standing.statement: standing.side for standing in drawn.consensus},
        "representative": [[vars(standing) for standing in group] for group in drawn.representative],
        "counts": {
            name: {**vars(count), "groups": [vars(group[at]) for group in drawn.group_counts]}
            for at, (name, count) in enumerate(zip(drawn.statements, drawn.counts, strict=True))
        },
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "participant": place.participant,
        "x": round(place.x, DIGITS),
        "y": round(place.y, DIGITS),
        "group": place.group,
        "votes": place.votes,
    }


def as_text(drawn: OpinionMap) -> str:
    """A summary to read."""
    grouped = sum(drawn.sizes)
    lines = [
        _("참여자 %(people)s명 · 의견 %(statements)s개 · 표 %(votes)s개")
        % {
            "people": f"{len(drawn.places):,}",
            "statements": f"{len(drawn.statements):,}",
            "votes": f"{sum(count.votes for count in drawn.counts):,}",
        },
        _("두 축이 보여 주는 차이: %(x)s%%, %(y)s%%")
        % {"x": f"{drawn.variance[0] * 100:.0f}", "y": f"{drawn.variance[1] * 100:.0f}"},
        _("무리 %(groups)s개 (표를 충분히 낸 %(people)s명)") % {"groups": drawn.groups, "people": f"{grouped:,}"},
    ]
    if drawn.silhouette:
        shown = ", ".join(f"{k}: {value:.2f}" for k, value in sorted(drawn.silhouette.items()))
        lines.append(_("무리 수마다 얼마나 뚜렷한지 (실루엣): %(shown)s") % {"shown": shown})
    for at, size in enumerate(drawn.sizes):
        stands = _standings(drawn.representative[at], drawn.group_counts[at], drawn.statements)
        lines.append(
            _("무리 %(group)s · %(people)s명 · 대표하는 의견: %(stands)s")
            % {"group": at, "people": f"{size:,}", "stands": stands}
        )
    lines.append(
        _("모두 같은 뜻: %(stands)s") % {"stands": _standings(drawn.consensus, drawn.counts, drawn.statements)}
    )
    lines.append(_("갈리는 의견: %(names)s") % {"names": ", ".join(drawn.divisive) or _("없음")})
    return "\n".join(lines)


def _standings(standings: tuple[Standing, ...], counts: tuple[Count, ...], names: tuple[str, ...]) -> str:
    """Statements with side and per cent of those who voted on them."""
    number = dict(zip(names, counts, strict=True))
    said = []
    for standing in standings:
        count = number[standing.statement]
        share = getattr(count, standing.side) / max(count.votes, 1)
        text = _("%(name)s 동의 %(share)s") if standing.side == "agree" else _("%(name)s 반대 %(share)s")
        said.append(text % {"name": standing.statement, "share": f"{share:.0%}"})
    return ", ".join(said) or _("없음")
