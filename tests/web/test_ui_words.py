"""How numbers, days and people's words are written on a page."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from madang.base import clock
from madang.web.ui import words

SEOUL = ZoneInfo("Asia/Seoul")


def at(month, day, hour=0, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=SEOUL)


@pytest.fixture(autouse=True)
def _korean():
    with translation.override("ko"), clock.standing_at(at(3, 20)):
        yield


def test_another_year_is_named():
    assert words.day(datetime(2025, 12, 31, 9, tzinfo=SEOUL)) == "2025년 12월 31일(수)"
    assert words.until(datetime(2027, 1, 1, tzinfo=SEOUL)) == "12월 31일(목)까지"
    assert words.moment(datetime(2025, 1, 2, 9, 5, tzinfo=SEOUL)) == "2025년 1월 2일(목) 09:05"


def test_a_due_shows_the_last_whole_day_before_it():
    assert words.until(at(3, 27)) == "3월 26일(목)까지"
    assert words.until(datetime(2026, 3, 26, 15, tzinfo=UTC)) == "3월 26일(목)까지"  # the same instant
    assert words.until(at(3, 27, 15)) == "3월 27일(금)까지"
    assert words.day_year(at(3, 24)) == "2026년 3월 24일(화)"
    assert words.moment(datetime(2026, 3, 24, 1, 5, tzinfo=UTC)) == "3월 24일(화) 10:05"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(3, 18, 10), "8일 남음"),
        (at(3, 25, 23, 59), "1일 남음"),
        (at(3, 26), "오늘까지"),
        (at(3, 26, 23, 59), "오늘까지"),
        (at(3, 27), "1일 지남"),
        (at(3, 29, 9), "3일 지남"),
    ],
)
def test_days_left_turn_at_midnight(now, said):
    assert words.left(at(3, 27), now) == said


def test_a_due_within_the_day_is_over_at_its_minute():
    assert words.left(at(3, 27, 15), at(3, 27, 14)) == "오늘까지"
    assert words.left(at(3, 27, 15), at(3, 27, 15)) == "마감이 지남"


def test_english_days():
    with translation.override("en"):
        assert words.day(at(3, 26)) == "Thu 26 March"
        assert words.day_year(at(3, 26)) == "Thu 26 March 2026"


@pytest.mark.parametrize(
    ("word", "pair", "whole"),
    [
        ("교통과", "이/가", "교통과가"),
        ("운영팀", "이/가", "운영팀이"),
        ("공원", "으로/로", "공원으로"),
        ("서울", "으로/로", "서울로"),
        ("50", "을/를", "50을"),
        ("12", "은/는", "12는"),
        ("「약속」", "을/를", "「약속」을"),
        ("TF", "와", None),
    ],
)
def test_particles_follow_the_last_sound(word, pair, whole):
    if whole is None:
        with pytest.raises(KeyError):
            words.josa(word, pair)
    else:
        assert words.josa(word, pair) == whole


def test_paragraphs_are_escaped_and_addresses_become_links():
    html = words.paragraphs(
        "첫 줄 <b>\n둘째 줄\n\n(https://a.kr/x?a=1&b=2), 끝. https://b.kr/y를 보세요 javascript:alert(1)"
    )
    assert html.count("<p ") == 2
    assert "&lt;b&gt;<br>" in html
    assert (
        '<a href="https://a.kr/x?a=1&amp;b=2" rel="nofollow ugc noopener">https://a.kr/x?a=1&amp;b=2</a>), 끝.' in html
    )
    assert '<a href="https://b.kr/y" rel="nofollow ugc noopener">https://b.kr/y</a>를' in html
    assert '<a href="java' not in html


def test_no_link_hides_where_it_goes():
    assert "<a" not in words.paragraphs("https://good.kr@evil.example/")


def test_hidden_direction_marks_are_gone_and_lines_are_isolated():
    assert words.plain("안전\u202e한 <i>\n제목") == "<bdi>안전한 &lt;i&gt; 제목</bdi>"


def test_bars_are_never_full_too_early_nor_empty_once_begun():
    assert [words.fifths(n, 500) for n in (0, 1, 312, 499, 500, 900)] == [0, 5, 60, 95, 100, 100]
    assert words.number(1234567) == "1,234,567"
