"""What commands are given on the command line, read with a clear word when it is wrong."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _


def moment(raw: str) -> datetime:
    """A moment: ISO 8601; without an offset in the institution's time zone; a bare date is its 00:00."""
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        raise ArgumentTypeError(_("%(raw)s: 2019-03-01T09:00:00+09:00 꼴로 적어 주세요.") % {"raw": raw}) from None
    if len(raw) <= 10:
        at = datetime.combine(at.date(), time.min)
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def existing_file(raw: str) -> Path:
    """A file that is there."""
    path = Path(raw)
    if not path.is_file():
        raise ArgumentTypeError(_("%(raw)s 파일이 없어요.") % {"raw": raw})
    return path
