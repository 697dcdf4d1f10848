"""The process picture: every stage a box, every arrow between boxes, and all of it in words."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.rules import sheet
from madang.rules.document import PRESETS, Document, preset, read_document
from madang.rules.flow import Flow, Passage, Share
from madang.rules.picture import COLUMNS, Picture, overview, picture
from madang.rules.picture_changes import marks
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
    lanes = [lane.drawn({"collecting": 3}, lambda stage: f"/{stage}") for lane in picture(preset(name), "ko").lanes]
    drawn = sheet.draw(lanes, len(COLUMNS))
    assert [len(lane["boxes"]) for lane in drawn] == [len(lane["stages"]) for lane in lanes]
    counts = {box["key"]: box["count"] for lane in drawn for box in lane["boxes"]}
    assert counts["collecting"] == 3


# ── one drawing of all ──


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PRESETS)
def test_한_그림에도_모든_단계가_있고_한_자리에_하나다(name: str, lang: str) -> None:
    whole(preset(name), overview(preset(name), lang))


@settings(max_examples=40, deadline=None)
@given(documents(), st.sampled_from(LANGS))
def test_어떤_문서든_한_그림이_되고_어느_단계도_겹치지_않는다(data: dict[str, Any], lang: str) -> None:
    document = read_document(data)
    found = overview(document, lang)
    whole(document, found)
    assert {origin for lane in found.lanes for origin in lane.origins} == set(document.entry)
    sheet.draw([lane.drawn(lang=lang) for lane in found.lanes])


def test_길이_만나는_것끼리_한_칸에_선다() -> None:
    [field] = overview(preset("seoul-2019"), "ko").lanes
    assert field.origins == ("citizen", "institution")
    stages = [box.stage for box in field.boxes if box.stage]
    assert sorted(stages) == sorted(preset("seoul-2019").stages)
    of = {box.key: box.origins for box in field.boxes}
    assert of["collecting"] == ("citizen",)
    assert of["forum"] == of["execution"] == ("citizen", "institution")
    assert of["entry:institution"] == ("institution",)
    # They share the end alone (execution): nothing leads on from there, so each has its own.
    assert [field.origins for field in overview(preset("madrid"), "ko").lanes] == [
        ("citizen",),
        ("debate",),
        ("budget",),
    ]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PRESETS)
def test_모든_기준은_그림에도_글에도_있다(name: str, lang: str) -> None:
    found = overview(preset(name), lang)
    told = found.as_text()
    for lane, drawn in zip(found.lanes, sheet.draw([one.drawn(lang=lang) for one in found.lanes]), strict=True):
        on_lines = [words["text"] for label in drawn["labels"] for words in label["words"]]
        on_lines += [way["text"] for box in drawn["boxes"] for way in box["exits"] if way["back"]]
        at_ends = [(box["key"], end["text"]) for box in drawn["boxes"] for end in box["ends"]]
        for arrow in lane.arrows:
            if arrow.target is None:
                assert (arrow.source, arrow.outcome_name) in at_ends
            elif arrow.text:
                assert arrow.text in on_lines
                on_lines.remove(arrow.text)
            assert any(arrow.text in sentence for sentence in told)
        for box in lane.boxes:
            assert any(f"‘{box.name}’" in sentence and box.period in sentence for sentence in told)


# ── with numbers ──

FLOW = Flow(
    passages={
        ("citizen", "collecting"): Passage(29, 330, 301, 30.0),
        ("citizen", "forum"): Passage(3, 7, 4, 31.5),
        ("institution", "forum"): Passage(1, 3, 2, 20.0),
    },
    medians={"forum": 30.25},
    outcomes={("citizen", "collecting", "expired"): 201, ("citizen", "forum", "ended"): 4, ("institution", "forum", "ended"): 1},
    starts={("citizen", "collecting", "ask-department"): 93},
)  # fmt: skip


def test_수는_칸과_화살표에_있고_함께_쓰는_칸은_누구의_것인지_나눈다() -> None:
    [field] = overview(preset("seoul-2019"), "ko").lanes
    drawn = field.drawn(lang="ko", flow=FLOW)
    boxes = {box["key"]: box for box in drawn["stages"]}
    rates = {(arrow["from"], arrow["to"]): arrow["rate"] for arrow in drawn["arrows"]}
    assert (boxes["collecting"]["count"], boxes["collecting"]["figures"]) == (29, "모두 330건 · 보통 30일")
    assert boxes["collecting"]["split"] == "", "시민의 것뿐인 칸은 나누지 않는다"
    assert (boxes["forum"]["count"], boxes["forum"]["split"]) == (4, "시민 3 · 기관 1")
    assert boxes["forum"]["figures"] == "모두 10건 · 보통 30일"
    assert boxes["entry:institution"]["figures"] == "모두 3건"
    assert rates["collecting", "answering"] == "31%"
    assert rates["collecting", "agenda"] == "0%"
    assert rates["forum", "delivering"] == "83%", "마친 6건 가운데 5건"
    assert rates["answering", "execution"] == "", "마친 건이 없으면 비율도 없다"
    assert {"text": "미달 종료", "rate": "67%", "mark": None} in boxes["collecting"]["ends"]


def test_수도_글로_읽힌다() -> None:
    told = overview(preset("seoul-2019"), "ko").as_text(FLOW)
    assert any(
        "‘공론장’ 단계입니다" in one and "지금 4건(시민 3 · 기관 1)이 있고, 지금까지 모두 10건이 들어왔습니다." in one
        for one in told
    )
    assert "기관이 물을 때, ‘기관제안’ 단계입니다: 제안. 지금까지 모두 3건이 들어왔습니다." in told
    assert any("‘부서 답변’이 함께 시작됩니다. 마친 301건 가운데 93건(31%)입니다." in one for one in told)
    assert any("a median of 30 days" in one for one in overview(preset("seoul-2019"), "en").as_text(FLOW))


def test_한_결과가_두_길로_이어지면_비율을_말하지_않는다() -> None:
    data = copy.deepcopy(preset("seoul-2019").data)
    data["stages"]["mayor-answering"]["exits"][1] |= {"outcome": "accepted", "to": "publishing"}
    [field] = overview(read_document(data), "ko").lanes
    ways = [arrow for arrow in field.arrows if arrow.source == "mayor-answering"]
    assert [arrow.keys for arrow in ways] == [(), ()]
    numbers = Flow(
        {("citizen", "mayor-answering"): Passage(0, 3, 3, 9)}, outcomes={("citizen", "mayor-answering", "accepted"): 3}
    )
    drawn = field.drawn(lang="ko", flow=numbers)
    assert {arrow["rate"] for arrow in drawn["arrows"] if arrow["from"] == "mayor-answering"} == {""}


@pytest.mark.parametrize(
    ("count", "whole_", "percent"), [(1, 3, 33), (2, 3, 67), (1, 8, 13), (0, 5, 0), (5, 5, 100), (0, 0, None)]
)
def test_비율은_반올림한다(count: int, whole_: int, percent: int | None) -> None:
    assert Share(count, whole_).percent == percent


# ── two versions ──


def test_두_판의_그림에는_새로_생긴_것과_바뀐_것과_없어진_것이_표시된다() -> None:
    old, data = preset("seoul-2019"), copy.deepcopy(preset("seoul-2019").data)
    data["stages"]["collecting"]["starts"][1]["when"]["at_least"] = 300
    data["stages"]["answering"]["deadline"]["days"] = 30
    del data["stages"]["forum"]["starts"]
    del data["stages"]["mayor-answering"]
    data["stages"]["answering"]["exits"][1]["to"] = "explaining"
    data["stages"]["explaining"] = {
        "track": "answer", "kind": "task", "column": "result", "name": {"ko": "까닭 설명", "en": "Reasons told"},
        "deadline": {"days": 7}, "duty": {"key": "explain", "owed_by": "department"},
        "exits": [{"when": {"done": True}, "outcome": "informed"}],
    }  # fmt: skip
    found = marks(old, read_document(data), "ko")
    assert found.before == {
        ("collecting", "agenda"): "changed", "answering": "changed", "mayor-answering": "gone",
        ("forum", "mayor-answering"): "gone", ("mayor-answering", "execution"): "gone",
        ("mayor-answering", "end:declined"): "gone", ("answering", "end:declined"): "gone",
    }  # fmt: skip
    assert found.after == {
        ("collecting", "agenda"): "changed", "answering": "changed", "explaining": "new",
        ("answering", "explaining"): "new", ("explaining", "end:informed"): "new",
    }  # fmt: skip
    assert not marks(old, old, "ko")
    [field] = overview(old, "ko").lanes
    drawn = field.drawn(marks=found.before)
    assert {box["key"] for box in drawn["stages"] if box["mark"] == "gone"} == {"mayor-answering"}
    assert [line["mark"] for line in sheet.draw([drawn])[0]["lines"]].count("gone") >= 2
