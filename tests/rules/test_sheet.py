"""The process picture: where boxes and lines stand."""

import pytest

from madang.rules import sheet
from madang.rules.document import PRESETS, preset
from madang.rules.picture import picture as model


def lanes(name: str) -> list[dict]:
    """The lanes of a reference procedure, as the page draws them."""
    found = model(preset(name), "ko").lanes
    return sheet.draw([lane.drawn(counts={}, href=lambda stage: f"?stage={stage}") for lane in found])


def test_every_arrow_is_told_in_words_and_drawn():
    citizens, institution = lanes("seoul-2019")
    told = [(box["name"], one["to"], one["text"]) for box in citizens["boxes"] for one in box["exits"]]
    assert ("시민제안", "의제선정단", "공감 500명 · 30일") in told
    assert ("시민제안", "부서 답변", "공감 50명 · 30일") in told
    assert len(told) == len(citizens["heads"])
    assert len(institution["boxes"]) == 7


@pytest.mark.parametrize("name", PRESETS)
def test_lines_run_straight_and_stay_on_the_sheet(name):
    for lane in lanes(name):
        for line in lane["lines"]:
            assert line["x1"] == line["x2"] or line["y1"] == line["y2"]
            assert 0 <= min(line["x1"], line["x2"]) <= max(line["x1"], line["x2"]) <= 100
            assert 0 <= min(line["y1"], line["y2"]) <= max(line["y1"], line["y2"]) <= lane["height"]


def test_boxes_without_a_row_take_the_next_free_one_and_a_way_back_is_only_told():
    stages = [
        {"key": "a", "name": "가", "col": 0},
        {"key": "b", "name": "나", "col": 0},
        {"key": "c", "name": "다", "col": 1},
    ]
    [lane] = sheet.draw([{"title": "", "stages": stages, "arrows": [{"from": "c", "to": "a", "text": "다시"}]}])
    assert [(box["col"], box["row"]) for box in lane["boxes"]] == [(0, 0), (0, 1), (1, 0)]
    assert lane["lines"] == []
    [exit_] = lane["boxes"][2]["exits"]
    assert (exit_["text"], exit_["to"], exit_["back"]) == ("다시", "가", True)
