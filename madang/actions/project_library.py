"""The usual projects of the field, as an institution begins them: what for, for whom, how, and the checklist by D-day.

The words follow the published guide of the service that the founding document takes as its example. They become the
institution's own when a project begins with them (``project_templates``), in the language of whoever begins it.
"""

from __future__ import annotations

from dataclasses import dataclass

from madang.base.errors import N_


@dataclass(frozen=True)
class Step:
    """One line of a checklist: due ``offset`` days from the run's D-day (negative: before). ``watch``: what on the platform
    ticks it off (``watching.WATCH``), "" for nothing. ``once``: for the whole project, counted from its first day.
    """

    title: str
    offset: int
    role: str
    watch: str = ""
    once: bool = False


@dataclass(frozen=True)
class Template:
    """A usual project. ``runs``: how often a year, as a beginning; ``days``: how long one run lasts, its first day included."""

    key: str
    stage: str
    name: str
    purpose: str
    audience: str
    content: str
    method: str
    runs: int
    days: int
    steps: tuple[Step, ...]


def _of(*templates: Template) -> dict[str, Template]:
    return {template.key: template for template in templates}


PROPOSING = _of(
    Template(
        "proposal-workshop",
        "proposal",
        N_("시민제안 워크숍"),
        N_("관심사가 같은 시민이 모여 생활의 문제를 이야기하고, 그 자리에서 제안으로 만듭니다."),
        N_("주제에 관심 있는 시민, 단체, 청소년 20–40명"),
        N_("주제 소개, 주제별 탁자의 이야기, 제안 쓰기, 서로의 제안에 공감과 댓글 달기를 차례로 합니다."),
        N_(
            "탁자마다 3–6명과 진행자 1명이 앉습니다. 나온 제안은 그 자리에서 플랫폼에 올리고, 종이에 쓴 제안은 행사 뒤 3일 안에 옮겨 적습니다."
        ),
        4,
        1,
        (
            Step(N_("주제와 함께할 단체 정하기"), -30, "citizen_proposals"),
            Step(N_("장소 빌리고 진행자 섭외하기"), -25, "citizen_proposals"),
            Step(N_("참가자 모집 알리기"), -21, "promotion"),
            Step(N_("관련 부서에 행사와 주제 알리기"), -14, "officer"),
            Step(N_("진행안과 제안서 양식 만들기"), -10, "citizen_proposals"),
            Step(N_("참가자 확정하고 안내 보내기"), -5, "citizen_proposals"),
            Step(N_("진행자 사전 모임 열기"), -3, "citizen_proposals"),
            Step(N_("종이 제안을 플랫폼에 옮겨 적기"), 3, "citizen_proposals", "proposals-entered"),
            Step(N_("현장 사진과 이야기를 소식으로 올리기"), 5, "promotion"),
            Step(N_("참가자에게 제안의 주소와 공감 방법 보내기"), 7, "citizen_proposals"),
            Step(N_("평가하고 다음 회차에 반영할 점 적기"), 14, "pl"),
        ),
    ),
    Template(
        "outreach",
        "proposal",
        N_("찾아가는 시민제안"),
        N_("온라인에 오지 않는 시민을 만나, 거리에서 나온 생각도 똑같이 제안이 되게 합니다."),
        N_("광장, 공원, 시장, 축제를 지나는 시민 하루 100–300명"),
        N_("플랫폼을 소개하고, 제안을 종이나 태블릿으로 받고, 모인 제안에 스티커로 공감을 받습니다."),
        N_(
            "스탭 3–4명이 부스를 4시간 운영합니다. 종이 제안과 스티커 공감은 온라인과 똑같이 셉니다. 무엇을 보고 셌는지 증빙을 남깁니다."
        ),
        6,
        1,
        (
            Step(N_("찾아갈 곳과 함께할 행사 정하기"), -30, "citizen_proposals"),
            Step(N_("장소 사용 허가 받기"), -21, "officer"),
            Step(N_("부스 물품과 제안 엽서 만들기"), -14, "promotion"),
            Step(N_("현장 스탭 배치와 안내말 나누기"), -7, "citizen_proposals"),
            Step(N_("태블릿과 인터넷 점검하기"), -2, "site"),
            Step(N_("종이 제안과 공감 옮겨 적기"), 3, "citizen_proposals", "proposals-entered"),
            Step(N_("연락처를 남긴 분께 제안의 주소 보내기"), 5, "citizen_proposals"),
            Step(N_("만난 사람 수와 반응을 정리하기"), 7, "citizen_proposals"),
        ),
    ),
)
DECIDING = _of(
    Template(
        "agenda-panel",
        "proposal",
        N_("의제선정단 운영"),
        N_("어떤 제안을 공론장에 올릴지 시민이 결정합니다."),
        N_("성별, 나이, 지역의 균형을 맞추어 추첨한 시민 30명 안팎"),
        N_("의제 후보의 자료를 읽고 토의한 뒤 선정하고, 시민이 함께 이야기할 질문과 형식을 정합니다."),
        N_(
            "한 해에 한 번 추첨으로 선정단을 꾸리고, 두 달에 한 번 회의를 엽니다."
            " 문턱을 넘었는지, 생활에 미치는 영향이 큰지, 함께 풀 만한지, 누구나 이야기할 수 있는지를 봅니다. 선정하지 않은 제안에는 이유를 공개합니다."
        ),
        6,
        1,
        (
            Step(N_("선정단 모집 공고하기"), 7, "citizen_proposals", once=True),
            Step(N_("추첨으로 선정단 꾸리기"), 30, "forums", "panel-drawn", once=True),
            Step(N_("의제 후보 뽑고 비슷한 제안 묶기"), -21, "citizen_proposals"),
            Step(N_("부서의 입장 듣기"), -18, "officer"),
            Step(N_("의제 자료 만들기: 정책, 사례, 연구, 언론, 여론"), -12, "forums"),
            Step(N_("위원에게 자료와 일정 보내기"), -7, "forums"),
            Step(N_("회의장과 접근성 준비하기"), -3, "forums"),
            Step(N_("회의에서 의제 결정하기"), 0, "forums", "agenda-decided"),
            Step(N_("회의록 공개하기"), 7, "forums", "minutes-published"),
            Step(N_("선정하지 않은 이유를 제안자에게 알리기"), 7, "citizen_proposals"),
        ),
    ),
    Template(
        "online-forum",
        "discussion",
        N_("온라인 공론장"),
        N_("시민이 제안한 의제를 시민이 함께 토론하고, 그 결과를 정책에 반영합니다."),
        N_("시민 누구나. 의제와 관련 있는 이해관계자와 단체"),
        N_("의제의 배경과 자료, 두 쪽의 이야기를 중립적으로 보이고, 시민의 의견과 서로의 댓글을 받습니다."),
        N_(
            "30일 이상 운영합니다. 찬반형이나 토론형으로 열고, 현장 의견도 똑같이 셉니다. 끝나면 보고서를 부서에 전달하고, 답변과 함께 결과를 공개합니다."
        ),
        6,
        30,
        (
            Step(N_("의제와 관련된 부서, 이해관계자 만나기"), -30, "forums"),
            Step(N_("질문과 토론 글, 자료 쓰기"), -20, "forums"),
            Step(N_("담당 부서와 내용과 기간 합의하기"), -14, "officer"),
            Step(N_("카드뉴스와 그림의 설명글 만들기"), -5, "promotion"),
            Step(N_("공론장 열기"), 0, "forums", "forum-opened"),
            Step(N_("첫날 카드뉴스 올리기"), 0, "promotion"),
            Step(N_("관련 단체에 참여 안내 보내기"), 10, "promotion"),
            Step(N_("2주 안에 소개 글과 연결 올리기"), 14, "promotion"),
            Step(N_("중간 요약을 올리고 새 쟁점 살피기"), 15, "forums"),
            Step(N_("공론장 닫기"), 30, "forums", "forum-closed"),
            Step(N_("토론 보고서 쓰기"), 40, "forums", "report-published"),
            Step(N_("결과를 부서에 전달하기"), 44, "forums", "result-delivered"),
            Step(N_("부서 답변 받기"), 74, "department_officer", "answer-published"),
            Step(N_("답변을 담은 결과 공개하기"), 88, "forums", "result-published"),
        ),
    ),
    Template(
        "open-talk",
        "discussion",
        N_("열린토론회"),
        N_("온라인 공론장의 쟁점을 얼굴을 보고 깊이 이야기합니다."),
        N_("참가를 신청한 시민 50명, 이해관계자, 담당 부서"),
        N_("의제 발제, 두 쪽의 이야기, 탁자별 토론, 전체 나눔을 차례로 합니다. 기록은 공론장에 공개합니다."),
        N_(
            "공론장이 열려 있는 동안 한 번 이상 엽니다. 수어와 문자 통역, 휠체어 자리를 갖추고 신청을 받습니다. 온 사람은 온라인 참여와 똑같이 셉니다."
        ),
        4,
        1,
        (
            Step(N_("발제자와 토론자 섭외하기"), -28, "forums"),
            Step(N_("장소와 수어·문자 통역 잡기"), -25, "forums"),
            Step(N_("토론회를 알리고 신청 받기"), -21, "forums", "session-announced"),
            Step(N_("참가자 모집 홍보하기"), -18, "promotion"),
            Step(N_("자료집 만들기"), -7, "forums"),
            Step(N_("참가자에게 안내 보내기"), -3, "forums"),
            Step(N_("온 사람을 적고 출석 마치기"), 1, "forums", "session-held"),
            Step(N_("토론 기록 공개하기"), 5, "forums"),
            Step(N_("사진과 이야기를 소식으로 올리기"), 7, "promotion"),
        ),
    ),
    Template(
        "experiment",
        "discussion",
        N_("실험장"),
        N_("제안의 효과가 나타나는지, 부서가 말한 어려움이 실제인지 작게 해 보고 확인합니다."),
        N_("실험할 동네의 주민, 제안자, 담당 부서"),
        N_(
            "가설과 재는 방법을 정하고, 작은 규모로 해 본 뒤, 관찰과 결과를 공개합니다. 결과는 다음 토론의 자료가 됩니다."
        ),
        N_("두 달 동안 운영합니다. 실험 전과 후를 같은 방법으로 재고, 잘 안 된 것도 그대로 적습니다."),
        2,
        60,
        (
            Step(N_("확인할 것과 재는 방법 정하기"), -30, "forums"),
            Step(N_("담당 부서와 장소, 안전, 예산 협의하기"), -25, "officer"),
            Step(N_("참여할 주민 모으기"), -14, "promotion"),
            Step(N_("실험 전 상태 재기"), -7, "forums"),
            Step(N_("실험장 열기"), 0, "forums", "forum-opened"),
            Step(N_("관찰 기록을 처음 올리기"), 14, "forums"),
            Step(N_("실험 후 상태 재기"), 58, "forums"),
            Step(N_("실험장 닫기"), 60, "forums", "forum-closed"),
            Step(N_("실험 보고서 공개하기"), 74, "forums", "report-published"),
            Step(N_("결과를 부서에 전달하기"), 78, "forums", "result-delivered"),
        ),
    ),
    Template(
        "institution-question",
        "discussion",
        N_("기관제안"),
        N_("정책을 결정하기 전에 시민에게 묻고, 들은 뒤에 결정합니다."),
        N_("시민 누구나. 정책의 영향을 크게 받는 시민"),
        N_("부서가 정책의 배경과 고민을 밝히고, 시민의 생각과 경험을 듣습니다. 부서는 약속한 날까지 답변합니다."),
        N_(
            "부서의 신청을 받아 주제를 고르고, 목적, 질문, 형식, 기간, 홍보, 답변일을 합의한 뒤에 엽니다. 30일 이상 운영하고, 끝난 뒤 한 달 안에 답변합니다."
        ),
        4,
        30,
        (
            Step(N_("부서의 신청 받고 주제 고르기"), -40, "institution_proposals"),
            Step(N_("부서와 목적, 질문, 답변일 합의하기"), -21, "institution_proposals", "question-agreed"),
            Step(N_("토론 글과 자료 쓰기"), -14, "institution_proposals"),
            Step(N_("홍보 계획 세우기"), -10, "promotion"),
            Step(N_("공론장 열기"), 0, "institution_proposals", "forum-opened"),
            Step(N_("첫날 카드뉴스 올리기"), 0, "promotion"),
            Step(N_("관련 단체와 시민에게 알리기"), 7, "promotion"),
            Step(N_("공론장 닫기"), 30, "institution_proposals", "forum-closed"),
            Step(N_("토론 보고서 쓰기"), 40, "institution_proposals", "report-published"),
            Step(N_("결과를 부서에 전달하기"), 44, "institution_proposals", "result-delivered"),
            Step(N_("부서 답변 공개하기"), 60, "department_officer", "answer-published"),
            Step(N_("답변을 담은 결과 공개하기"), 74, "institution_proposals", "result-published"),
        ),
    ),
)
TELLING = _of(
    Template(
        "promotion",
        "everywhere",
        N_("홍보"),
        N_("플랫폼을 알리고, 시민이 지금 참여할 수 있는 것을 때맞추어 전합니다."),
        N_("플랫폼을 아직 모르는 시민, 의제와 관련 있는 단체, 언론"),
        N_("달마다 알릴 의제를 골라 카드뉴스, 소개 글, 메일, 보도자료를 냅니다. 참여가 정책이 된 이야기를 전합니다."),
        N_(
            "한 달을 한 회차로 운영합니다. 그림에는 설명글을 붙이고, 어느 한쪽으로 기울지 않게 씁니다. 경로마다 들어온 사람 수를 다음 달 계획에 반영합니다."
        ),
        10,
        28,
        (
            Step(N_("이달에 알릴 의제와 경로 정하기"), -7, "promotion"),
            Step(N_("카드뉴스와 설명글 만들기"), -2, "promotion"),
            Step(N_("카드뉴스 올리기"), 0, "promotion"),
            Step(N_("관련 단체에 메일 보내기"), 7, "promotion"),
            Step(N_("정책이 된 제안의 이야기 올리기"), 14, "promotion"),
            Step(N_("보도자료 내기"), 20, "officer"),
            Step(N_("들어온 경로와 참여를 정리하기"), 28, "promotion"),
        ),
    ),
    Template(
        "results-report",
        "execution",
        N_("결과보고"),
        N_("무엇을 약속했고 무엇이 이루어졌는지 시민에게 보고합니다."),
        N_("참여한 시민, 시민 누구나, 의회와 부서"),
        N_("목표와 실적, 제안과 공론장의 흐름, 답변을 지킨 부서, 정책이 된 제안과 진행 상황을 담습니다."),
        N_("분기마다 한 번 냅니다. 숫자는 플랫폼이 세고, 운영팀은 배경과 평가를 씁니다. 잘되지 않은 것도 적습니다."),
        4,
        1,
        (
            Step(N_("부서에 실행 상황 요청하기"), -21, "officer"),
            Step(N_("실행 기록 고치기"), -10, "department_officer", "delivery-updated"),
            Step(N_("보고서 초안 쓰기"), -7, "pl"),
            Step(N_("담당자와 함께 검토하기"), -3, "pm"),
            Step(N_("결과보고 공개하기"), 0, "officer"),
            Step(N_("참여한 시민과 부서에 보내기"), 3, "promotion"),
            Step(N_("다음 분기에 고칠 것 정하기"), 14, "pm"),
        ),
    ),
)
TEMPLATES: dict[str, Template] = {**PROPOSING, **DECIDING, **TELLING}
