"""Made-up but lifelike content for the style guide. Nothing else may use it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 3, 18, 10, 20, tzinfo=SEOUL)


def on(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SEOUL)


def status(word: str, shape: str, tone: str, note: str = "") -> dict:
    return {"word": word, "shape": shape, "tone": tone, "note": note}


COLLECTING = status("공감 모으는 중", "ring", "open")
REVIEWING = status("부서 검토 중", "half", "wait", "교통정책과가 3월 26일(목)까지 답해요")
DISCUSSING = status("토론 중", "bubble", "open", "4월 17일(금)까지")
CARRIED = status("실행 중", "play", "ok")
ANSWERED = status("답변함", "check", "ok")
CLOSED = status("공감을 다 모으지 못했어요", "stop", "quiet")
ANSWER_50, AGENDA_500 = {"count": 50, "label": "부서 답변"}, {"count": 500, "label": "토론 의제"}


def proposal(title, category, area, supports, goal, days, at):
    return {
        "href": "/proposals/81", "title": title, "category": category, "area": area, "supports": supports, "next": goal,
        "due": None if days is None else (NOW + timedelta(days=days + 1)).replace(hour=0, minute=0), "status": at,
    }  # fmt: skip


CLOSE = [
    proposal("버스정류장 의자에 겨울철 온열 기능을 넣어 주세요", "교통", "중앙동", 463, AGENDA_500, 6, COLLECTING),
    proposal("작은도서관을 저녁 9시까지 열어 주세요", "문화", "솔밭동", 41, ANSWER_50, 3, COLLECTING),
    proposal("장마철마다 잠기는 지하보도, 배수펌프를 먼저 점검해요", "안전", "강변동", 38, ANSWER_50, 1, COLLECTING),
]
ROWS = [
    proposal("초등학교 앞 횡단보도 신호가 너무 짧아요. 어르신과 아이가 다 건널 수 있게 8초만 늘려 주세요", "교통", "중앙동", 312, AGENDA_500, 8, REVIEWING),
    proposal("버스정류장 의자에 겨울철 온열 기능을 넣어 주세요", "교통", "중앙동", 463, AGENDA_500, 6, COLLECTING),
    proposal("음식물 쓰레기통을 골목마다 하나씩 나눠 놓으면 어떨까요?", "환경", "솔밭동", 1284, None, None, DISCUSSING),
    proposal("작은도서관을 저녁 9시까지 열어 주세요", "문화", "솔밭동", 41, ANSWER_50, 3, COLLECTING),
    proposal("혼자 사는 어르신께 아침마다 안부 전화를 드려요", "돌봄", "", 2067, None, None, CARRIED),
    proposal("공원 산책로에 맨발길을 만들어 주세요", "환경", "강변동", 187, None, None, ANSWERED),
    proposal("점심시간 식당가 주차 단속을 한 시간만 미뤄 주세요", "교통", "시장동", 22, None, None, CLOSED),
]
QUESTIONS = [
    {"href": "/forums/3", "question": "학교 앞 도로에서 차를 막는 시간을 두면 어떨까요?", "kind": "찬반 토론", "people": 3842, "due": on(4, 18),
     "positions": [{"word": "찬성", "count": 2380, "key": "for"}, {"word": "반대", "count": 1102, "key": "against"}, {"word": "기타", "count": 360, "key": "other"}]},
    {"href": "/forums/4", "question": "밤늦게 아픈 아이, 어디로 가면 좋을까요?", "kind": "시가 묻습니다", "people": 916, "due": on(3, 31), "positions": []},
    {"href": "/forums/5", "question": "동네 빈집을 무엇으로 쓰면 좋을까요?", "kind": "생각 모으기", "people": 1204, "due": on(5, 2), "positions": []},
]  # fmt: skip
ACCEPTED, PARTLY, DECLINED = status("받아들임", "check", "ok"), status("일부 받아들임", "half", "info"), status("어려움", "cross", "quiet")
ANSWERS = [
    {"href": "/a/1", "title": "공원 산책로에 맨발길을 만들어 주세요", "gist": "강변공원 북쪽 400m에 맨발길을 만들고 5월에 엽니다.", "department": "공원녹지과", "at": on(3, 17), "verdict": ACCEPTED},
    {"href": "/a/2", "title": "마을버스 막차를 30분 늦춰 주세요", "gist": "금요일과 토요일만 먼저 늦추고, 석 달 뒤 탄 사람 수를 공개합니다.", "department": "교통정책과", "at": on(3, 13), "verdict": PARTLY},
    {"href": "/a/3", "title": "시청 옥상을 벌통 텃밭으로", "gist": "구조 안전 진단에서 하중이 부족했습니다. 대신 별관 마당을 쓸 수 있습니다.", "department": "회계과", "at": on(3, 12), "verdict": DECLINED},
]  # fmt: skip
DELIVERIES = [
    {"href": "/d/1", "title": "혼자 사는 어르신 아침 안부 전화", "department": "노인복지과", "note": "2개 동에서 시작해 241분께 전화하고 있어요.", "done": 2, "steps": 4},
    {"href": "/d/2", "title": "골목 음식물 쓰레기통 나누기", "department": "자원순환과", "note": "통 120개를 주문했고 4월에 놓아요.", "done": 1, "steps": 4},
    {"href": "/d/3", "title": "통학로 바닥 신호등 12곳", "department": "도로과", "note": "9곳을 마쳤고 3곳이 남았어요.", "done": 3, "steps": 4},
]

MATTER = {
    "title": "초등학교 앞 횡단보도 신호가 너무 짧아요. 어르신과 아이가 다 건널 수 있게 8초만 늘려 주세요",
    "category": "교통", "area": "중앙동", "author": "길 건너는 할머니", "at": on(2, 25, 8, 12), "supports": 312, "due": on(3, 27),
    "status": CARRIED, "duty": {"who": "교통정책과", "what": "초록불 시간을 바꿔요", "due": on(3, 31)},
    "tiers": [{"count": 50, "label": "부서 답변", "reached_at": on(3, 6, 19, 3)}, {"count": 500, "label": "토론 의제", "reached_at": None}],
    "body": "중앙초등학교 정문 앞 횡단보도는 왕복 6차로인데 초록불이 24초입니다. 손주 손을 잡고 건너면 중앙선을 조금 지나서 빨간불로 바뀝니다.\n\n"
            "지난주에 제가 직접 세어 봤습니다. 아침 8시부터 30분 동안 건넌 사람 86명 가운데 19명이 시간 안에 다 못 건넜습니다. 모두 어르신이거나 저학년 아이였습니다.\n\n"
            "초록불을 8초만 늘려 주세요. 경찰청 지침에서도 어린이보호구역은 1초에 0.7m로 계산하도록 되어 있습니다. https://www.police.go.kr/guide/crossing 에서 볼 수 있습니다.",
}  # fmt: skip
ANSWER = {
    "institution": "가온시", "title": "교통정책과의 답변", "to": "제안하신 분과 공감하신 312분께", "department": "교통정책과", "office": "보행안전팀",
    "at": on(3, 17, 14, 0), "due": on(3, 27), "verdict": ACCEPTED, "gist": "초록불을 24초에서 33초로 늘리고, 3월 30일(월)부터 적용합니다.", "representative": False,
    "body": "현장에서 사흘 동안 재어 보니 말씀하신 대로 어르신의 5분의 1이 시간 안에 건너지 못했습니다. 어린이보호구역 기준(1초에 0.7m)으로 다시 계산하면 33초가 필요합니다.\n\n"
            "관할 경찰서와 협의를 마쳤으며, 출근 시간 차량 지체는 평균 11초 늘어날 것으로 봅니다. 석 달 뒤 건넌 사람과 지체 시간을 다시 재어 이곳에 공개하겠습니다.",
    "versions": [{"label": "2판", "at": on(3, 17, 14, 0), "reason": "적용일을 3월 30일로 바로잡음", "href": "/a/1/2"}, {"label": "1판", "at": on(3, 16, 11, 30), "reason": "", "href": "/a/1/1"}],
}  # fmt: skip
COURSE = [
    {"at": on(3, 17), "title": "교통정책과가 답했습니다", "text": "받아들임. 약속한 날보다 9일 먼저", "who": "교통정책과", "shape": "check", "tone": "ok", "href": "#answer"},
    {"at": on(3, 6), "title": "50명이 공감해 부서에 답변을 요청했습니다", "text": "교통정책과가 3월 26일(목)까지 답하기로 했어요.", "who": "기준 7판", "shape": "flag", "tone": "open", "href": None},
    {"at": on(2, 26), "title": "교통정책과가 맡았습니다", "text": "", "who": "운영팀", "shape": "people", "tone": "quiet", "href": None},
    {"at": on(2, 25), "title": "제안이 올라왔습니다", "text": "3월 26일(목)까지 공감을 모아요.", "who": "길 건너는 할머니", "shape": "pen", "tone": "quiet", "href": None},
]  # fmt: skip
COMMENTS = [
    {"author": "중앙초 2학년 아빠", "at": on(3, 8), "body": "아침에 녹색어머니회를 해 보면 매일 봅니다. 저학년은 뛰어도 모자라요."},
    {"author": "마을버스 기사", "at": on(3, 10), "body": "버스는 신호 한 번 더 기다려도 괜찮습니다.\n다만 다음 교차로 신호와 맞춰 주시면 좋겠어요."},
]
SIMILAR = [
    {"href": "/proposals/44", "title": "시장 입구 횡단보도 대각선으로 바꿔 주세요", "note": "실행 중 · 640명"},
    {"href": "/proposals/52", "title": "통학로 바닥 신호등을 늘려 주세요", "note": "답변함 · 188명"},
]

COLUMNS = ["제안", "토론", "결과 공개 · 실행"]
LANES = [
    {"title": "시민이 제안할 때", "stages": [
        {"key": "open", "name": "시민 제안", "col": 0, "row": 0, "meta": "30일 동안 공감을 모아요", "count": 128, "href": "/proposals?stage=open"},
        {"key": "answer", "name": "부서 답변", "col": 0, "row": 1, "who": "institution", "meta": "20일 안에", "note": "모으기는 계속돼요", "count": 14, "href": "/proposals?stage=answer"},
        {"key": "panel", "name": "의제선정단", "col": 1, "row": 0, "meta": "30–90일", "note": "시민이 뽑아요", "count": 9, "href": "/proposals?stage=panel"},
        {"key": "forum", "name": "공론장", "col": 1, "row": 1, "meta": "30일 넘게 토론해요", "count": 6, "href": "/forums"},
        {"key": "mayor", "name": "시장 답변", "col": 2, "row": 0, "who": "institution", "meta": "30일 안에", "count": 1, "href": "/proposals?stage=mayor"},
        {"key": "reply", "name": "부서 답변", "col": 2, "row": 1, "who": "institution", "meta": "30일 안에, 결과와 함께 공개", "count": 3, "href": "/proposals?stage=reply"},
        {"key": "deliver", "name": "실행", "col": 2, "row": 2, "who": "institution", "meta": "분기마다 소식", "count": 37, "href": "/deliveries"},
    ], "arrows": [
        {"from": "open", "to": "answer", "text": "공감 50명, 30일 안"}, {"from": "open", "to": "panel", "text": "공감 500명, 30일 안"},
        {"from": "answer", "to": "deliver", "text": "받아들이면"}, {"from": "panel", "to": "forum", "text": "의제로 뽑히면"},
        {"from": "forum", "to": "mayor", "text": "참여 5,000명"}, {"from": "forum", "to": "reply", "text": "토론이 끝나면"}, {"from": "reply", "to": "deliver", "text": "받아들이면"},
    ]},
    {"title": "기관이 물을 때", "stages": [
        {"key": "ask", "name": "기관 제안", "col": 0, "row": 0, "who": "institution", "meta": "시가 묻습니다", "count": 2, "href": "/proposals?stage=ask"},
        {"key": "forum", "name": "공론장", "col": 1, "row": 0, "meta": "30일 넘게 토론해요", "count": 2, "href": "/forums?origin=institution"},
        {"key": "reply", "name": "부서 답변", "col": 2, "row": 0, "who": "institution", "meta": "한 달 안에", "count": 1, "href": "/proposals?stage=reply"},
        {"key": "deliver", "name": "실행", "col": 2, "row": 1, "who": "institution", "meta": "분기마다 소식", "count": 8, "href": "/deliveries"},
    ], "arrows": [{"from": "ask", "to": "forum", "text": "주제가 정해지면"}, {"from": "forum", "to": "reply", "text": "토론이 끝나면"}, {"from": "reply", "to": "deliver", "text": "받아들이면"}]},
]  # fmt: skip

LATE = [
    {"who": "도로과", "what": "자전거 도로 끊긴 곳 잇기 제안에 답변", "due": on(3, 15), "kept_at": None, "extended_to": None, "reason": "현장 측량을 다시 하고 있습니다. 3월 24일(화)에 답하겠습니다."},
    {"who": "문화예술과", "what": "토론 결과 공개", "due": on(3, 18), "kept_at": None, "extended_to": None, "reason": ""},
]
DUTIES = [
    {"who": "교통정책과", "what": "횡단보도 신호 제안에 답변", "due": on(3, 27), "kept_at": None, "extended_to": None, "reason": ""},
    {"who": "공원녹지과", "what": "맨발길 제안에 답변", "due": on(3, 20), "kept_at": on(3, 17, 9), "extended_to": None, "reason": ""},
    {"who": "주택과", "what": "빈집 제안에 답변", "due": on(3, 30), "kept_at": None, "extended_to": on(4, 20), "reason": "소유자 조사가 길어졌습니다."},
]
DEPARTMENTS = [
    {"name": "교통정책과", "week": 2, "late": 0, "extended": 1, "kept": 96, "days": 12},
    {"name": "공원녹지과", "week": 1, "late": 0, "extended": 0, "kept": 100, "days": 9},
    {"name": "도로과", "week": 2, "late": 1, "extended": 2, "kept": 81, "days": 17},
    {"name": "문화예술과", "week": 0, "late": 1, "extended": 0, "kept": 88, "days": 14},
    {"name": "노인복지과", "week": 1, "late": 0, "extended": 0, "kept": 100, "days": 8},
    {"name": "청년정책과", "week": 0, "late": 0, "extended": 0, "kept": None, "days": None},
]
QUEUE = [
    {"href": "/staff/1", "title": "자전거 도로가 끊긴 다섯 곳을 이어 주세요", "category": "교통", "number": "제안 204", "todo": "답변 쓰기", "shape": "late", "tone": "bad", "who": "김서연", "supports": 88, "action": "답변 쓰기", "due": on(3, 15)},
    {"href": "/staff/2", "title": "야외무대 소음 기준을 정해요", "category": "문화", "number": "토론 12", "todo": "결과 공개", "shape": "late", "tone": "bad", "who": "박민준", "supports": 1410, "action": "공개하기", "due": on(3, 18)},
    {"href": "/staff/3", "title": "공원 화장실에 기저귀 교환대를 놓아 주세요", "category": "환경", "number": "제안 231", "todo": "답변 검토", "shape": "half", "tone": "wait", "who": "이도윤", "supports": 64, "action": "검토하기", "due": on(3, 19)},
    {"href": "/staff/4", "title": "버스정류장 의자에 겨울철 온열 기능을 넣어 주세요", "category": "교통", "number": "제안 219", "todo": "답변 쓰기", "shape": "pen", "tone": "open", "who": "김서연", "supports": 463, "action": "답변 쓰기", "due": on(3, 21)},
    {"href": "/staff/5", "title": "새 제안 7건 분류", "category": "운영", "number": "받은 제안", "todo": "부서 정하기", "shape": "ring", "tone": "open", "who": "", "supports": 0, "action": "분류하기", "due": on(3, 21)},
    {"href": "/staff/6", "title": "초등학교 앞 횡단보도 신호가 너무 짧아요. 어르신과 아이가 다 건널 수 있게 8초만 늘려 주세요", "category": "교통", "number": "제안 81", "todo": "답변 쓰기", "shape": "pen", "tone": "open", "who": "김서연", "supports": 312, "action": "답변 쓰기", "due": on(3, 27)},
]  # fmt: skip
SAVED = [
    {"label": "내 부서", "href": "?q=1", "current": True, "count": 6}, {"label": "늦음", "href": "?q=2", "current": False, "count": 2},
    {"label": "이번 주", "href": "?q=3", "current": False, "count": 5}, {"label": "맡은 사람 없음", "href": "?q=4", "current": False, "count": 1},
]  # fmt: skip


def blank(name, value, label, unit="", errors=()):
    return {"name": name, "value": value, "label": label, "unit": unit, "errors": errors}


SENTENCES = [
    {"title": "제안", "lines": [
        ["제안의 ‘공감’ 수가 ", blank("a1", 30, "모으는 날 수", "일"), " 안에 ", blank("a2", 70, "부서 답변 공감 수"), " 이상이 모이면 부서가 ", blank("a3", 20, "부서가 답하는 날 수", "일"), " 이내에 답변을 합니다."],
        ["제안의 ‘공감’ 수가 ", blank("b1", 30, "모으는 날 수", "일"), " 안에 ", blank("b2", 40, "의제 후보 공감 수", "", ["부서 답변(70)보다 큰 수로 정해 주세요."]), " 이상이 모이면 토론할 의제 후보가 됩니다."],
    ]},
    {"title": "토론", "lines": [
        ["토론은 ", blank("c1", 30, "토론하는 날 수", "일"), " 동안 운영하고, 종료 후 ", blank("c2", 7, "결과를 전달하는 날 수", "일"), " 이내 부서에 결과를 전달합니다. 결과를 받은 부서는 ", blank("c3", 30, "부서가 답하는 날 수", "일"), " 이내에 답변을 하고, 답변을 포함한 결과 콘텐츠를 ", blank("c4", 7, "공개하는 날 수", "일"), " 이내에 공개합니다."],
    ]},
    {"title": "기관장", "lines": [["토론의 ‘참여’ 수가 ", blank("d1", 5000, "참여 수"), " 이상이면 시장이 ", blank("d2", 30, "시장이 답하는 날 수", "일"), " 이내에 답변을 합니다."]]},
]  # fmt: skip
CHANGES = [
    ["제안의 ‘공감’ 수가 30일 안에 ", {"old": "50", "new": "70"}, " 이상이 모이면 부서가 20일 이내에 답변을 합니다."],
    ["토론은 ", {"old": "60일", "new": "30일"}, " 동안 운영합니다."],
]
EFFECTS = [("부서 답변을 받는 제안", "104건", "71건"), ("토론 의제가 되는 제안", "6건", "6건"), ("한 부서가 한 달에 맡는 답변", "9건", "6건")]
FILTERS = [
    {"title": "어디까지 왔나요", "choices": [{"label": "모두", "href": "?", "current": True, "count": 1482}, {"label": "공감 모으는 중", "href": "?s=1", "current": False, "count": 128}, {"label": "부서 검토 중", "href": "?s=2", "current": False, "count": 14}, {"label": "토론 중", "href": "?s=3", "current": False, "count": 6}, {"label": "실행 중", "href": "?s=4", "current": False, "count": 37}]},
    {"title": "분야", "choices": [{"label": "교통", "href": "?c=1", "current": False, "count": 412}, {"label": "환경", "href": "?c=2", "current": False, "count": 318}, {"label": "돌봄", "href": "?c=3", "current": False, "count": 204}, {"label": "문화", "href": "?c=4", "current": False, "count": 166}, {"label": "안전", "href": "?c=5", "current": False, "count": 151}]},
]  # fmt: skip
SORTS = [{"label": "마감이 가까운 것", "href": "?o=1", "current": True}, {"label": "새로 올라온 것", "href": "?o=2", "current": False}, {"label": "공감이 많은 것", "href": "?o=3", "current": False}]
TASKS = [
    {"title": "", "items": [{"label": "오늘 할 일", "href": "/staff", "current": True, "count": 6, "late": True}]},
    {"title": "건", "items": [{"label": "받은 제안", "href": "/staff/inbox", "current": False, "count": 7, "late": False}, {"label": "답변", "href": "/staff/answers", "current": False, "count": 14, "late": False}, {"label": "토론", "href": "/staff/forums", "current": False, "count": 6, "late": False}, {"label": "실행", "href": "/staff/deliveries", "current": False, "count": 37, "late": False}]},
    {"title": "운영", "items": [{"label": "기준 편집", "href": "/staff/criteria", "current": False, "count": None, "late": False}, {"label": "목표와 계획", "href": "/staff/plans", "current": False, "count": None, "late": False}, {"label": "사람과 권한", "href": "/staff/people", "current": False, "count": None, "late": False}]},
]  # fmt: skip


class Writing(forms.Form):
    title = forms.CharField(label="제목", max_length=60, help_text="무엇을 바꾸고 싶은지 한 문장으로 적어 주세요.")
    body = forms.CharField(label="내용", max_length=3000, help_text="언제, 어디서, 누가 겪는 일인지 적으면 부서가 더 빨리 답할 수 있어요.", widget=forms.Textarea,
                           error_messages={"required": "내용을 적어 주세요."})  # fmt: skip
    category = forms.ChoiceField(label="분야", choices=[("road", "교통"), ("green", "환경"), ("care", "돌봄")], widget=forms.RadioSelect,
                                 error_messages={"required": "분야를 하나 골라 주세요."})  # fmt: skip
    area = forms.ChoiceField(label="동네", choices=[("", "고르지 않음"), ("1", "중앙동"), ("2", "솔밭동")], required=False)
    agree = forms.BooleanField(label="제안은 누구나 볼 수 있고, 이름 대신 별명으로 보인다는 것을 알았어요", error_messages={"required": "제안이 공개된다는 것을 확인해 주세요."})


def pages() -> dict[str, dict]:
    """Template under ui/samples/ → what it is given."""
    return {
        "home": {"close": CLOSE, "questions": QUESTIONS, "answers": ANSWERS, "deliveries": DELIVERIES, "proposals_open": 128, "promise": {"due": 42, "kept": 39}},
        "list": {"rows": ROWS, "filters": FILTERS, "sorts": SORTS, "total": 1482},
        "matter": {"p": MATTER, "answer": ANSWER, "course": COURSE, "comments": COMMENTS, "similar": SIMILAR},
        "process": {"lanes": LANES, "columns": COLUMNS},
        "promises": {"late": LATE, "departments": DEPARTMENTS},
        "write": {"form": Writing({"title": "초등학교 앞 횡단보도 신호를 늘려 주세요", "body": ""})},
        "queue": {"tasks": TASKS, "queue": QUEUE, "saved": SAVED},
        "criteria": {"tasks": TASKS, "sentences": SENTENCES, "changes": CHANGES, "effects": EFFECTS},
        "parts": {"duties": DUTIES, "p": MATTER, "rows": ROWS, "answer": ANSWER, "form": Writing()},
    }  # fmt: skip
