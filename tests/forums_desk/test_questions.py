"""기관제안: 기관이 먼저 묻고, 두 쪽이 합의해야 열리고, 약속한 날이 답변의 마감이 된다."""

import datetime

import pytest

from madang.actions import blocks, clockwork, forum_desk, forums, people, procedures, tasks
from madang.actions.participation import taking_part
from madang.actions.wording import proposals_of, words_of
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.forums.models import Forum
from madang.notices.models import Notice
from madang.people.models import Role
from madang.procedures.models import Duty
from madang.proposals.models import Proposal
from tests import make
from tests.forums_desk.conftest import AT, agreed, asked, fresh

pytestmark = pytest.mark.django_db


def refused(code, act, **given):
    with pytest.raises(Refused) as why:
        act(**given)
    assert why.value.code == code


def test_열기_전에는_밖에서_보이지_않고_열면_질문_그대로_보인다(교통과, 세종, 네온):
    forum = asked(교통과)
    assert fresh(forum).case.proposal.visibility == "private"
    forum_desk.prepare_forum(forum=forum, what={"question": "고친 질문"}, edition=1, at=AT, actor=None)
    agreed(forum, 세종, 네온)
    forums.open_forum(case_key="ask-lamp", edition=2, at=AT, actor=네온)
    proposal = Proposal.objects.get(case__key="ask-lamp")
    assert (proposal.visibility, proposal.title) == ("public", "고친 질문")


def test_두_쪽이_합의해야_열리고_고치면_다시_합의해야_한다(교통과, 세종, 네온):
    forum = asked(교통과)
    given = {"case_key": "ask-lamp", "at": AT, "actor": 네온}
    refused("not-agreed", forums.open_forum, edition=1, **given)
    forum_desk.agree_forum(forum=forum, side="department", edition=1, at=AT, actor=세종)
    refused("not-agreed", forums.open_forum, edition=1, **given)
    forum_desk.agree_forum(forum=forum, side="team", edition=1, at=AT, actor=네온)
    assert fresh(forum).agreed_edition == 1
    blocks.add_block(forum=forum, what={"kind": "for", "title": "별이 보인다"}, at=AT, actor=세종)
    assert fresh(forum).team_agreed_at is None
    refused("not-agreed", forums.open_forum, edition=2, **given)
    agreed(forum, 세종, 네온)
    assert forums.open_forum(edition=2, **given).opened_at == AT


def test_고친_줄_모르고_합의하지_않는다(교통과, 세종):
    forum = asked(교통과)
    forum_desk.prepare_forum(forum=forum, what={"question": "바뀐 질문"}, edition=1, at=AT, actor=None)
    given = {"forum": forum, "side": "department", "edition": 1, "at": AT, "actor": 세종}
    refused("changed-meanwhile", forum_desk.agree_forum, **given)


def test_한_사람이_두_쪽을_다_합의할_수는_없다(교통과, 담당자):
    forum = asked(교통과)
    forum_desk.agree_forum(forum=forum, side="team", at=AT, actor=담당자)
    refused("both-sides-one-person", forum_desk.agree_forum, forum=forum, side="department", at=AT, actor=담당자)


def test_합의하지_않는_이유는_고칠_때까지_남는다(교통과, 세종, 네온):
    forum = asked(교통과)
    forum_desk.agree_forum(forum=forum, side="team", at=AT, actor=네온)
    forum_desk.disagree_forum(forum=forum, side="department", reason="기간이 짧습니다.", at=AT, actor=세종)
    assert fresh(forum).sent_back == "기간이 짧습니다."
    forum_desk.prepare_forum(forum=forum, what={"days": 50}, edition=1, at=AT, actor=네온)
    assert (fresh(forum).sent_back, fresh(forum).team_agreed_at) == ("", None)


def test_답할_날을_정하지_않거나_토론보다_앞서면_열_수_없다(교통과, 세종, 네온):
    forum = asked(교통과, promised_on=None)
    refused("promise-missing", forum_desk.agree_forum, forum=forum, side="team", at=AT, actor=네온)
    early = (AT + make.days(5)).date()
    forum_desk.prepare_forum(forum=forum, what={"promised_on": early}, edition=1, at=AT, actor=None)
    agreed(forum, 세종, 네온)
    refused("promise-too-early", forums.open_forum, case_key="ask-lamp", edition=2, at=AT, actor=네온)
    assert fresh(forum).opened_at is None


def test_정한_것을_알리면서_찬반을_물을_수는_없다(교통과):
    refused("announce-asks-nothing", asked, department=교통과, purpose="announce", form="pro_con")
    assert not Forum.objects.exists()
    assert asked(교통과, purpose="announce", form="open").purpose == "announce"


def test_기관이_묻는_길이_없는_절차에서는_까닭을_말한다(교통과):
    rules = procedures.install_preset(name="bluehouse-2019", slug=None, at=make.AT, actor=None)
    given = {"rules": rules, "department": 교통과, "what": {"question": "물을까요?"}, "at": AT, "actor": None}
    refused("no-institution-entry", forum_desk.start_question, **given)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(("after", "due"), [(45, "promise"), (200, "rules")])
def test_약속한_날이_기준보다_이르면_그날이_답변의_마감이다(교통과, 세종, 네온, after, due):
    day = (AT + make.days(after)).date()
    forum = asked(교통과, promised_on=day)
    agreed(forum, 세종, 네온)
    forums.open_forum(case_key="ask-lamp", edition=1, at=AT, actor=네온)
    with taking_part(forum, at=AT + make.days(1)) as part:
        part.join(people.register_person(key="duri", name="두리", at=AT, actor=None), "opinion")
    end = fresh(forum).visit.due
    clockwork.tick(at=end)
    tasks.finish_task(case_key="ask-lamp", at=end + make.days(1), actor=네온)
    owed = Duty.objects.get(case__key="ask-lamp", key="forum-answer")
    promised = datetime.datetime.combine(day + make.days(1), datetime.time.min, make.SEOUL)
    assert (owed.due == promised) == (due == "promise")
    assert owed.due <= promised


def told(kind):
    rows = Notice.objects.filter(kind=kind).select_related("person", "department")
    return {str(row.person or row.department): words_of(row, proposals_of([row])) for row in rows}


def test_한쪽이_합의하면_다른_쪽이_알림을_받는다(교통과, 세종, 네온, 담당자):
    forum = asked(교통과)
    forum_desk.agree_forum(forum=forum, side="team", at=AT, actor=네온)
    (said,) = told("agreement-asked").values()
    assert set(told("agreement-asked")) == {str(교통과)}, "합의한 쪽은 이미 안다"
    assert "가로등" in said.title
    assert "운영팀이" in said.first
    assert said.link.endswith("/staff/forums/ask-lamp")
    forum_desk.agree_forum(forum=forum, side="department", at=AT, actor=세종)
    assert len(told("agreement-asked")) == 1, "둘 다 합의하면 기다릴 것이 없다"


def test_운영팀의_합의를_기다리면_이끄는_사람만_받는다(교통과, 세종, 네온, 담당자):
    make.staff("토론 스탭", Role.FORUMS)
    forum = asked(교통과)
    forum_desk.agree_forum(forum=forum, side="department", at=AT, actor=세종)
    assert set(told("agreement-asked")) == {str(네온), str(담당자)}
    forum_desk.agree_forum(forum=forum, side="department", at=AT + make.days(1), actor=세종)
    assert Notice.objects.filter(kind="agreement-asked").count() == 2, "두 번 합의해도 한 번 알린다"


def test_합의하지_않으면_다른_쪽이_고칠_점을_받는다(교통과, 세종, 네온):
    forum = asked(교통과)
    forum_desk.disagree_forum(forum=forum, side="department", reason="기간이 짧습니다.", at=AT, actor=세종)
    (said,) = told("agreement-refused").values()
    assert set(told("agreement-refused")) == {str(네온)}
    assert "기간이 짧습니다." in said.text


def test_합의도_기록에_남는다(교통과, 세종, 네온):
    agreed(asked(교통과), 세종, 네온)
    told = Entry.objects.filter(verb="forum.agree").order_by("pk")
    assert [(one.actor, one.facts["side"]) for one in told] == [(세종.actor, "department"), (네온.actor, "team")]


def test_기관제안_스탭도_준비하고_열_수_있지만_합의는_이끄는_사람이_한다(교통과):
    from madang.people.rights import may

    스탭 = make.staff("기관제안 스탭", Role.INSTITUTION_PROPOSALS)
    assert may(스탭, "forum.prepare")
    assert may(스탭, "forum.open")
    assert not may(스탭, "forum.agree_team")
