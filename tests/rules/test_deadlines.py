"""How days are counted: exactly as docs/interchange.md says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.rules.deadlines import Calendar, Period

ZONE = ZoneInfo("Asia/Seoul")
KOREA = Calendar(ZONE)


def due(calendar: Calendar, start: str, count: int, unit: str, *, duty: bool = False) -> str:
    moment = datetime.fromisoformat(start).replace(tzinfo=ZONE)
    found = calendar.due(moment, Period(count, unit), roll=duty)  # type: ignore[arg-type]
    assert found.timetz() == time(0, tzinfo=ZONE), "a period ends with a whole day"
    return found.date().isoformat()


@pytest.mark.parametrize(
    ("why", "start", "count", "unit", "expected"),
    [
        ("첫날은 세지 않는다", "2019-03-01T09:00", 30, "days", "2019-04-01"),
        ("한밤중에 시작해도 그날은 세지 않는다", "2019-03-01T00:00", 1, "days", "2019-03-03"),
        ("자정 1초 전에 시작해도 같다", "2019-03-01T23:59:59", 1, "days", "2019-03-03"),
        ("윤년의 2월 29일도 하루다", "2020-02-28T10:00", 2, "days", "2020-03-02"),
        ("평년에는 2월 29일이 없다", "2019-02-28T10:00", 2, "days", "2019-03-03"),
        ("1월 31일의 한 달 뒤는 2월 마지막 날이다", "2019-01-31T10:00", 1, "months", "2019-03-01"),
        ("윤년에는 29일이다", "2020-01-31T10:00", 1, "months", "2020-03-01"),
        ("두 달은 다시 31일이다", "2020-01-31T10:00", 2, "months", "2020-04-01"),
        ("2월 29일의 열두 달 뒤는 28일이다", "2020-02-29T10:00", 12, "months", "2021-03-01"),
        ("8월 31일의 한 달 뒤는 9월 30일이다", "2019-08-31T10:00", 1, "months", "2019-10-01"),
        ("주말은 근무일이 아니다", "2019-03-08T10:00", 3, "working_days", "2019-03-14"),
        ("광복절 대체휴일 2021-08-16도 쉰다", "2021-08-13T10:00", 1, "working_days", "2021-08-18"),
        ("설 연휴와 대체휴일 2024-02-12를 건너뛴다", "2024-02-08T10:00", 1, "working_days", "2024-02-14"),
        ("추석 연휴와 대체휴일 2022-09-12를 건너뛴다", "2022-09-08T10:00", 1, "working_days", "2022-09-14"),
        ("국회의원 선거일도 쉰다", "2020-04-14T10:00", 1, "working_days", "2020-04-17"),
        ("토요일에 시작하면 월요일이 첫날이다", "2019-03-09T10:00", 1, "working_days", "2019-03-12"),
    ],
)
def test_기간의_끝(why: str, start: str, count: int, unit: str, expected: str) -> None:
    assert due(KOREA, start, count, unit) == expected, why


@pytest.mark.parametrize(
    ("why", "start", "days", "expected"),
    [
        ("일요일에 끝나는 의무는 월요일까지", "2019-03-01T09:00", 9, "2019-03-12"),
        ("대체휴일이면 그다음 날까지", "2021-08-12T09:00", 3, "2021-08-18"),
        ("설 연휴면 연휴 뒤 첫 근무일까지", "2024-02-07T09:00", 2, "2024-02-14"),
        ("근무일에 끝나면 그대로", "2019-03-01T09:00", 10, "2019-03-12"),
    ],
)
def test_의무만_다음_근무일로_밀린다(why: str, start: str, days: int, expected: str) -> None:
    assert due(KOREA, start, days, "days", duty=True) == expected, why
    window = datetime.fromisoformat(start).date() + timedelta(days=days + 1)
    assert due(KOREA, start, days, "days") == window.isoformat(), "시민의 기간은 옮기지 않는다"


def test_운영자가_더한_쉬는_날과_되돌린_날() -> None:
    friday = date(2019, 3, 15)
    assert due(KOREA.with_added([friday]), "2019-03-14T10:00", 1, "working_days") == "2019-03-19"
    working = Calendar(ZONE, "KR", removed=frozenset({date(2021, 8, 16)}))
    assert due(working, "2021-08-13T10:00", 1, "working_days") == "2021-08-17"
    assert not working.with_added([date(2021, 8, 16)]).is_working_day(date(2021, 8, 16)), "더한 쉬는 날이 앞선다"


def test_하루는_기관이_있는_곳의_하루다() -> None:
    late = datetime(2019, 3, 1, 15, 30, tzinfo=UTC)  # 2 March, 00:30 in Seoul
    assert KOREA.due(late, Period(1, "days"), roll=False) == datetime(2019, 3, 4, tzinfo=ZONE)


def test_공휴일을_모르는_나라는_주말만_쉰다() -> None:
    assert due(Calendar(ZONE, ""), "2024-02-08T10:00", 1, "working_days") == "2024-02-10"


@settings(max_examples=80, deadline=None)
@given(
    st.dates(date(2017, 1, 1), date(2026, 12, 1)),
    st.integers(1, 40),
    st.sampled_from(["days", "working_days", "months"]),
)
def test_의무의_마지막_날은_늘_근무일이고_기간보다_이르지_않다(day: date, count: int, unit: str) -> None:
    start = datetime.combine(day, time(12), tzinfo=ZONE)
    period = Period(count, unit)  # type: ignore[arg-type]
    plain, rolled = KOREA.last_day(start, period, roll=False), KOREA.last_day(start, period, roll=True)
    assert day < plain <= rolled
    assert KOREA.is_working_day(rolled)
    assert not any(KOREA.is_working_day(plain + timedelta(days=n)) for n in range((rolled - plain).days))
    if unit == "working_days":
        between = [day + timedelta(days=n) for n in range(1, (plain - day).days + 1)]
        assert sum(map(KOREA.is_working_day, between)) == count
