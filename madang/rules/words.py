"""What the keys of rule documents are called, in Korean and English. One word for one thing, everywhere."""

from __future__ import annotations

Names = dict[str, tuple[str, str]]

COLUMNS: Names = {
    "propose": ("제안", "Proposal"),
    "discuss": ("토론", "Discussion"),
    "result": ("결과 공개 · 실행", "Results and execution"),
}
ORIGINS: Names = {
    "citizen": ("시민이 제안할 때", "When citizens propose"),
    "institution": ("기관이 물을 때", "When the institution asks"),
    "debate": ("토론을 열 때", "When someone opens a debate"),
    "budget": ("참여예산을 열 때", "When a participatory budget opens"),
}
SHORT_ORIGINS: Names = {  # in a box of the picture, before a number
    "citizen": ("시민", "citizens"),
    "institution": ("기관", "institution"),
    "debate": ("토론", "debates"),
    "budget": ("예산", "budget"),
}
ENTRIES: Names = {
    "citizen": ("시민제안", "Citizen's proposal"),
    "institution": ("기관제안", "Institution's proposal"),
    "debate": ("토론 제안", "Debate"),
    "budget": ("참여예산", "Participatory budget"),
}
KINDS: Names = {
    "collect": ("모으기", "Collecting"),
    "review": ("검토", "Review"),
    "agenda": ("의제 선정", "Agenda"),
    "answer": ("답변", "Answer"),
    "task": ("할 일", "Task"),
    "forum": ("토론", "Discussion"),
    "verify": ("명부 확인", "Verification"),
    "ballot": ("투표", "Ballot"),
    "execute": ("실행", "Execution"),
}
OWNERS: Names = {
    "department": ("부서", "the department"),
    "representative": ("기관의 대표자", "the representative of the institution"),
    "team": ("운영팀", "the operations team"),
    "panel": ("의제선정단", "the agenda panel"),
    "register": ("명부 기관", "the register"),
    "proposer": ("제안자", "the proposer"),
}
ANSWERERS: Names = {  # who a department is, where the answer has a level of its own
    "agency": ("담당 기관", "the agency in charge"),
    "council": ("의회", "the council"),
    "parliament": ("국회", "Parliament"),
}
COUNTERS: Names = {
    "supports": ("공감", "supports"),
    "sponsors": ("발의자", "initiators"),
    "participants": ("참여", "participants"),
    "verified": ("확인된 공감", "verified supports"),
    "votes": ("투표", "votes"),
}
DECISIONS: Names = {
    "pass": ("통과", "passed"),
    "reject": ("반려", "returned"),
    "refuse": ("비공개 반려", "returned privately"),
    "select": ("선정", "selected"),
    "defer": ("보류", "on hold"),
    "accept": ("수용", "accepted"),
    "partly": ("일부 수용", "accepted in part"),
    "decline": ("불수용", "not accepted"),
    "study": ("검토 중", "under study"),
    "explain": ("설명", "explained"),
    "lapse": ("시한 만료", "lapsed"),
}
AGENDA_DECISIONS: Names = {"reject": ("미선정", "not selected")}
CHOICES: Names = {"yes": ("찬성", "yes"), "no": ("반대", "no"), "abstain": ("기권", "abstain")}
OUTCOMES: Names = {
    "reached": ("기준 도달", "threshold reached"),
    "withdrawn": ("거둠", "withdrawn"),
    "expired": ("미달 종료", "threshold not reached"),
    "stopped": ("모으기 중단", "collecting stopped"),
    "closed": ("종결", "closed"),
    "returned": ("반려", "returned"),
    "routed": ("다른 창구로 안내", "routed elsewhere"),
    "retired": ("철회", "retired by its author"),
    "refused": ("비공개 반려", "returned privately"),
    "passed": ("통과", "passed"),
    "confirmed": ("발의 확정", "confirmed"),
    "accepted": ("수용", "accepted"),
    "partly-accepted": ("일부 수용", "accepted in part"),
    "declined": ("불수용", "not accepted"),
    "answered": ("답변 완료", "answered"),
    "under-study": ("검토 중", "under study"),
    "selected": ("의제 선정", "selected"),
    "not-selected": ("의제 미선정", "not selected"),
    "ended": ("기간 종료", "ended"),
    "delivered": ("결과 전달", "delivered"),
    "published": ("결과 공개", "published"),
    "executed": ("실행 완료", "executed"),
    "approved": ("가결", "approved"),
    "not-approved": ("부결", "not approved"),
    "called": ("투표 개시", "vote called"),
    "verified": ("명부 확인", "verified"),
    "not-verified": ("확인 미달", "not enough verified"),
    "referred": ("국회 회부", "referred to Parliament"),
    "lapsed": ("시한 만료", "lapsed"),
    "coordinated": ("담당 기관 확정", "agencies fixed"),
    "scheduled": ("일정 공개", "scheduled"),
    "clarified": ("요구 확인", "clarified"),
    "handed-over": ("참여예산 접수", "handed over"),
    "gathered": ("접수 완료", "gathered"),
    "shortlisted": ("검토 사업 선정", "shortlisted"),
    "informed": ("안내 완료", "informed"),
    "reviewed": ("확인 완료", "reviewed"),
    "valuated": ("검토 완료", "valuated"),
    "priced": ("사업비 공개", "priced"),
    "balloted": ("투표 종료", "balloted"),
    "counted": ("개표 완료", "counted"),
    "on-hold": ("보류", "on hold"),
    "bundled": ("병합", "bundled"),
}
DUTIES: Names = {
    "answer": ("답변", "answer"),
    "forum-answer": ("토론 결과 답변", "answer to the discussion"),
    "mayor-answer": ("시장 답변", "mayor's answer"),
    "agenda": ("의제 선정", "agenda decision"),
    "review": ("공개 검토", "review"),
    "check": ("접수 확인", "check"),
    "deliver": ("결과 전달", "delivery of the result"),
    "publish": ("결과 공개", "publication of the result"),
    "budget": ("참여예산 연계", "handing over to the budget"),
    "schedule": ("처리 일정 공개", "publication of the schedule"),
    "clarify": ("요구 확인", "clarification"),
    "call-vote": ("시민투표 개시", "opening of the vote"),
    "verify": ("명부 확인", "verification"),
    "budget-review": ("사업 제안 확인", "review of projects"),
    "valuate": ("타당성 검토", "valuation"),
    "prices": ("사업비 공개", "publication of prices"),
    "count": ("개표", "counting"),
    "report": ("추진 현황 보고", "progress report"),
}


def word(names: Names, key: str, lang: str) -> str:
    """What ``key`` is called; a key nobody has named is shown as it is."""
    korean, english = names.get(key, (key, key))
    return korean if lang == "ko" else english


def decision(kind: str, key: str, lang: str) -> str:
    """What a decision is called in a stage of this kind."""
    names = {**DECISIONS, **AGENDA_DECISIONS} if kind == "agenda" else DECISIONS
    return word(names, key, lang)


def owner(stage: dict[str, object], lang: str) -> str:
    """Who owes what a stage (as JSON) promises: the department, or who the answer's level says it is."""
    duty, settings = stage.get("duty"), stage.get("settings")
    key = str(duty["owed_by"]) if isinstance(duty, dict) else ""
    level = str(settings.get("level", "")) if isinstance(settings, dict) else ""
    if key == "department" and stage.get("kind") == "answer" and level in ANSWERERS:
        return word(ANSWERERS, level, lang)
    return word(OWNERS, key, lang)
