"""Made-up but lifelike content for the style guide. Nothing else may use it."""

from datetime import timedelta

from django import forms

from madang.web.ui.samples_base import NOW, on, rows, status
from madang.web.ui.samples_staff import CHANGES, EFFECTS, QUEUE, SAVED, SENTENCES, TASKS

COLLECTING = status("공감 모으는 중", "ring", "open")
REVIEWING = status("부서 검토 중", "half", "wait", "교통정책과가 3월 26일(목)까지 답해요")
DISCUSSING = status("토론 중", "bubble", "open", "4월 17일(금)까지")
CARRIED = status("실행 중", "play", "ok")
ANSWERED = status("답변함", "check", "ok")
CLOSED = status("공감을 다 모으지 못했어요", "stop", "quiet")
ANSWER_50, AGENDA_500 = {"count": 50, "label": "부서 답변"}, {"count": 500, "label": "토론 의제"}


def proposal(title, category, area, supports, goal, days, at):
    return {
        "href": "/proposals/81",
        "title": title,
        "category": category,
        "area": area,
        "supports": supports,
        "next": goal,
        "due": None if days is None else (NOW + timedelta(days=days + 1)).replace(hour=0, minute=0),
        "status": at,
    }


CLOSE = [
    proposal("버스정류장 의자에 겨울철 온열 기능을 넣어 주세요", "교통", "중앙동", 463, AGENDA_500, 6, COLLECTING),
    proposal("작은도서관을 저녁 9시까지 열어 주세요", "문화", "솔밭동", 41, ANSWER_50, 3, COLLECTING),
    proposal("장마철마다 잠기는 지하보도, 배수펌프를 먼저 점검해요", "안전", "강변동", 38, ANSWER_50, 1, COLLECTING),
]
ROWS = [
    proposal(
        "초등학교 앞 횡단보도 신호가 너무 짧아요. 어르신과 아이가 다 건널 수 있게 8초만 늘려 주세요",
        "교통",
        "중앙동",
        312,
        AGENDA_500,
        8,
        REVIEWING,
    ),
    proposal("버스정류장 의자에 겨울철 온열 기능을 넣어 주세요", "교통", "중앙동", 463, AGENDA_500, 6, COLLECTING),
    proposal("음식물 쓰레기통을 골목마다 하나씩 나눠 놓으면 어떨까요?", "환경", "솔밭동", 1284, None, None, DISCUSSING),
    proposal("작은도서관을 저녁 9시까지 열어 주세요", "문화", "솔밭동", 41, ANSWER_50, 3, COLLECTING),
    proposal("혼자 사는 어르신께 아침마다 안부 전화를 드려요", "돌봄", "", 2067, None, None, CARRIED),
    proposal("공원 산책로에 맨발길을 만들어 주세요", "환경", "강변동", 187, None, None, ANSWERED),
    proposal("점심시간 식당가 주차 단속을 한 시간만 미뤄 주세요", "교통", "시장동", 22, None, None, CLOSED),
]
POSITIONS = rows("word count key", ("찬성", 2380, "for"), ("반대", 1102, "against"), ("기타", 360, "other"))
QUESTIONS = rows(
    "href question kind people due positions",
    ("/forums/3", "학교 앞 도로에서 차를 막는 시간을 두면 어떨까요?", "찬반 토론", 3842, on(4, 18), POSITIONS),
    ("/forums/4", "밤늦게 아픈 아이, 어디로 가면 좋을까요?", "시가 묻습니다", 916, on(3, 31), []),
    ("/forums/5", "동네 빈집을 무엇으로 쓰면 좋을까요?", "생각 모으기", 1204, on(5, 2), []),
)
ACCEPTED = status("받아들임", "check", "ok")
PARTLY = status("일부 받아들임", "half", "info")
DECLINED = status("어려움", "cross", "quiet")
ANSWERS = rows(
    "href department at verdict title gist",
    (
        "/a/1",
        "공원녹지과",
        on(3, 17),
        ACCEPTED,
        "공원 산책로에 맨발길을 만들어 주세요",
        "강변공원 북쪽 400m에 맨발길을 만들고 5월에 엽니다.",
    ),
    (
        *("/a/2", "교통정책과", on(3, 13), PARTLY, "마을버스 막차를 30분 늦춰 주세요"),
        "금요일과 토요일만 먼저 늦추고, 석 달 뒤 탄 사람 수를 공개합니다.",
    ),
    (
        *("/a/3", "회계과", on(3, 12), DECLINED, "시청 옥상을 벌통 텃밭으로"),
        "구조 안전 진단에서 하중이 부족했습니다. 대신 별관 마당을 쓸 수 있습니다.",
    ),
)
DELIVERIES = rows(
    "href title department note done steps",
    ("/d/1", "혼자 사는 어르신 아침 안부 전화", "노인복지과", "2개 동에서 시작해 241분께 전화하고 있어요.", 2, 4),
    ("/d/2", "골목 음식물 쓰레기통 나누기", "자원순환과", "통 120개를 주문했고 4월에 놓아요.", 1, 4),
    ("/d/3", "통학로 바닥 신호등 12곳", "도로과", "9곳을 마쳤고 3곳이 남았어요.", 3, 4),
)

MATTER = {
    "title": "초등학교 앞 횡단보도 신호가 너무 짧아요. 어르신과 아이가 다 건널 수 있게 8초만 늘려 주세요",
    "category": "교통",
    "area": "중앙동",
    "author": "길 건너는 할머니",
    "at": on(2, 25, 8, 12),
    "supports": 312,
    "due": on(3, 27),
    "status": CARRIED,
    "duty": {"who": "교통정책과", "what": "초록불 시간을 바꿔요", "due": on(3, 31)},
    "tiers": [
        {"count": 50, "label": "부서 답변", "reached_at": on(3, 6, 19, 3)},
        {"count": 500, "label": "토론 의제", "reached_at": None},
    ],
    "body": "중앙초등학교 정문 앞 횡단보도는 왕복 6차로인데 초록불이 24초입니다. "
    "손주 손을 잡고 건너면 중앙선을 조금 지나서 빨간불로 바뀝니다.\n\n"
    "지난주에 제가 직접 세어 봤습니다. "
    "아침 8시부터 30분 동안 건넌 사람 86명 가운데 19명이 시간 안에 다 "
    "못 건넜습니다. "
    "모두 어르신이거나 저학년 아이였습니다.\n\n"
    "초록불을 8초만 늘려 주세요. "
    "경찰청 지침에서도 어린이보호구역은 1초에 0.7m로 계산하도록 되어 있습니다. https://www.police.go.kr/guide/crossing 에서 볼 수 있습니다.",
}
ANSWER = {
    "institution": "가온시",
    "title": "교통정책과의 답변",
    "to": "제안하신 분과 공감하신 312분께",
    "department": "교통정책과",
    "office": "보행안전팀",
    "at": on(3, 17, 14, 0),
    "due": on(3, 27),
    "verdict": ACCEPTED,
    "gist": "초록불을 24초에서 33초로 늘리고, 3월 30일(월)부터 적용합니다.",
    "representative": False,
    "body": "현장에서 사흘 동안 재어 보니 말씀하신 대로 어르신의 5분의 1이 시간 안에 건너지 못했습니다. "
    "어린이보호구역 기준(1초에 0.7m)으로 다시 계산하면 33초가 필요합니다.\n\n"
    "관할 경찰서와 협의를 마쳤으며, 출근 시간 차량 지체는 평균 11초 늘어날 것으로 봅니다. "
    "석 달 뒤 건넌 사람과 지체 시간을 다시 재어 이곳에 공개하겠습니다.",
    "versions": [
        {"label": "2판", "at": on(3, 17, 14, 0), "reason": "적용일을 3월 30일로 바로잡음", "href": "/a/1/2"},
        {"label": "1판", "at": on(3, 16, 11, 30), "reason": "", "href": "/a/1/1"},
    ],
}
COURSE = rows(
    "at who shape tone href title text",
    (on(3, 17), "교통정책과", "check", "ok", "#answer", "교통정책과가 답했습니다", "받아들임. 약속한 날보다 9일 먼저"),
    (
        *(on(3, 6), "기준 7판", "flag", "open", None, "50명이 공감해 부서에 답변을 요청했습니다"),
        "교통정책과가 3월 26일(목)까지 답하기로 했어요.",
    ),
    (on(2, 26), "운영팀", "people", "quiet", None, "교통정책과가 맡았습니다", ""),
    (on(2, 25), "길 건너는 할머니", "pen", "quiet", None, "제안이 올라왔습니다", "3월 26일(목)까지 공감을 모아요."),
)
COMMENTS = [
    {
        "author": "중앙초 2학년 아빠",
        "at": on(3, 8),
        "body": "아침에 녹색어머니회를 해 보면 매일 봅니다. 저학년은 뛰어도 모자라요.",
    },
    {
        "author": "마을버스 기사",
        "at": on(3, 10),
        "body": "버스는 신호 한 번 더 기다려도 괜찮습니다.\n다만 다음 교차로 신호와 맞춰 주시면 좋겠어요.",
    },
]
SIMILAR = [
    {"href": "/proposals/44", "title": "시장 입구 횡단보도 대각선으로 바꿔 주세요", "note": "실행 중 · 640명"},
    {"href": "/proposals/52", "title": "통학로 바닥 신호등을 늘려 주세요", "note": "답변함 · 188명"},
]

COLUMNS = ["제안", "토론", "결과 공개 · 실행"]
STAGE = "key name col row who meta count href"
ARROW = "from to text"
CITIZENS = rows(
    STAGE,
    ("open", "시민 제안", 0, 0, "people", "30일 동안 공감을 모아요", 128, "/proposals?stage=open"),
    ("answer", "부서 답변", 0, 1, "institution", "20일 안에", 14, "/proposals?stage=answer"),
    ("panel", "의제선정단", 1, 0, "people", "30–90일, 시민이 뽑아요", 9, "/proposals?stage=panel"),
    ("forum", "공론장", 1, 1, "people", "30일 넘게 토론해요", 6, "/forums"),
    ("mayor", "시장 답변", 2, 0, "institution", "30일 안에", 1, "/proposals?stage=mayor"),
    ("reply", "부서 답변", 2, 1, "institution", "30일 안에, 결과와 함께 공개", 3, "/proposals?stage=reply"),
    ("deliver", "실행", 2, 2, "institution", "분기마다 소식", 37, "/deliveries"),
)
CITIZENS[1]["note"] = "공감 모으기는 계속돼요"
CITIZENS_GO = rows(
    ARROW,
    ("open", "answer", "공감 50명, 30일 안"),
    ("open", "panel", "공감 500명, 30일 안"),
    ("answer", "deliver", "받아들이면"),
    ("panel", "forum", "의제로 뽑히면"),
    ("forum", "mayor", "참여 5,000명"),
    ("forum", "reply", "토론이 끝나면"),
    ("reply", "deliver", "받아들이면"),
)
INSTITUTION = rows(
    STAGE,
    ("ask", "기관 제안", 0, 0, "institution", "시가 묻습니다", 2, "/proposals?stage=ask"),
    ("forum", "공론장", 1, 0, "people", "30일 넘게 토론해요", 2, "/forums?origin=institution"),
    ("reply", "부서 답변", 2, 0, "institution", "한 달 안에", 1, "/proposals?stage=reply"),
    ("deliver", "실행", 2, 1, "institution", "분기마다 소식", 8, "/deliveries"),
)
INSTITUTION_GOES = rows(
    ARROW,
    ("ask", "forum", "주제가 정해지면"),
    ("forum", "reply", "토론이 끝나면"),
    ("reply", "deliver", "받아들이면"),
)
LANES = rows(
    "title stages arrows",
    ("시민이 제안할 때", CITIZENS, CITIZENS_GO),
    ("기관이 물을 때", INSTITUTION, INSTITUTION_GOES),
)

DUTY = "who what due kept_at extended_to reason"
LATE = rows(
    DUTY,
    (
        *("도로과", "자전거 도로 끊긴 곳 잇기 제안에 답변", on(3, 15), None, None),
        "현장 측량을 다시 하고 있습니다. 3월 24일(화)에 답하겠습니다.",
    ),
    ("문화예술과", "토론 결과 공개", on(3, 18), None, None, ""),
)
DUTIES = rows(
    DUTY,
    ("교통정책과", "횡단보도 신호 제안에 답변", on(3, 27), None, None, ""),
    ("공원녹지과", "맨발길 제안에 답변", on(3, 20), on(3, 17, 9), None, ""),
    ("주택과", "빈집 제안에 답변", on(3, 30), None, on(4, 20), "소유자 조사가 길어졌습니다."),
)
DEPARTMENTS = rows(
    "name week late extended kept days",
    ("교통정책과", 2, 0, 1, 96, 12),
    ("공원녹지과", 1, 0, 0, 100, 9),
    ("도로과", 2, 1, 2, 81, 17),
    ("문화예술과", 0, 1, 0, 88, 14),
    ("노인복지과", 1, 0, 0, 100, 8),
    ("청년정책과", 0, 0, 0, None, None),
)
CHOICE = "label href current count"
STAGES_TO_CHOOSE = rows(
    CHOICE,
    ("모두", "?", True, 1482),
    ("공감 모으는 중", "?s=1", False, 128),
    ("부서 검토 중", "?s=2", False, 14),
    ("토론 중", "?s=3", False, 6),
    ("실행 중", "?s=4", False, 37),
)
FIELDS_TO_CHOOSE = rows(
    CHOICE,
    ("교통", "?c=1", False, 412),
    ("환경", "?c=2", False, 318),
    ("돌봄", "?c=3", False, 204),
    ("문화", "?c=4", False, 166),
    ("안전", "?c=5", False, 151),
)
FILTERS = rows("title choices", ("어디까지 왔나요", STAGES_TO_CHOOSE), ("분야", FIELDS_TO_CHOOSE))
SORTS = rows(
    "label href current",
    ("마감이 가까운 것", "?o=1", True),
    ("새로 올라온 것", "?o=2", False),
    ("공감이 많은 것", "?o=3", False),
)


class Writing(forms.Form):
    title = forms.CharField(label="제목", max_length=60, help_text="무엇을 바꾸고 싶은지 한 문장으로 적어 주세요.")
    body = forms.CharField(
        label="내용",
        max_length=3000,
        help_text="언제, 어디서, 누가 겪는 일인지 적으면 부서가 더 빨리 답할 수 있어요.",
        widget=forms.Textarea,
        error_messages={"required": "내용을 적어 주세요."},
    )
    category = forms.ChoiceField(
        label="분야",
        choices=[("road", "교통"), ("green", "환경"), ("care", "돌봄")],
        widget=forms.RadioSelect,
        error_messages={"required": "분야를 하나 골라 주세요."},
    )
    area = forms.ChoiceField(
        label="동네", choices=[("", "고르지 않음"), ("1", "중앙동"), ("2", "솔밭동")], required=False
    )
    agree = forms.BooleanField(
        label="제안은 누구나 볼 수 있고, 이름 대신 별명으로 보인다는 것을 알았어요",
        error_messages={"required": "제안이 공개된다는 것을 확인해 주세요."},
    )


def pages() -> dict[str, dict]:
    """Template under ui/samples/ → what it is given."""
    return {
        "home": {
            "close": CLOSE,
            "questions": QUESTIONS,
            "answers": ANSWERS,
            "deliveries": DELIVERIES,
            "proposals_open": 128,
            "promise": {"due": 42, "kept": 39},
        },
        "list": {"rows": ROWS, "filters": FILTERS, "sorts": SORTS, "total": 1482},
        "matter": {"p": MATTER, "answer": ANSWER, "course": COURSE, "comments": COMMENTS, "similar": SIMILAR},
        "process": {"lanes": LANES, "columns": COLUMNS},
        "promises": {"late": LATE, "departments": DEPARTMENTS},
        "write": {"form": Writing({"title": "초등학교 앞 횡단보도 신호를 늘려 주세요", "body": ""})},
        "queue": {"tasks": TASKS, "queue": QUEUE, "saved": SAVED},
        "criteria": {"tasks": TASKS, "sentences": SENTENCES, "changes": CHANGES, "effects": EFFECTS},
        "parts": {"duties": DUTIES, "p": MATTER, "rows": ROWS, "answer": ANSWER, "form": Writing()},
    }
