"""Lists as files to calculate with: CSV and XLSX of the very rows a page lists, however many there are.

    if wanted(request):
        return sheet_response(request, "cases", [_("건"), _("제목"), _("올린 때")], rows)

``rows`` is walked once and never held whole. Texts that a spreadsheet would take for a formula stay texts.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext

from madang.base import clock

Row = TypeVar("Row")
FORMATS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BATCH = 200  # rows made at a time
SHEET_ROWS = 1_000_000  # a sheet of Excel holds 1,048,576; what is more goes on in the next one
CELL = 32_000  # letters: Excel refuses more than 32,767 in a cell
MEMORY = 4 * 1024 * 1024  # bytes of a finished XLSX kept in memory; more goes to a file that is gone at once
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def wanted(request: HttpRequest) -> bool:
    """Whether the address asks for a file instead of the page (``?format=csv`` or ``xlsx``)."""
    return request.GET.get("format") in FORMATS


def sheet_links(request: HttpRequest) -> list[tuple[str, str]]:
    """(format's name, address) of this very list, with the filters in force, for the macro ``downloads``."""
    kept = [
        (name, each)
        for name, values in request.GET.lists()
        if name not in ("format", "from", "after")
        for each in values
    ]
    return [(name.upper(), f"{request.path}?{urlencode([*kept, ('format', name)])}") for name in FORMATS]


def sheet_response(
    request: HttpRequest, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """The rows as the file that ``?format=`` asks for (CSV when it asks for neither).

    ``name`` is an ASCII word for the file's name. Cells: None, bool, numbers, dates, moments (shown in the institution's
    time), or anything with a text. Only hand in rows that the person may see.
    """
    stamp = timezone.localtime(clock.now()).strftime("%Y%m%d")
    language = translation.get_language() or "ko"
    response: HttpResponseBase
    if request.GET.get("format") == "xlsx":
        response = FileResponse(_xlsx(columns, rows), content_type=XLSX)
        kind = "xlsx"
    else:
        response = StreamingHttpResponse(_csv(columns, rows, language), content_type="text/csv; charset=utf-8")
        kind = "csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{stamp}.{kind}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return cast(HttpResponse, response)  # a view's answer like any other


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """``rows`` in handfuls, for lists whose lines are put into words together."""
    walk = iter(rows)
    while batch := list(islice(walk, BATCH)):
        yield batch


def plain_cell(value: Any) -> Any:
    """A cell's value: a number, a date, a moment without zone in local time, or a clean text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("예") if value else gettext("아니요")
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if isinstance(value, int | float | Decimal | date):
        return value
    return UNPRINTABLE.sub("", unicodedata.normalize("NFC", str(value)))[:CELL]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take ``text`` for a formula (blanks before it do not help)."""
    return text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA)


def _csv_cell(value: Any) -> Any:
    """As CSV writes it: no types there, so that a text like a formula is marked by an apostrophe."""
    value = plain_cell(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, str) and is_formula(value):
        return f"'{value}"
    return value


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]], language: str) -> Iterator[bytes]:
    """Batches of lines, the first with the mark by which Excel knows UTF-8.

    The server asks for them when the request's language is over: each batch is made in it anew.
    """
    walk = iter(rows)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([_csv_cell(str(column)) for column in columns])
    while True:
        with translation.override(language):
            batch = [[_csv_cell(cell) for cell in row] for row in islice(walk, BATCH)]
        writer.writerows(batch)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
        if len(batch) < BATCH:
            return


def _xlsx(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Any:
    """The finished file, at its beginning."""
    from openpyxl import Workbook  # slow to import, and few requests need it

    book = Workbook(write_only=True)
    walk = iter(rows)
    more = True
    while more:
        more = _sheet(book, columns, walk)
    file = tempfile.SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def _sheet(book: Any, columns: Sequence[str], walk: Iterator[Sequence[Any]]) -> bool:
    """One sheet full; whether there may be more."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    first = [[plain_cell(cell) for cell in row] for row in islice(walk, BATCH)]
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns):
        longest = max([_breadth(str(column)), *(_breadth(row[place]) for row in first if place < len(row))])
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(longest + 2, 8), 60)
    sheet.append([_xlsx_cell(sheet, str(column), Font(bold=True)) for column in columns])
    for clean in first:
        sheet.append([_xlsx_cell(sheet, cell) for cell in clean])
    count = len(first)
    for row in islice(walk, SHEET_ROWS - count):
        sheet.append([_xlsx_cell(sheet, plain_cell(cell)) for cell in row])
        count += 1
    return count == SHEET_ROWS


def _xlsx_cell(sheet: Any, value: Any, font: Any = None) -> Any:
    """A cell with its type: a text stays a text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str | date) and font is None:
        return value
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    else:
        cell.number_format = "yyyy-mm-dd"
    if font is not None:
        cell.font = font
    return cell


def _breadth(value: Any) -> int:
    """How wide a cell is, in Latin letters; one of a CJK script is two."""
    if isinstance(value, datetime):
        return 16
    if isinstance(value, date):
        return 10
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in str(value)[:60])
