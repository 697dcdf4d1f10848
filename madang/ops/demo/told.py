"""What is said at the desks and by writers afterwards, by the title of the proposal that it is about."""

from __future__ import annotations

from .material import Json

# ── writers ──

CLARIFIED: dict[str, str] = {
    "가람고 뒤 옹벽에 손가락이 들어갈 만한 금이 생겼습니다": "오늘 아침에 다시 쟀습니다. 지난주 14mm였던 틈이 비 온 뒤 17mm가 되었습니다. 재는 "
    "자리에 분필로 "
    "날짜를 적어 두었으니 현장에 오시는 분은 같은 자리에서 재 주십시오.",
    "강마루대교 자전거길이 다리 한가운데서 끊깁니다": "어디냐고 물으신 분들께: 남단에서 재면 210m 지점, 전망데크가 시작되는 곳이에요. 북단 쪽 "
    "경사로는 이어져 있습니다.",
    "솔내동 재건축 전에 골목 이야기를 기록으로 남겨요": "벌써 사진 62장이 모였어요. 골목의 옛 이름을 아시는 분은 의견으로 알려 주세요. 이름을 "
    "밝히지 않으셔도 됩니다.",
    "새뜰초 앞길, 아침 40분만 차 없는 거리로": "‘배달차는 어떡하느냐’는 의견이 많아 덧붙여요. 그 40분 동안에는 뒷길로 돌아 들어오는 것으로 상가 "
    "분들과 이야기했어요.",
    "도담동 빈집 지붕이 내려앉고 있습니다": "기와가 두 장 더 떨어졌습니다. 다친 사람은 없습니다. 골목 쪽은 통장님과 함께 줄을 쳐 두었습니다.",
}  # fmt: skip
RETIRED: dict[str, tuple[str, str]] = {
    "지하차도 높이 제한 안내를 더 앞에서 해주세요": ("under-way", "구청에 물어보니 300m 앞 표지판을 이미 주문했다고 합니다. 그래서 거둡니다."),
    "책 소독기가 고장인지 그냥 불만 들어옵니다": ("done", "어제 가 보니 새 기계로 바뀌었어요. 바람이 잘 나옵니다. 고맙습니다."),
    "반납함이 꽉 차면 책을 바닥에 둡니다": ("duplicate", "같은 내용이 먼저 올라와 있는 걸 뒤늦게 봤어요. 그쪽에 공감해 주세요."),
    "아파트 공사 가림막 모서리에서 차가 튀어나와요": ("done", "말씀드린 모서리가 투명판으로 바뀌었습니다. 이제 보여요."),
}  # fmt: skip
ROUTED_AWAY: dict[str, tuple[str, str, str]] = {
    "치킨집 간판이 바람 불 때마다 덜컹거립니다": (
        "complaint", "complaint",
        "위험한 간판 한 곳을 치워 달라는 말씀이어서 민원 창구로 보내 드립니다. 주거정책과가 오늘 현장을 확인하고, 결과는 접수하신 연락처로 7일 "
        "안에 알려 드립니다.",
    ),
    "휠체어 하루만 빌릴 수 있는 곳이 있나요?": (
        "under-way", "",
        "이미 하고 있는 일이어서 안내해 드립니다. 가온시 보조기기센터와 동 행정복지센터 아홉 곳에서 신분증만 있으면 하루부터 2주까지 무료로 "
        "빌려 드립니다.",
    ),
    "장애인 주차구역 앞에 쇼핑카트 거치대": (
        "not-ours", "epeople",
        "마트 안 시설의 운영은 시의 사무가 아닙니다. 다만 빗금 구역을 막는 것은 과태료 대상이므로 국민신문고의 생활불편신고로 사진과 함께 알려 "
        "주시면 단속 부서가 처리합니다.",
    ),
    "한빛사거리 좌회전 신호가 직진보다 먼저였다 나중이었다 합니다": (
        "complaint", "complaint",
        "신호 순서에 대한 문의로 보아 민원 창구로 보내 드립니다. 시간대에 따라 순서를 바꾸어 운영하는 곳이며, 교통정책과가 까닭과 시간표를 알려 "
        "드립니다.",
    ),
}  # fmt: skip

# ── departments ──

# An answer that still waits → whom it was asked of, what for, and what came: ("given" | "declined" | "late" | "open", the words).
ASKED: dict[str, tuple[str, str, str, str]] = {
    "도담동 11통 골목, 일방통행으로 바꿔 주십시오": (
        "roads", "표지판과 노면표시에 드는 비용과 기간을 알려 주시기 바랍니다.", "given",
        "11통 골목 320m를 일방통행으로 바꾸는 데 표지판 6개와 노면표시 4곳이 필요합니다. 비용은 1,150만 원이며 올해 도로표지 정비 예산으로 할 "
        "수 있습니다. "
        "경찰서 심의가 끝나면 3주 안에 설치하겠습니다.",
    ),
    "도담동 빈집 지붕이 내려앉고 있습니다": (
        "safety", "긴급 안전조치를 할 수 있는지 검토해 주시기 바랍니다.", "declined",
        "빈집의 안전조치와 철거 명령은 「빈집 및 소규모주택 정비에 관한 특례법」에 따른 주거정책과 업무여서 우리 과가 보탤 내용이 없습니다. "
        "현장 통제가 필요하면 바로 연락 주십시오.",
    ),
    "아동급식카드, 편의점 말고 동네 식당에서 눈치 안 보고 먹게": (
        "economy", "가맹 음식점을 모으는 데 상인회의 의견을 들어 주시기 바랍니다.", "late", "",
    ),
    "별내골에 작은 목욕탕 하나 지어주면 안되겠습니까": (
        "health", "보건지소 건물을 함께 쓸 수 있는지 알려 주시기 바랍니다.", "open", "",
    ),
    "새뜰초 앞길, 아침 40분만 차 없는 거리로": (
        "youth", "학교 쪽 의견과 등교 시간의 통학 인원을 알려 주시기 바랍니다.", "late", "",
    ),
}  # fmt: skip
# An answer that two departments gave together → the other one, what it was asked for and what it wrote.
JOINT: dict[str, tuple[str, str, str]] = {
    "솔내역 3번 출구 앞 횡단보도, 노인 걸음으로는 반밖에 못 갑니다": (
        "roads", "횡단보도의 실제 길이와 보행섬을 둘 수 있는 폭을 알려 주시기 바랍니다.",
        "현장에서 쟀습니다. 횡단보도의 길이는 23.4m, 차로를 뺀 여유 폭은 0.6m입니다. 보행섬에는 1.5m가 필요하므로 지금의 도로 폭으로는 둘 수 "
        "없습니다.",
    ),
    "얼어붙은 호수에 들어가는 아이들, 구명환이라도 가까이": (
        "safety", "소방서와 협의한 결과를 보태 주시기 바랍니다.",
        "가온소방서와 둘레 2.6km를 함께 걸었습니다. 울타리는 구조에 방해가 되며, 구명환은 150m 간격이면 어느 곳에서나 1분 안에 닿을 수 있다는 "
        "의견이었습니다.",
    ),
    "휠체어 탄 아이도 탈 수 있는 그네가 가온시에 하나도 없습니다": (
        "welfare", "설계 회의에 모실 가족을 추천해 주시기 바랍니다.",
        "장애인가족지원센터를 통해 네 가족이 함께하겠다고 하셨습니다. 토요일 오전에 모일 수 있고, 회의 자료는 쉬운 글로 미리 보내 드리기로 했습니다.",
    ),
}  # fmt: skip
LATE_BECAUSE: dict[str, str] = {
    "새뜰초 앞길, 아침 40분만 차 없는 거리로": "경찰서와 교육지원청의 의견을 함께 받고 있습니다. 교육지원청 회신이 늦어져 약속한 날까지 "
    "답변드리지 못했습니다. 회신이 오는 대로, "
    "늦어도 열흘 안에 답변드리겠습니다. 기다리시게 해 죄송합니다.",
    "별내골 영농폐비닐 모아둘 데가 없어 밭에서 태웁니다": "공동집하장을 둘 땅 두 곳의 주인과 협의가 끝나지 않아 약속한 날까지 답변드리지 "
    "못했습니다. 협의가 안 되더라도 다음 주에는 지금까지의 "
    "결과를 먼저 알려 드리겠습니다.",
}  # fmt: skip
NOT_OURS = "주소지의 시설 대장을 확인하니 우리 과가 관리하는 곳이 아닙니다. {department} 업무로 보이니 다시 정해 주시기 바랍니다."

# ── people ──

INVITED = (  # address, role, department, days ago: one still waits, one was never opened
    ("nuri.han@gaon.example", "department_officer", "parks", 3),
    ("seoyoon.baek@gaon.example", "forums", None, 41),
)
LEFT = ("waste_2", "표은결 주무관", "waste", 290, 34)  # joined and left so many days ago
RESIDENTS = (  # the register of the demonstration: name, day of birth, last digits, area, gender
    ("서하나", "1991-03-05", "0001", "은하동", "f"), ("문두리", "1978-11-20", "0002", "은하동", "m"),
    ("봉세나", "2003-07-14", "0003", "은하동", "f"), ("길하람", "1969-01-30", "0004", "도담동", "m"),
    ("남궁솔", "1984-09-09", "0005", "솔내동", "f"), ("여진호", "1955-04-18", "0006", "너울동", "m"),
    ("채가온", "1998-12-01", "0007", "새뜰동", "f"), ("모아름", "2006-05-25", "0008", "가람동", "f"),
)  # fmt: skip
WAVES = (  # supports until now of the proposal in question, how many come, on how many devices, hours before the end, dealt with
    (15, 26, 3, 76, True),
    (24, 16, 2, 34, False),
)
WAVE_REASON = (
    "한 네트워크에서 한 시간 사이에 갓 만든 계정 {count}개가 공감했고, 이 계정들이 기기 {devices}대를 함께 썼습니다. 본인확인을 마친 "
    "분은 없습니다."
)

DRAFTS: tuple[Json, ...] = (
    {
        "key": "hanadraft1", "ago": 6,
        "title": "은하도서관 앞 벤치에 등받이를 달아 주세요",
        "body": "도서관 앞 벤치 여섯 개가 모두 등받이가 없어요. 책을 빌리고 나오신 어르신들이 잠깐 앉았다가 금방 일어나십니다.\n\n(사진 찍어서 "
        "붙일 것. 몇 개를 바꾸면 "
        "좋을지도 세어 보기)",
        "category": "복지", "area": "은하동",
    },
    {
        "key": "hanadraft2", "ago": 1,
        "title": "",
        "body": "아이랑 은하동 골목을 걷다 보면 담장마다 금연 표시는 있는데 정작 재떨이가 없어서 꽁초가 빗물받이로",
        "category": "환경", "area": "은하동",
    },
)  # fmt: skip
SAID_TO_HANA = (
    ("저희 할머니가 그 골목에서 50년을 사셨어요. 녹음해 둔 이야기가 있는데 보내 드려도 될까요?", 21, 50),
    ("구술 기록은 평생학습과의 ‘마을 기록가’ 수업과 묶으면 좋겠어요. 지난 기수에 제가 있었습니다.", 22, 35),
)

FAQ: tuple[Json, ...] = (
    {
        "title": {"ko": "자주 묻는 것", "en": "Frequently asked"},
        "body": {
            "ko": "<h2>누가 제안할 수 있나요?</h2><p>누구나 할 수 있습니다. 가온시에 살지 않아도 됩니다.</p><h2>공감이 50이 되면 무엇이 "
            "달라지나요?</h2>"
            "<p>담당 부서가 정해진 날까지 답변합니다. 날짜는 제안 쪽과 <a href=\"/duties\">약속 현황판</a>에 적힙니다.</p>",
            "en": "<h2>Who may propose?</h2><p>Everyone. You need not live in Gaon.</p><h2>What happens at 50 supports?</h2><p>The "
            "department answers by a day that everybody can see.</p>",
        },
    },
    {
        "title": {"ko": "자주 묻는 것", "en": "Frequently asked"},
        "body": {
            "ko": "<h2>누가 제안할 수 있나요?</h2><p>누구나 할 수 있습니다. 가온시에 살지 않아도 됩니다.</p><h2>공감이 50이 되면 무엇이 "
            "달라지나요?</h2>"
            "<p>담당 부서가 정해진 날까지 답변합니다. 날짜는 제안 쪽과 <a href=\"/duties\">약속 현황판</a>에 적힙니다.</p><h2>올린 글을 고칠 수 "
            "있나요?</h2>"
            "<p>첫 공감을 받기 전에는 고칠 수 있습니다. 그 뒤로는 글 아래에 설명을 덧붙일 수 있습니다.</p><h2>이메일이 없으면요?</h2><p>가까운 "
            "동 행정복지센터 "
            "창구에서 도와 드립니다. 신분증을 가져오세요.</p>",
            "en": "<h2>Who may propose?</h2><p>Everyone. You need not live in Gaon.</p><h2>What happens at 50 supports?</h2><p>The "
            "department answers by a day that everybody can see.</p><h2>May I change my text?</h2><p>Until the first support. After "
            "that you can add an explanation below it.</p><h2>No e-mail?</h2><p>Any community centre will help you; bring your ID.</p>",
        },
    },
)  # fmt: skip
