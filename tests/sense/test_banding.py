"""누가 함께했는지는 다섯 명보다 적은 칸이 드러나지 않게, 빼서 알 수도 없게 보인다."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.sense.banding import LEAST, NOT_TOLD, banded, hidden

BANDS = {"gender": ("여성", "남성"), "age": ("10대", "20대", "30대", "40대 이상")}


def people(**numbers):
    """attribute_band → 몇 명."""
    return [{"gender": band} for band, number in numbers.items() for _ in range(number)]


def test_다섯_명부터_보이고_인구와_나란하다():
    told = [{"gender": "여성"}] * 12 + [{"gender": "남성"}] * 8 + [{}] * 5
    (gender,) = banded(told, {"gender": BANDS["gender"]}, population={"gender": {"여성": 510, "남성": 490}})
    assert [(cell.band, cell.count, cell.share, cell.population) for cell in gender.cells] == [
        ("여성", 12, 0.6, 0.51),
        ("남성", 8, 0.4, 0.49),
        (NOT_TOLD, 5, None, None),
    ]
    assert (gender.total, gender.hidden) == (25, 0)


def test_작은_칸_하나는_밝히지_않은_사람과_함께_가린다():
    (gender,) = banded(people(여성=30, 남성=3) + [{}] * 9, {"gender": BANDS["gender"]})
    assert {cell.band: cell.count for cell in gender.cells} == {"여성": 30, "남성": None, NOT_TOLD: None}
    assert gender.hidden == 12
    assert all(cell.share is None for cell in gender.cells)  # of how many, is hidden


def test_밝히지_않은_사람이_몇_안_되어도_빼서_알_수_없다():
    (gender,) = banded(people(여성=30, 남성=20) + [{}] * 2, {"gender": BANDS["gender"]})
    assert {cell.band: cell.count for cell in gender.cells} == {"여성": 30, "남성": None, NOT_TOLD: None}


def test_모두_다섯_명이_안_되면_아무_칸도_없다():
    (gender,) = banded(people(여성=4), {"gender": BANDS["gender"]})
    assert gender.cells == ()


def test_모르는_띠는_밝히지_않은_것으로_센다():
    told = [{"gender": "여성"}] * 6 + [{"gender": "남성"}] * 6 + [{"gender": "?"}] * 6
    (gender,) = banded(told, {"gender": BANDS["gender"]})
    assert [cell.count for cell in gender.cells] == [6, 6, 6]


@pytest.mark.parametrize("width", [2, 3, 4])
def test_규칙을_아는_사람도_가린_칸을_하나도_알아낼_수_없다(width):
    """All tables with up to 11 people a cell: whatever is published, every hidden cell could be of two sizes or more."""
    could = defaultdict(set)
    for counts in product(range(12 if width < 4 else 8), repeat=width):
        if sum(counts) >= LEAST:
            away = hidden(counts)
            shown = tuple(None if at in away else count for at, count in enumerate(counts))
            could[sum(counts), shown].add(counts)
    # At the edge of what was tried a table may have no twin only because larger cells were not tried.
    edge = 12 if width < 4 else 8
    for (total, shown), tables in could.items():
        if total - sum(count or 0 for count in shown) > edge - 1:
            continue
        for at, count in enumerate(shown):
            if count is None:
                assert len({table[at] for table in tables}) > 1, (total, shown, tables)


row = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from([*bands, NOT_TOLD, "?"]) for name, bands in BANDS.items()}
)


@given(st.lists(row, max_size=80), st.integers(2, 8))
def test_무엇을_넣어도_작은_칸은_없고_가린_칸은_둘_이상이다(told, least):
    for one in banded(told, BANDS, least=least):
        shown = [cell for cell in one.cells if cell.count is not None]
        away = [cell for cell in one.cells if cell.count is None]
        assert all(cell.count >= least for cell in shown)
        assert len(away) != 1
        assert one.total == len(told) == sum(cell.count for cell in shown) + one.hidden
        if away:
            assert one.hidden >= least
        told_ones = sum(one_cell.count or 0 for one_cell in one.cells if one_cell.band != NOT_TOLD)
        for cell in shown:
            if cell.share is not None:
                assert 0 < cell.share <= 1
                assert told_ones <= one.total
