"""Where each matter stands today: how many days old it is, and how far it has come.

A proposal that is not named here is put anywhere in the eighteen months. In a scaled-down demonstration the first of each
group stays, so that every state is still there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

LAUNCH = 549  # days ago
LOWERED = 183  # days ago: version 2 of the citizens' proposals


@dataclass(frozen=True)
class Place:
    """``age``: days since it came in (1: yesterday). ``online``: supports given until now, where the window is open.

    ``cross``: on which day after coming in, which count is reached. ``paper``: the day on which signatures are entered.
    """

    age: int
    online: int | None = None
    cross: tuple[int, int] | None = None
    paper: int | None = None
    draft: bool = False


PROPOSALS: dict[str, dict[int, Place]] = {
    # the agenda panel has selected: all of them stay in a small demonstration, for each stands elsewhere today
    "discussed": {205: Place(410)},
    "waiting": {2: Place(160)},
    "whole-journey": {245: Place(330)},
    "answer-late": {110: Place(265)},
    "experiment": {40: Place(131)},
    "preparing": {165: Place(95)},
    "running": {41: Place(232)},
    # … or has decided otherwise …
    "not-selected": {4: Place(148), 75: Place(112), 209: Place(300), 310: Place(470)},
    "deferred": {210: Place(84, cross=(18, 300))},
    # … or will
    "candidate": {132: Place(62), 282: Place(45), 247: Place(33)},
    "candidate-late": {175: Place(118, cross=(17, 300))},
    "candidate-soon": {76: Place(24, online=237, paper=12)},
    # far, but not far enough under the first numbers
    "large": {280: Place(205), 5: Place(240), 130: Place(390)},
    # the department owes an answer
    "owed": {
        201: Place(33, cross=(17, 50), draft=True),
        180: Place(36, cross=(24, 50)),
        86: Place(41, cross=(29, 50)),
        10: Place(34, cross=(27, 50)),
        176: Place(32, cross=(25, 50)),
        141: Place(38, cross=(22, 50), draft=True),
        136: Place(43, cross=(28, 50)),
        80: Place(45, cross=(26, 50), draft=True),
    },
    "owed-late": {51: Place(40, cross=(15, 50)), 11: Place(49, cross=(10, 50), draft=True)},
    "owed-extended": {316: Place(38, cross=(16, 50))},
    # collecting now: one more, two days left …
    "nearly": {
        219: Place(28, online=47),
        287: Place(29, online=49),
        252: Place(26, online=44),
        315: Place(22, online=41),
        138: Place(17, online=38),
        115: Place(9, online=46),
    },
    "just-reached": {
        254: Place(12, online=50, cross=(11, 50)),
        290: Place(20, online=51, cross=(19, 50)),
        14: Place(15, online=53, cross=(13, 50)),
        216: Place(11, online=61, cross=(7, 50)),
        48: Place(7, online=58, cross=(4, 50)),
    },
    "reached-by-paper": {218: Place(18, online=36, paper=14)},
}

# Of the small ones, so many are collecting now: age, and supports so far.
OPEN: tuple[tuple[int, int], ...] = (
    (1, 0),
    (1, 1),
    (1, 2),
    (2, 3),
    (2, 1),
    (3, 5),
    (4, 7),
    (6, 4),
    (8, 13),
    (10, 9),
    (13, 17),
    (16, 11),
    (19, 24),
    (21, 15),
    (25, 22),
    (30, 31),
)

AUTHORS = {71: "hana", 214: "hana", 219: "hana", 8: "duri", 272: "duri", 235: "sena"}
# Texts whose writer can be told by their name.
WRITERS = {
    7: "휠체어라이프",
    13: "국밥집주인",
    19: "팜 반 득",
    39: "세아이엄마",
    45: "아지자",
    51: "별내골이장",
    54: "텃밭언니",
    135: "프라카시",
    174: "응우옌 티 란",
    198: "라힘조노프 딜쇼드",
    203: "육아휴직아빠",
    206: "도담고2학년",
    216: "동네책방지기",
    217: "보드타는형",
    218: "장구치는아재",
    225: "수닐 구룽",
    229: "3교대",
    231: "퇴근길버스",
    254: "우리동네목수",
    256: "왕리",
    257: "늦깎이학생",
    263: "안드레이",
    282: "손뜨개",
    292: "미르산단김반장",
    300: "마리아 산토스",
    309: "구두닦는노인",
}
WITHDRAWN = (0, 13, 44, 133, 185, 217, 245, 313)  # one person took their support back


@dataclass(frozen=True)
class PetitionPlace:
    """``gather``, ``review``: how many days these took; a review of None is still going on.

    ``total``: supports until now where it is still collecting; ``cross``: the day of the public window on which 300 is
    reached.
    """

    age: int
    gather: int = 5
    review: int | None = 3
    total: int | None = None
    cross: int | None = None


PETITIONS: dict[str, dict[int, PetitionPlace]] = {
    "accepted": {3: PetitionPlace(210), 2: PetitionPlace(300, 3, 2), 0: PetitionPlace(470, 2, 1)},
    "declined": {4: PetitionPlace(120, 4, 2), 1: PetitionPlace(380)},
    "explained": {15: PetitionPlace(260, 6, 5)},
    "owed": {5: PetitionPlace(45, 5, 3, cross=24)},
    "public": {
        23: PetitionPlace(11, 5, 2, total=24),
        7: PetitionPlace(36, 3, 3, total=181),
        20: PetitionPlace(20, 4, 2, total=104),
        12: PetitionPlace(33, 6, 3, total=97),
        21: PetitionPlace(13, 3, 2, total=71),
    },
    "expired": {
        22: PetitionPlace(88),
        6: PetitionPlace(520, 3, 4),
        8: PetitionPlace(445),
        9: PetitionPlace(420, 8, 6),
        10: PetitionPlace(350),
        11: PetitionPlace(335, 6, 2),
        13: PetitionPlace(290),
        14: PetitionPlace(248, 9, 3),
        16: PetitionPlace(190),
        17: PetitionPlace(173, 12, 4),
        18: PetitionPlace(140),
        19: PetitionPlace(74, 7, 3),
    },
    "under-review": {24: PetitionPlace(9, 5, None), 25: PetitionPlace(17, 6, None)},
    "rejected": {
        26: PetitionPlace(100, 6, 2),
        27: PetitionPlace(405, 9, 1),
        28: PetitionPlace(229, 4, 2),
        29: PetitionPlace(63, 3, 4),
    },
    "gathering": {
        32: PetitionPlace(27),
        31: PetitionPlace(22),
        37: PetitionPlace(10),
        33: PetitionPlace(15),
        35: PetitionPlace(5),
        39: PetitionPlace(2),
    },
    "not-public": {36: PetitionPlace(155), 30: PetitionPlace(490), 34: PetitionPlace(310), 38: PetitionPlace(50)},
}

REASON_CODES = {26: "duplicate", 27: "personal-data", 28: "abuse", 29: "falsehood"}


T = TypeVar("T")


# Left out of a small demonstration: they show nothing that the others do not, and take many supports.
ONLY_IN_A_LARGE_ONE = {"candidate-late", "candidate-soon", "large"}
SMALL = 0.2


def groups(share: float) -> dict[int, Place]:
    """The proposals with a place of their own, as many of each group as ``share`` says."""
    return {
        n: place
        for name, group in PROPOSALS.items()
        if share > SMALL or name not in ONLY_IN_A_LARGE_ONE
        for n, place in some(list(group.items()), share)
    }


def some(found: list[T], share: float) -> list[T]:
    """The first ``share`` of a list, and never none of it."""
    return found[: math.ceil(len(found) * share)]
