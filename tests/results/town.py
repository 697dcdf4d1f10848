"""Discussions worth a report: people take positions, change them, answer each other; some of what they say is gone."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from madang.actions import forums, opinions, participation
from madang.forums.models import Forum, Opinion, OpinionVersion, Participant, Statement, StatementVote
from madang.people.models import Department, Person, Verification
from tests import make
from tests.make import AT, days

NASTY = [
    "<script>alert('x')</script> 이 글은 그대로 글이어야 해요.",
    '#read("/etc/passwd") *굵게* _기울임_ $x^2$ #panic("끝") @ref <label> // 주석 /* 또 */ \\ [안] ~',
    '=HYPERLINK("https://evil.example","누르세요")',
]
SAID = {
    "for": [
        "차가 없으면 아이들이 골목에서 마음 놓고 놀 수 있어요. 토요일마다 해 보면 좋겠어요.",
        "골목 가게에 걸어오는 손님이 늘어날 거예요. 다른 도시에서도 그랬어요.",
        "미세먼지와 소음이 줄어드는 것만으로도 할 만해요.",
        "걷는 사람이 주인인 거리가 하나쯤은 있어야 해요.",
    ],
    "against": [
        "장사하는 사람은 물건을 실어 날라야 해요. 짐차는 어떻게 하나요?",
        "주차할 곳이 없어서 뒷골목이 더 복잡해질 거예요.",
        "몸이 불편한 어르신은 차가 없으면 병원에 못 가요.",
        "버스가 돌아가면 출퇴근이 길어져요.",
    ],
    "other": [
        "먼저 한 달만 시험해 보고 정하면 좋겠어요.",
        "주말 오후에만 하면 어떨까요? 짐차는 아침에 다니고요.",
    ],
}
STATEMENTS = [
    "차 없는 날을 한 달에 한 번은 해 볼 만하다",
    "짐을 나르는 차는 아침에 다닐 수 있어야 한다",
    "주차장을 먼저 늘려야 한다",
    "버스는 지금 길로 다녀야 한다",
    "가게마다 손님 수를 재어 보고 정해야 한다",
    "어르신과 장애인의 차는 언제나 다닐 수 있어야 한다",
    "차 없는 거리에는 나무와 긴 의자를 놓아야 한다",
    "주민투표로 정해야 한다",
]
AREAS = ("가온동", "나루동", "다솜동")


def people(number: int, at: datetime, seed: int = 1) -> list[Person]:
    """Residents with an age, a gender and an area; seven in ten of them verified."""
    rng = random.Random(seed)
    made = make.crowd(number, at=at)
    Verification.objects.bulk_create(
        Verification(
            person=each, level="resident", at=at, born=rng.randint(1945, 2004), gender=rng.choice(("female", "male")),
            area=rng.choices(AREAS, (60, 35, 1))[0],
        )
        for each in made
        if rng.random() < 0.7
    )  # fmt: skip
    return made


def pro_con(
    *, key: str = "street", number: int = 120, department: Department | None = None, nasty: bool = True, seed: int = 1,
    begun: datetime = AT, **more: Any,
) -> Forum:  # fmt: skip
    """A discussion for and against that opens three days after ``begun`` for 30 days, with ``number`` people in it."""
    rng = random.Random(seed)
    proposal = make.proposal("시장 앞 길을 차 없는 거리로", key=key, department=department, at=begun, **more)
    make.supports(proposal, 500, at=begun)
    make.selected(proposal, at=begun + days(1))
    forum = make.forum(proposal, question="시장 앞 길을 토요일마다 차 없는 거리로 만들까요?", at=begun + days(3))
    crowd = people(number, begun, seed)
    said: list[Opinion] = []
    for at_number, person in enumerate(crowd):
        at = begun + days(3.1 + 25 * at_number / number)
        position = rng.choices(("for", "against", "other"), (5, 4, 1))[0]
        text = f"{rng.choice(SAID[position])} {rng.choice(SAID[position])} ({at_number + 1})"
        if nasty and at_number < len(NASTY):
            text = NASTY[at_number]
        said.append(make.opinion(forum, person, position, at=at, text=text, consent=rng.random() < 0.6))
        if at_number % 9 == 4:
            other = {"for": "against", "against": "for", "other": "for"}[position]
            words = f"생각이 바뀌었어요. {rng.choice(SAID[other])} ({at_number + 1})"
            make.opinion(forum, person, other, at=at + days(2), text=words)
        if at_number % 5 == 3:
            make.opinion(forum, crowd[0], reply_to=said[-2].key, at=at, text="저도 그렇게 생각해 왔어요.")
        if at_number % 3 == 2:
            opinions.support_opinion(opinion=said[0], person=person, at=at)
    text = "시장 상인회에서 열세 분이 모였습니다. 짐차가 다닐 시간을 정하자는 말이 많았습니다."
    forums.note_forum(forum=forum, text=text, count=13, at=begun + days(20), actor=None)
    if number < 8:
        return forum
    Opinion.objects.filter(pk=said[5].pk).update(state="hidden", gone_at=begun + days(9), hidden_code="abuse")
    opinions.delete_opinion(opinion=said[7], at=begun + days(9), actor=None)
    return forum


def open_forum(*, key: str = "alley", number: int = 90, seed: int = 2, begun: datetime = AT) -> Forum:
    """An open discussion with statements on which two camps vote."""
    rng = random.Random(seed)
    proposal = make.proposal("골목을 어떻게 나눌까요", key=key, at=begun)
    make.supports(proposal, 500, at=begun)
    make.selected(proposal, at=begun + days(1), form="open")
    forum = make.forum(proposal, form="open", question="시장 앞 길을 어떻게 나누어 쓰면 좋을까요?", at=begun + days(3))
    crowd = people(number, begun, seed)
    made = [
        Statement.objects.create(forum=forum, author=crowd[0], text=text, at=begun + days(4)) for text in STATEMENTS
    ]
    votes = []
    for at_number, person in enumerate(crowd):
        camp = at_number % 3 == 0
        if at_number % 2:
            make.opinion(forum, person, "", at=begun + days(5), text=rng.choice(rng.choice(list(SAID.values()))))
        for column, statement in enumerate(made):
            lean = 1 if column in (1, 5) else (1 if (column % 2 == 0) == camp else -1)
            votes.append(
                StatementVote(
                    statement=statement, person=person, vote=lean if rng.random() < 0.85 else 0, at=begun + days(6)
                )
            )
    StatementVote.objects.bulk_create(votes)
    known = set(Participant.objects.filter(forum=forum).values_list("person", flat=True))
    Participant.objects.bulk_create(
        Participant(forum=forum, person=each, at=begun + days(6), first_way="vote")
        for each in crowd
        if each.pk not in known
    )
    return forum


def many(forum: Forum, number: int, *, seed: int = 3) -> None:
    """So many opinions at once, every tenth changed: what a flood leaves in the tables (bench, limits)."""
    rng = random.Random(seed)
    crowd = make.crowd(number)
    words = (
        *("차", "골목", "가게", "손님", "주차", "버스", "어르신", "아이", "소음", "나무", "의자", "시장", "상인"),
        *("주민", "토요일", "시험", "안전", "병원", "짐차", "자전거"),
    )
    rows = []
    for at_number, person in enumerate(crowd):
        position = rng.choices(("for", "against", "other"), (5, 4, 1))[0]
        text = f"{rng.choice(SAID[position])} {' '.join(rng.choices(words, k=6))} ({at_number})"
        at = AT + days(3 + 29 * at_number / number)
        changed = at_number % 10 == 0
        rows.append(
            Opinion(
                forum=forum, author=person, sole=True, position=position, text=text, at=at, supports=rng.randint(0, 9),
                number=2 if changed else 1, changed_at=at + days(0.5) if changed else None,
            )
        )  # fmt: skip
    Opinion.objects.bulk_create(rows, batch_size=1_000)
    OpinionVersion.objects.bulk_create(
        (
            OpinionVersion(opinion=row, number=1, position="other", text="처음 말", since=row.at, until=row.changed_at)
            for row in rows
            if row.changed_at is not None
        ),
        batch_size=1_000,
    )
    Participant.objects.bulk_create(
        (Participant(forum=forum, person=row.author, at=row.at, first_way="opinion") for row in rows), batch_size=1_000
    )
    assert participation.people_in(forum.case_id) >= number
