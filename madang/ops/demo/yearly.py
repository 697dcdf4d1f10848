"""What the city says in its operations plan: texts and numbers, and what the months brought to light."""

from __future__ import annotations

INTRO = (
    "가온시 마당은 시민이 제안하고, 함께 이야기하고, 시가 제때 답하고, 약속을 지키는 곳입니다.\n\n"
    "올해는 더 많은 동네의 목소리를 듣고, 답변을 늦지 않게 하는 데 힘을 모읍니다. 여름에는 찾아가는 시민제안을, "
    "가을에는 열린토론회를 늘립니다."
)
PROCESS = (
    "시민의 제안은 공감 50명이 모이면 부서가 답하고, 300명이 모이면 의제선정단이 토론할지 정합니다. 시가 먼저 묻는 일도 같은 "
    "공론장에서 이야기하고, 토론이 끝나면 결과를 부서에 전달해 답변을 받아 공개합니다. 하기로 한 일은 분기마다 알립니다."
)
# name, metric, target for a year, role, why
GOALS = (
    ("시민제안 350건을 받습니다", "citizen_proposals", "350", "citizen_proposals", "제안이 많아야 함께 고를 수 있습니다."),
    ("토론을 8번 엽니다", "forums_opened", "8", "forums", "한 달 반에 한 번꼴입니다. 더 많으면 한 토론에 쏟을 힘이 모자랍니다."),
    ("토론에 6,000명이 참여합니다", "participants", "6000", "forums", "한 토론의 참여가 1,000명에 이르면 시장이 답합니다."),
    ("답변의 95%를 제때 합니다", "answered_in_time", "95", "officer", "늦은 답변은 다음 제안을 막습니다."),
    ("답변까지 20일을 넘기지 않습니다", "days_to_answer", "20", "officer", "기준은 20일입니다. 가운데값도 그 안에 있어야 합니다."),
    ("정책 12건을 실행해 마칩니다", "policies_executed", "12", "pm", "제안이 정책이 되는 것을 보아야 다시 제안합니다."),
    ("누리집을 15만 번 찾아옵니다", "visits", "150000", "promotion", "방문 수는 누리집 관리 업체가 센 것을 달마다 옮겨 적습니다."),
)  # fmt: skip
QUESTION = ("시민은 마당을 ‘내 말이 닿는 곳’으로 알고 있습니까?", "promotion",
            "이름을 아는 것과 믿고 쓰는 것은 다릅니다. 설문과 시민의 말, 보도로 봅니다.")  # fmt: skip
# months after the plan began, kind, text, link
EVIDENCE = (
    (2, "survey", "동 주민센터 12곳에서 시민 420명에게 물었습니다. ‘마당을 안다’ 38%, 그 가운데 ‘답을 받을 수 있다고 믿는다’ 61%.", ""),
    (5, "quotation", "“처음으로 시에서 답장을 받아 봤어요. 안 된다는 답이었지만 까닭을 알게 됐어요.” (찾아가는 시민제안에서 만난 시민)", ""),
    (8, "press", "지역 신문이 자전거 도로 토론을 한 면에 걸쳐 다루었습니다.", "https://news.gaon.example/bike"),
)  # fmt: skip
JUDGEMENT = "아는 사람은 늘고 있지만 20대와 70대 이상에서는 아직 낯섭니다. 하반기에는 학교와 경로당을 찾아갑니다."
# number, name, aim, conditions
PHASES: tuple[tuple[int, str, str, list[dict[str, object]]], ...] = (
    (1, "제안하고 답을 받는 마당", "제안이 꾸준히 들어오고 부서가 제때 답합니다.",
     [{"metric": "citizen_proposals", "least": 200, "days": 365}, {"metric": "answered_in_time", "least": 80, "days": 180}]),
    (2, "함께 토론하고 정하는 마당", "큰 일은 공론장에서 이야기한 다음 정합니다.",
     [{"metric": "forums_finished", "least": 12, "days": 365}, {"metric": "participants", "least": 10_000, "days": 365}]),
    (3, "시민이 예산까지 정하는 마당", "토론의 결과가 참여예산으로 이어집니다.", []),
)  # fmt: skip
# template, first month, last month, runs
PROJECTS = (
    ("proposal-workshop", 2, 11, 6), ("outreach", 5, 10, 5), ("agenda-panel", 1, 12, 4), ("online-forum", 2, 12, 8),
    ("open-talk", 3, 11, 4), ("experiment", 4, 11, 2), ("institution-question", 3, 11, 3), ("promotion", 1, 12, 4),
    ("results-report", 1, 12, 4),
)  # fmt: skip
NEXT = (
    ("시민제안 400건을 받습니다", "citizen_proposals", "400", "citizen_proposals"),
    ("답변의 98%를 제때 합니다", "answered_in_time", "98", "officer"),
)
SUMMARY = (
    "이달에도 답변은 대체로 제때 나갔습니다. 늦은 것은 부서 사이의 협의가 길어진 건이었고, 까닭을 공개했습니다.\n\n"
    "토론에는 처음 온 사람이 많았습니다. 현장에서 종이로 낸 의견도 모두 옮겨 적었습니다."
)
ONWARD = "다음 달에는 결과를 기다리는 토론의 답변을 챙기고, 찾아가는 시민제안을 한 번 더 엽니다."
