"""The rules of todos an institution begins with, after the guide of the service that the founding document takes as its
example (domain §3: review, agenda, discussion, promotion, answers, execution). Everything of it can be edited.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from madang.base.errors import N_
from madang.people.models import Person, Role
from madang.plans.models import TodoRule
from madang.rules.document import Document

from .occasions import KIND
from .procedures import find_procedure
from .raising import set_rule


@dataclass(frozen=True)
class Default:
    """One rule as it is shipped: as :func:`raising.draft_rule`, ``title`` and ``note`` in the source language."""

    when: str
    title: str
    role: str
    what: str = ""
    least: int | None = None
    note: str = ""
    days: int = 3
    working: bool = False
    watch: str = ""


FORUM, EXECUTE, AGENDA = f"{KIND}forum", f"{KIND}execute", f"{KIND}agenda"
DEFAULTS: dict[str, Default] = {
    "assign": Default(
        "case-opened", N_("담당 부서 정하기"), Role.CITIZEN_PROPOSALS, what="citizen", days=1, working=True,
        watch="department-assigned", note=N_("제안을 읽고 분류해 맡을 부서를 정합니다. 제안이 아니면 까닭과 함께 다른 창구로 안내합니다."),
    ),
    "agree": Default(
        "case-opened", N_("부서와 질문에 합의하기"), Role.INSTITUTION_PROPOSALS, what="institution", days=10, working=True,
        watch="question-agreed", note=N_("목적, 질문, 형식, 기간, 홍보, 답변할 날을 부서와 함께 정합니다."),
    ),
    "dossier": Default(
        "stage-entered", N_("검토 자료 준비하기"), Role.FORUMS, what=AGENDA, days=14, watch="dossier-checked",
        note=N_("기존 정책, 비슷한 제안, 부서 의견, 연구, 보도를 한쪽에 치우치지 않게 모읍니다."),
    ),
    "prepare": Default(
        "stage-entered", N_("공론장 준비하고 열기"), Role.FORUMS, what=FORUM, days=14, watch="forum-opened",
        note=N_("두 쪽의 이야기를 짧고 쉽게, 자료와 함께 씁니다. 그림에는 설명을 답니다."),
    ),
    "card-news": Default(
        "forum-opened", N_("카드뉴스 올리기"), Role.PROMOTION, days=0, note=N_("공론장이 열린 날에 올립니다."),
    ),
    "link-post": Default("forum-opened", N_("공론장 링크 글 올리기"), Role.PROMOTION, days=14),
    "mail-groups": Default(
        "forum-opened", N_("관련 단체에 메일 보내기"), Role.PROMOTION, days=7,
        note=N_("이 주제와 관련된 단체와 모임에 참여를 부탁합니다."),
    ),
    "last-call": Default(
        "stage-ending", N_("마감 안내하기"), Role.PROMOTION, what=FORUM, least=7, days=-3,
        note=N_("곧 끝난다고 알리고, 아직 덜 들린 목소리가 있으면 그쪽에 먼저 알립니다."),
    ),
    "press": Default(
        "count-reached", N_("보도자료 내기"), Role.PROMOTION, what="participants", least=1000, days=3, working=True,
    ),
    "report": Default(
        "forum-closed", N_("토론 보고서 쓰고 공개하기"), Role.FORUMS, days=14, watch="report-published",
    ),
    "deliver": Default(
        "forum-closed", N_("결과를 부서에 전달하기"), Role.FORUMS, days=14, watch="result-delivered",
    ),
    "session": Default(
        "session-planned", N_("현장 토론 자리와 자료 살피기"), Role.FORUMS, days=-7,
        note=N_("장소, 접근성, 진행자, 종이 의견 양식을 살핍니다."),
    ),
    "publish": Default(
        "answer-published", N_("답변과 결과 알리기"), Role.PROMOTION, days=7, what="representative",
        note=N_("기관장의 답변을 결과 콘텐츠와 함께 알립니다."),
    ),
    "thank": Default(
        "result-published", N_("참여한 분들께 감사 인사 전하기"), Role.FORUMS, days=7,
        note=N_("무엇이 달라졌는지를 함께 전합니다."),
    ),
    "plan-delivery": Default(
        "delivery-begun", N_("추진 개요 쓰기"), Role.DEPARTMENT_OFFICER, days=30, watch="delivery-planned",
    ),
    "quarterly": Default(
        "report-owed", N_("추진 현황 쓰기"), Role.DEPARTMENT_OFFICER, least=14, days=0, watch="delivery-updated",
    ),
    "late": Default(
        "duty-late", N_("늦은 까닭을 부서에 묻고 공개하기"), Role.PM, days=2, working=True,
    ),
}  # fmt: skip


@transaction.atomic
def install_default_rules(*, procedure: str, at: datetime, actor: Person | None) -> list[TodoRule]:
    """Those rules that can ever speak in this procedure ("" for all procedures), from now on. What was installed before,
    changed or dropped by now, is left as it is; the new ones. Refused ``no-procedure``.
    """
    document = find_procedure(procedure).current.document if procedure else None
    made = []
    for order, (name, default) in enumerate(DEFAULTS.items()):
        key = f"{procedure or 'all'}-{name}"
        if _speaks(default, document) and not TodoRule.objects.filter(key=key).exists():
            fields = asdict(default) | {
                "title": gettext(default.title),
                "note": gettext(default.note) if default.note else "",
            }
            made.append(set_rule(**fields, procedure=procedure, order=order, key=key, at=at, actor=actor))
    return made


def _speaks(default: Default, document: Document | None) -> bool:
    """Whether such a thing can happen under these rules."""
    if document is None:
        return True
    kinds = {stage.kind for stage in document.stages.values()}
    levels = {stage.settings.get("level") for stage in document.stages.values() if stage.kind == "answer"}
    match default.when:
        case "case-opened":
            return default.what in document.entry
        case "stage-entered" | "stage-ending":
            return default.what.removeprefix(KIND) in kinds
        case "forum-opened" | "forum-closed" | "session-planned" | "count-reached":
            return "forum" in kinds
        case "answer-published":
            return default.what in levels or not default.what
        case "result-published":
            return any(stage.settings.get("act") == "publish" for stage in document.stages.values())
        case "delivery-begun" | "report-owed":
            return "execute" in kinds
    return True
