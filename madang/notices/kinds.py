"""Every kind of notice: what it is about, whether one can do without it, and how one gets it unless one says otherwise.

Its text is ``notices/KIND.txt``: the first line the subject, then paragraphs; an address on a line of its own becomes
a button in the mail (``LABEL: ADDRESS`` names it).
"""

from __future__ import annotations

from dataclasses import dataclass

from madang.base.errors import N_

# How someone gets a kind: by mail at once, in the daily or the weekly digest, on the site only, not at all. Whatever
# comes by mail stands on the site too.
NOW, DAILY, WEEKLY, SITE, OFF = "now", "daily", "weekly", "site", "off"
WAYS: dict[str, str] = {
    NOW: N_("바로 메일로"),
    DAILY: N_("하루에 한 번 모아서"),
    WEEKLY: N_("한 주에 한 번 모아서"),
    SITE: N_("메일 없이 여기서만"),
    OFF: N_("받지 않기"),
}
GROUPS: dict[str, str] = {
    "work": N_("업무"),
    "mine": N_("내가 쓴 것"),
    "sessions": N_("현장 토론"),
    "following": N_("공감하고 소식을 받는 것"),
    "account": N_("내 계정"),
}


@dataclass(frozen=True)
class Kind:
    """``group``: where it stands among the preferences (work, mine, sessions, following, account). ``optional``: may be switched
    off by who gets it; what the house must say (a decision about one's own text, an account) may not.

    ``default``: one of WAYS. ``title``: what the preference is called. ``text``: the kind whose text it shares.
    """

    group: str
    optional: bool = True
    default: str = NOW
    title: str = ""
    text: str = ""


KINDS: dict[str, Kind] = {
    # the team
    "answer-requested": Kind("work", optional=False, title=N_("답변할 제안")),
    "contribution-asked": Kind("work", optional=False, title=N_("의견을 보탤 답변")),
    "approval-asked": Kind("work", optional=False, title=N_("승인할 답변")),
    "approval-refused": Kind("work", optional=False, title=N_("승인되지 않은 답변")),
    "agreement-asked": Kind("work", title=N_("합의할 기관제안")),
    "agreement-refused": Kind("work", title=N_("합의되지 않은 기관제안")),
    "due-soon": Kind("work", title=N_("다가오는 마감")),
    "overdue": Kind("work", optional=False, title=N_("지난 마감")),
    "overdue-head": Kind("work", optional=False, title=N_("오래 지난 마감")),
    "todo-late": Kind("work", title=N_("늦은 할 일")),
    "todo-late-lead": Kind("work", title=N_("오래 늦은 할 일")),
    "rules-approval-asked": Kind("work", optional=False, title=N_("승인할 기준")),
    "rules-sent-back": Kind("work", optional=False, title=N_("돌려받은 기준")),
    "result-delivered": Kind("work", optional=False, title=N_("전달받은 토론 결과")),
    "work-handed-over": Kind("work", optional=False, title=N_("넘겨받은 일")),
    "invitation": Kind("account", optional=False, title=N_("운영팀 초대")),
    # my own matters
    "answered": Kind("mine", title=N_("내 제안에 나온 답변")),
    "tier-reached": Kind("mine", title=N_("내 제안과 소식을 받는 제안이 기준에 도달했을 때")),
    "near-tier": Kind("mine", title=N_("내 제안과 소식을 받는 제안이 기준에 가까울 때")),
    "picked-up": Kind("mine", title=N_("내 제안과 소식을 받는 제안을 운영팀이 의제 후보로 올렸을 때")),
    "case-routed": Kind("mine", optional=False, title=N_("다른 곳으로 보낸 내 제안")),
    "comment-new": Kind("mine", title=N_("내 제안에 달린 의견")),
    "comment-reply": Kind("mine", title=N_("내 의견에 달린 답글")),
    # where I go
    "session-registered": Kind("sessions", title=N_("받은 참가 신청")),
    "session-moved-up": Kind("sessions", optional=False, title=N_("기다리던 자리가 났을 때")),
    "session-changed": Kind("sessions", optional=False, title=N_("바뀐 현장 토론")),
    "session-cancelled": Kind("sessions", optional=False, title=N_("취소된 현장 토론")),
    "session-reminder": Kind("sessions", title=N_("내일 열리는 현장 토론")),
    # what I support and follow
    "answered-supporter": Kind("following", title=N_("공감하거나 참여하거나 소식을 받는 제안에 나온 답변")),
    "tier-reached-supporter": Kind(
        "following", default=OFF, title=N_("공감한 제안이 기준에 도달했을 때"), text="tier-reached"
    ),
    "agenda-decided": Kind("following", title=N_("의제선정단이 결정했을 때")),
    "forum-opened": Kind("following", title=N_("토론이 열렸을 때")),
    "forum-ending": Kind("following", title=N_("소식을 받는 토론이 곧 끝날 때")),
    "forum-ending-participant": Kind(
        "following", default=OFF, title=N_("참여한 토론이 곧 끝날 때"), text="forum-ending"
    ),
    "result-published": Kind("following", title=N_("토론 결과가 공개되었을 때")),
    "delivery-planned": Kind("following", default=DAILY, title=N_("실행 계획이 나왔을 때")),
    "delivery-updated": Kind("following", default=WEEKLY, title=N_("실행의 추진 현황")),
    "delivery-finished": Kind("following", title=N_("실행이 끝났을 때")),
    "followed-news": Kind("following", default=WEEKLY, title=N_("소식을 받는 분야·동네·찾기의 새 제안")),
    "digest": Kind("following", title=N_("모아 보내는 소식")),  # a letter of many notices, never a notice itself
    # what was decided about what I wrote
    "content-hidden": Kind("mine", optional=False, title=N_("가려진 내 글")),
    "content-shown": Kind("mine", optional=False, title=N_("다시 보이는 내 글")),
    "objection-decided": Kind("mine", optional=False, title=N_("내 이의신청의 결정")),
    # my account
    "retention-warning": Kind("account", optional=False, title=N_("곧 지워질 계정")),
    "account-closed": Kind("account", optional=False, title=N_("닫힌 계정")),
}
UNKNOWN = Kind("account", optional=False)  # a row of another release


def kind_of(name: str) -> Kind:
    """The kind of that name; what another release wrote is treated as something that must be said."""
    return KINDS.get(name, UNKNOWN)


def choosable(*, team: bool) -> dict[str, Kind]:
    """The kinds one may choose about; those of work only for the ``team``."""
    return {
        name: kind
        for name, kind in KINDS.items()
        if kind.optional and name != "digest" and (team or kind.group != "work")
    }
