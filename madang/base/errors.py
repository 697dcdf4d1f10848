"""How an action says no.

An action that cannot be done raises :class:`Refused` with a code and the facts; nothing was written. The faces (web,
command line) find the words: ``REFUSALS`` holds one Korean sentence per code (the catalogue's msgid), saying what to
do, with the facts as ``%(name)s``.
"""

from __future__ import annotations


class Refused(Exception):
    """An act that the rules, the rights or the state of things do not allow; nothing has been changed."""

    def __init__(self, code: str, **facts: object) -> None:
        if code not in REFUSALS:
            raise LookupError(f"no sentence for refusal {code!r}")
        self.code = code
        self.facts = facts
        super().__init__(code)

    def __str__(self) -> str:
        return REFUSALS[self.code] % self.facts


def N_(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return text


REFUSALS: dict[str, str] = {
    # texts
    "title-empty": N_("제목을 적어 주세요."),
    "title-too-long": N_("제목은 %(limit)s자까지 쓸 수 있어요. 지금은 %(length)s자예요."),
    "body-too-long": N_("내용은 %(limit)s자까지 쓸 수 있어요. 지금은 %(length)s자예요."),
    "text-empty": N_("내용을 적어 주세요."),
    "reason-empty": N_("누구나 볼 수 있는 이유를 적어 주세요."),
    "evidence-empty": N_("무엇을 근거로 셌는지 적어 주세요. 예: 서명부 3장, 사본 보관."),
    "count-not-positive": N_("수는 1 이상이어야 해요."),
    "count-too-large": N_("한 번에 %(limit)s명까지 올릴 수 있어요."),
    # supports
    "not-collecting": N_("지금은 공감을 받는 기간이 아니에요."),
    "window-closed": N_("공감을 받는 기간이 끝났어요."),
    "verification-needed": N_("이 제안에 공감하려면 먼저 확인이 필요해요: %(level)s."),
    "too-young": N_("%(age)s세부터 공감할 수 있어요."),
    # cases, duties, answers
    "no-procedure": N_("‘%(slug)s’ 절차가 없어요. 먼저 설치해 주세요."),
    "unknown-preset": N_("‘%(preset)s’ 표본이 없어요. 쓸 수 있는 것: %(presets)s."),
    "procedure-exists": N_("‘%(slug)s’ 절차가 이미 있어요. 새 기준판을 공개하거나 다른 이름으로 설치해 주세요."),
    "origin-not-accepted": N_("이 절차는 %(origin)s 제안을 받지 않아요."),
    "rules-broken": N_("기준 문서를 고쳐 주세요: %(problems)s"),
    "rules-unchanged": N_("지금 기준과 같아서 새로 공개할 것이 없어요."),
    "rules-outdated": N_("그 사이 기준판 %(number)s이 공개되었어요. 새 기준을 보고 다시 고쳐 주세요."),
    "no-such-version": N_("기준판 %(number)s은 없어요."),
    "cannot-move": N_("이 건은 새 기준으로 옮길 수 없어요: 새 기준에 ‘%(stage)s’ 단계가 없어요."),
    "case-closed": N_("이미 종결된 건이에요."),
    "no-open-stage": N_("지금 이 건에는 ‘%(kind)s’ 단계가 열려 있지 않아요."),
    "unknown-decision": N_("‘%(decision)s’은(는) 고를 수 없어요. 고를 수 있는 것: %(allowed)s."),
    "no-such-duty": N_("열려 있는 ‘%(duty)s’ 의무가 없어요."),
    "extension-not-later": N_("연장일은 지금 마감(%(due)s)보다 뒤여야 해요."),
    "extension-not-allowed": N_("이 기준에서는 마감을 연장할 수 없어요."),
    "extension-used-up": N_("연장은 %(max)s번까지 할 수 있고 이미 다 썼어요."),
    "extension-too-long": N_("연장은 %(limit)s까지 할 수 있어요."),
    "extension-too-late": N_("마감이 이미 지나서 연장할 수 없어요. 답변이 늦은 이유를 답변에 적어 주세요."),
    "department-missing": N_("답변할 부서를 먼저 정해 주세요."),
    "other-department": N_("이 건은 다른 부서가 맡고 있어요: %(department)s."),
    "already-published": N_("답변이 이미 공개되었어요. 고치려면 ‘정정’을 써 주세요."),
    "not-published": N_("아직 공개된 답변이 없어요."),
    "changed-meanwhile": N_(
        "그 사이 다른 사람이 고쳤어요. 적은 것은 그대로 두었으니, 새 내용을 보고 다시 저장해 주세요."
    ),
    # people
    "not-allowed": N_("이 일을 할 권한이 없어요."),
    "unknown-person": N_("‘%(person)s’ 사람이 없어요."),
    "unknown-department": N_("‘%(department)s’ 부서가 없어요."),
    "unknown-proposal": N_("‘%(proposal)s’ 제안이 없어요."),
    "unknown-role": N_("‘%(role)s’ 역할이 없어요. 쓸 수 있는 것: %(roles)s."),
    "email-malformed": N_("이메일 주소를 다시 확인해 주세요: %(email)s."),
    "key-taken": N_("‘%(key)s’은(는) 이미 쓰이고 있어요."),
    "too-often": N_("짧은 사이에 너무 많이 하셨어요. %(minutes)s분 뒤에 다시 해 주세요. 적은 것은 그대로 두었어요."),
    "too-often-today": N_(
        "하루에 할 수 있는 만큼 하셨어요. %(hours)s시간 뒤에 다시 할 수 있어요. 적은 것은 그대로 두었어요."
    ),
    "too-busy": N_("지금 한꺼번에 많은 분이 찾고 있어요. 잠시 뒤 다시 눌러 주세요."),
}
