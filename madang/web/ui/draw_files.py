"""The files with which anyone checks a draw by ``madang draw --check``: to the letter, because a fingerprint is over them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse

from madang.agenda.models import Panel


def categories_csv(panel: Panel) -> HttpResponse:
    """The targets."""
    rows = ([one["category"], one["name"], one["min"], one["max"]] for one in panel.targets)
    return table("categories.csv", ["category", "name", "min", "max"], rows)


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A plain CSV file in UTF-8. Not like the other sheets: ‘-13’ must not be kept from looking like a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return _file(name, text.getvalue(), "text/csv; charset=utf-8")


def json_file(name: str, told: Mapping[str, Any]) -> HttpResponse:
    """A JSON file."""
    return _file(name, json.dumps(told, ensure_ascii=False), "application/json")


def _file(name: str, text: str, kind: str) -> HttpResponse:
    head = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(text, content_type=kind, headers=head)
