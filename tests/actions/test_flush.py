"""Many supports at once are what they would have been one by one."""

from __future__ import annotations

import pytest

from madang.actions.supports import Cast, cast_support, flush
from madang.base.errors import Refused
from madang.procedures.models import Crossing, Mark, Tally
from madang.proposals.models import Proposal, Support
from tests import make

pytestmark = pytest.mark.django_db


def told(results: list) -> list:
    """Refusals by their codes, so that they can be compared."""
    return [result.code if isinstance(result, Refused) else result for result in results]


def one_by_one(casts: list[Cast]) -> list:
    """The same supports, each in an act of its own, in the order of time."""
    results: list = [None] * len(casts)
    for i in sorted(range(len(casts)), key=lambda i: casts[i].at):
        try:
            proposal = Proposal.objects.get(pk=casts[i].case_id)
            results[i] = cast_support(proposal=proposal, person=casts[i].person, at=casts[i].at)
        except Refused as refused:
            results[i] = refused
    return results


def history(proposal: Proposal) -> tuple:
    """What became of it."""
    marks = list(Mark.objects.filter(case=proposal.pk).order_by("pk").values_list("key", "at", "facts"))
    stages = list(proposal.case.visits.order_by("pk").values_list("stage", "entered", "left", "outcome"))
    return marks, stages, Tally.objects.get(case=proposal.pk, what="supports").value


def check(casts_for, *, preset: str = "seoul-2019") -> tuple[Proposal, list]:
    """Flush a batch on one proposal and one by one on another; results and histories must be equal."""
    make.procedure(preset)
    together, apart = (make.proposal("가로등", procedure=preset) for _ in range(2))
    results = flush(casts_for(together))
    assert told(results) == told(one_by_one(casts_for(apart)))
    assert history(together) == history(apart)
    assert Support.objects.filter(proposal=together).count() == Tally.objects.get(case=together.pk).value
    assert not Crossing.objects.exists()
    return together, results


def test_한_묶음이_두_기준을_넘어도_기준마다_제_순간이_남는다() -> None:
    crowd = make.crowd(620)
    proposal, _ = check(lambda p: [Cast(p.pk, who, make.AT + make.days(n / 100)) for n, who in enumerate(crowd)])
    marks = dict(Mark.objects.filter(case=proposal.pk).values_list("key", "at"))
    assert marks["ask-department"] == make.AT + make.days(49 / 100)
    assert marks["agenda-candidate"] == make.AT + make.days(499 / 100)


def test_기준에_닿아_단계가_끝나면_묶음의_나머지는_거절된다() -> None:
    crowd = make.crowd(120)
    _, results = check(
        lambda p: [Cast(p.pk, who, make.AT + make.days(n / 1000)) for n, who in enumerate(crowd)],
        preset="bluehouse-2019",
    )
    assert told(results) == [True] * 100 + ["not-collecting"] * 20


def test_한_묶음이_기간의_끝에_걸치면_끝난_뒤의_것만_거절된다() -> None:
    crowd = make.crowd(6)
    offsets = (29, 31, 1, 30.7, 30.5, 45)  # the window ends with day 30 (AT is 09:00: 30.625 days later)
    _, results = check(
        lambda p: [Cast(p.pk, who, make.AT + make.days(d)) for who, d in zip(crowd, offsets, strict=True)]
    )
    assert told(results) == [True, "not-collecting", True, "not-collecting", True, "not-collecting"]


def test_한_묶음에_같은_사람이_여러_번_있어도_한_번만_센다() -> None:
    하나, 두리 = make.crowd(2)
    _, results = check(lambda p: [Cast(p.pk, who, make.AT) for who in (하나, 두리, 하나, 하나, 두리)])
    assert told(results) == [True, True, False, False, False]


def test_여러_제안의_묶음은_서로를_방해하지_않는다() -> None:
    make.procedure()
    crowd = make.crowd(60)
    열린, 닫힌 = make.proposal("열린 제안"), make.proposal("닫힌 제안", at=make.AT - make.days(60))
    results = flush([Cast(pk, who, make.AT) for who in crowd for pk in (닫힌.pk, 열린.pk)])
    assert told(results[1::2]) == [True] * 60
    assert set(told(results[0::2])) == {"not-collecting"}
    assert Mark.objects.filter(case=열린.pk, key="ask-department").count() == 1
