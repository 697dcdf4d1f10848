"""Pictures that the team puts into discussions and experiments, drawn when they are needed."""

from __future__ import annotations

import io

from .pictures import GREEN, INK, LEAF, PAPER, RED, ROAD, SAND, SCALE, SKY, WATER, WHITE, Sheet


def _test_swing() -> Sheet:
    sheet = Sheet(SKY)
    sheet.box(0, 44, 96, 20, LEAF)
    sheet.box(8, 48, 80, 9, SAND, round_=1)
    sheet.line(20, 50, 26, 12, 70, 12, 76, 50, width=1.6, colour=INK)
    for x, colour in ((38, RED), (58, GREEN)):
        sheet.line(x, 12, x, 38, width=0.5, colour=INK)
        sheet.line(x + 6, 12, x + 6, 38, width=0.5, colour=INK)
        sheet.box(x - 1, 36, 8, 3, colour, round_=1)
        sheet.box(x - 1, 28, 1.8, 10, colour, round_=0.8)
    sheet.line(32, 54, 70, 54, width=0.6, colour=RED)
    for x in (6, 88):
        sheet.tree(x, 46, 9)
    return sheet


def _riverside() -> Sheet:
    sheet = Sheet(PAPER)
    sheet.box(0, 46, 96, 18, WATER)
    sheet.box(10, 14, 76, 26, ROAD, round_=1)
    for number in range(14):
        sheet.box(13 + number * 5.1, 16, 0.4, 8, WHITE)
        sheet.box(13 + number * 5.1, 30, 0.4, 8, WHITE)
        if number % 5 in (0, 3):
            sheet.box(14 + number * 5.1, 17.5, 3, 5.5, (RED, GREEN, INK)[number % 3], round_=0.8)
    for number in range(8):
        sheet.tree(8 + number * 11.5, 45, 4)
    return sheet


def _street() -> Sheet:
    sheet = Sheet(SKY)
    sheet.box(0, 44, 96, 20, ROAD)
    sheet.box(0, 40, 96, 5, "#ddd6c6")
    for x in (10, 30):
        sheet.box(x, 22, 1.6, 20, "#7a5b3a")
        for left, up in ((-4, 16), (0, 12), (4, 16)):
            sheet.line(x + 0.8, 24, x + 0.8 + left, up, width=1, colour="#7a5b3a")
    for x in (56, 78):
        sheet.tree(x, 42, 16)
    sheet.line(0, 9, 48, 11, width=0.5, colour=INK)
    return sheet


DRAWN = {"시험용-그네": _test_swing, "둔치-주차장": _riverside, "한빛로-나무": _street}


def sketch(name: str) -> io.BytesIO:
    """The drawing of that name, as a PNG file."""
    found = io.BytesIO()
    DRAWN[name]().image.reduce(SCALE).save(found, "PNG", compress_level=1)
    found.seek(0)
    return found
