"""Made-up but lifelike content for the style guide: the staff pages."""

from madang.web.ui.samples_base import on, rows

CHOICE = "label href current count"
LONG = "초등학교 앞 횡단보도 신호가 너무 짧아요. 어르신과 아이가 다 건널 수 있게 8초만 늘려 주세요"
QUEUE = rows(
    "href category number todo shape tone who supports action due title",
    (
        *("/staff/1", "교통", "제안 204", "답변 쓰기", "late", "bad", "김서연", 88, "답변 쓰기", on(3, 15)),
        "자전거 도로가 끊긴 다섯 곳을 이어 주세요",
    ),
    (
        *("/staff/2", "문화", "토론 12", "결과 공개", "late", "bad", "박민준", 1410, "공개하기", on(3, 18)),
        "야외무대 소음 기준을 정해요",
    ),
    (
        *("/staff/3", "환경", "제안 231", "답변 검토", "half", "wait", "이도윤", 64, "검토하기", on(3, 19)),
        "공원 화장실에 기저귀 교환대를 놓아 주세요",
    ),
    (
        *("/staff/4", "교통", "제안 219", "답변 쓰기", "pen", "open", "김서연", 463, "답변 쓰기", on(3, 21)),
        "버스정류장 의자에 겨울철 온열 기능을 넣어 주세요",
    ),
    (
        *("/staff/5", "운영", "받은 제안", "부서 정하기", "ring", "open", "", 0, "분류하기", on(3, 21)),
        "새 제안 7건 분류",
    ),
    ("/staff/6", "교통", "제안 81", "답변 쓰기", "pen", "open", "김서연", 312, "답변 쓰기", on(3, 27), LONG),
)
SAVED = rows(
    CHOICE,
    ("내 부서", "?q=1", True, 6),
    ("늦음", "?q=2", False, 2),
    ("이번 주", "?q=3", False, 5),
    ("맡은 사람 없음", "?q=4", False, 1),
)


def blank(name, value, label, unit="", errors=()):
    return {"name": name, "value": value, "label": label, "unit": unit, "errors": errors}


DAYS = "일"
TOO_SMALL = ["부서 답변(70)보다 큰 수로 정해 주세요."]
SENTENCES = [
    {
        "title": "제안",
        "lines": [
            [
                "제안의 ‘공감’ 수가 ",
                blank("a1", 30, "모으는 날 수", DAYS),
                " 안에 ",
                blank("a2", 70, "부서 답변 공감 수"),
                " 이상이 모이면 부서가 ",
                blank("a3", 20, "부서가 답하는 날 수", DAYS),
                " 이내에 답변을 합니다.",
            ],
            [
                "제안의 ‘공감’ 수가 ",
                blank("b1", 30, "모으는 날 수", DAYS),
                " 안에 ",
                blank("b2", 40, "의제 후보 공감 수", "", TOO_SMALL),
                " 이상이 모이면 토론할 의제 후보가 됩니다.",
            ],
        ],
    },
    {
        "title": "토론",
        "lines": [
            [
                "토론은 ",
                blank("c1", 30, "토론하는 날 수", DAYS),
                " 동안 운영하고, 종료 후 ",
                blank("c2", 7, "결과를 전달하는 날 수", DAYS),
                " 이내 부서에 결과를 전달합니다. 결과를 받은 부서는 ",
                blank("c3", 30, "부서가 답하는 날 수", DAYS),
                " 이내에 답변을 하고, 답변을 포함한 결과 콘텐츠를 ",
                blank("c4", 7, "공개하는 날 수", DAYS),
                " 이내에 공개합니다.",
            ],
        ],
    },
    {
        "title": "기관장",
        "lines": [
            [
                "토론의 ‘참여’ 수가 ",
                blank("d1", 5000, "참여 수"),
                " 이상이면 시장이 ",
                blank("d2", 30, "시장이 답하는 날 수", DAYS),
                " 이내에 답변을 합니다.",
            ]
        ],
    },
]
CHANGES = [
    ["제안의 ‘공감’ 수가 30일 안에 ", {"old": "50", "new": "70"}, " 이상이 모이면 부서가 20일 이내에 답변을 합니다."],
    ["토론은 ", {"old": "60일", "new": "30일"}, " 동안 운영합니다."],
]
EFFECTS = [
    ("부서 답변을 받는 제안", "104건", "71건"),
    ("토론 의제가 되는 제안", "6건", "6건"),
    ("한 부서가 한 달에 맡는 답변", "9건", "6건"),
]
TASK = "label href current count late"
MATTERS = rows(
    TASK,
    ("받은 제안", "/staff/inbox", False, 7, False),
    ("답변", "/staff/answers", False, 14, False),
    ("토론", "/staff/forums", False, 6, False),
    ("실행", "/staff/deliveries", False, 37, False),
)
RUNNING = rows(
    TASK,
    ("기준 편집", "/staff/criteria", False, None, False),
    ("목표와 계획", "/staff/plans", False, None, False),
    ("사람과 권한", "/staff/people", False, None, False),
)
TODAY = rows(TASK, ("오늘 할 일", "/staff", True, 6, True))
TASKS = rows("title items", ("", TODAY), ("건", MATTERS), ("운영", RUNNING))
