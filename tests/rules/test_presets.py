"""The reference procedures say what the services published."""

from __future__ import annotations

import pytest

from madang.rules.checks import check_document
from madang.rules.conditions import All, Count, Not
from madang.rules.deadlines import Period
from madang.rules.document import PRESETS, Document, preset
from madang.rules.words import DECISIONS, DUTIES, OUTCOMES


@pytest.mark.parametrize("name", PRESETS)
def test_표본은_모두_바른_문서다(name: str) -> None:
    assert check_document(preset(name).data) == []
    assert preset(name).data["source"]


@pytest.mark.parametrize("name", PRESETS)
def test_표본의_낱말에는_모두_두_말의_이름이_있다(name: str) -> None:
    for stage in preset(name).stages.values():
        assert {leave.outcome for leave in stage.exits} <= set(OUTCOMES)
        assert set(stage.decisions) <= set(DECISIONS)
        assert stage.duty is None or stage.duty.key in DUTIES


def test_없는_표본은_없다고_한다() -> None:
    with pytest.raises(KeyError):
        preset("../seoul-2019")


def tiers(document: Document, stage: str) -> dict[str, int]:
    """Start → the count it waits for."""
    return {
        start.key: start.when.threshold(document.electorates)
        for start in document.stage(stage).starts
        if isinstance(start.when, Count)
    }


def periods(document: Document) -> dict[str, tuple[int, str]]:
    """Stage → its period."""
    found = {key: stage.deadline.period for key, stage in document.stages.items() if stage.deadline}
    return {key: (period.count, period.unit) for key, period in found.items()}


@pytest.mark.parametrize(
    ("name", "answer", "agenda", "mayor"), [("seoul-2019", 50, 500, 5000), ("seoul-2020", 50, 100, 1000)]
)
def test_민주주의_서울의_수(name: str, answer: int, agenda: int, mayor: int) -> None:
    document = preset(name)
    found = tiers(document, "collecting")
    assert (found["ask-department"], found["agenda-candidate"]) == (answer, agenda)
    assert tiers(document, "forum") == {"ask-mayor": mayor}
    assert periods(document)["collecting"] == (30, "days")
    assert periods(document)["answering"] == (20, "days")


def test_서울_2020은_천_명이면_다음_해_예산으로도_간다() -> None:
    assert tiers(preset("seoul-2020"), "collecting")["budget-candidate"] == 1000


def test_국민청원은_30일_20만이면_30일_안에_답한다() -> None:
    for name in ("bluehouse-2017", "bluehouse-2019"):
        document = preset(name)
        assert tiers(document, "collecting") == {"official-answer": 200_000}
        assert periods(document)["collecting"] == periods(document)["answering"] == (30, "days")
        duty = document.stage("answering").duty
        assert duty is not None
        assert (duty.key, duty.owed_by) == ("answer", "representative")


def test_국민청원_2019의_동의_기간은_공개된_뒤_온전히_30일이다() -> None:
    document = preset("bluehouse-2019")
    gathering, review = document.stage("gathering"), document.stage("review")
    assert gathering.settings["visibility"] == "unlisted"
    assert (gathering.exits[0].when, gathering.exits[0].to) == (Count("supports", 100), "review")
    assert periods(document)["review"] == (7, "days")
    assert set(review.settings["reasons"]) == {"duplicate", "abuse", "personal-data", "falsehood", "defamation"}
    assert [(leave.outcome, leave.to) for leave in review.exits] == [("passed", "collecting"), ("returned", None)]


def test_조인은_성립한_날부터_모든_약속의_기간을_센다() -> None:
    document = preset("join")
    assert tiers(document, "collecting") == {"coordinate": 1000, "passed": 5000}
    assert periods(document) == {
        "checking": (3, "working_days"), "collecting": (60, "days"), "scheduling": (7, "working_days"),
        "clarifying": (14, "working_days"), "replying": (2, "months"), "feedback": (3, "days"),
    }  # fmt: skip
    deadline = document.stage("replying").deadline
    assert deadline is not None
    assert (deadline.extensions, deadline.extend_by) == (1, Period(2, "months"))
    assert document.stage("replying").settings["per_demand"] is True


def test_마드리드는_1퍼센트와_토론과_한_주의_투표를_지난다() -> None:
    document = preset("madrid")
    assert tiers(document, "collecting") == {"call-vote": 27_064}
    found = periods(document)
    assert found["collecting"] == (12, "months")
    assert found["debating"] == (45, "days")
    assert found["calling"] == (3, "months")
    assert found["voting"] == (7, "days")
    assert found["study"] == (1, "months")
    assert document.entry == {"citizen": "collecting", "debate": "debate", "budget": "informing"}
    phases = [stage.settings["phase"] for stage in document.stages.values() if "phase" in stage.settings]
    assert phases[0], phases[-1] == ("informing", "counting")
    assert len(phases) == 8


def test_핀란드는_다섯과_쉰과_오만을_지난다() -> None:
    document = preset("finland")
    assert document.stage("sponsoring").exits[0].when == Count("sponsors", 5)
    first = document.stage("collecting").exits[0]
    assert isinstance(first.when, All)
    assert first.when.parts[1] == Not((Count("supports", 50),))
    assert first.outcome == "stopped"
    assert tiers(document, "collecting") == {"verify": 50_000}
    assert periods(document)["collecting"] == periods(document)["verifying"] == (6, "months")
