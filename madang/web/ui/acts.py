"""Words for the codes in audit entries: what ``audit.sentences.sentence`` is given to say them with.

The same fact means something else under another verb (a ``code`` is a ground, a reason for hiding, or one of the rules'
own), so the words are asked for by verb.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from madang.base.errors import N_
from madang.base.logins import NAMES
from madang.moderation.reasons import REASONS
from madang.procedures.grounds import GROUNDS
from madang.rules.document import Document

from . import standing, words

# What was done, or is followed (``what``), and how an objection was decided.
DONE: dict[str, str] = {
    "support.cast": N_("공감을 함"),
    "proposal.submit": N_("제안을 올림"),
    "opinion.post": N_("의견을 냄"),
    "session.register": N_("현장 토론에 참가를 신청함"),
    "session.unregister": N_("현장 토론의 참가 신청을 거둠"),
    "person.verify": N_("본인확인"),
    "person.register": N_("등록"),
    "totp_activated": N_("인증 앱을 켬"),
    "totp_deactivated": N_("인증 앱을 끔"),
    "recovery_codes_generated": N_("복구 코드를 새로 만듦"),
    "webauthn_added": N_("패스키를 더함"),
    "webauthn_removed": N_("패스키를 지움"),
    "matter": N_("한 건"),
    "area": N_("한 동네"),
    "category": N_("한 분야"),
    "search": N_("찾은 말"),
}
# The steps of the set-up guide.
STEPS: dict[str, str] = {
    "goals": N_("목표"),
    "process": N_("정책 및 프로세스"),
    "criteria": N_("단계별 기준"),
    "projects": N_("세부 실행계획"),
}
SEATS: dict[str, str] = {"accepted": N_("수락"), "declined": N_("사양")}
OBJECTIONS: dict[str, str] = {"upheld": N_("가린 채로 둠"), "overturned": N_("받아들여 다시 보임")}
Words = dict[str, Callable[[Any], str]]


def vocabulary(verb: str, document: Document | None = None, departments: Mapping[str, str] | None = None) -> Words:
    """Words by a fact's name for an entry of ``verb``; ``document``: the rules of the case that it is about."""
    known, kind = departments or {}, verb.partition(".")[0]

    def department(key: Any) -> str:
        return known.get(str(key), str(key))

    say: Words = {
        "department": department,
        # A department's key where a matter changes hands; a name or a number elsewhere.
        "before": department if kind == "case" else str,
        "outcome": _objection if kind == "objection" else lambda key: words.outcome(str(key)),
        "decision": lambda key: (
            words.decision("agenda" if kind == "meeting" else kind, key)["word"] if isinstance(key, str) else str(key)
        ),
        "code": lambda code: _code(verb, document, str(code)),
        "level": lambda key: words.level(str(key)),
        "role": lambda key: words.role(str(key)),
        "step": lambda key: gettext(STEPS[key]) if key in STEPS else str(key),
        "side": lambda key: words.owner(str(key)),
        "provider": lambda key: _provider(str(key)),
        "what": lambda key: gettext(DONE[key]) if key in DONE else str(key),
        "answer": lambda key: gettext(SEATS.get(str(key), str(key))),
        "verdict": lambda key: words.verdict(str(key))["word"],
        "count": lambda count: words.number(count) if isinstance(count, int) else str(count),
    }
    if document is not None:
        say["stage"] = lambda key: standing.stage_name(document, str(key))
        say["key"] = say["mark"] = lambda key: document.start_name(str(key), words.language())
        say["duty"] = lambda key: _duty(document, str(key))
    return say


def _objection(key: Any) -> str:
    return gettext(OBJECTIONS[key]) if key in OBJECTIONS else str(key)


def _code(verb: str, document: Document | None, code: str) -> str:
    if verb == "proposal.retire":
        return words.retired(code)
    if verb.endswith((".hide", ".report")):
        return gettext(REASONS[code][0]) if code in REASONS else code
    for stage in document.stages.values() if document is not None else ():
        reasons = stage.settings.get("reasons") or {}
        if code in reasons:
            return words.in_language(reasons[code])
    return gettext(GROUNDS[code]) if code in GROUNDS else code


def _duty(document: Document, key: str) -> str:
    if key == standing.REPORT:
        return words.duty(key)
    for stage in document.stages.values():
        if stage.duty is not None and stage.duty.key == key:
            return words.in_language(stage.name)
    return key


def _provider(key: str) -> str:
    for configured in getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}).values():
        for app in configured.get("APPS", []):
            name = app.get("name")
            if app.get("provider_id") == key and name:
                return gettext(name)
    return gettext(NAMES[key]) if key in NAMES else key
