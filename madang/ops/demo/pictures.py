"""The pictures that citizens attach: little drawings and street plans, drawn when they are needed.

Each is named by the title of its proposal, with the words for those who cannot see it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from math import cos, pi, sin

from PIL import Image, ImageDraw

SIZE, SCALE = (960, 640), 2  # drawn twice as large and reduced, so that edges are smooth
PAPER, INK, GREEN, LEAF, SKY, SAND, RED, ROAD, WATER, WHITE = (
    "#f6f3ec", "#23312c", "#0f6b4f", "#8fbf9f", "#d9e8ea", "#e6d3ac", "#c8452f", "#c9c6bd", "#a9cfdc", "#ffffff",
)  # fmt: skip


class Sheet:
    """A drawing surface of 96 by 64 units."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), ground)
        self.draw = ImageDraw.Draw(self.image)
        self.unit = SIZE[0] * SCALE / 96

    def points(self, *flat: float) -> list[float]:
        """Units as pixels."""
        return [value * self.unit for value in flat]

    def box(self, x: float, y: float, width: float, height: float, fill: str, *, round_: float = 0) -> None:
        """A box with its upper left corner at ``x``, ``y``."""
        self.draw.rounded_rectangle(self.points(x, y, x + width, y + height), round_ * self.unit, fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """A disc around ``x``, ``y``."""
        self.draw.ellipse(self.points(x - radius, y - radius, x + radius, y + radius), fill)

    def ring(self, x: float, y: float, radius: float, width: float, colour: str) -> None:
        """A circle's line."""
        around = self.points(x - radius, y - radius, x + radius, y + radius)
        self.draw.ellipse(around, outline=colour, width=round(width * self.unit))

    def line(self, *flat: float, width: float, colour: str) -> None:
        """A line through points, with round ends."""
        self.draw.line(self.points(*flat), colour, round(width * self.unit), joint="curve")
        for x, y in (flat[:2], flat[-2:]):
            self.disc(x, y, width / 2, colour)

    def shape(self, *flat: float, fill: str) -> None:
        """A filled outline."""
        self.draw.polygon(self.points(*flat), fill)

    def tree(self, x: float, y: float, size: float = 4) -> None:
        """A tree, its foot at ``x``, ``y``."""
        self.box(x - size / 10, y - size, size / 5, size, "#7a5b3a")
        self.disc(x, y - size * 1.4, size * 0.8, LEAF)
        self.disc(x + size * 0.4, y - size * 1.1, size * 0.55, GREEN)

    def house(self, x: float, y: float, width: float, roof: str = RED) -> None:
        """A house, its lower left corner at ``x``, ``y``."""
        self.box(x, y - width * 0.6, width, width * 0.6, WHITE)
        left, ridge = x - width * 0.1, y - width * 1.05
        self.shape(left, y - width * 0.58, x + width / 2, ridge, x + width * 1.1, y - width * 0.58, fill=roof)
        self.box(x + width * 0.4, y - width * 0.32, width * 0.2, width * 0.32, INK)

    def arrow(self, x: float, y: float, x2: float, y2: float, colour: str = RED) -> None:
        """An arrow from one point to another."""
        self.line(x, y, x2, y2, width=1.4, colour=colour)
        length = ((x2 - x) ** 2 + (y2 - y) ** 2) ** 0.5
        ux, uy = (x2 - x) / length, (y2 - y) / length
        head = (x2 + ux * 3.4, y2 + uy * 3.4, x2 - uy * 2.4, y2 + ux * 2.4, x2 + uy * 2.4, y2 - ux * 2.4)
        self.shape(*head, fill=colour)


def _town(*roads: tuple[float, ...], blocks: int = 24) -> Sheet:
    """A street plan: blocks of houses and gardens with ``roads`` over them."""
    sheet = Sheet(PAPER)
    for number in range(blocks):
        x, y = number % 6 * 16 + 1.5, number // 6 * 16 + 1.5
        sheet.box(x, y, 13, 13, (SAND, "#ece6d8", LEAF, "#ece6d8", "#e2ddd0")[number * 7 % 5], round_=1.2)
        for part in range(number * 5 % 3 + 1):
            sheet.box(x + 1.5 + part * 3.8, y + 2 + number * 3 % 4, 2.8, 4.5, "#cfc6b2", round_=0.4)
    for road in roads:
        sheet.line(*road, width=4.2, colour=ROAD)
    for road in roads:
        sheet.line(*road, width=0.35, colour=WHITE)
    return sheet


def _stripes(sheet: Sheet, x: float, y: float, count: int, height: float, colour: str = WHITE) -> None:
    for number in range(count):
        sheet.box(x + number * 3.4, y, 2, height, colour)


def _crossing() -> Sheet:
    sheet = Sheet(SKY)
    sheet.box(0, 26, 96, 38, ROAD)
    for x in (6, 22, 70, 84):
        sheet.house(x, 26, 9, GREEN if x % 4 else RED)
    _stripes(sheet, 30, 30, 11, 30)
    sheet.line(16, 45, 26, 45, width=0.8, colour=WHITE)
    sheet.disc(47, 38, 2.2, SAND)
    sheet.line(47, 40, 46, 49, width=3, colour=GREEN)
    sheet.line(50, 43, 51.5, 52, width=0.8, colour=INK)
    sheet.box(74, 12, 3.4, 8, INK, round_=1)
    sheet.disc(75.7, 17.8, 1.2, "#35b37e")
    sheet.line(75.7, 20, 75.7, 36, width=0.9, colour=INK)
    return sheet


def _roundabout() -> Sheet:
    sheet = _town((48, 0, 48, 64), (0, 32, 96, 32))
    sheet.disc(48, 32, 15, ROAD)
    sheet.ring(48, 32, 15, 0.4, WHITE)
    sheet.disc(48, 32, 7.5, LEAF)
    sheet.tree(48, 35, 3.4)
    for turn in range(3):
        angle = turn * 2 * pi / 3
        x, y = 48 + 11.2 * cos(angle), 32 + 11.2 * sin(angle)
        sheet.arrow(x, y, x + 3 * sin(angle), y - 3 * cos(angle))
    sheet.box(31, 49, 9, 9, "#f2c14e", round_=1)
    return sheet


def _swing() -> Sheet:
    sheet = Sheet(SKY)
    sheet.box(0, 46, 96, 18, SAND)
    for x in (8, 84, 92):
        sheet.tree(x, 47, 7)
    sheet.line(24, 54, 30, 16, 66, 16, 72, 54, width=1.6, colour=GREEN)
    for x in (38, 58):
        sheet.line(x - 3, 17, x - 3, 40, width=0.5, colour=INK)
        sheet.line(x + 3, 17, x + 3, 40, width=0.5, colour=INK)
        sheet.line(x - 4, 33, x - 4, 42, x + 4, 42, width=1.6, colour=RED)
    sheet.line(0, 60, 34, 52, 58, 52, width=5, colour="#cdb68a")
    sheet.ring(81, 52, 4, 0.7, INK)
    sheet.line(78, 40, 79, 47, 85, 47, 87, 53, width=1, colour=INK)
    sheet.disc(79, 37, 2.2, "#f2c14e")
    return sheet


def _wall() -> Sheet:
    sheet = Sheet(SKY)
    sheet.shape(0, 18, 96, 10, 96, 30, 0, 30, fill=LEAF)
    sheet.box(0, 24, 96, 30, "#b9b4a8")
    for row in range(3):
        for hole in range(8):
            sheet.disc(7 + hole * 12, 31 + row * 9, 0.8, "#6d675c" if (hole + row) % 3 else "#4d6b45")
    sheet.line(57, 25, 55, 31, 59, 36, 56, 42, 58, 53, width=1.3, colour=INK)
    sheet.line(56, 42, 52, 46, width=0.8, colour=INK)
    sheet.box(0, 54, 96, 10, ROAD)
    sheet.box(18, 40, 18, 2, GREEN)
    for x in (19, 34):
        sheet.line(x, 42, x, 55, width=0.8, colour=INK)
    sheet.box(21, 50, 12, 1.5, "#7a5b3a")
    sheet.ring(57, 39, 9, 0.8, RED)
    return sheet


def _no_cars() -> Sheet:
    sheet = _town((0, 32, 96, 32), (16, 0, 16, 64), (80, 0, 80, 64))
    sheet.line(19, 32, 77, 32, width=4.4, colour="#9ed0b4")
    sheet.box(40, 14, 18, 14, "#f2c14e", round_=1)
    sheet.box(43, 17, 12, 3, WHITE)
    for x in (19, 77):
        sheet.line(x, 28, x, 36, width=1.3, colour=RED)
    sheet.arrow(74, 52, 58, 36, GREEN)
    sheet.box(70, 50, 12, 10, "#9fb6c9", round_=1)
    return sheet


def _one_way() -> Sheet:
    sheet = _town((0, 16, 96, 16), (0, 48, 96, 48), (44, 16, 52, 48))
    sheet.arrow(44, 19, 50.5, 42)
    for x, y, colour in ((38, 30, "#f2c14e"), (55, 21, "#f2c14e"), (58, 36, GREEN)):
        sheet.disc(x, y, 1.8, colour)
    return sheet


def _roof() -> Sheet:
    sheet = Sheet(SKY)
    sheet.box(0, 50, 96, 14, "#bfae8a")
    sheet.box(24, 32, 44, 20, "#e9e1cf")
    sheet.shape(18, 34, 34, 20, 46, 24, 52, 31, 62, 20, 76, 34, fill="#5f6b6d")
    for x in range(22, 74, 4):
        sheet.line(x, 34, x + (3 if x < 46 else -1), 29, width=0.4, colour=INK)
    sheet.box(40, 38, 8, 14, "#7a5b3a")
    for x, y in ((76, 55), (82, 58), (87, 54), (79, 60)):
        sheet.box(x, y, 3.4, 1.6, "#5f6b6d", round_=0.4)
    sheet.box(70, 42, 3, 14, "#a59a86")
    sheet.box(70, 42, 26, 3, "#a59a86")
    sheet.tree(10, 52, 8)
    return sheet


def _lake() -> Sheet:
    sheet = Sheet("#e3eadf")
    sheet.draw.ellipse(sheet.points(14, 9, 82, 56), fill="#cdb68a")
    sheet.draw.ellipse(sheet.points(16, 11, 80, 54), fill=WATER)
    sheet.draw.ellipse(sheet.points(34, 22, 70, 48), fill="#c6e0e8")
    for number in range(11):
        sheet.tree(4 + number * 9, 9 + (number % 2) * 2 if number % 3 else 63, 3)
    for angle in (0.4, 1.9, 3.5, 5.1):
        x, y = 48 + 34 * cos(angle), 32.5 + 23.5 * sin(angle)
        sheet.ring(x, y, 2.4, 1.2, RED)
    return sheet


def _bridge() -> Sheet:
    sheet = Sheet(SKY)
    sheet.box(0, 40, 96, 24, WATER)
    sheet.box(0, 30, 96, 6, ROAD)
    for x in (14, 48, 82):
        sheet.box(x - 2, 36, 4, 20, "#a8a398")
    sheet.box(0, 28.6, 48, 1.4, RED)
    sheet.box(48, 26, 20, 4, SAND)
    sheet.line(48, 22, 68, 22, width=0.5, colour=INK)
    for x in range(48, 70, 4):
        sheet.line(x, 22, x, 26, width=0.4, colour=INK)
    for x in (36, 42):
        sheet.ring(x, 25.6, 2.3, 0.6, INK)
    sheet.line(36, 25.6, 38.5, 22, 42, 25.6, 40.5, 21.5, width=0.7, colour=GREEN)
    sheet.arrow(45, 25.5, 50, 32.5)
    return sheet


def _market() -> Sheet:
    sheet = Sheet("#24364a")
    sheet.box(0, 48, 96, 16, "#3a4450")
    sheet.line(4, 10, 26, 15, 48, 10, 70, 15, 92, 10, width=0.4, colour=SAND)
    for number in range(12):
        sheet.disc(6 + number * 7.6, 11.5 + (number % 3), 1.2, "#ffd977")
    for x, colour in ((8, RED), (36, GREEN), (64, "#f2c14e")):
        sheet.box(x + 2, 30, 20, 20, "#e9e1cf")
        for part in range(6):
            sheet.box(x + part * 4, 24, 4, 7, colour if part % 2 else WHITE)
        sheet.box(x, 42, 24, 3, "#7a5b3a")
        for cup in range(4):
            sheet.disc(x + 5 + cup * 4.6, 40.6, 1.4, "#f2a65a")
    return sheet


DRAWN: dict[str, tuple[Callable[[], Sheet], str, str]] = {  # title → drawing, file name, what can be seen there
    "솔내역 3번 출구 앞 횡단보도, 노인 걸음으로는 반밖에 못 갑니다": (
        _crossing, "횡단보도.png", "넓은 찻길의 횡단보도 가운데쯤에 지팡이를 짚은 사람이 있고, 건너편 보행 신호는 초록불이다."),
    "은하교차로를 회전교차로로 바꾸는 건 어떨까요": (
        _roundabout, "은하교차로-그려봄.png", "은하교차로를 회전교차로로 그려 본 약도. 가운데에 나무 섬이 있고 남서쪽 모서리의 공터를 노랗게 칠했다."),
    "휠체어 탄 아이도 탈 수 있는 그네가 가온시에 하나도 없습니다": (
        _swing, "이런 그네.png", "등받이 있는 그네 두 개와 그 앞까지 이어진 단단한 길, 옆에서 기다리는 휠체어 탄 아이를 그린 그림."),
    "가람고 뒤 옹벽에 손가락이 들어갈 만한 금이 생겼습니다": (
        _wall, "옹벽-금-위치.png", "버스 정류장 뒤 옹벽을 그린 그림. 위에서 아래로 이어진 금에 빨간 동그라미를 쳤고, 배수구멍 몇 개는 막혀 있다."),
    "새뜰초 앞길, 아침 40분만 차 없는 거리로": (
        _no_cars, "차 없는 구간.png", "새뜰초 앞길 약도. 학교 앞 구간은 초록, 막는 양 끝은 빨간 선, 공영주차장에서 걸어오는 길은 화살표다."),
    "도담동 11통 골목, 일방통행으로 바꿔 주십시오": (
        _one_way, "11통 약도.png", "도담로에서 약수길로 나가는 골목 약도. 일방통행 방향이 빨간 화살표로, 반대하는 두 집이 노란 점으로 그려져 있다."),
    "도담동 빈집 지붕이 내려앉고 있습니다": (
        _roof, "빈집 지붕.png", "가운데가 푹 꺼진 기와지붕의 빈집. 담 너머 마당에 기와 네 장이 떨어져 있다."),
    "얼어붙은 호수에 들어가는 아이들, 구명환이라도 가까이": (
        _lake, "구명환 네 곳.png", "가람호수 약도. 둘레에 구명환 보관함 네 곳이 빨간 고리로 표시되어 있고 사이가 멀다."),
    "강마루대교 자전거길이 다리 한가운데서 끊깁니다": (
        _bridge, "끊기는 곳.png", "다리를 옆에서 그린 그림. 자전거길이 다리 가운데 전망데크 앞에서 끝나고 화살표가 차도로 내려간다."),
    "한빛시장 금요 야시장을 다시 열어주세요": (
        _market, "그때 야시장.png", "밤의 시장 골목. 줄전구 아래에 줄무늬 천막을 친 매대 세 개가 있다."),
}  # fmt: skip


def picture_of(title: str) -> io.BytesIO:
    """The drawing for the proposal of that title, as a PNG file."""
    sheet = DRAWN[title][0]()
    found = io.BytesIO()
    sheet.image.reduce(SCALE).save(found, "PNG", compress_level=1)
    found.seek(0)
    return found
