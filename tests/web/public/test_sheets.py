"""누구나 목록을 파일로 받는다. 쓴 사람의 이름은 없다."""

import csv
import io

import pytest
from django.test import Client

from madang.base import clock
from tests import make


def sheet(path, **data):
    with clock.standing_at(make.AT + make.days(2)):
        response = Client().get(path, {"format": "csv", **data})
        raw = b"".join(response.streaming_content)
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


@pytest.fixture
def 제안들(db):
    for n in range(25):
        make.proposal(f"제안 {n}", by=make.person("김가온"), at=make.AT + make.days(n / 100))
    길 = make.proposal("길을 이어 주세요", department=make.department("교통정책과"))
    make.supports(길, 50)
    make.proposal("=HYPERLINK(1)")


def test_제안_목록이_끝까지_파일에_있고_이름은_없다(제안들):
    rows = sheet("/proposals")
    assert len(rows) == 28
    assert len({row[0] for row in rows}) == 28
    assert not any("김가온" in cell for row in rows for cell in row)
    assert any(row[0] == "'=HYPERLINK(1)" for row in rows)
    assert len(sheet("/proposals", q="길을")) == 2


def test_약속도_파일로_받는다(제안들):
    rows = sheet("/duties")
    assert [row[0] for row in rows[1:]] == ["교통정책과"]
    assert sheet("/duties", state="late")[1:] == []
    assert Client().get("/duties?format=xlsx").status_code == 200
