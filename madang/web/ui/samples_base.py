"""Made-up but lifelike content for the style guide: the day it is there, and small helpers."""

from datetime import datetime
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 3, 18, 10, 20, tzinfo=SEOUL)


def on(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SEOUL)


def rows(names: str, *values: tuple) -> list[dict]:
    return [dict(zip(names.split(), row, strict=True)) for row in values]


def status(word: str, shape: str, tone: str, note: str = "") -> dict:
    return {"word": word, "shape": shape, "tone": tone, "note": note}
