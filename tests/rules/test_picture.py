"""The process picture: every stage a box, every arrow between boxes, and all of it in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.rules.document import PRESETS, Document, preset, read_document
from madang.rules.picture import COLUMNS, Picture, picture
from tests.rules.making import documents

LANGS = ("ko", "en")


def whole(document: Document, found: Picture) -> None:
    """What holds for the picture of any document."""
    assert {box.stage for lane in found.lanes for box in lane.boxes} - {None} == set(document.stages)
    for lane in found.lanes:
        cells = [(box.col, box.row) for box in lane.boxes]
        assert len(cells) == len(set(cells)), "no two boxes share a cell"
        assert cells == sorted(cells)
        keys = {box.key for box in lane.boxes}
        assert len(keys) == len(lane.boxes)
        for box in lane.boxes:
            assert COLUMNS[box.col] == box.column
            assert box.name
            assert box.kind_name
        for arrow in lane.arrows:
            assert arrow.source in keys
            assert arrow.target is None or arrow.target in keys
            assert arrow.text or arrow.source.startswith("entry:")
            assert arrow.target or arrow.outcome_name
    for text in found.as_text():
        assert text.endswith(".")
        assert not any(bad in text for bad in ("{", "None", "  "))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PRESETS)
def test_표본의_모든_단계는_칸이고_모든_화살표는_칸에서_칸으로_간다(name: str, lang: str) -> None:
    whole(preset(name), picture(preset(name), lang))


@settings(max_examples=40, deadline=None)
@given(documents(), st.sampled_from(LANGS))
def test_어떤_문서든_그려진다(data: dict[str, Any], lang: str) -> None:
    document = read_document(data)
    whole(document, picture(document, lang))
    assert picture(document, lang) == picture(document, lang)


def test_시민의_길이_위에_기관의_길이_아래에_있다() -> None:
    assert [lane.origin for lane in picture(preset("seoul-2019"), "ko").lanes] == ["citizen", "institution"]
    assert [lane.origin for lane in picture(preset("madrid"), "ko").lanes] == ["citizen", "debate", "budget"]


def test_화살표는_기준을_말한다() -> None:
    [lane, _] = picture(preset("seoul-2019"), "ko").lanes
    texts = {(arrow.source, arrow.target): arrow.text for arrow in lane.arrows}
    assert texts["collecting", "answering"] == "공감 50명 · 30일"
    assert texts["collecting", "agenda"] == "공감 500명 · 30일"
    assert texts["agenda", "forum"] == "선정"
    assert texts["forum", "mayor-answering"] == "참여 5,000명"
    assert texts["forum-answering", "publishing"] == "수용 / 불수용"
    boxes = {box.key: box for box in lane.boxes}
    assert (boxes["answering"].period, boxes["answering"].owner) == ("20일 이내", "부서")
    assert (boxes["forum"].period, boxes["forum"].who) == ("30일 동안", "people")


def test_다른_자리에서_시작하는_길에는_들어오는_칸이_있다() -> None:
    [_, lane] = picture(preset("seoul-2019"), "ko").lanes
    assert (lane.boxes[0].name, lane.boxes[0].stage, lane.boxes[0].col) == ("기관제안", None, 0)
    assert (lane.arrows[0].source, lane.arrows[0].target) == ("entry:institution", "forum")


def test_그림은_문장으로도_읽힌다() -> None:
    told = picture(preset("seoul-2019"), "ko").as_text()
    assert told[0] == "시민이 제안할 때, ‘시민제안’ 단계입니다: 제안, 30일 동안."
    assert "‘시민제안’에서 공감 50명 · 30일이면 ‘부서 답변’이 함께 시작됩니다." in told
    assert "‘의제선정단’에서 선정이면 ‘공론장’으로 넘어갑니다." in told


@pytest.mark.parametrize("name", PRESETS)
def test_화면의_그림에_그대로_들어간다(name: str) -> None:
    ui = pytest.importorskip("madang.rules.sheet")
    lanes = [lane.drawn({"collecting": 3}, lambda stage: f"/{stage}") for lane in picture(preset(name), "ko").lanes]
    drawn = ui.draw(lanes, len(COLUMNS))
    assert [len(lane["boxes"]) for lane in drawn] == [len(lane["stages"]) for lane in lanes]
    counts = {box["key"]: box["count"] for lane in drawn for box in lane["boxes"]}
    assert counts["collecting"] == 3
