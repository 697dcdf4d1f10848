"""Real petitions travel two procedures; what they reach equals counting the published numbers directly.

Of the ten thousand published ones the tests take those around every tier and a spread of the others; with
``MADANG_REAL_PETITIONS=10000`` all of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from django.db import connection

from bench.petitions import LISTING, TEXTS, Petition, last_moment, listing, texts, write_events
from madang.actions import clockwork
from madang.actions.procedures import install_preset
from madang.base import clock
from madang.ops.intake import replay
from madang.procedures.models import Case, Duty, Mark, StageVisit, Tally

TIERS = {
    "bluehouse-2017": {"official-answer": 200_000},
    "seoul-2019": {"ask-department": 50, "agenda-candidate": 500},
    "seoul-2020": {"ask-department": 50, "agenda-candidate": 100},
}
WHOLE = ("bluehouse-2017", "seoul-2019")
ALL = 10_000
NUMBER = int(os.environ.get("MADANG_REAL_PETITIONS", "1500"))  # MADANG_REAL_PETITIONS=10000: all, which takes minutes


def synthetic() -> Iterator[Petition]:
    """Sixty petitions of our own with every awkwardness of the real ones, around every tier."""
    numbers = (0, 1, 2, 3, 7, 49, 50, 51, 499, 500, 501, 1_000, 199_999, 200_000, 200_001, 1_192_049)
    titles = (
        "가로등",
        "아주 긴 제목 " * 15,
        "줄\n바꿈",
        "<script>alert(1)</script>",
        "이모지 👨‍👩‍👧 가족",
        "\u202e거꾸로",
        "ㅤ ***님",
    )
    bodies = ("", "한 줄", "여러\n\n\n\n줄\r\n과\t탭", "가" * 5000, "http://example.org/?q=<b>", "nul\x00과 \ufeff표식")
    for i in range(60):
        begin = date(2019, 1, 1) + timedelta(days=i % 13)
        yield Petition(f"s{i}", begin, numbers[i % len(numbers)], titles[i % 7], bodies[i % 6], "기타")


def chosen(number: int) -> Iterator[Petition]:
    """So many of the published ten thousand: those around every tier and above the highest, then every n-th of the rest."""
    everyone = list(islice(texts(), ALL))
    tiers = {tier for tiers in TIERS.values() for tier in tiers.values()}
    near = {p.key for p in everyone if p.agreed >= max(tiers) or any(abs(p.agreed - tier) <= 1 for tier in tiers)}
    rest = [p for p in everyone if p.key not in near]
    wanted = max(0, number - len(near))
    kept = {rest[n * len(rest) // wanted].key for n in range(wanted)} if wanted else set()
    return (p for p in everyone if p.key in near | kept)


def live_through(petitions: Iterator[Petition], folder: Path, procedure: str, number: int) -> list[Petition]:
    """Install the procedure, replay the petitions, and let every window end."""
    install_preset(name=procedure, at=clock.now(), actor=None)
    file = folder / "petitions.jsonl"
    kept = write_events(petitions, file, procedure=procedure, number=number)
    report = replay(file, until=last_moment(kept))
    assert report.refused == []
    return kept


def check(petitions: list[Petition], procedure: str) -> None:
    """Every count, to the unit, against the data itself."""
    for mark, tier in TIERS[procedure].items():
        right = {p.key for p in petitions if p.agreed >= tier}
        assert set(Mark.objects.filter(key=mark).values_list("case__key", flat=True)) == right
    lowest = min(TIERS[procedure].values())
    reached = sum(p.agreed >= lowest for p in petitions)
    main = StageVisit.objects.filter(stage="collecting")
    assert main.filter(outcome="reached").count() == reached
    assert main.filter(outcome="expired").count() == len(petitions) - reached
    assert Duty.objects.filter(key="answer").count() == reached
    assert Case.objects.filter(closed_at=None).count() == reached
    counts = dict(Tally.objects.filter(what="supports").values_list("case__key", "value"))
    assert counts == {p.key: p.agreed for p in petitions}


@pytest.mark.django_db
@pytest.mark.parametrize("procedure", TIERS)
def test_지어낸_예순_건이_넘는_기준은_직접_센_수와_같다(procedure: str, tmp_path: Path) -> None:
    petitions = live_through(synthetic(), tmp_path, procedure, 60)
    check(petitions, procedure)
    assert list(clockwork.sweep(at=last_moment(petitions))) == []


@pytest.mark.slow
@pytest.mark.realdata
@pytest.mark.django_db
@pytest.mark.skipif(not TEXTS.exists(), reason=f"published petitions are not here: {TEXTS.name}")
@pytest.mark.parametrize("procedure", WHOLE)
def test_실제_청원이_넘는_기준은_직접_센_수와_같다(procedure: str, tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("ten thousand petitions are lived through on SQLite; the sixty above run on both")
    petitions = live_through(chosen(NUMBER), tmp_path, procedure, NUMBER)
    assert len(petitions) == NUMBER
    assert sum(p.agreed >= max(TIERS[procedure].values()) for p in petitions) >= 5, "the highest tier is crossed"
    check(petitions, procedure)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(not LISTING.exists(), reason=f"published petitions are not here: {LISTING.name}")
def test_제목만_남은_실제_청원도_직접_센_수와_같다(tmp_path: Path) -> None:
    petitions = live_through(listing(), tmp_path, "seoul-2020", 1000)
    check(petitions, "seoul-2020")
