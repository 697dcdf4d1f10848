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
    "proposal.edit": N_("글을 고쳤습니다. 이제 %(number)s판입니다."),
    "proposal.clarify": N_("글에 설명을 덧붙였습니다."),
    "proposal.retire": N_("제안을 철회했습니다: %(code)s."),
    "support.cast": N_("공감했습니다."),
    "support.withdraw": N_("공감을 거두었습니다."),
    "support.invalidate": N_("공감 %(count)s명을 무효로 했습니다. 이유: %(reason)s"),
    "support.restore": N_("무효로 했던 공감 %(count)s명을 되돌렸습니다. 이유: %(reason)s"),
    "mark.withdraw": N_("도달한 것으로 보았던 기준을 거두었습니다: %(mark)s."),
    "monitor.note": N_("모니터링 메모를 남겼습니다."),
    "invalidation.plan": N_("공감을 무효로 할 계획을 세웠습니다."),
    "invalidation.drop": N_("공감을 무효로 할 계획을 버렸습니다."),
    "invalidation.apply": N_("공감을 무효로 하기 시작했습니다."),
    "invalidation.applied": N_("공감 %(count)s명을 무효로 하는 일을 마쳤습니다."),
    "invalidation.reverse": N_("무효로 한 공감을 되돌리기 시작했습니다."),
    "invalidation.reversed": N_("무효로 한 공감을 모두 되돌렸습니다."),
    "support.batch": N_("다른 곳에서 모은 공감 %(count)s명을 더했습니다."),
    "case.enter": N_("‘%(stage)s’ 단계가 시작되었습니다."),
    "case.leave": N_("‘%(stage)s’ 단계가 끝났습니다: %(outcome)s."),
    "case.mark": N_("기준에 도달했습니다: %(key)s."),
    "case.close": N_("건이 종결되었습니다."),
    "case.assign": N_("담당 부서를 정했습니다: %(department)s."),
    "case.reassign": N_("담당 부서를 바꾸었습니다: %(before)s → %(department)s."),
    "case.hand_over": N_("다른 부서에 넘겼습니다: %(before)s → %(department)s."),
    "case.refuse": N_("%(department)s에서 맡지 않겠다고 했습니다."),
    "case.contribute": N_("함께 답할 부서를 더했습니다: %(department)s."),
    "case.route": N_("제안이 아니어서 다른 창구로 안내했습니다: %(code)s."),
    "contribution.draft": N_("의견을 쓰기 시작했습니다: %(department)s."),
    "contribution.give": N_("의견을 보냈습니다: %(department)s."),
    "contribution.decline": N_("의견을 사양했습니다: %(department)s."),
    "answer.ask_approval": N_("답변 초안의 승인을 요청했습니다."),
    "answer.approve": N_("답변 초안을 승인했습니다."),
    "answer.send_back": N_("답변 초안을 돌려보냈습니다."),
    "template.save": N_("답변 서식을 저장했습니다: %(name)s."),
    "template.remove": N_("답변 서식을 지웠습니다: %(name)s."),
    "duty.explain": N_("‘%(duty)s’이(가) 늦은 까닭을 공개했습니다."),
    "case.move": N_("기준 %(before)s판에서 %(number)s판으로 옮겼습니다."),
    "duty.extend": N_("‘%(duty)s’의 마감을 연장했습니다."),
    "review.decide": N_("‘%(stage)s’에서 결정했습니다: %(decision)s."),
    "agenda.decide": N_("‘%(stage)s’에서 결정했습니다: %(decision)s."),
    "agenda.pick_up": N_("기준에 이르지 못한 제안을 의제 후보로 올렸습니다. 이유: %(reason)s"),
    "forum.prepare": N_("공론장을 준비했습니다."),
    "forum.agree": N_("공론장에 합의했습니다: %(side)s."),
    "forum.disagree": N_("공론장에 합의하지 않았습니다: %(side)s. 이유: %(reason)s"),
    "forum.add": N_("공론장에 자료를 덧붙였습니다."),
    "forum.withdraw": N_("공론장의 자료를 내렸습니다. 이유: %(reason)s"),
    "experiment.observe": N_("관찰을 기록했습니다: %(on)s."),
    "experiment.conclude": N_("실험 결과를 적었습니다."),
    "experiment.feed": N_("실험 결과를 다른 공론장에 이었습니다: %(feeds)s."),
    "forum.open": N_("공론장을 열었습니다."),
    "forum.close": N_("공론장을 마쳤습니다. 이유: %(reason)s"),
    "forum.note": N_("공론장의 기록을 남겼습니다."),
    "session.plan": N_("현장 토론을 열기로 했습니다: %(title)s."),
    "session.change": N_("현장 토론의 때나 곳, 자리를 바꾸었습니다."),
    "session.cancel": N_("현장 토론을 취소했습니다. 이유: %(reason)s"),
    "session.register": N_("현장 토론에 참가를 신청했습니다."),
    "session.unregister": N_("현장 토론의 참가 신청을 거두었습니다."),
    "session.attend": N_("현장 토론에 온 사람을 적었습니다: %(count)s명."),
    "opinion.post": N_("공론장에 의견을 냈습니다."),
    "opinion.delete": N_("공론장에 낸 의견을 거두었습니다."),
    "opinion.support": N_("공론장의 의견에 공감했습니다."),
    "opinion.unsupport": N_("공론장의 의견에 한 공감을 거두었습니다."),
    "opinion.hide": N_("공론장의 의견을 가렸습니다: %(code)s."),
    "opinion.show": N_("가린 공론장 의견을 다시 보이게 했습니다."),
    "statement.post": N_("공론장에 진술을 올렸습니다."),
    "statement.vote": N_("진술에 의견을 표시했습니다."),
    "statement.delete": N_("공론장에 올린 진술을 거두었습니다."),
    "statement.hide": N_("진술을 가렸습니다: %(code)s."),
    "statement.show": N_("가린 진술을 다시 보이게 했습니다."),
    "forum.consent": N_("공론장의 통계에 쓰는 동의를 바꾸었습니다."),
    "result.deliver": N_("토론 결과를 부서에 전달했습니다."),
    "result.publish": N_("답변을 포함한 결과를 공개했습니다."),
    "task.finish": N_("‘%(stage)s’을(를) 마쳤습니다."),
    "delivery.start": N_("추진 개요를 공개했습니다."),
    "delivery.update": N_("추진 현황을 알렸습니다."),
    "delivery.finish": N_("실행을 마치고 성과를 공개했습니다."),
    "delivery.verdict": N_("약속이 지켜졌는지 말했습니다: %(verdict)s."),
    "delivery.withdraw_verdict": N_("약속이 지켜졌는지 한 말을 거두었습니다."),
    "verdict.hide": N_("약속 평가의 글을 가렸습니다: %(code)s."),
    "verdict.show": N_("가린 약속 평가의 글을 다시 보이게 했습니다."),
    "answer.draft": N_("답변 초안을 저장했습니다."),
    "answer.publish": N_("답변을 공개했습니다: %(decision)s."),
    "answer.correct": N_("공개된 답변을 정정했습니다."),
    "comment.write": N_("의견을 썼습니다."),
    "comment.delete": N_("자기 의견을 지웠습니다."),
    "comment.support": N_("의견에 공감했습니다."),
    "comment.unsupport": N_("의견에 한 공감을 거두었습니다."),
    "comment.hide": N_("의견을 가렸습니다: %(code)s."),
    "comment.show": N_("가린 의견을 다시 보이게 했습니다."),
    "proposal.hide": N_("제안을 가렸습니다: %(code)s."),
    "proposal.show": N_("가린 제안을 다시 보이게 했습니다."),
    "content.flag": N_("살펴볼 글로 표시했습니다."),
    "content.report": N_("신고했습니다: %(code)s."),
    "content.take": N_("살펴보던 글을 넘겨받았습니다."),
    "content.keep": N_("살펴본 글을 그대로 두었습니다."),
    "content.mask": N_("글의 일부를 가렸습니다."),
    "content.restore": N_("저절로 가려진 번호를 되돌렸습니다."),
    "objection.file": N_("이의를 신청했습니다."),
    "objection.decide": N_("이의신청을 결정했습니다: %(outcome)s."),
    "word.list": N_("주의할 말을 올렸습니다: %(word)s."),
    "word.unlist": N_("주의할 말을 뺐습니다: %(word)s."),
    "rules.publish": N_("기준 %(number)s판을 공개했습니다."),
    "holiday.add": N_("휴일을 정했습니다: %(name)s."),
    "holiday.remove": N_("정해 둔 휴일을 지웠습니다: %(name)s."),
    "person.join": N_("가입했습니다."),
    "person.register": N_("사람을 등록했습니다."),
    "person.rename": N_("공개 이름을 바꾸었습니다."),
    "person.mail": N_("이메일 주소를 바꾸었습니다."),
    "person.connect": N_("다른 로그인을 연결했습니다: %(provider)s."),
    "person.disconnect": N_("다른 로그인의 연결을 끊었습니다: %(provider)s."),
    "person.secure": N_("2단계 인증을 바꾸었습니다: %(what)s."),
    "person.assist": N_("창구에서 대신 처리했습니다: %(what)s."),
    "register.load": N_("주민 명부를 올렸습니다: %(count)s명."),
    "person.verify": N_("확인을 마쳤습니다: %(level)s."),
    "department.register": N_("부서를 등록했습니다."),
    "department.rename": N_("부서 이름을 바꾸었습니다: %(before)s → %(name)s."),
    "invitation.send": N_("팀에 초대했습니다: %(role)s."),
    "invitation.resend": N_("초대를 다시 보냈습니다: %(role)s."),
    "invitation.withdraw": N_("초대를 거두었습니다: %(role)s."),
    "invitation.accept": N_("초대를 받아들였습니다: %(role)s."),
    "team.leave": N_("팀을 떠났습니다. 넘겨준 일 %(count)s건."),
    "person.close": N_("탈퇴했습니다."),
    "rules.ask": N_("기준의 승인을 청했습니다."),
    "rules.approve": N_("기준 %(number)s판을 승인했습니다."),
    "rules.return": N_("기준을 돌려보냈습니다."),
    "rules.recall": N_("승인을 청한 기준을 거두었습니다."),
    "retention.warn": N_("보관 기간이 끝나 감을 알렸습니다: %(count)s건."),
    "retention.erase": N_("보관 기간이 지난 것을 지웠습니다: %(count)s건."),
    "page.create": N_("쪽을 만들었습니다."),
    "page.save": N_("쪽의 %(number)s판을 저장했습니다."),
    "page.publish": N_("쪽의 %(number)s판을 공개했습니다."),
    "page.withdraw": N_("쪽을 내렸습니다."),
    "page.restore": N_("쪽의 %(before)s판을 %(number)s판으로 되살렸습니다."),
    "page.picture": N_("쪽에 쓸 그림을 올렸습니다."),
    "banner.put": N_("띠 알림을 걸었습니다."),
    "banner.end": N_("띠 알림을 내렸습니다."),
    "role.grant": N_("역할을 주었습니다: %(role)s."),
    "role.revoke": N_("역할을 거두었습니다: %(role)s."),
    "follow.add": N_("소식을 받기 시작했습니다: %(what)s."),
    "follow.remove": N_("소식을 그만 받기로 했습니다: %(what)s."),
    "notice.choose": N_("알림 받는 방법을 바꾸었습니다."),
    "notice.mail-lost": N_("메일이 여러 번 되돌아와서 꼭 필요한 것만 보냅니다."),
    "notice.mail-again": N_("메일이 다시 닿는다고 알렸습니다."),
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
