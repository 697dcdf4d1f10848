"""The public lists as files: what everyone may read, without who wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from madang.procedures.models import RuleVersion
from madang.web.ui.sheets import sheet_response

from .listing import Listing
from .rows import lines

MOST = 20_000  # rows of one file: more is for the export of the whole institution


def proposals_sheet(
    request: HttpRequest, listing: Listing, known: dict[int, RuleVersion], now: datetime
) -> HttpResponse:
    """The proposals that the list shows with these choices."""
    columns = [_("제안"), _("분야"), _("지역"), _("지금"), _("공감"), _("올린 때"), _("공감 마감"), _("주소")]
    return sheet_response(request, "proposals", columns, _proposals(listing, known, now))


def _proposals(listing: Listing, known: dict[int, RuleVersion], now: datetime) -> Iterator[list[Any]]:
    after, written = "", 0
    while written < MOST:
        rows, after = Listing(listing.chosen, after).page(now)
        for line in lines(rows, known, now):
            status = line["status"]
            written += 1
            yield [
                line["title"], line["category"], line["area"], status.word, line["supports"], line["at"], line["due"],
                f"{settings.SITE_URL}{line['href']}",
            ]  # fmt: skip
        if not after:
            return


def duties_sheet(request: HttpRequest, rows: Iterator[Mapping[str, Any]]) -> HttpResponse:
    """The duties behind a number of the board."""
    columns = [_("누가"), _("무엇을"), _("제안"), _("마감"), _("지킨 때"), _("연장한 마감"), _("까닭"), _("주소")]
    return sheet_response(request, "duties", columns, _duties(rows))


def _duties(rows: Iterator[Mapping[str, Any]]) -> Iterator[list[Any]]:
    for row in rows:
        href = f"{settings.SITE_URL}{row['href']}" if row["href"] else ""
        reason = row["late_reason"] or row["reason"]
        yield [row["who"], row["what"], row["title"], row["due"], row["kept_at"], row["extended_to"], reason, href]
