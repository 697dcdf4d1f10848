"""What an audit entry says: one sentence a verb.

An entry keeps codes and numbers. The caller brings the words for the codes it knows (stage names are in the rules of
the case, department names in the table of departments), so that this table needs to know nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext

from madang.base.errors import N_

SENTENCES: dict[str, str] = {
    "proposal.submit": N_("제안을 올렸습니다. 기준 %(number)s판을 따릅니다."),
    "support.cast": N_("공감했습니다."),
    "support.withdraw": N_("공감을 거두었습니다."),
    "support.batch": N_("다른 곳에서 모은 공감 %(count)s명을 더했습니다."),
    "case.enter": N_("‘%(stage)s’ 단계가 시작되었습니다."),
    "case.leave": N_("‘%(stage)s’ 단계가 끝났습니다: %(outcome)s."),
    "case.mark": N_("기준에 도달했습니다: %(key)s."),
    "case.close": N_("건이 종결되었습니다."),
    "case.assign": N_("담당 부서를 정했습니다: %(department)s."),
    "case.reassign": N_("담당 부서를 바꾸었습니다: %(before)s → %(department)s."),
    "case.move": N_("기준 %(before)s판에서 %(number)s판으로 옮겼습니다."),
    "duty.extend": N_("‘%(duty)s’의 마감을 연장했습니다."),
    "review.decide": N_("‘%(stage)s’에서 결정했습니다: %(decision)s."),
    "agenda.decide": N_("‘%(stage)s’에서 결정했습니다: %(decision)s."),
    "answer.draft": N_("답변 초안을 저장했습니다."),
    "answer.publish": N_("답변을 공개했습니다: %(decision)s."),
    "answer.correct": N_("공개된 답변을 정정했습니다."),
    "rules.publish": N_("기준 %(number)s판을 공개했습니다."),
    "holiday.add": N_("휴일을 정했습니다: %(name)s."),
    "holiday.remove": N_("정해 둔 휴일을 지웠습니다: %(name)s."),
    "person.join": N_("가입했습니다."),
    "person.register": N_("사람을 등록했습니다."),
    "person.verify": N_("확인을 마쳤습니다: %(level)s."),
    "department.register": N_("부서를 등록했습니다."),
    "role.grant": N_("역할을 주었습니다: %(role)s."),
    "role.revoke": N_("역할을 거두었습니다: %(role)s."),
}

Say = Mapping[str, Callable[[Any], str]]


def sentence(verb: str, facts: Mapping[str, Any], say: Say | None = None) -> str:
    """The sentence for an act in the reader's language; ``say`` finds words for a fact's code, by the fact's name."""
    known = say or {}
    spoken = {
        name: known[name](value) if name in known and value is not None else value for name, value in facts.items()
    }
    if verb == "case.assign" and facts.get("before"):
        verb = "case.reassign"
    if verb not in SENTENCES:
        return verb
    try:
        return gettext(SENTENCES[verb]) % spoken
    except KeyError:  # an entry of an older release that does not carry this fact
        return verb
