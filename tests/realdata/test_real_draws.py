"""추첨의 표준 자료: 공개된 확률 그대로 나오고, 이 분야의 라이브러리와 견주어 모자라지 않는다."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from madang.lottery.checking import check
from madang.lottery.drawing import draw
from madang.lottery.panels import smallest_relaxation
from madang.lottery.pool import Pool, Target, Targets
from madang.lottery.reading import read_pool, read_targets

SHARED = Path(os.environ.get("MADANG_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "sortition"
EXAMPLE = SHARED / "example_small_20"
FIXTURE = SHARED / "sf_fixture"
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.realdata


def read(people: Path, categories: Path, size: int) -> Pool:
    if not people.exists():
        pytest.skip("published data is not here")
    return read_pool(people.read_bytes(), read_targets(categories.read_bytes(), size))


def example() -> Pool:
    return read(EXAMPLE / "respondents.csv", EXAMPLE / "categories.csv", 20)


def fixture(size: int = 22) -> Pool:
    return read(FIXTURE / "candidates.csv", FIXTURE / "features.csv", size)


def test_작은_예에서는_누구나_꼭_십_퍼센트다():
    drawn = draw(example(), "42")
    assert len(drawn.probabilities) == 200
    assert all(abs(chance - 0.1) < 1e-12 for chance in drawn.probabilities.values())
    with gzip.open(EXAMPLE / "expected_prob_allocs.csv.gz", "rt") as file:
        published = [
            float(row["selection probability"]) for row in csv.DictReader(file) if row["algorithm"] == "LexiMin"
        ]
    assert published
    assert all(abs(chance - 0.1) < 1e-4 for chance in published)
    assert "LEXIMIN minimum probability (exact):\t10.0%" in (EXAMPLE / "expected_statistics.txt").read_text()


@pytest.mark.django_db
def test_파일로_올린_작은_예에서도_누구나_꼭_십_퍼센트다(client):
    """The whole way of a panel at the desk: the published files go in, the published chances come out."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from madang.agenda.models import Panel
    from madang.people.models import Role
    from tests import make

    example()  # or skipped
    client.force_login(make.staff("네온 PM", Role.FORUMS))
    here = client.post("/staff/panels", {"name": "예", "size": "20"}).url
    for act, name in (("sheet", "categories.csv"), ("file", "respondents.csv")):
        file = SimpleUploadedFile(name, (EXAMPLE / name).read_bytes())
        assert client.post(here, {"act": act, "file": file}).status_code == 302
    assert client.post(here, {"act": "close"}).status_code == 302
    assert client.post(f"{here}/draw", {"seed": "42", "sure": "1"}).status_code == 302
    panel = Panel.objects.get()
    assert panel.digest == example().fingerprint
    chances = panel.report["draw"]["probabilities"]
    assert len(chances) == 200
    assert all(abs(chance - 0.1) < 1e-12 for chance in chances.values())
    assert "모두 10%" in client.get(f"/panels/{panel.key}").content.decode()


def test_재단의_자료에서_모든_기준을_지키고_확률은_자리_수로_더해진다():
    one = fixture()
    drawn = draw(one, "42")
    assert len(set(drawn.panel)) == 22
    assert not one.targets.missed(one.people[key] for key in drawn.panel)
    assert abs(sum(drawn.probabilities.values()) - 22) < 1e-9
    assert min(drawn.probabilities.values()) > 0.0909
    assert check(one, json.loads(json.dumps(drawn.as_json()))) == []


def test_새_프로세스와_다른_해시_시드에서도_같은_사람이_뽑힌다():
    fixture()
    command = [sys.executable, "manage.py", "draw", FIXTURE / "candidates.csv", FIXTURE / "features.csv", "--size=22"]
    said = {
        subprocess.run(
            [*command, "--seed=42", "--json"], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, check=True,
        ).stdout
        for seed in ("0", "1", "random")
    }  # fmt: skip
    assert len(said) == 1
    assert json.loads(said.pop())["seed"] == "42"


def library(one: Pool) -> tuple:
    """The same pool as the Sortition Foundation's library takes it."""
    from sortition_algorithms.features import FeatureValueMinMax
    from sortition_algorithms.people import People

    features: dict = {}
    for it in one.targets.targets:
        limits = FeatureValueMinMax(min=it.minimum, max=it.maximum, min_flex=0, max_flex=one.targets.size)
        features.setdefault(it.category, {})[it.name] = limits
    people = People([])
    for key, values in one.people.items():
        people.add(key, dict(zip(one.targets.categories, values, strict=True)), features, 1)
    return features, people


def test_가장_낮은_확률이_라이브러리의_최선보다_낮지_않다():
    from sortition_algorithms.committee_generation.maximin import find_distribution_maximin

    one = fixture()
    features, people = library(one)
    committees, chances, _ = find_distribution_maximin(features, people, 22, [])
    theirs = dict.fromkeys(one.people, 0.0)
    for committee, chance in zip(committees, chances, strict=True):
        for key in committee:
            theirs[key] += chance
    ours = draw(one, "1").probabilities
    assert min(ours.values()) >= min(theirs.values()) - 1e-9
    assert min(ours.values()) <= min(theirs.values()) + 0.0005  # the gap at which the library stops
    assert max(ours.values()) <= 0.5


def test_고치라고_알려_주는_양이_라이브러리보다_많지_않다():
    from sortition_algorithms.committee_generation.common import setup_committee_generation
    from sortition_algorithms.errors import InfeasibleQuotasError

    found = fixture()
    harder = tuple(
        Target(it.category, it.name, 9, 12) if it.name in ("16-29", "60+") else it for it in found.targets.targets
    )
    people = {key: dict(zip(found.targets.categories, values, strict=True)) for key, values in found.people.items()}
    one = Pool(people, Targets(22, harder))
    features, candidates = library(one)
    with pytest.raises(InfeasibleQuotasError) as refused:
        setup_committee_generation(features, candidates, 22, [])
    theirs = {(it.category, it.name): refused.value.features[it.category][it.name] for it in harder}
    ours = {(it.category, it.name): (low, high) for it, low, high in smallest_relaxation(one)}

    def cost(it: Target, low: int, high: int) -> float:
        return (it.minimum - low) * (1 + 2 / it.minimum if it.minimum else 0) + high - it.maximum

    assert sum(cost(it, *ours.get((it.category, it.name), (it.minimum, it.maximum))) for it in harder) == pytest.approx(
        sum(cost(it, theirs[it.category, it.name].min, theirs[it.category, it.name].max) for it in harder)
    )
