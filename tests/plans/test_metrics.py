"""지표: 잰 수는 내보낸 사건을 손으로 센 수와 같다."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from madang.actions import metrics
from madang.ops import export
from madang.ops.intake import replay
from madang.procedures.models import Case
from madang.procedures.record import case_record

from . import town
from .ledger import COUNTS, Ledger

pytestmark = pytest.mark.django_db
NOW = town.at("06-25 15:00")
DOCS = (Path(__file__).resolve().parents[2] / "docs/metrics.md").read_text("utf-8")
MONTHS = [date(2019, month, 1) for month in range(1, 8)]
PERIODS = [
    *((first, after - timedelta(days=1)) for first, after in pairwise(MONTHS)),
    (date(2019, 1, 1), date(2019, 12, 31)),
    (date(2019, 3, 31), date(2019, 3, 31)),  # what happened in the last microsecond of a month is in it
    (date(2019, 4, 1), date(2019, 4, 1)),  # what happened in the first is not in the one before
    (date(2019, 4, 1), date(2019, 5, 15)),
    (date(2019, 6, 20), date(2019, 6, 30)),  # now is in it
    (date(2020, 1, 1), date(2020, 12, 31)),  # all of it to come
]


@dataclass
class Counted:
    """What was measured, in how many queries, and what can be counted by hand."""

    figures: dict[Any, metrics.Measured]
    queries: int
    ledger: Ledger


@pytest.fixture(scope="module")
def town_counted(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Counted:
    """The town lives once for all tests of this file; nothing of it stays."""
    file: Path = tmp_path_factory.mktemp("town") / "town.jsonl"
    file.write_text(town.written(), encoding="utf-8")
    stages = town.document()["stages"]
    with django_db_blocker.unblock(), transaction.atomic():
        replay(file, until=NOW)
        with CaptureQueriesContext(connection) as queries:
            figures = metrics.measure_all([(key, *period) for key in metrics.METRICS for period in PERIODS[:1]], at=NOW)
        figures |= metrics.measure_all([(key, *period) for key in COUNTS for period in PERIODS], at=NOW)
        events = list(export.events())
        cases = [case_record(case) for case in Case.objects.order_by("pk")]
        transaction.set_rollback(True)
    stage_of = {stage["duty"]["key"]: key for key, stage in stages.items() if "duty" in stage} | {"report": "execution"}
    return Counted(figures, len(queries), Ledger(events, cases, stage_of))


@pytest.mark.parametrize("key", COUNTS)
def test_지표마다_잰_수가_사건을_센_수와_같다(key: str, town_counted: Counted) -> None:
    measured = {period: town_counted.figures[key, *period].value for period in PERIODS}
    counted = {
        period: COUNTS[key](replace(town_counted.ledger, first=period[0], last=period[1], now=NOW))
        for period in PERIODS
    }
    assert measured == pytest.approx(counted)
    assert any(measured.values()), "nothing of this kind happened in the town: the test could not fail"


def test_표에_있는_지표는_모두_손으로도_셀_줄_안다() -> None:
    assert set(metrics.METRICS) <= set(COUNTS)


def test_모든_지표를_두_질의로_잰다(town_counted: Counted) -> None:
    assert town_counted.queries == 2


ADDING_UP = [
    key for key, metric in metrics.METRICS.items() if metric.grows and key != "supporters"
]  # who may come again


@pytest.mark.parametrize("key", ADDING_UP)
def test_기간을_나누어_잰_수를_더하면_온_기간의_수다(key: str, town_counted: Counted) -> None:
    whole = town_counted.figures[key, date(2019, 1, 1), date(2019, 12, 31)].value
    assert whole == sum(town_counted.figures[key, *period].value or 0 for period in PERIODS[:6])


@pytest.mark.parametrize("key", metrics.METRICS)
def test_문서의_표는_지표의_표와_같다(key: str) -> None:
    metric = metrics.METRICS[key]
    less = ", less is better" if metric.better == "less" else ""
    assert f"| `{key}` | {metric.name} | {metric.kind} | {metric.unit}{less} | " in DOCS
