"""The process picture: where boxes and lines stand."""

from madang.web.ui import picture
from madang.web.ui.samples import LANES


def test_every_arrow_is_told_in_words_and_drawn():
    citizens, institution = picture.draw(LANES)
    told = [(box["name"], one["to"], one["text"]) for box in citizens["boxes"] for one in box["exits"]]
    assert ("시민 제안", "의제선정단", "공감 500명, 30일 안") in told
    assert len(told) == len(citizens["heads"]) == len(citizens["labels"]) == 7
    assert institution["rows"] == 2


def test_lines_run_straight_and_stay_on_the_sheet():
    for lane in picture.draw(LANES):
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
    [lane] = picture.draw([{"title": "", "stages": stages, "arrows": [{"from": "c", "to": "a", "text": "다시"}]}])
    assert [(box["col"], box["row"]) for box in lane["boxes"]] == [(0, 0), (0, 1), (1, 0)]
    assert lane["lines"] == []
    assert lane["boxes"][2]["exits"] == [{"text": "다시", "to": "가"}]
