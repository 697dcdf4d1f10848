"""신고와 결정: 표시된 글은 사람이 정하고, 정한 것은 까닭과 함께 모두 남는다."""

import pytest

from madang.actions import comments, content, moderation, objections
from madang.actions.journey import moving
from madang.actions.screening import open_item
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.comments.models import Comment, Thread
from madang.moderation.models import Decision, Item, Original, Report
from madang.notices.models import Notice
from madang.people.models import Role
from madang.proposals.models import Proposal
from madang.stages import collect
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def 세라(db):
    return make.staff("세라 PL", Role.PL)


def reported(subject="case:bike", by=None, code="abuse", at=AT, text=""):
    by = by or make.person("신고한 시민")
    return moderation.report(subject=subject, code=code, text=text, person=by, at=at).item


def commented(text="우리 동네도 그래요.", at=AT, by=None):
    by = by or make.person("의견 쓴 시민", email=f"w{Comment.objects.count()}@gaon.example")
    return comments.write_comment(case_key="bike", text=text, author=by, actor=by, at=at)


def test_여러_사람의_신고는_한_건으로_모이고_한_사람은_한_번만_신고한다(자전거, 하나, 두리):
    first = reported(by=두리, code="off-topic")
    again = reported(code="personal")
    assert first == again
    item = Item.objects.get()
    assert (item.reports, item.severity, item.due) == (2, 2, AT + make.days(1))
    for code, facts in (
        ("already-reported", {"by": 두리}),
        ("own-content", {"by": 하나}),
        ("unknown-reason", {"code": "boring"}),
        ("text-empty", {"code": "other"}),
        ("unknown-content", {"subject": "case:none"}),
        ("unknown-content", {"subject": "moon:1"}),
        ("body-too-long", {"text": "가" * 1001}),
    ):
        with pytest.raises(Refused) as refused:
            reported(**facts)
        assert refused.value.code == code
    assert Report.objects.count() == 2


def test_가린_제안은_목록에서_사라지고_공감을_받지_않으며_다시_보이면_그대로다(자전거, 네온, 하나):
    moderation.decide(item=reported(), outcome="hide", code="abuse", note="욕설", at=AT, actor=네온)
    자전거.refresh_from_db()
    assert (자전거.visibility, 자전거.shown_as) == ("hidden", "public")
    assert not Proposal.objects.listed().filter(pk=자전거.pk).exists()
    with pytest.raises(Refused) as refused:
        make.support(자전거, make.person("세라"))
    assert refused.value.code == "proposal-hidden"
    assert Notice.objects.filter(kind="content-hidden", person=하나).count() == 1
    with pytest.raises(Refused):
        moderation.report(subject="case:bike", code="abuse", text="", person=make.person("두리"), at=AT)

    moderation.show_content(subject="case:bike", note="다시 보니 괜찮습니다.", at=AT, actor=네온)
    자전거.refresh_from_db()
    assert (자전거.visibility, 자전거.shown_as) == ("public", "")
    assert make.support(자전거, make.person("세라"))
    assert list(Entry.objects.filter(verb__startswith="proposal.").order_by("pk").values_list("verb", flat=True)) == [
        "proposal.submit",
        "proposal.hide",
        "proposal.show",
    ]


def test_가린_제안은_다음_단계에_들어가도_가려진_채이고_풀리면_그_단계만큼_보인다(네온):
    petition = make.proposal("청원", procedure="bluehouse-2019", key="petition")
    assert petition.visibility == "unlisted"
    moderation.hide_content(subject="case:petition", code="false", note="", at=AT, actor=네온)
    with moving("petition", at=AT, actor=None) as journey:
        visit = journey.open_visit("collect")
        stage = journey.stage_of(visit)
        public = type(stage)(**{**stage.__dict__, "settings": {**stage.settings, "visibility": "public"}})
        collect.enter(visit, public, AT)
    petition.refresh_from_db()
    assert (petition.visibility, petition.shown_as) == ("hidden", "public")
    moderation.show_content(subject="case:petition", note="풀었습니다.", at=AT, actor=네온)
    petition.refresh_from_db()
    assert petition.visibility == "public"


def test_가린_의견은_자리를_남기고_센_것도_맞는다(자전거, 네온):
    의견 = commented()
    moderation.decide(item=reported(f"comment:{의견.key}"), outcome="hide", code="abuse", at=AT, actor=네온)
    의견.refresh_from_db()
    assert (의견.state, 의견.hidden_code, Thread.objects.get().shown) == ("hidden", "abuse", 0)
    with pytest.raises(Refused):
        moderation.hide_content(subject=f"comment:{의견.key}", code="abuse", note="", at=AT, actor=네온)
    moderation.show_content(subject=f"comment:{의견.key}", note="풀었습니다.", at=AT, actor=네온)
    의견.refresh_from_db()
    assert (의견.state, Thread.objects.get().shown) == ("shown", 1)


def test_두_사람이_한_글을_보면_나중_사람에게_말하고_넘겨받아야_결정할_수_있다(자전거, 네온, 세라):
    item = reported()
    assert moderation.hold(item=item, at=AT, actor=네온) is None
    assert moderation.hold(item=item, at=AT + make.days(0.005), actor=세라) == 네온
    with pytest.raises(Refused) as refused:
        moderation.decide(item=item, outcome="keep", at=AT, actor=세라)
    assert refused.value.code == "held-by-other"
    assert "네온" in str(refused.value)
    moderation.take_over(item=item, at=AT, actor=세라)
    with pytest.raises(Refused):
        moderation.decide(item=item, outcome="keep", at=AT, actor=네온)
    moderation.decide(item=item, outcome="keep", at=AT, actor=세라)
    with pytest.raises(Refused) as refused:
        moderation.decide(item=item, outcome="hide", code="abuse", at=AT, actor=네온)
    assert refused.value.code == "already-decided"
    assert Decision.objects.count() == 1
    assert Entry.objects.filter(verb="content.take", subject="case:bike").count() == 1


def test_15분이_지나면_잡아_둔_것이_풀린다(자전거, 네온, 세라):
    item = reported()
    moderation.hold(item=item, at=AT, actor=네온)
    assert moderation.hold(item=item, at=AT + moderation.HELD, actor=세라) is None


def test_결정한_다음의_신고는_새_건이_된다(자전거, 네온):
    moderation.decide(item=reported(), outcome="keep", at=AT, actor=네온)
    item = reported(at=AT + make.days(1))
    assert (Item.objects.count(), item.reports, item.decided_at) == (2, 1, None)
    assert open_item("case:bike", at=AT) == item


def test_번호는_가려지고_원래_글은_결정할_때까지만_남는다(자전거, 네온):
    의견 = commented("제 번호는 010-1234-5678 입니다.")
    assert 의견.text == "제 번호는 010-****-5678 입니다."
    item = Item.objects.get(subject=f"comment:{의견.key}")
    assert Original.objects.get(item=item).text == "제 번호는 010-1234-5678 입니다."
    moderation.decide(item=item, outcome="keep", at=AT, actor=네온)
    assert not Original.objects.exists()

    기관 = commented("문의는 02-2133-1234")
    item = Item.objects.get(subject=f"comment:{기관.key}", decided_at=None)
    moderation.decide(item=item, outcome="restore", note="기관의 대표 번호입니다.", at=AT, actor=네온)
    기관.refresh_from_db()
    assert 기관.text == "문의는 02-2133-1234"


def test_제안의_번호도_제목과_내용에서_모두_가려진다(자전거, 하나):
    p = make.proposal("전화 주세요 010 9876 5432", body="９００１０１－１２３４５６７", by=하나, key="call")
    assert (p.title, p.body) == ("전화 주세요 010 **** 5432", "９００１０１－１******")
    assert {o.field for o in Original.objects.all()} == {"title", "body"}


def test_일부만_가리면_그_말만_모든_판에서_가려진다(자전거, 네온):
    의견 = commented("김아무개 과장은 나빠요. 김아무개!")
    item = reported(f"comment:{의견.key}", code="personal")
    with pytest.raises(Refused) as refused:
        moderation.decide(item=item, outcome="mask", cover=["없는 말"], at=AT, actor=네온)
    assert refused.value.code == "nothing-to-mask"
    assert Item.objects.get(pk=item.pk).decided_at is None
    moderation.decide(item=item, outcome="mask", cover=["김아무개"], note="이름을 가렸습니다.", at=AT, actor=네온)
    의견.refresh_from_db()
    assert 의견.text == "○○○ 과장은 나빠요. ○○○!"


def test_이의신청은_한_번_서른_날_안에_글쓴이만_하고_다른_사람이_정한다(자전거, 하나, 두리, 네온, 세라):
    decision = moderation.decide(item=reported(), outcome="hide", code="false", note="근거 없음", at=AT, actor=네온)
    for code, facts in (
        ("not-allowed", {"person": 두리}),
        ("text-empty", {"text": " "}),
        ("objection-too-late", {"at": AT + make.days(30)}),
    ):
        with pytest.raises(Refused) as refused:
            objections.object_to(**{"decision": decision, "text": "사실입니다.", "person": 하나, "at": AT, **facts})
        assert refused.value.code == code
    objection = objections.object_to(decision=decision, text="사실입니다.", person=하나, at=AT + make.days(29))
    with pytest.raises(Refused) as refused:
        objections.object_to(decision=decision, text="또", person=하나, at=AT + make.days(29))
    assert refused.value.code == "already-objected"

    how = {"objection": objection, "outcome": "overturned", "reason": "근거를 확인했습니다.", "at": AT + make.days(29)}
    with pytest.raises(Refused) as refused:
        objections.decide_objection(**how, actor=네온)
    assert refused.value.code == "same-reviewer"
    objections.decide_objection(**how, actor=세라)
    with pytest.raises(Refused) as refused:
        objections.decide_objection(**{**how, "outcome": "upheld"}, actor=make.staff("다른 PL", Role.PL))
    assert refused.value.code == "already-decided"
    자전거.refresh_from_db()
    assert 자전거.visibility == "public"
    kinds = list(Notice.objects.filter(person=하나, kind__contains="-").values_list("kind", flat=True))
    assert {"content-hidden", "content-shown", "objection-decided"} <= set(kinds)


def test_운영팀이_스스로_살펴볼_수도_있다(자전거, 네온):
    item = moderation.look_into(subject="case:bike", at=AT, actor=네온)
    assert moderation.look_into(subject="case:bike", at=AT, actor=네온) == item
    assert [flag.kind for flag in item.flags.all()] == ["moderator"]
    assert content.find("case:bike").state == "shown"
