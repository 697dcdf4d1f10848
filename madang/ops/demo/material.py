"""The demonstration's texts and names, read from the data files beside this one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

Json = dict[str, Any]

PASSWORD = "gaon-madang"  # for everyone; printed wherever the demonstration is
CITIZEN_LOGINS = (("hana", "하나"), ("duri", "두리"), ("sena", "세나"))


def address(key: str) -> str:
    """The e-mail address of a demonstration account."""
    return f"{key}@gaon.example"


@dataclass(frozen=True)
class Material:
    """Everything that is told. Proposals and petitions are named by their place in the file, from 0."""

    proposals: list[Json]
    petitions: list[Json]
    citizens: list[str]
    departments: list[Json]
    staff: list[Json]
    areas: list[str]
    nicknames: tuple[list[str], list[str]]


@cache
def material() -> Material:
    """The files, read once."""
    here = resources.files(__package__)
    proposals = [
        json.loads(line)
        for name in ("proposals_a.jsonl", "proposals_b.jsonl")
        for line in here.joinpath(name).read_text("utf-8").splitlines()
    ]
    people = json.loads(here.joinpath("people.json").read_text("utf-8"))
    return Material(
        proposals=proposals,
        petitions=people["petitions"],
        citizens=people["citizens"],
        departments=people["departments"],
        staff=people["staff"],
        areas=sorted({p["area"] for p in proposals} - {"가온시 전체"}),
        nicknames=(people["nicknames"]["how"].split(), people["nicknames"]["who"].split()),
    )


# ── what the institution asks ────────────────────────────────────────────────────────────────────────────────────

QUESTIONS: tuple[Json, ...] = (
    {
        "title": "[시가 묻습니다] 강마루 둔치 주차장 자리, 무엇으로 쓰면 좋을까요?",
        "body": "강마루 둔치 임시주차장(4,200㎡)의 사용 기간이 올해로 끝납니다. 시는 이 땅을 어떻게 쓸지 정하기 전에 시민의 "
        "생각을 먼저 듣고자 합니다.\n\n지금까지 나온 안은 세 가지입니다. 첫째, 나무를 심어 그늘 쉼터로 만듭니다. 둘째, 주말 장터와 "
        "작은 공연이 열리는 빈 마당으로 둡니다. 셋째, 주차장으로 계속 씁니다. 평일 이용률은 38%, 주말은 91%였습니다.\n\n어느 "
        "안이든 큰비가 오면 물에 잠기는 곳이라 건물은 지을 수 없습니다. 하루 이용 현황과 침수 기록을 함께 붙입니다. 여러분이 "
        "이곳에서 보낸 시간과, 여기서 하고 싶은 일을 들려주세요.",
        "category": "환경",
        "area": "강마루동",
        "department": "parks",
        "age": 52,
    },
    {
        "title": "[시가 묻습니다] 밤 10시 이후 시내버스, 노선을 줄일까요 부를 때 오게 할까요?",
        "body": "밤 10시가 넘으면 시내버스 한 대에 평균 네 분이 타십니다. 운전원이 모자라 지금처럼 모든 노선을 막차까지 운행하기가 "
        "어려워졌습니다.\n\n교통정책과는 두 가지 방법을 견주고 있습니다. 하나는 다섯 개 주요 노선만 15분마다 다니게 하는 것이고, "
        "다른 하나는 부르면 오는 작은 버스 여덟 대를 동네마다 두는 것입니다. 드는 돈은 비슷합니다.\n\n늦은 시간에 일하거나 배우고 "
        "돌아오는 분들의 경험이 가장 중요합니다. 어디에서 몇 시에 어떻게 돌아오시는지, 무엇이 가장 불안한지 알려 주세요. 들은 "
        "내용과 시의 판단은 이 자리에 그대로 공개하겠습니다.",
        "category": "교통",
        "area": "가온시 전체",
        "department": "mobility",
        "age": 17,
    },
)

# ── what staff write by the way ──────────────────────────────────────────────────────────────────────────────────

# Proposal → the wrong words of its answer, the right ones, and why.
CORRECTIONS: dict[int, tuple[str, str, str]] = {
    7: (
        "신형 241대는",
        "신형 238대는",
        "전광판 대수를 다시 세어 신형 241대를 238대로 바로잡습니다. 계획과 일정은 그대로입니다.",
    ),
    214: (
        "다음 달 첫째 주부터",
        "다음 달 둘째 주부터",
        "매월 둘째·넷째 금요일에 연다는 내용과 시작하는 주가 맞지 않아 ‘첫째 주’를 ‘둘째 주’로 바로잡습니다.",
    ),
}

# Drafts on the way to an answer that is still owed.
DRAFTS = (
    "현장을 두 차례 확인하였습니다. (사진과 실측값 붙일 것)\n\n가능한 방법과 비용을 관계 부서와 협의하고 있으며,",
    "제안하신 내용을 검토한 결과를 다음과 같이 답변드립니다.\n\n1. 현황\n2. 검토 내용\n3. 앞으로의 계획",
    "먼저 소중한 의견에 감사드립니다. 관련 조례와 예산을 확인하고 있습니다.",
)

# A second look of the agenda panel at what it had put off.
SECOND_LOOKS: dict[int, tuple[str, str]] = {
    41: (
        "select",
        "속 썩음 검사 결과가 공개되어 다시 심사하였습니다. 223그루 가운데 46그루가 위험한 것으로 나와, 어떤 나무를 남기고 무엇을 새로 "
        "심을지 시민이 함께 정할 수 있는 때라고 보아 토론 의제로 선정합니다.",
    ),
}

HOLIDAY = "임시공휴일"

# ── people who only support ──────────────────────────────────────────────────────────────────────────────────────


def nicknames() -> list[str]:
    """Names for those who only support, in a fixed order that looks like none."""
    how, who = material().nicknames
    pairs = [(left, right) for left in range(len(how)) for right in range(len(who))]
    pairs.sort(key=lambda pair: (pair[0] * 389 + pair[1] * 577) % 907)
    return [f"{how[left]} {who[right]}" for left, right in pairs]
