"""목록은 파일로도 받는다: 한글이 깨지지 않고, 수식이 되지 않고, 아무리 길어도 한꺼번에 들지 않는다."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext

from madang.web.ui.sheets import sheet_links, sheet_response

NASTY = ["=1+1", "+82", "-3 도", "@SUM(A1)", "\t=1", "  =HYPERLINK(1)", "＝1", "\r=1"]


def ask(query):
    return RequestFactory().get(f"/list?{query}")


def body(response):
    return b"".join(response)


def as_csv(columns, rows):
    raw = body(sheet_response(ask("format=csv"), "list", columns, rows))
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def as_xlsx(columns, rows):
    return openpyxl.load_workbook(io.BytesIO(body(sheet_response(ask("format=xlsx"), "list", columns, rows))))


@pytest.mark.parametrize("text", NASTY)
def test_수식처럼_시작하는_글은_어디서도_수식이_되지_않는다(text):
    assert as_csv(["글"], [[text]])[1][0].startswith("'")
    cell = as_xlsx(["글"], [[text]]).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()


def test_음수는_글이_아니라_숫자다():
    assert as_csv(["수"], [[-3]])[1] == ["-3"]
    assert as_xlsx(["수"], [[-3]]).active["A2"].value == -3


def test_때와_날은_기관의_시각으로_진짜_날짜다():
    rows = [[datetime(2026, 3, 1, 15, 30, tzinfo=UTC), date(2026, 5, 1), None]]
    assert as_csv(["때", "날", "없음"], rows)[1] == ["2026-03-02 00:30:00", "2026-05-01", ""]
    sheet = as_xlsx(["때", "날", "없음"], rows).active
    assert sheet["A2"].value.isoformat() == "2026-03-02T00:30:00"
    assert sheet["B2"].is_date
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.b


def test_담을_수_없는_글자와_너무_긴_글도_파일이_된다():
    rows = [["널\x00종\x07\ud800", "가" * 50_000]]
    assert as_csv(["가", "나"], rows)[1][0] == "널종"
    assert len(as_xlsx(["가", "나"], rows).active["B2"].value) < 32_767


def test_줄은_받는_만큼만_만들어진다():
    made = 0

    def rows():
        nonlocal made
        for n in range(10_000):
            made += 1
            yield [n]

    walk = iter(sheet_response(ask("format=csv"), "list", ["수"], rows()))
    next(walk)
    assert made < 1_000
    assert sum(part.count(b"\r\n") for part in walk) + 201 == 10_001


def test_읽는_사람의_말로_적힌다():
    def rows():
        yield [gettext("제안")]

    with translation.override("en"):
        response = sheet_response(ask("format=csv"), "list", ["x"], rows())
    assert "제안" not in body(response).decode()


def test_거르고_있던_것이_내려받는_주소에_남는다():
    links = dict(sheet_links(ask("state=open&q=%EA%B8%B8&from=50&format=csv&tag=1&tag=2")))
    assert links["XLSX"] == "/list?state=open&q=%EA%B8%B8&tag=1&tag=2&format=xlsx"
