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
    {
        "title": "[시가 묻습니다] 도서관에 바라는 것을 언제든 들려주세요",
        "body": "도서관은 날마다 쓰는 곳이라 한 번 묻고 끝낼 수 없습니다. 가온시 도서관 아홉 곳을 쓰면서 좋았던 것, 불편했던 것, "
        "있었으면 하는 것을 아무 때나 적어 주세요.\n\n석 달마다 들은 말씀을 간추려 올리고, 고친 것과 아직 고치지 못한 것을 함께 "
        "알리겠습니다.",
        "category": "문화",
        "area": "가온시 전체",
        "department": "library",
        "age": 204,
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


# ── what goes on around the matters ──────────────────────────────────────────────────────────────────────────────

# A department's own word below a proposal.
TOLD_BY_DEPARTMENTS = {
    "강마루지하차도, 사람이 아니라 물이 차단기를 내리게 해 주세요": "담당 부서입니다. 지난주 현장에서 물 높이를 재고 차단기 설치 업체 "
    "세 곳의 의견을 들었습니다. 답변에 비용과 일정을 함께 적겠습니다.",
    "도담동 108계단에 CCTV를 달아 주세요": "담당 부서입니다. 목요일 밤 8시에 계단 밝기를 재러 갑니다. 함께 걸으실 분은 아래 난간 앞에서 뵙겠습니다.",
    "도담동 11통 골목, 일방통행으로 바꿔 주십시오": "담당 부서입니다. 시간대 일방통행도 검토 안에 넣겠습니다. 좋은 의견 고맙습니다.",
}

# Comments that do not belong here: days ago, hours until someone of the team decided (None: nobody yet).
OUT_OF_PLACE: tuple[Json, ...] = (
    {
        "text": "부업 하실 분 모집합니다. 하루 두 시간 월 300 보장. 자세한 것은 여기서 https://example.com/job-a "
        "https://example.com/job-b",
        "ago": 33, "code": "advertising", "reports": 3, "hours": 4, "outcome": "hide",
        "note": "이 제안과 상관없는 구인 광고입니다.",
    },
    {
        "text": "이런 글이나 쓰고 앉아 있으니 나라가 이 모양이지. 글쓴이 머리에 뭐가 들었는지 궁금하다.",
        "ago": 21, "code": "abuse", "reports": 2, "hours": 19, "outcome": "hide",
        "note": "제안한 분을 모욕하는 말입니다.",
        "objection": "비판일 뿐 욕은 하지 않았습니다. 다시 보아 주세요.",
        "answer": "욕설은 없으나 ‘머리에 뭐가 들었는지’는 제안이 아니라 사람을 겨눈 말입니다. 가린 결정을 그대로 둡니다. 제안의 내용을 "
        "비판하는 의견은 언제든 다시 쓰실 수 있습니다.",
    },
    {
        "text": "시청이 이 사업 예산을 다른 데 썼다고 하던데 사실인가요? 아시는 분 알려 주세요.",
        "ago": 12, "code": "false", "reports": 1, "hours": 6, "outcome": "keep",
        "note": "사실을 묻는 글이므로 그대로 둡니다.",
    },
    {
        "text": "저희 집도 같은 일을 겪었어요. 자세한 이야기 들으실 분은 010-5550-1234 로 전화 주세요.",
        "ago": 5, "code": "personal", "reports": 1, "hours": 2, "outcome": "keep",
        "note": "번호는 가려져 있고 나머지는 경험담입니다.",
    },
    {
        "text": "제안자는 그 가게 주인이라서 이런 글을 쓰는 겁니다. 다들 속지 마세요.",
        "ago": 1, "code": "false", "reports": 2, "hours": None, "outcome": "", "note": "",
    },
    {
        "text": "최저가 상품권 팝니다 ☎ 공일공 오오오공 팔팔팔팔 최저가 상품권 팝니다 https://example.com/gift",
        "ago": 0.6, "code": "advertising", "reports": 1, "hours": None, "outcome": "", "note": "",
    },
)  # fmt: skip

TEMPLATES = (
    (
        "받아들일 때",
        "‘{제목}’ 제안에 감사드립니다.\n\n{부서}는 제안하신 내용을 받아들여 다음과 같이 추진하겠습니다.\n\n1. 무엇을\n2. 언제까지\n3. 얼마의 예산으로\n\n"
        "진행 상황은 이 쪽에 계속 알리겠습니다.\n\n{날짜} {부서}",
    ),
    (
        "받아들이지 못할 때",
        "‘{제목}’ 제안에 감사드립니다.\n\n{부서}에서 검토한 결과 지금은 추진하기 어렵습니다. 까닭은 다음과 같습니다.\n\n1. \n2. \n\n대신 할 수 있는 일은 "
        "다음과 같습니다.\n\n{날짜} {부서}",
    ),
    (
        "검토에 시간이 더 필요할 때",
        "‘{제목}’ 제안에 감사드립니다.\n\n{부서}에서 검토하고 있으나 시간이 더 필요합니다.\n\n1. 아직 확인하지 못한 것\n2. 언제까지 확인하는지\n\n"
        "알게 된 것은 먼저 알리겠습니다.\n\n{날짜} {부서}",
    ),
)
NOTES = {
    "good": "당사자의 하루를 차분히 적은 좋은 글. 소식지에 소개할 만함.",
    "watch": "공유 글이 퍼지며 하루 만에 공감이 늘고 있음. 내일 다시 볼 것.",
    "pick-up": "기준에는 못 미치지만 여러 동에서 같은 이야기가 나옴. 의제선정단 회의 안건으로 추천.",
}
NEWS: tuple[Json, ...] = (
    {
        "title": {"ko": "‘찾아가는 시민제안’을 한빛시장에서 열었습니다", "en": "Our stall at Hanbit Market"},
        "body": {
            "ko": "<p>지난 토요일 한빛시장 입구에서 시민 214명을 만나 제안 37건을 종이로 받았습니다. 받은 제안은 이 마당에 그대로 올라와 "
            "온라인 제안과 똑같이 공감을 받고 있습니다.</p><p>다음은 새뜰중앙공원입니다. 아이와 함께 오셔도 좋습니다.</p>",
            "en": "<p>Last Saturday we met 214 people at Hanbit Market and took in 37 proposals on paper. They are here now and "
            "count as much as any other.</p>",
        },
    },
    {
        "title": {"ko": "답변이 늦어진 네 건에 대해 말씀드립니다", "en": "About four answers that are late"},
        "body": {
            "ko": "<p>약속한 날까지 답변드리지 못한 제안이 네 건 있습니다. 기다리신 분들께 죄송합니다.</p><ul><li>두 건은 예산 심의가 끝나는 "
            '대로 답변합니다.</li><li>두 건은 담당 부서를 다시 정하고 있습니다.</li></ul><p>모든 마감은 <a href="/duties">약속 현황판</a>에서 '
            "언제든 확인하실 수 있습니다.</p>",
            "en": "<p>Four proposals have not been answered by the day we promised. We are sorry. Every deadline can be seen on the "
            '<a href="/duties">board of promises</a>.</p>',
        },
    },
)
BANNER = {
    "ko": "12월 5일(토) 오후 2시, 은하도서관에서 열린 토론회가 있습니다. 누구나 오세요.",
    "en": "Open discussion at Eunha Library, Saturday 5 December, 2 p.m. Everyone is welcome.",
}
ROUTED = {
    "code": "complaint",
    "to": "complaint",
    "reason": "한 집의 누수에 대한 민원으로 보여 민원 창구로 안내해 드립니다. 접수하시면 7일 안에 처리 결과를 받으실 수 있습니다.",
}
RETIRED = {"code": "done", "reason": "말씀드린 일이 이미 고쳐져서 거두어요. 고맙습니다."}
CLARIFIED = (
    "의견을 보고 덧붙여요. 평일 아침만이 아니라 주말 장날에도 같은 일이 있어요. 지난 토요일에 세어 보니 한 시간에 열두 번이었습니다.",
    "어느 쪽이냐고 물어보신 분이 있어 알려 드려요. 큰길이 아니라 안쪽 골목입니다.",
)
