"""둘째 사람: 기준은 올린 사람이 아닌 다른 사람이 승인해야 공개된다."""

import copy
import json

import pytest

from madang.actions import rule_drafts
from madang.actions.procedures import publish_rules
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.notices.models import Notice
from madang.people.models import Role
from madang.procedures.models import RuleDraft, RuleVersion
from tests import make

AT = make.AT


@pytest.fixture(autouse=True)
def 둘째_사람(settings):
    settings.SECOND_PERSON = ["rules"]


@pytest.fixture
def 절차(db):
    return make.procedure("seoul-2019")


def 고친(절차, title="고친 기준"):
    data = copy.deepcopy(절차.current.data)
    data["name"]["ko"] = title
    return data


def 청하기(절차, actor, title="고친 기준", after=1):
    return rule_drafts.ask_rules(
        slug="seoul-2019", data=고친(절차, title), after=after, note="까닭", at=AT, actor=actor
    )


def code(act, **arguments):
    with pytest.raises(Refused) as refused:
        act(slug="seoul-2019", at=AT, **arguments)
    return refused.value.code


def test_공개를_누르면_기다리고_다른_사람이_승인하면_공개된다(브라우저, 절차, 네온, 담당자):
    browser = 브라우저(네온)
    where = browser.send("/staff/rules/seoul-2019/publish", document=json.dumps(고친(절차)), after="1", note="까닭")
    assert where == "/staff/rules/seoul-2019/draft"
    assert 절차.versions.count() == 1
    assert "다른 사람이 승인해야" in browser.page(where)
    assert Notice.objects.get(kind="rules-approval-asked").person == 담당자
    pk = RuleDraft.objects.get().pk
    browser.send(where, draft=str(pk), do="approve")
    assert 절차.versions.count() == 1, "올린 사람은 스스로 승인할 수 없다"
    second = 브라우저(담당자)
    assert "기준 승인" in second.page("/staff/")
    assert "고친 기준" in second.page("/staff/rules")
    assert "승인하고 공개하기" in second.page(where)
    assert "이유를 적어" in second.send(where, 422, draft=str(pk), do="return", reason="  ")
    second.send(where, draft=str(pk), do="approve")
    version = 절차.versions.get(number=2)
    assert version.published_by == 네온
    approved = Entry.objects.get(verb="rules.approve")
    assert (approved.actor, approved.facts["asked_by"]) == (담당자.actor, 네온.key)
    assert "기준 승인" not in second.page("/staff/")
    assert second.send(where, draft=str(pk), do="approve") == "/staff/rules/seoul-2019", "두 번 눌러도 한 번"
    assert 절차.versions.count() == 2


def test_돌려보내면_이유와_함께_올린_사람에게_알린다(절차, 네온, 담당자):
    draft = 청하기(절차, 네온)
    rule_drafts.return_rules(slug="seoul-2019", draft=draft.pk, reason="수가 너무 큽니다.", at=AT, actor=담당자)
    told = Notice.objects.get(kind="rules-sent-back")
    assert (told.person, told.facts["reason"]) == (네온, "수가 너무 큽니다.")
    assert rule_drafts.waiting(절차) is None
    assert code(rule_drafts.approve_rules, draft=draft.pk, actor=담당자) == "draft-decided"


def test_그_사이_다른_판이_공개되면_승인할_수_없다(절차, 네온, 담당자):
    draft = 청하기(절차, 네온)
    publish_rules(slug="seoul-2019", data=고친(절차, "먼저 공개된 기준"), at=AT, actor=None)
    assert code(rule_drafts.approve_rules, draft=draft.pk, actor=담당자) == "rules-outdated"
    assert RuleVersion.objects.count() == 2
    newer = 청하기(절차, 담당자, "다시 고친 기준", after=2)
    assert rule_drafts.waiting(절차) == newer, "공개할 수 없게 된 것은 길을 막지 않는다"


def test_한_절차에는_하나만_기다린다(절차, 네온, 담당자):
    first = 청하기(절차, 네온)
    assert code(rule_drafts.ask_rules, data=고친(절차, "다른 기준"), after=1, actor=담당자) == "draft-waits"
    second = 청하기(절차, 네온, "내가 다시 고친 기준")
    assert code(rule_drafts.approve_rules, draft=first.pk, actor=담당자) == "draft-changed"
    assert code(rule_drafts.recall_rules, draft=second.pk, actor=담당자) == "not-allowed"
    rule_drafts.recall_rules(slug="seoul-2019", draft=second.pk, at=AT, actor=네온)
    assert rule_drafts.waiting(절차) is None


def test_승인은_승인할_수_있는_사람만_한다(절차, 네온, 브라우저):
    draft = 청하기(절차, 네온)
    auditor = make.staff("감사", Role.AUDITOR)
    assert code(rule_drafts.approve_rules, draft=draft.pk, actor=auditor) == "not-allowed"
    browser = 브라우저(auditor)
    assert "승인하고 공개하기" not in browser.page("/staff/rules/seoul-2019/draft")
    browser.send("/staff/rules/seoul-2019/draft", draft=str(draft.pk), do="return", reason="싫습니다")
    browser.send("/staff/rules/seoul-2019/draft", draft="x", do="approve")
    assert rule_drafts.waiting(절차) == draft


def test_설정하지_않으면_바로_공개된다(브라우저, 절차, 네온, settings):
    settings.SECOND_PERSON = []
    브라우저(네온).send("/staff/rules/seoul-2019/publish", document=json.dumps(고친(절차)), after="1")
    assert 절차.versions.count() == 2
    assert not RuleDraft.objects.exists()
